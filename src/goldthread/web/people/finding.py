"""Fetching a person served within what the reader may see; the rest is not found."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from goldthread.domain.registers.people import queries
from goldthread.web.pages import SignedIn


def person_of(request: SignedIn, reference: str) -> Any:
    """The person with this reference, or the one whose record goes on after a merge; else 404."""
    found = queries.with_reference(request.user, reference)
    if found is None:
        raise Http404
    return found


def person_meant(request: SignedIn, text: str) -> tuple[Any, str]:
    """(the one person these words find, "") or (None, what to do about it)."""
    matches = list(queries.found(request.user, text).select_related("unit")[:3])
    if len(matches) == 1:
        return matches[0], ""
    if matches:
        known = ", ".join(sorted(one.reference for one in matches))
        return None, f"More than one person is called this. Enter a reference: {known}"
    return None, (
        "Nobody in your teams has exactly this reference, name or number. "
        "Record the person first, under People"
    )

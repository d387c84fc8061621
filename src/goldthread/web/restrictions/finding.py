"""Fetching a restriction, and what a form names, within what the reader may see."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.registers.complaints.queries import with_reference
from goldthread.domain.registers.restrictions import queries
from goldthread.web.pages import SignedIn


def restriction_of(request: SignedIn, pk: int) -> Any:
    """The restriction, or 404."""
    return get_object_or_404(queries.with_page(queries.visible_to(request.user)), pk=pk)


def led_to_it(request: SignedIn, form: Any) -> tuple[Any, Any]:
    """The incident and the complaint a form names; an unknown one is an error at its field."""
    said = form.cleaned_data
    incident = complaint = None
    if said["incident"].strip():
        seen = incidents_visible_to(request.user).select_related("safeguarding_case")
        incident = seen.filter(reference__iexact=said["incident"].strip()).first()
        if incident is None:
            form.add_error("incident", "There is no incident with this reference you may open")
    if said["complaint"].strip():
        complaint = with_reference(request.user, said["complaint"])
        if complaint is None:
            form.add_error("complaint", "There is no complaint with this reference you may read")
    return incident, complaint

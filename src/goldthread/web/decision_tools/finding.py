"""The tools and versions that a person may open."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.decision_tools import queries
from goldthread.web.pages import SignedIn, organisation_of


def edits(request: SignedIn) -> bool:
    """Whether the person prepares and publishes versions."""
    return scope_of(request.user).holds(Permission.SETTINGS_MANAGE)


def version_here(request: SignedIn, code: str, number: int | None = None) -> Any:
    """The version asked for (the one in use when None), of the person's own organisation."""
    organisation = organisation_of(request).pk
    found = (
        queries.in_use(organisation, code)
        if number is None
        else queries.version_of(organisation, code, number)
    )
    if found is None or (found.is_draft and not edits(request)):
        raise Http404
    return found


def tool_here(request: SignedIn, code: str) -> Any:
    """The organisation's tool, published or not."""
    found = queries.tools_of(organisation_of(request).pk).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def draft_here(request: SignedIn, code: str) -> Any:
    """The tool's draft; 404 where none is being written."""
    found = queries.draft_of(tool_here(request, code))
    if found is None:
        raise Http404
    return found

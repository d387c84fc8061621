"""The incident of an address, in the reader's scope."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from goldthread.access.terms import Permission
from goldthread.domain.candour import operations
from goldthread.domain.incidents.queries import may, visible_to
from goldthread.web.pages import SignedIn
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


def incident_of(request: SignedIn, reference: str) -> Any:
    """The incident, or 404 when it is not there for this person."""
    found = (
        visible_to(request.user)
        .select_related("organisation", "unit")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Http404
    return found


def managed(request: SignedIn, reference: str) -> Any:
    """The incident, whose candour this person may manage; else 403 with the reason."""
    incident = incident_of(request, reference)
    if not may(request.user, Permission.CANDOUR_MANAGE, incident):
        raise refuse(NOT_ALLOWED, "You cannot manage the duty of candour of this incident.")
    return incident


def candour_for(request: SignedIn, incident: Any) -> Any:
    """The candour record to change, opened now if nobody needed it before."""
    return operations.record_of(incident, by=request.user)

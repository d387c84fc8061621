"""The incident of an address, in the reader's scope."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from goldthread.access.terms import Permission
from goldthread.domain.candour.queries import candour_of
from goldthread.domain.incidents.queries import may, visible_to
from goldthread.web.pages import SignedIn
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, refuse


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


def candour_for(incident: Any) -> Any:
    """The candour record, where a decision was begun; opening a page makes none."""
    found = candour_of(incident)
    if found is None:
        raise refuse(WRONG_STATE, "First decide whether the duty of candour applies.")
    return found

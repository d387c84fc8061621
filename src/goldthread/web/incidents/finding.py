"""Fetching an incident within what the reader may see; the rest is not found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import ROLES, Permission, roles_with
from goldthread.domain.incidents import operations, queries
from goldthread.web.pages import SignedIn
from goldthread.workflow.refusals import NOT_ALLOWED, refuse

LOGGED_ROLE = "inspector"


def one_of(incidents: QuerySet[Any], reference: str, user: User) -> Any:
    """The incident of this reference, the person's own organisation first, or None."""
    found = list(incidents.filter(reference=reference)[:2])
    own = [row for row in found if row.organisation_id == user.organisation_id]
    return next(iter(own or found), None)


def incident_of(
    request: SignedIn, reference: str, look: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
) -> Any:
    """The incident, or 404. Opening a restricted one, or any as an inspector, is on the trail.

    `look` adds what the page shows to the query.
    """
    seen = queries.visible_to(request.user)
    rows = look(seen) if look else seen.select_related("unit", "organisation")
    found = one_of(rows, reference, request.user)
    return _opened(request, found)


def incident_seen(request: SignedIn, thread: int) -> Any:
    """The incident of a golden thread, as `incident_of` gives it."""
    seen = queries.visible_to(request.user).select_related("unit", "organisation")
    return _opened(request, seen.filter(pk=thread).first())


def _opened(request: SignedIn, found: Any) -> Any:
    if found is None:
        raise Http404
    if found.organisation_id == request.user.organisation_id:
        # The frame of the page asks for it and its profile again: it is in hand.
        request.user.organisation = found.organisation
    if request.method == "GET" and (found.restricted or _is_logged(request.user, found)):
        operations.opened_restricted(found, by=request.user)
    return found


def _is_logged(user: User, incident: Any) -> bool:
    return scope_of(user).holds_role(LOGGED_ROLE, incident.unit_id)


def may(user: User, permission: Permission, incident: Any) -> bool:
    """Whether the person holds `permission` where the incident they opened is placed; no query.

    Only for incidents that `incident_of` gave: those the person is kept from never get here.
    """
    return scope_of(user).holds(permission, incident.unit_id)


def need(user: User, permission: Permission, incident: Any) -> None:
    """Raise `Refused` (403) where the person does not hold `permission` here."""
    if not may(user, permission, incident):
        words = f"You cannot do this here: {permission.label[0].lower()}{permission.label[1:]}."
        raise refuse(NOT_ALLOWED, f"{words} {who_can(permission)}")


def who_can(permission: Permission) -> str:
    """Which roles can, in words: `A triage lead or a governance lead can do this.`"""
    codes = roles_with(permission)
    names = [f"{_article(r.label)} {r.label.lower()}" for r in ROLES.values() if r.code in codes]
    listed = ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) > 1 else names[0]
    return f"{listed[0].upper()}{listed[1:]} can do this."


def _article(word: str) -> str:
    return "an" if word[0].lower() in "aeiou" else "a"

"""Actions for tests, brought to where they stand by the product's own operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.drafts import Draft, PlanFacts, Told
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Method, Route, Strength, Way
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider

CHANGE = (
    "The rota template gets a column for the covering worker. The duty board lists every visit "
    "without one at 9:00 and the chair of the huddle does not move on until it is filled."
)
TEMPLATE = {
    "title": "Rota template",
    "version_before": "3",
    "version_after": "4",
    "live_on": "2026-01-05",
}


def acting(provider: Provider, *, at: dt.datetime | None = None, **changes: Any) -> Incident:
    """An incident whose review is signed off; changes are for its report."""
    incident = make_incident(provider, at=at, **changes)
    triaged(provider, incident, at=at)
    incident.refresh_from_db()
    incidents.begin_review(incident, at=at)
    return incidents.begin_acting(incident, review_signed_off=True, serious=False, actions=0, at=at)


def draft_of(provider: Provider, **changes: Any) -> Draft:
    """A specific action of medium strength, due in two weeks, embedded in a template."""
    values: dict[str, Any] = {
        "title": "Show uncovered visits on the duty board",
        "change": CHANGE,
        "success_measure": "No visit without a covering worker at 9:15, on 19 of 20 days.",
        "owner": provider.people["team_manager"],
        "due_on": timezone.localdate() + dt.timedelta(days=14),
        "strength": Strength.MEDIUM,
        "strength_reason": "People see it at the huddle and have to fill it.",
        "routes": ((Route.TEMPLATE, "Rota template"),),
    }
    return Draft(**(values | changes))


def plan_of(provider: Provider, **changes: Any) -> PlanFacts:
    """A file sample by the verifier, nine in ten to meet."""
    values: dict[str, Any] = {
        "method": Method.FILE_SAMPLE,
        "measure": "Visits with a named covering worker on the rota",
        "standard": 90,
        "verifier": provider.people["verifier"],
    }
    return PlanFacts(**(values | changes))


def told_of(**changes: Any) -> Told:
    """Eighteen of the team's twenty told in a huddle today."""
    values: dict[str, Any] = {
        "who": "Everyone in Alder Team",
        "way": Way.HUDDLE,
        "reached": 18,
        "of": 20,
        "told_on": timezone.localdate(),
    }
    return Told(**(values | changes))


def make_proposed(
    provider: Provider,
    incident: Incident | None = None,
    *,
    at: dt.datetime | None = None,
    **changes: Any,
) -> Action:
    """A proposed action."""
    incident = incident or make_incident(provider, at=at)
    if at is not None:
        changes.setdefault("due_on", timezone.localdate(at) + dt.timedelta(days=14))
    draft = draft_of(provider, **changes)
    return actions.propose(incident, draft, by=provider.people["governance_lead"], at=at)


def make_agreed(
    provider: Provider,
    incident: Incident | None = None,
    *,
    at: dt.datetime | None = None,
    **changes: Any,
) -> Action:
    """An agreed action of the team's manager."""
    action = make_proposed(provider, incident, at=at, **changes)
    return actions.agree(action, plan_of(provider), by=provider.people["governance_lead"], at=at)


def implement(provider: Provider, action: Action, *, at: dt.datetime | None = None) -> Action:
    """Record the implementation with its proof."""
    by = provider.people["team_manager"]
    actions.add_evidence(action, "template", TEMPLATE, by=by, at=at)
    return actions.implement(
        action,
        live_on=timezone.localdate(at or timezone.now()),
        how="The new template is in use on every duty desk.",
        by=by,
        at=at,
    )


def communicate(provider: Provider, action: Action, *, at: dt.datetime | None = None) -> Action:
    """Record who was told."""
    told = told_of(told_on=timezone.localdate(at or timezone.now()))
    return actions.communicate(action, told, by=provider.people["team_manager"], at=at)


def make_complete(
    provider: Provider,
    incident: Incident | None = None,
    *,
    at: dt.datetime | None = None,
    **changes: Any,
) -> Action:
    """An action that is implemented and communicated, and not verified."""
    action = make_agreed(provider, incident, at=at, **changes)
    return communicate(provider, implement(provider, action, at=at), at=at)

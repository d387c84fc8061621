"""Proposing an action, changing the proposal, and agreeing it with its verification plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.actions import transitions as moves
from goldthread.domain.actions.drafts import Draft, PlanFacts
from goldthread.domain.actions.models import Action, ActionIncident, ActionRoute
from goldthread.domain.actions.operations.following import (
    follow,
    locked,
    open_again,
    start_clock,
    tell,
    wait_for_agreement,
)
from goldthread.domain.actions.queries.hints import hints
from goldthread.domain.actions.queries.one import routes_of
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import may
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


@transaction.atomic
def propose(
    incident: Incident,
    draft: Draft,
    *,
    by: User,
    replaces: Action | None = None,
    at: dt.datetime | None = None,
) -> Action:
    """Write an action down. It counts, and is due, once it is agreed; until then it waits for that.

    `replaces` is an action found not effective that this one takes over from.
    """
    at = at or timezone.now()
    if not may(by, Permission.ACTION_AGREE, incident):
        raise refuse(NOT_ALLOWED, "You cannot propose actions for this incident.")
    action = Action(
        incident=incident,
        organisation_id=incident.organisation_id,
        unit_id=incident.unit_id,
        source_type=draft.source_type,
        source_id=draft.source_id,
        proposed_in=draft.proposed_in,
        replaces=replaces,
        proposed_at=at,
        proposed_by=by,
        round_began_at=at,
        **_columns(draft),
    )
    told = {"title": action.title, "change": action.change, "source": draft.proposed_in}
    start(action, moves.PROPOSE, by=by, at=at, told=told)
    _keep_lists(action, draft)
    wait_for_agreement(action, at)
    return action


@transaction.atomic
def revise(
    action: Action,
    draft: Draft,
    *,
    by: User,
    version: int | None = None,
    at: dt.datetime | None = None,
) -> Action:
    """Change a proposal before it is agreed. `version` is the one the person was looking at."""
    action, at = locked(action, version), at or timezone.now()
    changes = _columns(draft)
    told = {key: value for key, value in changes.items() if getattr(action, key) != value}
    for key, value in changes.items():
        setattr(action, key, value)
    perform(moves.REVISE, action, by=by, at=at, facts={}, told=told, changes=changes)
    action.routes.all().delete()
    action.incident_links.all().delete()
    _keep_lists(action, draft)
    return action


@transaction.atomic
def agree(
    action: Action,
    plan: PlanFacts,
    *,
    by: User,
    draft: Draft | None = None,
    version: int | None = None,
    at: dt.datetime | None = None,
) -> Action:
    """Agree an action, with its owner, day and the plan by which it will be verified.

    `draft` makes last changes in the same step; they are undone when the agreement is refused.
    The event `action.agree` carries the plan under `facts["plan"]` for the verification app.
    """
    at = at or timezone.now()
    action = revise(action, draft, by=by, version=version, at=at) if draft else action
    action = locked(action, None if draft else version)
    facts: dict[str, Any] = {"plan": plan.as_facts(), "routes": routes_of(action), "at": at}
    perform(
        moves.AGREE,
        action,
        by=by,
        at=at,
        facts=facts,
        told={
            "owner": action.owner,
            "due_on": action.due_on,
            "strength": action.strength,
            "plan": facts["plan"],
        },
        changes={
            "agreed_at": at,
            "agreed_by": by,
            "first_due_on": action.due_on,
            "round_began_at": at,
        },
    )
    clocks.meet(action, "action_agree", at=at)
    start_clock(action, at)
    if action.replaces_id:
        open_again(action, at=at)
    follow(action, at=at)
    subject = f"An action on {action.incident.reference} is yours"
    tell(action, [action.owner], "action_agreed", subject, at, besides=by)
    return action


def _columns(draft: Draft) -> dict[str, Any]:
    """The columns a draft fills, with what its wording suggests."""
    suggested = hints(draft.title, draft.change)
    return {
        "title": draft.title.strip()[:200],
        "change": draft.change.strip(),
        "success_measure": draft.success_measure.strip(),
        "owner": draft.owner,
        "due_on": draft.due_on,
        "kind": draft.kind,
        "partner": draft.partner.strip(),
        "rapid": draft.rapid,
        "strength": draft.strength,
        "strength_reason": draft.strength_reason.strip(),
        "suggested_strength": suggested.strength,
        "suggested_because": suggested.because,
        "weak_reason": draft.weak_reason.strip(),
    }


def _keep_lists(action: Action, draft: Draft) -> None:
    ActionRoute.objects.bulk_create(
        [
            ActionRoute(action=action, route=route, artefact=artefact.strip()[:200])
            for route, artefact in dict(draft.routes).items()
        ]
    )
    also = {other.pk: other for other in draft.also if other.pk != action.incident_id}
    elsewhere = [o for o in also.values() if o.organisation_id != action.organisation_id]
    if elsewhere:
        raise refuse("ACT-13", "An action serves incidents of one organisation only.", "also")
    ActionIncident.objects.bulk_create(
        [ActionIncident(action=action, incident=other) for other in also.values()]
    )

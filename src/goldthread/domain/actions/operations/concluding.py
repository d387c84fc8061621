"""What verification concludes about an action, and taking it up again when it did not work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.actions import transitions as moves
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.operations.following import (
    follow,
    locked,
    open_again,
    start_clock,
    tell,
)
from goldthread.trail.operations import Actor
from goldthread.workflow.operations import perform
from goldthread.workflow.transitions import Transition


@transaction.atomic
def record_verified(
    action: Action,
    verdict: Mapping[str, Any],
    *,
    concluded_by: User | None = None,
    by: Actor = "system",
    at: dt.datetime | None = None,
) -> Action:
    """Verification showed that practice changed.

    `verdict` holds `practice_changed` and `repeat_risk_fell`, as the verification app codes
    them, and whatever else it wants kept in the trail.
    """
    return _conclude(moves.VERIFY, action, verdict, concluded_by, by=by, at=at)


@transaction.atomic
def find_not_effective(
    action: Action,
    verdict: Mapping[str, Any],
    *,
    concluded_by: User | None = None,
    by: Actor = "system",
    at: dt.datetime | None = None,
) -> Action:
    """Verification showed that practice did not change, or that it slipped back later."""
    at = at or timezone.now()
    action = _conclude(moves.FIND_NOT_EFFECTIVE, action, verdict, concluded_by, by=by, at=at)
    subject = f"An action on {action.incident.reference} was not effective"
    tell(action, [action.owner, action.agreed_by], "action_not_effective", subject, at)
    return action


def _conclude(
    move: Transition,
    action: Action,
    verdict: Mapping[str, Any],
    concluded_by: User | None,
    *,
    by: Actor,
    at: dt.datetime | None,
) -> Action:
    action, at = locked(action), at or timezone.now()
    changes = {"concluded_at": at, "concluded_by": concluded_by}
    perform(move, action, by=by, at=at, facts=dict(verdict), changes=changes)
    follow(action, at=at)
    return action


@transaction.atomic
def reopen(
    action: Action,
    *,
    due_on: dt.date | None,
    by: Actor,
    at: dt.datetime | None = None,
) -> Action:
    """Take up an action again that was not effective; both facts are needed afresh."""
    action, at = locked(action), at or timezone.now()
    perform(
        moves.REOPEN,
        action,
        by=by,
        at=at,
        facts={"due_on": due_on, "at": at},
        told={"due_on": due_on, "round": action.round + 1},
        changes={
            "due_on": due_on,
            "round": action.round + 1,
            "round_began_at": at,
            "completed_at": None,
            "completed_by": None,
        },
    )
    start_clock(action, at)
    open_again(action, at=at)
    follow(action, at=at)
    person = by if isinstance(by, User) else None
    subject = f"An action on {action.incident.reference} was reopened"
    tell(action, [action.owner], "action_reopened", subject, at, besides=person)
    return action

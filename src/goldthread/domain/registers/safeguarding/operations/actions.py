"""Actions within a case: adding one, and confirming whether it is done."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import allows, scope_of
from goldthread.clocks import operations as clocks
from goldthread.domain.registers.safeguarding import transitions as moves
from goldthread.domain.registers.safeguarding.models import (
    SafeguardingAction,
    SafeguardingCase,
    SafeguardingConfirmation,
)
from goldthread.domain.registers.safeguarding.operations.case import locked
from goldthread.domain.registers.safeguarding.terms import LEAD_ROLE
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse
from goldthread.workflow.transitions import Transition

CLOCK = "safeguarding_action"


@transaction.atomic
def add_action(
    case: SafeguardingCase,
    what: str,
    *,
    due_on: dt.date | None,
    owner: User | None = None,
    owner_agency: str = "",
    owner_name: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> SafeguardingAction:
    """Put an action in the case, owned by a colleague or by a named person of a partner.

    Its clock waits for the colleague; a partner's waits for the safeguarding lead, who chases it.
    """
    at = at or timezone.now()
    if not allows(case, moves.WORK(scope_of(by))):
        raise refuse(NOT_ALLOWED, "You cannot add actions to this case.")
    case = locked(case)
    facts = {
        "what": what,
        "owner": owner,
        "owner_agency": owner_agency,
        "owner_name": owner_name,
        "due_on": due_on,
    }
    action = SafeguardingAction(
        case=case,
        organisation_id=case.organisation_id,
        what=what.strip(),
        owner=owner,
        owner_agency=owner_agency.strip(),
        owner_name=owner_name.strip(),
        due_on=due_on,  # type: ignore[misc]  # SAF-06 refuses none before it is saved
        added_at=at,
        added_by=by,
    )
    told = facts | {"case": case.pk, "owner": owner.pk if owner else None}
    start(action, moves.ADD_ACTION, by=by, at=at, facts=facts, told=told)
    _wait(action, at)
    return action


def confirm_action(
    action: SafeguardingAction,
    *,
    done: bool,
    note: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> SafeguardingConfirmation:
    """Record that the action is done, or that it is not and why (SAF-07); each answer is kept."""
    return _answer(action, moves.ACTION_DONE if done else moves.ACTION_NOT_DONE, note, by, at)


def drop_action(
    action: SafeguardingAction, why: str, *, by: User, at: dt.datetime | None = None
) -> SafeguardingConfirmation:
    """End an action that is not needed any more, with the reason."""
    return _answer(action, moves.DROP_ACTION, why, by, at)


@transaction.atomic
def _answer(
    action: SafeguardingAction, move: Transition, note: str, by: User, at: dt.datetime | None
) -> SafeguardingConfirmation:
    at, done = at or timezone.now(), move is moves.ACTION_DONE
    ends = {"ended_at": at, "ended_by": by} if move.target else {}
    facts = {"done": done, "note": note}
    perform(move, action, by=by, at=at, facts=facts, changes=ends)
    if done:
        clocks.meet(action, CLOCK, at=at)
    elif move.target:
        clocks.stop(action, CLOCK, "The action is not needed any more", at=at)
    return SafeguardingConfirmation.objects.create(
        action=action, done=done, note=note.strip(), confirmed_at=at, confirmed_by=by
    )


def _wait(action: SafeguardingAction, at: dt.datetime) -> None:
    end_of_day = dt.datetime.combine(action.due_on, dt.time(23, 59))
    clocks.start_due(
        CLOCK,
        action,
        unit=action.case.unit,
        at=at,
        due_at=timezone.make_aware(end_of_day),
        label="Safeguarding action",
        owner=action.owner,
        owner_role="" if action.owner else LEAD_ROLE,
        thread=action.thread,
        source_text="The day agreed when the action was added.",
    )

"""Later dates, new owners, withdrawing, and the weekly look for owners who have left."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.clocks.calendar import end_of
from goldthread.clocks.queries import of_subject
from goldthread.domain.actions import transitions as moves
from goldthread.domain.actions.models import Action, Extension, Reassignment
from goldthread.domain.actions.operations.following import (
    DUE_CLOCKS,
    follow,
    locked,
    stop_clocks,
    tell,
)
from goldthread.domain.actions.queries.lists import ungoverned
from goldthread.domain.actions.queries.one import extension_waiting
from goldthread.domain.actions.terms import Decision
from goldthread.domain.incidents.queries import may as may_on_incident
from goldthread.workflow.operations import perform
from goldthread.workflow.refusals import WRONG_STATE, refuse


@transaction.atomic
def request_extension(
    action: Action,
    *,
    due_on: dt.date | None,
    reason: str,
    by: User,
    at: dt.datetime | None = None,
) -> Extension:
    """Ask for a later date; nothing moves until someone else decides."""
    action, at = locked(action), at or timezone.now()
    facts = {"due_on": due_on, "reason": reason, "at": at, "waiting": extension_waiting(action)}
    told = {"due_on": due_on, "reason": reason}
    perform(moves.REQUEST_EXTENSION, action, by=by, at=at, facts=facts, told=told)
    assert due_on is not None and action.due_on is not None  # noqa: S101 - rule ACT-31
    extension = Extension.objects.create(
        action=action,
        was_due_on=action.due_on,
        due_on=due_on,
        reason=reason.strip(),
        requested_at=at,
        requested_by=by,
    )
    clocks.start(
        "action_extension",
        action,
        unit=action.unit,
        at=at,
        owner_role="governance_lead",
        thread=action.incident_id,
    )
    approvers = [
        person
        for person in holders(Permission.ACTION_EXTEND, action.unit)
        if person.pk not in (action.owner_id, by.pk)
        and may_on_incident(person, Permission.ACTION_EXTEND, action.incident)
    ]
    subject = f"A later date is asked for, {action.incident.reference}"
    tell(action, approvers, "action_extension", subject, at)
    return extension


def approve_extension(
    action: Action, *, by: User, note: str = "", at: dt.datetime | None = None
) -> Extension:
    """Let the action be due on the later day; its clock moves and the first date is kept."""
    return _decide(action, Decision.APPROVED, note, by=by, at=at)


def decline_extension(
    action: Action, reason: str, *, by: User, at: dt.datetime | None = None
) -> Extension:
    """Keep the date, and say why."""
    return _decide(action, Decision.DECLINED, reason, by=by, at=at)


@transaction.atomic
def _decide(
    action: Action, decision: Decision, reason: str, *, by: User, at: dt.datetime | None
) -> Extension:
    action, at = locked(action), at or timezone.now()
    extension = extension_waiting(action)
    if extension is None:
        raise refuse(WRONG_STATE, "No later date is waiting for a decision. Reload the page.")
    approved = decision == Decision.APPROVED
    perform(
        moves.APPROVE_EXTENSION if approved else moves.DECLINE_EXTENSION,
        action,
        by=by,
        at=at,
        facts={"waiting": extension, "by": by, "reason": reason},
        told={"due_on": extension.due_on, "was": extension.was_due_on, "reason": reason},
        changes={"due_on": extension.due_on} if approved else {},
    )
    extension.decision, extension.decision_reason = decision, reason.strip()
    extension.decided_at, extension.decided_by = at, by
    extension.save(update_fields=["decision", "decision_reason", "decided_at", "decided_by"])
    if approved:
        for kind in DUE_CLOCKS:
            clocks.move(action, kind, end_of(extension.due_on))
    clocks.meet(action, "action_extension", at=at)
    words = "approved" if approved else "declined"
    subject = f"A later date was {words}, {action.incident.reference}"
    tell(action, [action.owner, extension.requested_by], "action_extended", subject, at, besides=by)
    return extension


@transaction.atomic
def reassign(
    action: Action, owner: User | None, reason: str, *, by: User, at: dt.datetime | None = None
) -> Action:
    """Pass the action to another person, with the reason; its clock waits for them."""
    action, at = locked(action), at or timezone.now()
    before = action.owner
    perform(
        moves.REASSIGN,
        action,
        by=by,
        at=at,
        facts={"owner": owner, "reason": reason, "at": at},
        told={"from": before, "to": owner, "reason": reason},
        changes={"owner": owner},
    )
    assert owner is not None  # noqa: S101 - rule ACT-03
    Reassignment.objects.create(
        action=action,
        from_owner=before,
        to_owner=owner,
        reason=reason.strip(),
        reassigned_at=at,
        reassigned_by=by,
    )
    for kind in DUE_CLOCKS:
        clocks.reassign(action, kind, owner)
    clocks.meet(action, "action_owner", at=at)
    subject = f"An action on {action.incident.reference} is yours"
    tell(action, [owner], "action_agreed", subject, at, besides=by)
    return action


@transaction.atomic
def withdraw(action: Action, reason: str, *, by: User, at: dt.datetime | None = None) -> Action:
    """Give up an action that is no longer right; it stays on record with the reason."""
    action, at = locked(action), at or timezone.now()
    perform(
        moves.WITHDRAW,
        action,
        by=by,
        at=at,
        facts={"reason": reason},
        changes={
            "withdrawn_at": at,
            "withdrawn_by": by,
            "withdrawn_because": reason.strip(),
        },
    )
    stop_clocks(action, "The action was withdrawn", at)
    follow(action, at=at)
    return action


def check_leavers(*, at: dt.datetime | None = None) -> int:
    """Ask for a new owner of every open action whose owner has left; returns how many.

    Each action waits once, in its team manager's work, until it is passed on. The daily look for
    leavers (`jobs.leavers`) sends the messages.
    """
    at = at or timezone.now()
    return sum(
        _ask_for_owner(action, at) for action in ungoverned(timezone.localdate(at)).iterator()
    )


@transaction.atomic
def _ask_for_owner(action: Action, at: dt.datetime) -> bool:
    locked(action)
    if of_subject(action).filter(kind="action_owner", ended_at__isnull=True).exists():
        return False
    clocks.start(
        "action_owner",
        action,
        unit=action.unit,
        at=at,
        owner_role="team_manager",
        thread=action.incident_id,
    )
    return True

"""Planning meetings by the forum's rhythm, moving one, and saying why one was not held."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.clocks.queries import after, policies, policy
from goldthread.domain.governance.forums import transitions as moves
from goldthread.domain.governance.forums.models import Forum, Meeting
from goldthread.domain.governance.forums.queries import chair_of
from goldthread.domain.governance.forums.terms import CLOCKS, Every, Status
from goldthread.workflow.operations import perform, start

MOST = 60  # slots planned at once, where planning has not run for long


def plan(forum: Forum, *, at: dt.datetime | None = None) -> list[Meeting]:
    """Plan a meeting for every slot that has come, and for the first one ahead.

    A slot that went by unplanned is planned all the same, so that it shows as missed. Two runs at
    once plan each slot once.
    """
    at = at or timezone.now()
    if forum.closed_on is not None:
        return []
    last = forum.meetings.order_by("-slot_on").values_list("slot_on", flat=True).first()
    made: list[Meeting] = []
    day = last or forum.begins_on - dt.timedelta(days=1)
    while len(made) < MOST and (last is None or _moment(forum, last) <= at):
        last = day = forum.rhythm.next_after(day)
        try:
            with transaction.atomic():
                made.append(_plan_one(forum, day, at))
        except IntegrityError:  # another run was first
            continue
    return made


def _plan_one(forum: Forum, day: dt.date, at: dt.datetime) -> Meeting:
    scheduled_at = _moment(forum, day)
    meeting = Meeting(
        forum=forum,
        organisation_id=forum.organisation_id,
        unit_id=forum.unit_id,
        slot_on=day,
        scheduled_at=scheduled_at,
        hold_by=_hold_by(forum, scheduled_at),
        chair=chair_of(forum),
    )
    start(meeting, moves.PLAN, by="system", at=at, told={"slot": day})
    clock = clocks.start(
        CLOCKS[Every(forum.every)],
        meeting,
        unit=forum.unit,
        at=scheduled_at,
        owner=meeting.chair,
        owner_role=forum.chair_role,
        label=f"Hold the meeting: {forum.name}"[:200],
    )
    if clock.due_at != meeting.hold_by:
        clocks.move(meeting, clock.kind, meeting.hold_by)
    return meeting


def _moment(forum: Forum, day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, forum.time))


def _hold_by(forum: Forum, scheduled_at: dt.datetime) -> dt.datetime:
    """Until when it counts as held in its slot: the organisation's time limit for this rhythm.

    A limit without a figure leaves until the next slot.
    """
    kind = CLOCKS[Every(forum.every)]
    if not policies(forum.organisation_id).filter(kind=kind).exists():
        clocks.install_defaults(forum.organisation)
    limit = policy(forum.organisation_id, kind)
    following = _moment(forum, forum.rhythm.next_after(timezone.localdate(scheduled_at)))
    if limit.due_amount is None:
        return following
    return min(after(scheduled_at, limit.due_amount, limit.due_unit), following)


@transaction.atomic
def move(
    meeting: Meeting,
    to: dt.datetime,
    because: str,
    *,
    by: User,
    at: dt.datetime | None = None,
) -> Meeting:
    """Hold one meeting at another time than its rhythm gives. Raises Refused (MEE-11)."""
    at, forum = at or timezone.now(), meeting.forum
    next_on = forum.rhythm.next_after(meeting.slot_on)
    perform(
        moves.MOVE,
        meeting,
        by=by,
        at=at,
        facts={"to": to, "because": because, "at": at, "next_on": next_on},
        told={"to": to, "reason": because.strip()},
        changes={
            "scheduled_at": to,
            "hold_by": _hold_by(forum, to),
            "moved_because": because.strip(),
        },
    )
    clocks.move(meeting, CLOCKS[Every(forum.every)], meeting.hold_by)
    return meeting


@transaction.atomic
def replan(forum: Forum, *, at: dt.datetime) -> None:
    """Let the meetings ahead follow the forum's rhythm after it changed."""
    for meeting in forum.meetings.filter(status=Status.SCHEDULED, scheduled_at__gt=at):
        day = forum.rhythm.next_after(timezone.localdate(at))
        if forum.meetings.filter(slot_on=day).exclude(pk=meeting.pk).exists():
            continue
        to = _moment(forum, day)
        changes = {"slot_on": day, "scheduled_at": to, "hold_by": _hold_by(forum, to)}
        perform(moves.REPLAN, meeting, by="system", at=at, told={"to": to}, changes=changes)
        for kind in CLOCKS.values():
            clocks.move(meeting, kind, meeting.hold_by)


@transaction.atomic
def not_held(meeting: Meeting, because: str, *, by: User, at: dt.datetime | None = None) -> Meeting:
    """Say why a meeting was not held and what was done instead. Raises Refused (MEE-09)."""
    at = at or timezone.now()
    perform(
        moves.NOT_HELD,
        meeting,
        by=by,
        at=at,
        facts={"because": because},
        told={"reason": because.strip()},
        changes={"not_held_because": because.strip(), "not_held_at": at, "not_held_by": by},
    )
    clocks.stop(
        meeting, CLOCKS[Every(meeting.forum.every)], "It was not held, with a reason", at=at
    )
    plan(meeting.forum, at=at)
    return meeting

"""A quarter of meetings: huddles, monthly reviews and a deep dive, one week missed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from goldthread.access.models import User
from goldthread.demo.playing.world import World
from goldthread.demo.provider import content
from goldthread.domain.governance.forums import operations, queries
from goldthread.domain.governance.forums.models import ActionCheck, AgendaItem, Forum, Meeting
from goldthread.domain.governance.forums.operations import Said
from goldthread.domain.governance.forums.terms import Attending, Checked, Outcome, Status

SITTING = dt.timedelta(minutes=40)
MISSED_AGO = dt.timedelta(days=14)  # a week within the two before today that nobody held
HEARD_EARLY = dt.timedelta(days=14)
CLOSED_AGO = dt.timedelta(days=42)  # and one that was answered for


@dataclass(frozen=True)
class Group:
    """A forum of the provider: who chairs it, who belongs to it, since how many days."""

    code: str
    chair: str
    members: tuple[str, ...]
    days: int


def hold_meetings(world: World, now: dt.datetime) -> None:
    """Set up the forums with their people and play their meetings until now."""
    words = content("meetings.yaml")
    for row in words["forums"]:
        group = Group(row["code"], row["chair"], tuple(row["members"]), row["days"])
        forum = _set_up(world, group, now)
        _play(forum, world.staff[group.chair], words, now)


def _set_up(world: World, group: Group, now: dt.datetime) -> Forum:
    lead = world.staff["okonjara"]
    forum = queries.forums_of(lead).get(code=group.code)
    terms = replace(
        operations.present_terms(forum),
        chair=world.staff[group.chair],
        members=tuple(world.staff[code] for code in group.members),
    )
    began = now - dt.timedelta(days=group.days)
    forum = operations.save_forum(
        forum.unit, terms, forum=forum, begins_on=began.date(), by=lead, at=began
    )
    operations.plan(forum, at=began)
    return forum


def _play(forum: Forum, chair: User, words: dict[str, list[str]], now: dt.datetime) -> None:
    """Each meeting that has come, in order; the next is planned by each."""
    number = 0
    while (meeting := _next(forum)) is not None and meeting.scheduled_at + SITTING < now:
        ago, weekly = now - meeting.scheduled_at, forum.every == "weekly"
        week = dt.timedelta(days=7)
        if weekly and MISSED_AGO - week < ago <= MISSED_AGO:
            operations.plan(forum, at=meeting.scheduled_at + week)
            _hold(forum.meetings.get(slot_on=meeting.slot_on + week), chair, words, number, now)
            return
        if weekly and CLOSED_AGO - week < ago <= CLOSED_AGO:
            at = meeting.scheduled_at + dt.timedelta(hours=7)
            operations.not_held(meeting, words["not_held"][0], by=chair, at=at)
            operations.plan(forum, at=meeting.scheduled_at + week - dt.timedelta(hours=1))
            continue
        _hold(meeting, chair, words, number, now)
        number += 1


def _next(forum: Forum) -> Meeting | None:
    return forum.meetings.filter(status=Status.SCHEDULED).order_by("slot_on").last()


def _hold(
    meeting: Meeting, chair: User, words: dict[str, list[str]], number: int, now: dt.datetime
) -> None:
    """Begin, mark who is there, go through the items, end, and approve the minutes later."""
    at = meeting.scheduled_at + dt.timedelta(minutes=3)
    if at + SITTING > now:
        return
    meeting = operations.begin(meeting, by=chair, at=at)
    expected = queries.expected(meeting.forum)
    away = expected[1 + number % (len(expected) - 1)] if number % 3 == 2 else None
    people = {
        one: str(Attending.APOLOGIES if one == away else Attending.PRESENT) for one in expected
    }
    operations.mark(meeting, people, by=chair, at=at)
    for place, item in enumerate(queries.of_meeting(meeting, chair).items):
        moment = at + dt.timedelta(minutes=1 + place)
        operations.record(item, _said(item, words, number + place, at), by=chair, at=moment)
    meeting = operations.end(meeting, by=chair, at=at + SITTING)
    approved_at = at + dt.timedelta(days=2)
    if approved_at < now:
        operations.approve(meeting, by=chair, at=approved_at)


def _said(item: AgendaItem, words: dict[str, list[str]], turn: int, at: dt.datetime) -> Said:
    """An action that ends within the fortnight is heard to be done (its evidence comes with its
    completion, a case's confirmation on the day); else something stands in the way."""
    checks = {}
    for check in item.checks.all():
        done_at = _ended(check)
        if done_at is not None and done_at <= at + HEARD_EARLY:
            checks[check.pk] = (str(Checked.DONE), "")
        else:
            checks[check.pk] = (str(Checked.NOT_DONE), words["in_the_way"][turn % 4])
    if any(checked == Checked.NOT_DONE for checked, _ in checks.values()):
        return Said(Outcome.DECIDED, words["decided"][turn % 4], checks)
    return Said(Outcome.NOTED, words["noted"][turn % 4], checks)


def _ended(check: ActionCheck) -> dt.datetime | None:
    if check.action is not None:
        return check.action.completed_at
    return check.case_action.ended_at if check.case_action else None

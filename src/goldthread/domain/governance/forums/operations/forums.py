"""Setting up forums: the shipped ones, a customer's own, and closing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from goldthread import defaults
from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.governance.forums.models import Forum, ForumMember
from goldthread.domain.governance.forums.operations.planning import replan
from goldthread.domain.governance.forums.queries import chair_of, expected, members_of
from goldthread.domain.governance.forums.rules import OF_FORUMS, people_work_here
from goldthread.domain.governance.forums.terms import (
    CLOCKS,
    MINUTES_CLOCK,
    REPORT_CLOCK,
    Every,
    Status,
    Weekday,
)
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import NOT_ALLOWED, Refused, refuse
from goldthread.workflow.rules import broken

WAITING = (Status.SCHEDULED, Status.HELD, Status.APPROVED)
"""Statuses in which something may still wait for the chair."""


@dataclass(frozen=True)
class Terms:
    """What a forum is, as a person sets it. `members` leaves out the chair."""

    name: str
    purpose: str
    chair_role: str
    quorum: int
    every: str
    weekday: int
    time: dt.time
    agenda: tuple[str, ...]
    week: int = 1
    month: int = 1
    chair: User | None = None
    members: tuple[User, ...] = ()
    reports_to: str = ""


@transaction.atomic
def install_defaults(organisation: Unit, *, at: dt.datetime | None = None) -> None:
    """Give an organisation the shipped forums it does not have yet; people are added to them."""
    today = timezone.localdate(at or timezone.now())
    Forum.objects.bulk_create(
        [
            Forum(
                organisation=organisation,
                unit=organisation,
                code=row["code"],
                name=row["label"],
                purpose=row["purpose"].strip(),
                chair_role=row["chair_role"],
                quorum=row["quorum"],
                every=row["every"],
                weekday=Weekday[row["weekday"].upper()],
                week=row["week"],
                month=row["month"],
                time=dt.time.fromisoformat(row["time"]),
                agenda=row["agenda"],
                reports_to=row["reports_to"],
                begins_on=today,
            )
            for row in defaults.forums()
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def save_forum(
    unit: Unit,
    terms: Terms,
    *,
    forum: Forum | None = None,
    begins_on: dt.date | None = None,
    by: Actor = None,
    at: dt.datetime | None = None,
) -> Forum:
    """Set up a forum of the unit, or change one. Raises Refused (MEE-13 to MEE-16).

    Meetings ahead follow a new rhythm; what was held and missed stays as it was.
    """
    at = at or timezone.now()
    _must_manage(by, unit)
    forum = forum or _new(unit, terms, begins_on or timezone.localdate(at))
    before = None if forum._state.adding else forum.rhythm
    wanted = _columns(terms) | ({"begins_on": begins_on} if begins_on else {})
    changed = {key: value for key, value in wanted.items() if getattr(forum, key) != value}
    # members are added one by one, so the first may be fewer than the quorum
    rules = OF_FORUMS if before is None or changed else (people_work_here,)
    refusals = broken(rules, forum, _facts(unit, terms))
    if refusals:
        raise Refused(refusals)
    for key, value in wanted.items():
        setattr(forum, key, value)
    forum.save()
    joined = _keep_members(forum, terms.members, timezone.localdate(at))
    if before is None or changed or joined:
        told = {"name": forum.name, "changed": changed, "members": list(terms.members)}
        write_trail(forum, "settings.forum", by=by, facts=told, at=at,
                    organisation_id=forum.organisation_id)  # fmt: skip
    _pass_to_the_chair(forum)
    if before is not None and before != forum.rhythm:
        replan(forum, at=at)
    return forum


def present_terms(forum: Forum) -> Terms:
    """What a forum is now, to change a part of it. Members who left the organisation drop out."""
    rhythm = forum.rhythm
    named = {row.user_id for row in members_of(forum)}
    return Terms(
        name=forum.name,
        purpose=forum.purpose,
        chair_role=forum.chair_role,
        chair=chair_of(forum),
        quorum=forum.quorum,
        every=rhythm.every,
        weekday=rhythm.weekday,
        week=rhythm.week,
        month=rhythm.month,
        time=rhythm.time,
        agenda=tuple(forum.agenda),
        members=tuple(one for one in expected(forum) if one.pk in named),
        reports_to=forum.reports_to,
    )


@transaction.atomic
def close_forum(forum: Forum, *, by: Actor = None, at: dt.datetime | None = None) -> Forum:
    """Plan no more meetings of a forum; its history stays. A missed meeting still wants an answer."""
    at = at or timezone.now()
    _must_manage(by, forum.unit)
    Forum.objects.filter(pk=forum.pk).update(closed_on=timezone.localdate(at))
    forum.refresh_from_db()
    facts = {"name": forum.name, "closed_on": forum.closed_on}
    write_trail(forum, "settings.forum", by=by, facts=facts, at=at,
                organisation_id=forum.organisation_id)  # fmt: skip
    for meeting in forum.meetings.filter(status=Status.SCHEDULED, scheduled_at__gt=at):
        clocks.stop(meeting, CLOCKS[Every(forum.every)], "The forum is closed", at=at)
    return forum


def _must_manage(by: Actor, unit: Unit) -> None:
    if isinstance(by, User) and not scope_of(by).holds(Permission.FORUM_MANAGE, unit.pk):
        raise refuse(NOT_ALLOWED, f"You cannot set up forums of {unit.name}.")


def _new(unit: Unit, terms: Terms, begins_on: dt.date) -> Forum:
    organisation_id = unit.organisation_id or unit.pk
    stem = slugify(terms.name)[:50].replace("-", "_") or "forum"
    taken = set(Forum.objects.filter(organisation=organisation_id).values_list("code", flat=True))
    free = (f"{stem}{f'_{number}' if number > 1 else ''}" for number in range(1, len(taken) + 2))
    code = next(one for one in free if one not in taken)
    return Forum(organisation_id=organisation_id, unit=unit, code=code, begins_on=begins_on)


def _facts(unit: Unit, terms: Terms) -> dict[str, Any]:
    people = {one.pk: one for one in (*terms.members, *([terms.chair] if terms.chair else []))}
    home, today = unit.organisation_id or unit.pk, timezone.localdate()
    elsewhere = [
        one.name
        for one in people.values()
        if one.organisation_id != home or not one.is_active or (one.left_on and one.left_on < today)
    ]
    return {
        "name": terms.name,
        "purpose": terms.purpose,
        "quorum": terms.quorum,
        "people": len(people),
        "agenda": terms.agenda,
        "elsewhere": elsewhere,
    }


def _columns(terms: Terms) -> dict[str, Any]:
    return {
        "name": terms.name.strip()[:120],
        "purpose": terms.purpose.strip(),
        "chair_role": terms.chair_role,
        "chair": terms.chair,
        "quorum": terms.quorum,
        "every": terms.every,
        "weekday": terms.weekday,
        "week": terms.week,
        "month": terms.month,
        "time": terms.time,
        "agenda": list(terms.agenda),
        "reports_to": terms.reports_to.strip(),
    }


def _keep_members(forum: Forum, members: Sequence[User], today: dt.date) -> bool:
    """Add who is new and end the membership of who is no longer named; whether any changed."""
    wanted = {one.pk for one in members}
    present = forum.members.filter(left_on__isnull=True)
    ended = present.exclude(user__in=wanted).update(left_on=today)
    here = set(present.values_list("user_id", flat=True))
    new = [ForumMember(forum=forum, user_id=pk, joined_on=today) for pk in wanted - here]
    ForumMember.objects.bulk_create(new)
    return bool(ended or new)


def _pass_to_the_chair(forum: Forum) -> None:
    """Let what waits for the forum's chair wait for the one it has now."""
    if forum.chair is None:
        return
    for meeting in forum.meetings.filter(status__in=WAITING):
        for kind in (*CLOCKS.values(), MINUTES_CLOCK, REPORT_CLOCK):
            clocks.reassign(meeting, kind, forum.chair)

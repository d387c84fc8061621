"""Forums with where they stand, their people, and who attended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import cover_for, people_of
from goldthread.access.scope import scope_of
from goldthread.domain.governance.forums.models import Attendance, Forum, ForumMember, Meeting
from goldthread.domain.governance.forums.queries.seeing import forums_visible_to
from goldthread.domain.governance.forums.terms import Attending, Status

HELD = (Status.HELD, Status.APPROVED)


@dataclass(frozen=True)
class Overview:
    """A forum in one line. `missed` counts slots that nobody held or answered for yet."""

    forum: Forum
    next_meeting: Meeting | None
    under_way: Meeting | None
    last_held_at: dt.datetime | None
    missed: int
    minutes_waiting: int
    unplanned: dt.date | None


def overview(user: User, at: dt.datetime | None = None) -> list[Overview]:
    """Every forum the person sees and how it stands, in three queries."""
    at, forums = at or timezone.now(), list(forums_visible_to(user))
    open_ = Meeting.objects.filter(
        forum__in=forums, status__in=[Status.SCHEDULED, Status.UNDER_WAY]
    ).order_by("scheduled_at", "pk")
    meetings: dict[int, list[Meeting]] = {}
    for meeting in open_.select_related("started_by"):
        meetings.setdefault(meeting.forum_id, []).append(meeting)
    counted: dict[int, Mapping[str, Any]] = {
        row["forum"]: row
        for row in Meeting.objects.filter(forum__in=forums)
        .order_by()
        .values("forum")
        .annotate(
            held=Max("held_at"),
            last=Max("slot_on"),
            waiting=Count("pk", filter=Q(status=Status.HELD)),
        )
    }
    return [_one(forum, meetings.get(forum.pk, []), counted.get(forum.pk, {}), at)
            for forum in forums]  # fmt: skip


def _one(
    forum: Forum, meetings: list[Meeting], counted: Mapping[str, Any], at: dt.datetime
) -> Overview:
    scheduled = [one for one in meetings if one.status == Status.SCHEDULED]
    return Overview(
        forum,
        next((one for one in scheduled if one.hold_by > at), None),
        next((one for one in meetings if one.status == Status.UNDER_WAY), None),
        counted.get("held"),
        sum(one.hold_by <= at for one in scheduled),
        counted.get("waiting", 0),
        unplanned(forum, counted.get("last"), timezone.localdate(at)),
    )


def unplanned(forum: Forum, last: dt.date | None, today: dt.date) -> dt.date | None:
    """The first slot that has come and has no meeting yet, where planning has not run.

    So a slot is never silently skipped, even while no worker runs.
    """
    if forum.closed_on is not None:
        return None
    following = forum.rhythm.next_after(last or forum.begins_on - dt.timedelta(days=1))
    return following if following < today else None


def next_of(forum: Forum, at: dt.datetime | None = None) -> Meeting | None:
    """The forum's next meeting that is not missed."""
    waiting = forum.meetings.filter(status=Status.SCHEDULED, hold_by__gt=at or timezone.now())
    return waiting.order_by("scheduled_at").first()


def chair_of(forum: Forum, on: dt.date | None = None) -> User | None:
    """The forum's chair, unless they have left."""
    chair, day = forum.chair, on or timezone.localdate()
    if chair is None or not chair.is_active or (chair.left_on and chair.left_on < day):
        return None
    return chair


def is_chair(forum: Forum, user: User, at: dt.datetime | None = None) -> bool:
    """Whether the person chairs the forum: by name, as cover, or by role while nobody is named."""
    chair = chair_of(forum)
    if chair is None:
        return scope_of(user).holds_role(forum.chair_role, forum.unit_id)
    return user.pk in (chair.pk, cover_for(chair, timezone.localdate(at or timezone.now())).pk)


def members_of(forum: Forum) -> QuerySet[ForumMember]:
    """Present members, by name, those who have left the organisation among them."""
    rows = forum.members.filter(left_on__isnull=True).select_related("user")
    return rows.order_by("user__name", "pk")


def expected(forum: Forum, on: dt.date | None = None) -> list[User]:
    """Who is expected at a meeting: the chair and the members, without those who have left."""
    day, chair = on or timezone.localdate(), chair_of(forum, on)
    people = [member.user for member in members_of(forum)]
    here = [one for one in people if one.is_active and (not one.left_on or one.left_on >= day)]
    return [*([chair] if chair and chair not in here else []), *here]


@dataclass(frozen=True)
class Share:
    """How many of the meetings a person was expected at they came to."""

    name: str
    present: int
    of: int


def attendance_shares(forum: Forum, since: dt.datetime) -> list[Share]:
    """Attendance of members since a moment, by name; guests are not expected."""
    rows = Attendance.objects.filter(
        meeting__forum=forum,
        meeting__status__in=HELD,
        meeting__held_at__gte=since,
        user__isnull=False,
    )
    counted = rows.values("user__name").annotate(
        of=Count("pk"), present=Count("pk", filter=Q(attending=Attending.PRESENT))
    )
    return [
        Share(row["user__name"], row["present"], row["of"])
        for row in counted.order_by("user__name", "user")
    ]


def possible_people(unit: Unit) -> Iterable[User]:
    """Whom a forum of the unit can be made of: those who work at the organisation now."""
    rows = people_of(unit.organisation_id or unit.pk).filter(is_active=True)
    return rows.filter(Q(left_on__isnull=True) | Q(left_on__gte=timezone.localdate()))

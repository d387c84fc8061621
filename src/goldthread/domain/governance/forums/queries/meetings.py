"""Meetings of a forum: the one under way, the ones before, and what a meeting looks back on."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.domain.governance.forums.agenda import Period
from goldthread.domain.governance.forums.models import Attendance, Forum, Meeting
from goldthread.domain.governance.forums.queries.forums import HELD
from goldthread.domain.governance.forums.terms import Every, Status

BACK = {
    Every.WEEKLY: relativedelta(weeks=1),
    Every.MONTHLY: relativedelta(months=1),
    Every.QUARTERLY: relativedelta(months=3),
}


def with_page(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Everything the page of a meeting names, in one query."""
    people = ("started_by", "held_by", "approved_by", "chair", "not_held_by", "reported_by")
    return meetings.select_related("forum__chair", "forum__unit", "unit", *people)


def under_way(forum: Forum) -> Meeting | None:
    """The meeting of the forum that is being held now."""
    return forum.meetings.filter(status=Status.UNDER_WAY).select_related("started_by").first()


def held_before(meeting: Meeting) -> Meeting | None:
    """The last meeting of the forum that was held before this one."""
    earlier = Meeting.objects.filter(
        forum=meeting.forum_id, status__in=HELD, scheduled_at__lt=meeting.scheduled_at
    )
    return earlier.order_by("-scheduled_at").first()


def period_of(meeting: Meeting, at: dt.datetime | None = None) -> Period:
    """Since the meeting before, or one turn of the rhythm where there was none, until now."""
    until = meeting.started_at or at or timezone.now()
    before = held_before(meeting)
    back = BACK[Every(meeting.forum.every)]
    since = before.started_at if before and before.started_at else until - back
    return Period(since, until)


def history_of(forum: Forum) -> QuerySet[Meeting]:
    """Every meeting of the forum, the latest first."""
    return forum.meetings.select_related("started_by", "forum").order_by("-scheduled_at", "-pk")


def attendance_of(meeting: Meeting) -> QuerySet[Attendance]:
    """Who was there and who was not: members and guests, by name."""
    return meeting.attendance.select_related("user").order_by("name", "pk")

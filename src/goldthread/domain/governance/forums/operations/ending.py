"""Ending a meeting, its minutes, their approval, and reporting them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import ROLES
from goldthread.clocks import operations as clocks
from goldthread.domain.governance.forums import transitions as moves
from goldthread.domain.governance.forums.minutes import draft
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.forums.operations.planning import plan
from goldthread.domain.governance.forums.operations.running import locked
from goldthread.domain.governance.forums.queries import (
    attendance_of,
    chair_of,
    expected,
    is_chair,
    of_meeting,
)
from goldthread.domain.governance.forums.terms import (
    CLOCKS,
    MINUTES_CLOCK,
    REPORT_CLOCK,
    Attending,
    Every,
)
from goldthread.notices import operations as notices
from goldthread.workflow.operations import perform


@transaction.atomic
def end(
    meeting: Meeting, *, by: User, inquorate_because: str = "", at: dt.datetime | None = None
) -> Meeting:
    """End the meeting: its clock is met, minutes are drafted, and the next meeting is planned.

    Raises Refused (MEE-03 to MEE-05, MEE-08). Items the person may not see are not asked of them.
    """
    at, meeting = at or timezone.now(), locked(meeting.pk)
    facts = _facts(meeting, by, inquorate_because)
    perform(
        moves.END,
        meeting,
        by=by,
        at=at,
        facts=facts,
        told={"present": facts["present"], "reason": inquorate_because.strip()},
        changes={
            "held_at": at,
            "held_by": by,
            "inquorate_because": (
                inquorate_because.strip() if facts["present"] < meeting.forum.quorum else ""
            ),
        },
    )
    items = list(meeting.items.prefetch_related("checks"))
    words = draft(meeting, attendance_of(meeting), items)
    Meeting.objects.filter(pk=meeting.pk).update(minutes=words)
    meeting.minutes = words
    clocks.meet(meeting, CLOCKS[Every(meeting.forum.every)], at=at)
    _wait(MINUTES_CLOCK, meeting, f"Approve the minutes: {meeting.forum.name}", at)
    plan(meeting.forum, at=at)
    return meeting


def _facts(meeting: Meeting, by: User, inquorate_because: str) -> dict[str, Any]:
    rows = list(attendance_of(meeting))
    marked = {row.user_id for row in rows}
    items = of_meeting(meeting, by).items
    return {
        "unmarked": [one.name for one in expected(meeting.forum) if one.pk not in marked],
        "present": sum(row.attending == Attending.PRESENT for row in rows),
        "inquorate_because": inquorate_because,
        "undecided": sum(not item.outcome for item in items),
        "unconfirmed": sum(not c.checked for item in items for c in item.checks.all()),
    }


def write_minutes(
    meeting: Meeting, minutes: str, *, by: User, at: dt.datetime | None = None
) -> Meeting:
    """Change the words of the minutes before they are approved. Raises Refused (MEE-12)."""
    return perform(
        moves.WRITE,
        meeting,
        by=by,
        at=at,
        facts={"minutes": minutes},
        told={},
        changes={"minutes": minutes.strip()},
    )


@transaction.atomic
def approve(meeting: Meeting, *, by: User, at: dt.datetime | None = None) -> Meeting:
    """Approve the minutes as the forum's chair; everyone who belongs to it is told.

    Raises Refused (MEE-10, MEE-12).
    """
    at, forum = at or timezone.now(), meeting.forum
    chair = chair_of(forum)
    role = ROLES[forum.chair_role].label.lower() if forum.chair_role in ROLES else "its chair"
    facts = {
        "minutes": meeting.minutes,
        "is_chair": is_chair(forum, by, at),
        "chair": chair.name if chair else f"whoever is {role} here",
    }
    changes = {"approved_at": at, "approved_by": by}
    perform(moves.APPROVE, meeting, by=by, at=at, facts=facts, told={}, changes=changes)
    clocks.meet(meeting, MINUTES_CLOCK, at=at)
    if forum.reports_to:
        _wait(REPORT_CLOCK, meeting, f"Report to {forum.reports_to}: {forum.name}", at)
    notices.send(
        [one for one in expected(forum) if one.pk != by.pk],
        kind="minutes_approved",
        subject=f"Minutes approved: {forum.name}",
        body="The minutes and the decisions you may see are ready to read.",
        link=f"/meetings/{meeting.pk}/",
        key=f"minutes:{meeting.pk}",
        at=at,
    )
    return meeting


@transaction.atomic
def report(meeting: Meeting, to: str = "", *, by: User, at: dt.datetime | None = None) -> Meeting:
    """Record that the minutes were reported to where this forum reports."""
    at, to = at or timezone.now(), to.strip() or meeting.forum.reports_to
    changes = {"reported_at": at, "reported_by": by, "reported_to": to[:160]}
    perform(moves.REPORT, meeting, by=by, at=at, told={"to": to}, changes=changes)
    clocks.meet(meeting, REPORT_CLOCK, at=at)
    return meeting


def _wait(kind: str, meeting: Meeting, label: str, at: dt.datetime) -> None:
    forum = meeting.forum
    clocks.start(
        kind,
        meeting,
        unit=forum.unit,
        at=at,
        owner=chair_of(forum),
        owner_role=forum.chair_role,
        label=label[:200],
    )

"""Restrictions to decide on by the end of the month, with what is overdue first (row 93)."""

from __future__ import annotations

from django.utils import timezone

from goldthread.analytics.months import in_words as day
from goldthread.domain.governance.forums.agenda import Line, Period, source
from goldthread.domain.governance.forums.models import Forum
from goldthread.domain.registers.restrictions.models import Restriction
from goldthread.domain.registers.restrictions.queries import (
    days_in_force,
    due_for_review,
    due_on,
    is_overdue,
    visible_to,
)

TYPE = Restriction._meta.label_lower


@source(
    "restrictions_due",
    "Restrictions to review",
    "Continue, reduce or end, and why?",
    visible_to=visible_to,
)
def restrictions_due(forum: Forum, period: Period) -> list[Line]:
    """Everything due by the end of the month in which the meeting is held."""
    month = timezone.localdate(period.until)
    return [
        Line(
            title=f"{row.reference}: {row.words}",
            facts=_facts(row, period),
            link=f"/restrictions/{row.pk}/review",
            subject=(TYPE, row.pk),
        )
        for row in due_for_review(forum.unit, month)
    ]


def _facts(row: Restriction, period: Period) -> tuple[tuple[str, str], ...]:
    due, today = due_on(row), timezone.localdate(period.until)
    length = days_in_force(row, today)
    late = ", overdue" if is_overdue(row, period.until) else ""
    return (
        ("Person", row.person.reference),
        ("Team", row.unit.name),
        ("In force for", f"{length} day{'' if length == 1 else 's'}"),
        ("Decision due", f"{day(due)}{late}" if due else "When its record is whole"),
    )

"""What is counted from the restrictions register: at the end of the month, and as reviews fell due.

A restriction is counted at its team and not by theme: it belongs to a person, not to an incident.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from goldthread.domain.insight.measures.counting.facts import Fact, Month, at_unit
from goldthread.domain.insight.measures.definitions import Measure, counted
from goldthread.domain.insight.measures.terms import next_month, step_of
from goldthread.domain.registers.restrictions.models import Restriction
from goldthread.domain.registers.restrictions.queries import documentation, in_force_on, reviews_due
from goldthread.domain.registers.restrictions.terms import LONG_RUNNING_DAYS


def facts(month: Month) -> Iterator[Fact]:
    """The facts of every measure that is counted from restrictions."""
    measures = counted("restrictions")
    today = timezone.localdate(month.at)
    last = next_month(month.first) - dt.timedelta(days=1)
    if month.first > today:
        return
    day = min(last, today)
    in_force = [one for one in measures if one.month == "in_force"]
    for row in in_force_on(month.organisation_id, day):
        for measure in in_force:
            yield from _of(measure, row, day)
    due = [one.code for one in measures if one.month == "review_due"]
    for unit, in_time in reviews_due(month.organisation_id, month.first, day, today):
        for code in due:
            yield Fact(at_unit(unit), code, in_time)


def _of(measure: Measure, row: Restriction, day: dt.date) -> Iterator[Fact]:
    about, days = at_unit(row.unit_id), (day - row.started_on).days
    if measure.engine == "spread":
        yield Fact(about, measure.code, True, step_of(dt.timedelta(days=days)))
    elif measure.counts == "documented":
        for there in documentation(row, day).values():
            yield Fact(about, measure.code, there)
    else:
        yield Fact(about, measure.code, days > LONG_RUNNING_DAYS)

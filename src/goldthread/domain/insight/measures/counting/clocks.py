"""What is counted from clocks, in the month in which their incident was reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from goldthread.clocks.models import Clock
from goldthread.domain.insight.measures.counting.facts import COLUMNS, HARMS, Fact, Month, abouts
from goldthread.domain.insight.measures.definitions import Measure, counted
from goldthread.domain.insight.measures.terms import step_of

NAMES = ("kind", "thread", "starts_at", "due_at", "ended_at", "met")
Row = dict[str, Any]


def facts(month: Month) -> Iterator[Fact]:
    """The facts of every measure that is counted from clocks."""
    measures = counted("clocks")
    kinds = {measure.clock for measure in measures}
    incidents = month.incidents()
    about = abouts(incidents.values_list(*COLUMNS, *HARMS), month.organisation_id)
    rows = Clock.objects.filter(thread__in=incidents.values("pk"), kind__in=kinds)
    for row in rows.values(*NAMES):
        for measure in measures:
            if measure.clock != row["kind"]:
                continue
            fact = _spread(row) if measure.engine == "spread" else _share(measure, row, month.at)
            if fact is not None and row["thread"] in about:
                yield Fact(about[row["thread"]], measure.code, *fact)


def _spread(row: Row) -> tuple[bool, int | None] | None:
    """Its length once it was met; one that still runs counts among those without."""
    if row["ended_at"] is None:
        return (False, None)
    if not row["met"]:
        return None
    return (True, step_of(row["ended_at"] - row["starts_at"]))


def _share(measure: Measure, row: Row, at: dt.datetime) -> tuple[bool, int | None] | None:
    """Whether it was met in time; None while it may still be, and where it was stopped."""
    limit = _limit(measure, row)
    if limit is None:
        return None
    if row["ended_at"] is not None:
        return (row["ended_at"] <= limit, None) if row["met"] else None
    return (False, None) if at > limit else None


def _limit(measure: Measure, row: Row) -> dt.datetime | None:
    if measure.within == "due":
        due: dt.datetime | None = row["due_at"]
        return due
    starts: dt.datetime = row["starts_at"]
    return starts + dt.timedelta(hours=int(measure.within))

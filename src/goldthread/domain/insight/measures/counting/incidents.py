"""What is counted from the incidents themselves, in the month they were reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from goldthread.domain.incidents.terms import EventType, Precision, Route
from goldthread.domain.insight.measures.counting.facts import (
    COLUMNS,
    HARMS,
    Fact,
    Month,
    abouts,
    worst,
)
from goldthread.domain.insight.measures.definitions import Measure, counted
from goldthread.domain.insight.measures.terms import step_of

MODERATE = ("moderate", "severe", "fatal")
SEVERE = ("severe", "fatal")
KNOWN = (Precision.EXACT, Precision.ABOUT, Precision.DAY)
TIMES = ("reported_at", "occurred_at", "occurred_precision", "route")

Row = dict[str, Any]
CONDITIONS: dict[str, Callable[[Row], bool]] = {
    "": lambda row: True,
    "all": lambda row: True,
    "not_good_care": lambda row: row["event_type"] != EventType.GOOD_CARE,
    "early_signal": lambda row: row["event_type"] in (EventType.NEAR_MISS, EventType.RISK),
    "moderate_harm": lambda row: row["harm"] in MODERATE,
    "severe_harm": lambda row: row["harm"] in SEVERE,
}


def facts(month: Month) -> Iterator[Fact]:
    """The facts of every measure that is counted from incidents."""
    names = (*COLUMNS, *HARMS, *TIMES)
    rows = list(month.incidents().values_list(*names))
    about = abouts([row[: len(COLUMNS) + len(HARMS)] for row in rows], month.organisation_id)
    measures = counted("incidents")
    for values in rows:
        row = dict(zip(names, values, strict=True))
        row["harm"] = worst(row["physical_harm"], row["psychological_harm"])
        for measure in measures:
            fact = _fact(measure, row)
            if fact is not None:
                yield Fact(about[row["pk"]], measure.code, *fact)


def _fact(measure: Measure, row: Row) -> tuple[bool, int | None] | None:
    """(whether it counts, its place), or None where the measure is not about it."""
    if measure.engine == "spread":
        length = lag(row)
        return None if length is None else (True, step_of(length))
    counts = CONDITIONS[measure.counts](row)
    if measure.engine == "share":
        return (counts, None) if CONDITIONS[measure.of](row) else None
    if not counts:
        return None
    return (True, _day(row))


def _day(row: Row) -> int:
    """The day of the month, so that where a count is rare the days between can be charted."""
    reported: dt.datetime = row["reported_at"]
    return timezone.localtime(reported).day


def lag(row: Row) -> dt.timedelta | None:
    """From event to report; None where the event's day, or when it was reported, is not known.

    An import without a time of report takes the time of the event for it, which is no lag.
    """
    occurred, reported = row["occurred_at"], row["reported_at"]
    if occurred is None or row["occurred_precision"] not in KNOWN:
        return None
    if row["route"] == Route.IMPORTED and occurred == reported:
        return None
    return max(reported - occurred, dt.timedelta())

"""Values, months and states of measures in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from goldthread.analytics.counts import plural
from goldthread.analytics.months import MONTHS, month_in_words
from goldthread.analytics.suppression import State
from goldthread.domain.insight.measures.definitions import Measure, fewer_than
from goldthread.domain.insight.measures.queries import Number, Spot
from goldthread.domain.insight.measures.terms import COHORT

HELD = "Held back"


def month(day: dt.date) -> str:
    """`October 2026`."""
    return month_in_words(day)


def period(months: Sequence[dt.date]) -> str:
    """`October 2026`, or `July to September 2026` for the months of a quarter."""
    first, last = months[0], months[-1]
    if first == last:
        return month(first)
    if first.year == last.year:
        return f"{MONTHS[first.month - 1]} to {month(last)}"
    return f"{month(first)} to {month(last)}"


def small() -> str:
    """`Fewer than 5`."""
    return f"Fewer than {fewer_than()}"


def result(measure: Measure, value: float | None, state: State = State.SHOWN) -> str:
    """The value in its unit: `83%`, `26 hours`, `3.4`; what stands for it where there is none."""
    if state is not State.SHOWN:
        return HELD if state is State.HELD or measure.engine == "share" else small()
    if value is None:
        return "None"
    if measure.engine == "share":
        return f"{100 * value:.0f}%"
    if measure.engine == "spread":
        return length(value, measure.unit)
    if measure.engine == "rate":
        return f"{value:.1f}"
    return f"{value:,.0f}"


def length(value: float, unit: str) -> str:
    """`26 hours`, `4 days`; hours in days from three days on."""
    if unit == "hours" and value >= 72:
        value, unit = value / 24, "days"
    shown = f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"
    return f"{shown} {unit.removesuffix('s') if shown == '1' else unit}"


def counted(measure: Measure, number: Number, exposure: int | None = None) -> str:
    """What the value is made of: `25 of 30`, `34 reports, caseload 1,020`."""
    if measure.engine == "share":
        return f"{number.count:,} of {number.of:,}" if number.of else ""
    if measure.engine == "spread":
        waiting = number.of - number.count
        told = f"{number.count:,} measured"
        return f"{told}, {waiting:,} not done yet" if waiting else told
    if measure.engine == "rate":
        counted_as = "late crisis" if measure.per == COHORT else "report"
        many = plural(number.count, counted_as, "late crises" if measure.per == COHORT else "")
        return f"{many}, {measure.per} {exposure:,}" if exposure else ""
    return ""


def of_spot(measure: Measure, spot: Spot) -> str:
    """A month's value, or why there is none."""
    if spot.gap:
        return spot.gap
    if spot.value is None and spot.state is State.SHOWN:
        return "Nothing to measure"
    return result(measure, spot.value, spot.state)


def target(measure: Measure) -> str:
    """`80%`, or nothing."""
    return result(measure, measure.target.value) if measure.target else ""

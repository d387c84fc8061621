"""A measure over time, with what could not be known and what is not shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from goldthread.analytics.charts.choosing import RARE_MEAN
from goldthread.analytics.suppression import State, one_way, shares
from goldthread.domain.insight.measures.definitions import Measure, fewer_than
from goldthread.domain.insight.measures.queries.exposures import Amount, Exposures
from goldthread.domain.insight.measures.queries.reading import Reader
from goldthread.domain.insight.measures.queries.tallies import (
    NONE,
    Number,
    Slice,
    by_month,
    days_of,
    months_with_data,
    value_of,
)
from goldthread.domain.insight.measures.terms import COHORT, month_of, months_back, quarters_back

QUARTERS = 8
TOGETHER = 4  # the quarters that a table over a year adds up


@dataclass(frozen=True)
class Spot:
    """One month, or one quarter, of a measure.

    `value` is None where nothing was there to measure, where the exposure is not known (`gap`
    says whose figure is missing), or where `state` keeps it from the reader.
    """

    months: tuple[dt.date, ...]
    number: Number
    value: float | None
    exposure: int | None = None
    gap: str = ""
    state: State = State.SHOWN

    @property
    def at(self) -> dt.date:
        """The first day."""
        return self.months[0]


@dataclass(frozen=True)
class Series:
    """A measure of a slice over whole months, oldest first, and the month still under way.

    `events` are the days of what a count counts, where there are few enough to chart each, those of
    the month under way included, and `until` the day up to which they are counted.
    """

    measure: Measure
    spots: tuple[Spot, ...]
    so_far: Spot | None = None
    events: tuple[dt.date, ...] | None = None
    until: dt.date | None = None

    @property
    def last(self) -> Spot | None:
        """The last whole month or quarter."""
        return self.spots[-1] if self.spots else None


def all_series(
    reader: Reader,
    measures: Sequence[Measure],
    which: Slice,
    months: int,
    *,
    at: dt.datetime | None = None,
) -> dict[str, Series]:
    """Several measures of a slice, in as many queries as one; by code.

    With `at` the whole months before that moment, from the roll-ups as they stand now.
    """
    now = at or timezone.now()
    if reader.outside:
        periods = quarters_back(QUARTERS, timezone.localdate(now))
    else:
        periods = [(month,) for month in months_back(months, timezone.localdate(now))]
    shown = months_with_data(reader.unit, [month for period in periods for month in period])
    periods = [period for period in periods if period[0] in shown]
    current = month_of(now)
    wanted = [*(month for period in periods for month in period), current]
    numbers = by_month(which, {one.counted_as for one in measures}, wanted)
    exposures = {
        per: Exposures(which.unit, per, wanted).of(which.unit)
        for per in {one.per for one in measures if one.per}
        if which.dimension == ""
    }
    return {
        one.code: _series(
            reader, one, numbers.get(one.counted_as, {}), exposures.get(one.per, {}), periods, now
        )
        for one in measures
    }


def series(reader: Reader, measure: Measure, which: Slice, months: int) -> Series:
    """One measure of a slice."""
    return all_series(reader, [measure], which, months)[measure.code]


def _series(
    reader: Reader,
    measure: Measure,
    numbers: Mapping[dt.date, Number],
    exposures: Mapping[dt.date, Amount],
    periods: Sequence[tuple[dt.date, ...]],
    now: dt.datetime,
) -> Series:
    spots = [spot(measure, numbers, exposures, period) for period in periods]
    if reader.outside:
        return Series(measure, tuple(suppressed(measure, spots)))
    today = timezone.localdate(now)
    current = month_of(today)
    whole = {month: numbers[month] for period in periods for month in period if month in numbers}
    return Series(
        measure,
        tuple(spots),
        spot(measure, numbers, exposures, (current,)),
        _events(
            measure, whole, {current: numbers[current]} if current in numbers else {}, len(spots)
        ),
        today,
    )


def _events(
    measure: Measure, whole: Mapping[dt.date, Number], so_far: Mapping[dt.date, Number], months: int
) -> tuple[dt.date, ...] | None:
    """The days, unless there are so many that no chart of single events would be chosen."""
    if measure.engine != "count":
        return None
    many = sum(number.count for number in whole.values())
    if many >= RARE_MEAN * months:
        return None
    return tuple(days_of({**whole, **so_far}))


def spot(
    measure: Measure,
    numbers: Mapping[dt.date, Number],
    exposures: Mapping[dt.date, Amount],
    period: tuple[dt.date, ...],
) -> Spot:
    """One period: a month, or the months of a quarter together."""
    number = Number.sum(numbers.get(month, NONE) for month in period)
    if measure.engine != "rate":
        return Spot(period, number, value_of(measure, number))
    amounts = [exposures.get(month, Amount(None)) for month in period]
    missing = sorted({name for amount in amounts for name in amount.missing})
    known = [amount.amount for amount in amounts if amount.amount is not None]
    exposure = sum(known) if len(known) == len(period) else None
    gap = "" if exposure else _gap(measure, missing)
    return Spot(period, number, value_of(measure, number, exposure), exposure, gap)


def _gap(measure: Measure, missing: Sequence[str]) -> str:
    if not missing:
        return f"No {measure.per} {'frozen' if measure.per == COHORT else 'entered'}"
    named = ", ".join(missing[:2]) + (f" and {len(missing) - 2} more" if len(missing) > 2 else "")
    return f"No {measure.per} from {named}"


def suppressed(measure: Measure, spots: Sequence[Spot]) -> list[Spot]:
    """The same periods without what a reader outside may not see.

    The last four quarters are added up elsewhere on the page, so they protect each other; None
    of them is given away by their total.
    """
    early, late = list(spots[:-TOGETHER]), list(spots[-TOGETHER:])
    states = hidden(measure, [one.number for one in late])
    if states is None:
        states = [small(measure, one.number) for one in late]
    marked = [(one, small(measure, one.number)) for one in early]
    marked += list(zip(late, states, strict=True))
    return [_without(one, state) for one, state in marked]


def hidden(measure: Measure, numbers: Sequence[Number]) -> list[State] | None:
    """What to show of numbers whose total is shown; None where not even that can be."""
    if measure.engine == "share":
        return shares([(one.count, one.of - one.count) for one in numbers], fewer_than())[1]
    return one_way([one.count for one in numbers], fewer_than())


def small(measure: Measure, number: Number) -> State:
    """What to show of one number that stands alone."""
    parts = [number.count]
    if measure.engine == "share":
        parts.append(number.of - number.count)
    return State.SMALL if min(parts) < fewer_than() else State.SHOWN


def _without(one: Spot, state: State) -> Spot:
    if state is State.SHOWN:
        return one
    return replace(one, number=NONE, value=None, exposure=None, state=state)

"""Reading the markers of a unit: the last year with its interval, each quarter, each unit below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from goldthread.access.models import Unit
from goldthread.analytics.intervals import Interval, newcombe_difference, wilson
from goldthread.domain.governance.maturity.registry import figures
from goldthread.domain.governance.maturity.terms import (
    ENOUGH,
    MARKERS,
    QUARTERS,
    YEAR,
    Figure,
    Marker,
)
from goldthread.domain.insight.measures import queries as measures
from goldthread.domain.insight.measures.queries import Number, Slice
from goldthread.domain.insight.measures.terms import quarters_back

NONE = Number()
Quarter = tuple[dt.date, ...]


class Trend(StrEnum):
    """What the last four quarters say beside the four before."""

    BETTER = "better"
    WORSE = "worse"
    NO_DIFFERENCE = "no_difference"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reading:
    """One figure as it was found. `quarters` are the oldest first, the last of them just ended."""

    figure: Figure
    year: Number
    before: Number
    quarters: tuple[Number, ...]
    by_unit: Mapping[int, Number]

    @property
    def measured(self) -> bool:
        """Whether anything was recorded in the last four quarters."""
        return self.year.of > 0

    @property
    def interval(self) -> Interval:
        """The share of the last four quarters with its 95% interval."""
        return wilson(self.year.count, self.year.of)

    @property
    def enough(self) -> bool:
        """Whether there are enough to say more than that it was begun."""
        return self.year.of >= ENOUGH

    @property
    def trend(self) -> Trend:
        """Better or worse only where chance alone would hardly make such a difference."""
        if self.year.of < ENOUGH or self.before.of < ENOUGH:
            return Trend.UNKNOWN
        found = newcombe_difference(
            (self.before.count, self.before.of), (self.year.count, self.year.of)
        )
        if found.low <= 0 <= found.high:
            return Trend.NO_DIFFERENCE
        rose = found.low > 0
        return Trend.BETTER if rose != self.figure.lower_is_better else Trend.WORSE


@dataclass(frozen=True)
class Standing:
    """One marker with its figures."""

    marker: Marker
    readings: tuple[Reading, ...]

    @property
    def measured(self) -> bool:
        """Whether any of its figures is."""
        return any(reading.measured for reading in self.readings)


def quarters(today: dt.date) -> list[Quarter]:
    """The whole quarters that are shown, the oldest first."""
    return quarters_back(QUARTERS, today)


def maturity(unit: Unit, units: Sequence[int], today: dt.date) -> list[Standing]:
    """The five markers of a unit and everything below it, and their figures for `units`."""
    shown = quarters(today)
    known = figures()
    codes = [figure.measure for figure in known if figure.measure]
    months = [month for quarter in shown for month in quarter]
    over_time = measures.by_month(Slice(unit), codes, months)
    last_year = [month for quarter in shown[-YEAR:] for month in quarter]
    over_units = measures.of_units(units, codes, last_year)
    readings = []
    for figure in known:
        if figure.by_month is not None and figure.by_unit is not None:
            by_month, by_unit = figure.by_month(unit, months), figure.by_unit(units, last_year)
        else:
            by_month = over_time.get(figure.measure, {})
            by_unit = over_units.get(figure.measure, {})
        readings.append(_reading(figure, by_month, by_unit, shown))
    return [
        Standing(marker, tuple(one for one in readings if one.figure.marker == marker.code))
        for marker in MARKERS
    ]


def _reading(
    figure: Figure,
    by_month: Mapping[dt.date, Number],
    by_unit: Mapping[int, Number],
    shown: Sequence[Quarter],
) -> Reading:
    found = tuple(_sum(by_month.get(month, NONE) for month in quarter) for quarter in shown)
    return Reading(figure, _sum(found[-YEAR:]), _sum(found[:-YEAR]), found, by_unit)


def _sum(numbers: Iterable[Number]) -> Number:
    found = list(numbers)
    return Number(sum(one.count for one in found), sum(one.of for one in found))

"""Reading roll-ups: numbers by month and by dimension, and what they make of a measure."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, Sum

from goldthread.access.models import Unit
from goldthread.domain.insight.measures.definitions import Measure
from goldthread.domain.insight.measures.models import Progress, Tally
from goldthread.domain.insight.measures.terms import Dimension, months_back


@dataclass(frozen=True)
class Number:
    """So many of so many; `spread` holds how many had each length in hours, or each day."""

    count: int = 0
    of: int = 0
    spread: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def sum(cls, numbers: Iterable[Number]) -> Number:
        """All of them together."""
        count = of = 0
        spread: Counter[int] = Counter()
        for number in numbers:
            count, of = count + number.count, of + number.of
            spread.update(number.spread)
        return cls(count, of, spread)

    @property
    def median(self) -> float | None:
        """The middle length in hours, each rounded down to its step; None where there is none."""
        total = sum(self.spread.values())
        if not total:
            return None
        low, high = self._at((total - 1) // 2), self._at(total // 2)
        return (low + high) / 2

    def _at(self, rank: int) -> int:
        seen = 0
        for length in sorted(self.spread):
            seen += self.spread[length]
            if seen > rank:
                return length
        raise AssertionError("a rank below the total is always found")


NONE = Number()


@dataclass(frozen=True)
class Slice:
    """Which records a number is about: a unit and all below it, and one value of a dimension."""

    unit: Unit
    dimension: str = Dimension.ALL
    value: str = ""


def value_of(measure: Measure, number: Number, exposure: int | None = None) -> float | None:
    """What the number makes of the measure, in its own unit (a share from 0 to 1), or None."""
    if measure.engine == "share":
        return number.count / number.of if number.of else None
    if measure.engine == "spread":
        median = number.median
        return None if median is None else median / (24 if measure.unit == "days" else 1)
    if measure.engine == "rate":
        return number.count * measure.scale / exposure if exposure else None
    return float(number.count)


def by_month(
    which: Slice, codes: Iterable[str], months: Sequence[dt.date]
) -> dict[str, dict[dt.date, Number]]:
    """The numbers of each measure by month; a month without any is left out."""
    found: dict[str, dict[dt.date, Number]] = defaultdict(dict)
    rows = Tally.objects.filter(
        unit=which.unit,
        dimension=which.dimension,
        value=which.value,
        month__in=months,
        measure__in=list(codes),
    )
    for measure, month, number in _numbers(rows, "measure", "month"):
        found[measure][month] = number
    return found


def by_value(
    unit: Unit, dimensions: Iterable[str], measure: Measure, months: Sequence[dt.date]
) -> dict[str, dict[str, Number]]:
    """The number of each value of each dimension over the months together."""
    rows = Tally.objects.filter(
        unit=unit, dimension__in=list(dimensions), month__in=months, measure=measure.counted_as
    )
    found: dict[str, dict[str, Number]] = defaultdict(dict)
    for (dimension, value), number in _together(rows, measure, "dimension", "value").items():
        found[dimension][value] = number
    return found


def by_unit(units: Iterable[int], measure: Measure, months: Sequence[dt.date]) -> dict[int, Number]:
    """The number of each unit, and all below it, over the months together."""
    rows = Tally.objects.filter(
        unit__in=list(units),
        dimension=Dimension.ALL,
        month__in=months,
        measure=measure.counted_as,
    )
    return {unit: number for (unit,), number in _together(rows, measure, "unit_id").items()}


def of_units(
    units: Iterable[int], codes: Iterable[str], months: Sequence[dt.date]
) -> dict[str, dict[int, Number]]:
    """So many of so many of several measures for each unit, and all below it, in one query."""
    rows = Tally.objects.filter(
        unit__in=list(units), dimension=Dimension.ALL, month__in=months, measure__in=list(codes)
    )
    found: dict[str, dict[int, Number]] = defaultdict(dict)
    sums = rows.order_by().values_list("measure", "unit_id").annotate(Sum("count"), Sum("of"))
    for measure, unit, count, of in sums:
        found[measure][unit] = Number(count, of)
    return found


def _together(
    rows: QuerySet[Tally], measure: Measure, *names: str
) -> dict[tuple[Any, ...], Number]:
    """Months added up: by the database, but for lengths, of which each must be known."""
    if measure.engine == "spread":
        found: dict[tuple[Any, ...], list[Number]] = defaultdict(list)
        for *keys, number in _numbers(rows, *names):
            found[tuple(keys)].append(number)
        return {keys: Number.sum(numbers) for keys, numbers in found.items()}
    sums = rows.order_by().values_list(*names).annotate(Sum("count"), Sum("of"))
    return {tuple(keys): Number(count, of) for *keys, count, of in sums}


def _numbers(rows: QuerySet[Tally], *names: str) -> Iterable[tuple[Any, ...]]:
    for *keys, count, of, spread in rows.order_by().values_list(*names, "count", "of", "spread"):
        lengths = {int(length): many for length, many in (spread or {}).items()}
        yield (*keys, Number(count, of, lengths))


def first_month(unit: Unit) -> dt.date | None:
    """The first month in which anything was reported at the unit or below it."""
    return (
        Tally.objects.filter(unit=unit, dimension=Dimension.ALL, measure="reports")
        .order_by("month")
        .values_list("month", flat=True)
        .first()
    )


def months_with_data(unit: Unit, months: Sequence[dt.date]) -> list[dt.date]:
    """Those of the months that are after the one of the first report, which was hardly whole."""
    first = first_month(unit)
    return [month for month in months if first is not None and month > first]


def counted_at() -> dt.datetime | None:
    """When the roll-ups last caught up with the records."""
    return Progress.objects.filter(pk=1).values_list("counted_at", flat=True).first()


def days_of(numbers: Mapping[dt.date, Number]) -> list[dt.date]:
    """The day of every event of a count, in order."""
    return [
        month.replace(day=day)
        for month in sorted(numbers)
        for day, many in sorted(numbers[month].spread.items())
        for _ in range(many)
    ]


def reports_before(unit_id: int, day: dt.date, months: int = 3) -> int | None:
    """How many reports the unit made in the whole months before `day`; None where none is counted."""
    rows = Tally.objects.filter(unit=unit_id, measure="reports", dimension=Dimension.ALL)
    counted = rows.filter(month__in=months_back(months, day))
    found: int | None = counted.aggregate(all=Sum("count"))["all"]
    return found

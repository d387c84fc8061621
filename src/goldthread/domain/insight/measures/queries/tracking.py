"""A measure of many units at once, month by month, as arrays: what signals are looked for in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from goldthread.access.models import Unit
from goldthread.domain.insight.measures.definitions import Measure
from goldthread.domain.insight.measures.models import Tally
from goldthread.domain.insight.measures.queries.exposures import Exposures
from goldthread.domain.insight.measures.queries.tallies import Number, value_of
from goldthread.domain.insight.measures.terms import Dimension

Floats = npt.NDArray[np.float64]
UNITS_AT_ONCE = 500


@dataclass(frozen=True)
class Tracked:
    """Arrays (units, months), oldest month first. `size` is out of how many the value was made:
    cases of a share, exposure of a rate, lengths behind a median; `value` is NaN where there was
    nothing to measure. A count without any is 0."""

    measure: Measure
    count: Floats = field(repr=False)
    size: Floats = field(repr=False)
    value: Floats = field(repr=False)


def tracked(
    organisation: Unit, units: Sequence[Unit], measure: Measure, months: Sequence[dt.date]
) -> Tracked:
    """One measure of the units and everything below each, in one query for 500 of them."""
    shape = (len(units), len(months))
    count, size = np.zeros(shape), np.zeros(shape)
    value = np.zeros(shape) if measure.engine == "count" else np.full(shape, np.nan)
    rows = {unit.pk: place for place, unit in enumerate(units)}
    columns = {month: place for place, month in enumerate(months)}
    for unit, month, number in _numbers(list(rows), measure, months):
        at = rows[unit], columns[month]
        count[at] = number.count
        size[at] = number.of if measure.engine != "spread" else number.count
        if measure.engine != "rate":
            found = value_of(measure, number)
            value[at] = np.nan if found is None else found
    if measure.engine == "rate":
        size = _exposure(organisation, units, measure, months)
        value = np.where(size > 0, count * measure.scale / np.where(size > 0, size, 1), np.nan)
    return Tracked(measure, count, size, value)


def _numbers(
    units: Sequence[int], measure: Measure, months: Sequence[dt.date]
) -> list[tuple[int, dt.date, Number]]:
    found = []
    names = ["unit_id", "month", "count", "of", *(["spread"] * (measure.engine == "spread"))]
    for start in range(0, len(units), UNITS_AT_ONCE):
        rows = Tally.objects.filter(
            unit__in=units[start : start + UNITS_AT_ONCE],
            dimension=Dimension.ALL,
            month__in=list(months),
            measure=measure.counted_as,
        )
        for unit, month, count, of, *spread in rows.order_by().values_list(*names):
            lengths = {int(at): many for at, many in (spread[0] or {}).items()} if spread else {}
            found.append((unit, month, Number(count, of, lengths)))
    return found


def _exposure(
    organisation: Unit, units: Sequence[Unit], measure: Measure, months: Sequence[dt.date]
) -> Floats:
    known = Exposures(organisation, measure.per, months)
    return np.array(
        [[amount.amount or 0.0 for amount in known.of(unit).values()] for unit in units],
        dtype=np.float64,
    ).reshape(len(units), len(months))

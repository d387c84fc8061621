"""Where an axis begins and ends, and which values and dates it names."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence

_STEPS = (1, 2, 5, 10)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
_DAY_STEPS = (1, 2, 7, 14)


def milliseconds(moment: dt.datetime) -> int:
    """A moment as the clock on the wall shows it, wherever the picture is drawn."""
    wall = moment.replace(tzinfo=dt.UTC)
    return round(wall.timestamp() * 1000)


def values(
    shown: Sequence[float], *, about: int, most: float | None = None, least: float | None = 0
) -> list[float]:
    """The values an axis names; the first and last are its ends.

    It begins at `least` unless a value is below it, or all lie so far above that nothing could be
    told apart; it ends no higher than `most` where no value does.
    """
    low, high = min(shown, default=0), max(shown, default=1)
    if least is not None and low >= least and low - least < 0.6 * (high - least):
        low = least
    if high == low:
        low, high = (low - 1, high + 1) if low else (0, 1)
    step = _step((high - low) / about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if most is not None and high <= most < last * step:
        last = math.floor(most / step + 1e-9)
        if last * step < high:
            last += 1
    return [_tidy(number * step) for number in range(first, last + 1)]


def _step(rough: float) -> float:
    size: float = 10.0 ** math.floor(math.log10(rough))
    return next(part * size for part in _STEPS if part * size >= rough * 0.999)


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")


def dates(first: dt.datetime, last: dt.datetime, *, about: int) -> list[dt.datetime]:
    """At most `about` round dates within the period: days of one step, or starts of months."""
    about = max(about, 2)
    span = (last - first).days
    for step in _DAY_STEPS:
        if span / step <= about - 1:
            return _days(first, last, step)
    for months in _MONTH_STEPS:
        found = list(_months(first, last, months))
        if len(found) <= about:
            return found
    return []


def _days(first: dt.datetime, last: dt.datetime, step: int) -> list[dt.datetime]:
    start = first.replace(hour=0, minute=0, second=0, microsecond=0)
    if start < first:
        start += dt.timedelta(days=1)
    count = max((last - start).days // step, 0) + 1
    return [start + dt.timedelta(days=step * number) for number in range(count)]


def _months(first: dt.datetime, last: dt.datetime, step: int) -> Iterator[dt.datetime]:
    start = dt.datetime(first.year, first.month, 1, tzinfo=first.tzinfo)
    number = first.year * 12 + first.month - 1
    if start < first:
        number += 1
    number += -number % step
    while number // 12 <= dt.MAXYEAR:
        found = start.replace(year=number // 12, month=number % 12 + 1)
        if found > last:
            return
        yield found
        number += step

"""Special causes in the newest month of every measure of every unit, from the roll-ups.

Measures are read one after the other, so what is held does not grow with history. All series of
all measures are one family of tests, and the false discovery rate is held for it. A point is
judged on a scale on which chance makes it vary evenly: a count, share or rate by how many
of the standard deviations that chance makes it lies from the mean (its size differs from month to
month), a median by its logarithm. Series too thin for that are not judged: see `_usable`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import expm1

import numpy as np
import numpy.typing as npt

from goldthread.access.models import Unit
from goldthread.analytics.false_discovery import discoveries
from goldthread.analytics.months import month_in_words
from goldthread.analytics.newest_points import FEWEST, newest_points
from goldthread.domain.insight.measures.definitions import Measure, measures
from goldthread.domain.insight.measures.queries import Tracked, tracked
from goldthread.domain.insight.measures.terms import months_back, next_month
from goldthread.domain.insight.signals import words
from goldthread.domain.insight.signals.found import Found
from goldthread.domain.insight.signals.terms import (
    FALSE_SHARE,
    FEWEST_A_MONTH,
    LEAST_INFORMATION,
    WATCHED_BY_WEEK,
    WATCHED_MONTHS,
    Kind,
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Looked:
    """One series that was looked at: its own values, the even scale, and what was found."""

    measure: Measure
    unit: Unit
    months: tuple[dt.date, ...]
    value: float
    scale: Floats = field(repr=False)
    mean: float
    lower: float
    upper: float
    cause: str
    p: float


def moved_measures(organisation: Unit, on: dt.date) -> list[Found]:
    """What stands out in the newest month before `on` that can be judged."""
    units = list(Unit.objects.filter(organisation=organisation, closed_on=None).order_by("path"))
    looked = [
        one
        for measure in measures().values()
        if measure.code != WATCHED_BY_WEEK and measure.watched_after is not None
        for one in _look(organisation, units, measure, on)
    ]
    raised = discoveries([one.p for one in looked], FALSE_SHARE)
    kept = [one for one, found in zip(looked, raised, strict=True) if found]
    return [_found(one, len(looked)) for one in kept if not _said_below(one, kept)]


def _look(
    organisation: Unit, units: Sequence[Unit], measure: Measure, on: dt.date
) -> Iterator[_Looked]:
    later = measure.watched_after or 0
    months = months_back(WATCHED_MONTHS + later, on)[:WATCHED_MONTHS]
    table = tracked(organisation, units, measure, months)
    by_length: dict[int, list[int]] = {}
    for place in range(len(units)):
        length = _usable(table, place)
        if length >= FEWEST:
            by_length.setdefault(length, []).append(place)
    for length, places in sorted(by_length.items()):
        yield from _judge(table, units, months[-length:], places)


def _usable(table: Tracked, place: int) -> int:
    """How many of the last months can be compared; 0 where they are too thin.

    A count needs a mean of `LEAST_INFORMATION` a month since its first; a share, a rate and a
    median need `FEWEST_A_MONTH` behind each month, and a share or rate enough events, and cases
    without, for its standard deviation to mean what it says.
    """
    engine, count, size = table.measure.engine, table.count[place], table.size[place]
    if engine in ("count", "rate"):
        enough = np.cumsum(count) > 0
        enough &= np.isfinite(table.value[place])
    else:
        enough = size >= FEWEST_A_MONTH
    length = _trailing(enough)
    if not length:
        return 0
    count, size = count[-length:], size[-length:]
    if engine in ("count", "rate"):
        return length if count.mean() >= LEAST_INFORMATION else 0
    if engine == "share":
        share = count.sum() / size.sum()
        return length if size.mean() * share * (1 - share) >= LEAST_INFORMATION else 0
    return length


def _trailing(enough: npt.NDArray[np.bool_]) -> int:
    short = np.flatnonzero(~enough)
    return len(enough) - int(short[-1]) - 1 if short.size else len(enough)


def _judge(
    table: Tracked, units: Sequence[Unit], months: Sequence[dt.date], places: Sequence[int]
) -> Iterator[_Looked]:
    length = len(months)
    count, size, value = (one[places, -length:] for one in (table.count, table.size, table.value))
    scale, back, least = _even(table.measure, count, size, value)
    newest = newest_points(scale, least_spread=least)
    for row, place in enumerate(places):
        yield _Looked(
            measure=table.measure,
            unit=units[place],
            months=tuple(months),
            value=float(value[row, -1]),
            scale=scale[row],
            mean=back(float(newest.mean[row]), row),
            lower=back(float(newest.lpl[row]), row),
            upper=back(float(newest.upl[row]), row),
            cause=newest.cause[row],
            p=float(newest.p[row]),
        )


def _even(
    measure: Measure, count: Floats, size: Floats, value: Floats
) -> tuple[Floats, Callable[[float, int], float], float]:
    """The values on the even scale, the way back for a line at the newest month of a row, and the
    spread that chance alone makes."""
    if measure.engine == "spread":
        return np.log1p(value), lambda line, _: max(expm1(line), 0.0), 0.0
    share = measure.engine == "share"
    if measure.engine == "count":
        size = np.ones_like(count)
    rate = count.sum(axis=1, keepdims=True) / size.sum(axis=1, keepdims=True)
    sd = np.sqrt(rate * (1 - rate if share else 1) / size)

    def back(line: float, row: int) -> float:
        at = float(rate[row, 0] + line * sd[row, -1])
        return min(max(at, 0.0), 1.0) if share else max(at, 0.0) * measure.scale

    return (count / size - rate) / sd, back, 1.0


def _said_below(one: _Looked, kept: Sequence[_Looked]) -> bool:
    """Whether the same was found of a unit below it, which says it more exactly."""
    return any(
        other.measure is one.measure
        and other.unit.pk != one.unit.pk
        and other.unit.path.startswith(one.unit.path)
        and (other.value > other.mean) == (one.value > one.mean)
        for other in kept
    )


def _found(one: _Looked, tested: int) -> Found:
    measure, month = one.measure, one.months[-1]
    mean, lower, upper = (_said(measure, line) for line in (one.mean, one.lower, one.upper))
    value = _said(measure, one.value)
    text = (
        f"{measure.label}: {value} in {one.unit.name} in {month_in_words(month)}, against a mean "
        f"of {mean} and limits of {lower} to {upper}: {words.RULES[one.cause]}. "
        f"{_which_side(one)} {words.by_chance(one.p, 'a change')}"
    )
    return Found(
        kind=Kind.SPECIAL_CAUSE,
        subject=f"special:{measure.code}:{one.unit.pk}",
        unit=one.unit,
        explanation=text,
        numbers={
            "value": value,
            "usual": mean,
            "limits": f"{lower} to {upper}",
            "month": month_in_words(month),
            "rule": one.cause,
            "p": float(f"{one.p:.2g}"),
            "tested": tested,
            "false_share": FALSE_SHARE,
        },
        # A run that goes on is the same evidence; only a new one, or a point outside, is new.
        weight=1,
        since=one.months[-_run(one)],
        until=next_month(month) - dt.timedelta(days=1),
        measure=measure.code,
    )


def _which_side(one: _Looked) -> str:
    direction, above = one.measure.direction, one.value > one.mean
    if one.cause == "trend":
        above = bool(one.scale[-1] > one.scale[-2])
    if direction == "neutral":
        return "Neither way is better by itself: find out which this is."
    if (direction == "increase") == above:
        return "This is the better side: find out what made it, so that it lasts."
    return "This is the worse side."


def _run(one: _Looked) -> int:
    """How many months the evidence covers, the newest included."""
    if one.cause == "outside":
        return 1
    if one.cause == "two_in_three":
        return 3
    if one.cause == "trend":
        signs = np.sign(np.diff(one.scale))
        return _same_at_the_end(signs) + 1
    return _same_at_the_end(np.sign(one.scale - one.scale.mean()))


def _same_at_the_end(signs: Floats) -> int:
    return _trailing(signs == signs[-1])


def _said(measure: Measure, value: float) -> str:
    """A value as the pages of measures say it."""
    if measure.engine == "share":
        return f"{100 * value:.0f}%"
    if measure.engine == "count":
        return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return f"{value:,.1f} {measure.unit}"

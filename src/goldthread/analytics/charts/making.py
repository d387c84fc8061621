"""One chart of any kind, from observations: `make`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any

import numpy as np

from goldthread.analytics.charts import limits
from goldthread.analytics.charts.chart import Chart, Point, Runs, SinceLast
from goldthread.analytics.charts.checking import BETWEEN, SHARES, Checked
from goldthread.analytics.charts.limits import Lines
from goldthread.analytics.charts.observation import Observation, Wanted
from goldthread.analytics.charts.runs import read
from goldthread.analytics.charts.times import times
from goldthread.analytics.months import moment_in_words as in_words
from goldthread.analytics.spc import TRIAL_BELOW, xmr
from goldthread.analytics.special_causes import (
    DIRECTIONS,
    POINT_TYPES,
    SPECIAL_CAUSES,
    Codes,
    Floats,
    assurance_icon,
    find,
    variation_icon,
)

BASELINE = 12
SCREENED = ("xmr", "t")


@dataclass(frozen=True)
class _Group:
    """One rebase group: lines and codes, (1, points) each."""

    lines: Lines
    cause: Codes
    kind: Codes
    runs: Runs | None = None


def make(
    kind: str, observations: Iterable[Observation], wanted: Wanted | None = None, *, why: str = ""
) -> Chart:
    """A chart of one of KINDS. ValueError, in a sentence, for what cannot be charted.

    xmr and run take a value a period, or a value over its denominator where any is given; c a
    count; p and u a count with its denominator; g and t what lies between events (`days_between`),
    where up is good for what does harm. Limits and rules start
    again at each rebase and use the first `fix_after` points of a group.
    """
    wanted = wanted or Wanted()
    checked = Checked(kind, observations, wanted)
    groups, told = _groups([seen.at for seen in checked.seen], wanted.rebases)
    starts = [0, *(np.flatnonzero(np.diff(groups)) + 1).tolist(), len(groups)]
    made = [_one(kind, checked, slice(*ends), wanted) for ends in pairwise(starts)]
    points = [
        point
        for group, ends in zip(made, pairwise(starts), strict=True)
        for point in _points(group, checked, range(*ends), groups)
    ]
    sizes = [int(np.isfinite(checked.values[0, a:b]).sum()) for a, b in pairwise(starts)]
    return Chart(
        kind=kind,
        points=tuple(points),
        improvement=wanted.improvement,
        target=wanted.target,
        variation=variation_icon(_last_known(points).point_type, wanted.improvement),
        assurance=_assurance(kind, points, wanted),
        trial_limits=kind != "run" and _trial(sizes, wanted.fix_after),
        screening=wanted.screen and kind in SCREENED,
        why=why,
        warnings=(*checked.warnings, *told, *_no_limits(kind, made), *_short(sizes, wanted)),
        runs=made[-1].runs,
        since_last=since(checked.seen[-1].at, wanted.until) if kind in BETWEEN else None,
    )


def since(last: dt.datetime, until: dt.datetime | None) -> SinceLast | None:
    """The days from the last event; None where it is not known until when was looked."""
    if until is None or until < last:
        return None
    return SinceLast((until.date() - last.date()).days, "days", last, until)


def _one(kind: str, checked: Checked, part: slice, wanted: Wanted) -> _Group:
    values, totals = checked.values[:, part], checked.denominators[:, part]
    base, way = wanted.fix_after, DIRECTIONS[wanted.improvement]
    if np.isnan(values).all():
        empty = np.full(values.shape, np.nan)
        none = np.zeros(values.shape, dtype=np.int8)
        return _Group(Lines(values, *[empty] * 5), none, none)
    asked: dict[str, Any] = {"improvement": wanted.improvement, "screen": wanted.screen}
    if kind == "run":
        median, cause, point_type, found = read(values, base, way)
        none_drawn = np.full(values.shape, np.nan)
        return _Group(Lines(values, median, *[none_drawn] * 4), cause, point_type, found)
    if kind == "t":
        return _Group(*times(values, base, **asked))
    if kind == "xmr":
        held = xmr(values, fix_after=base, **asked)
        drawn = (held.mean, held.lpl, held.upl, held.near_lpl, held.near_upl)
        return _Group(Lines(values, *drawn), held.special_cause, held.point_type)
    lines = _counted(kind, values, totals, base)
    outer, near = (lines.lower, lines.upper), (lines.near_lower, lines.near_upper)
    return _Group(lines, *find(lines.values, lines.centre, outer, near, way))


def _counted(kind: str, values: Floats, totals: Floats, base: int | None) -> Lines:
    if kind == "c":
        return limits.counts(values, base)
    if kind == "g":
        return limits.between(values, base)
    family = limits.shares if kind in SHARES else limits.rates
    return family(values, totals, base, prime=kind.endswith("prime"))


def _points(group: _Group, checked: Checked, places: range, groups: Sequence[int]) -> list[Point]:
    held = group.lines
    shape = held.values.shape
    drawn = (held.centre, held.lower, held.upper, held.near_lower, held.near_upper)
    lines = np.stack([held.values, *(np.broadcast_to(line, shape) for line in drawn)])[:, 0]
    made = []
    for at, place in enumerate(places):
        seen = checked.seen[place]
        value, centre, lower, upper, near_lower, near_upper = map(_number, lines[:, at])
        made.append(
            Point(
                seen.at,
                value,
                centre,
                lower,
                upper,
                near_lower,
                near_upper,
                special_cause=SPECIAL_CAUSES[group.cause[0, at]],
                point_type=POINT_TYPES[group.kind[0, at]],
                group=groups[place],
                numerator=seen.value if checked.divided else None,
                denominator=seen.denominator if checked.divided else None,
            )
        )
    return made


def _groups(
    dates: Sequence[dt.datetime], rebases: Iterable[dt.datetime]
) -> tuple[list[int], list[str]]:
    """Each point's rebase group: a date that is no point's counts from the next point on."""
    starts, told = set(), []
    for rebase in sorted(set(rebases)):
        following = next((at for at in dates if at >= rebase), None)
        if following is None:
            told.append(
                f"The rebase of {in_words(rebase)} is after the last point and does nothing."
            )
        elif rebase < dates[0]:
            told.append(
                f"The rebase of {in_words(rebase)} is before the first point and does nothing."
            )
        else:
            if following != rebase:
                told.append(
                    f"No point is of {in_words(rebase)}: limits start again at the next one, "
                    f"{in_words(following)}."
                )
            starts.add(following)
    return [sum(start <= at for start in starts) for at in dates], told


def _trial(sizes: Sequence[int], fix_after: int | None) -> bool:
    """Limits made from few points still move; 12 are enough for a baseline that is fixed."""
    return min(sizes) < TRIAL_BELOW or (fix_after is not None and fix_after < BASELINE)


def _assurance(kind: str, points: Sequence[Point], wanted: Wanted) -> str | None:
    """The target against the last limits there are: those of the last point that is no gap."""
    if kind == "run":
        return None
    known = [point for point in points if point.lower is not None and point.upper is not None]
    of_last = [point for point in known if point.group == points[-1].group]
    lower, upper = (of_last[-1].lower, of_last[-1].upper) if of_last else (None, None)
    none = float("nan")
    return assurance_icon(
        wanted.target,
        none if lower is None else lower,
        none if upper is None else upper,
        wanted.improvement,
    )


def _no_limits(kind: str, made: Sequence[_Group]) -> list[str]:
    bare = kind != "run" and any(np.isnan(group.lines.upper).all() for group in made)
    return ["No limits can be made where there is one point or values never change."] * bare


def _short(sizes: Sequence[int], wanted: Wanted) -> list[str]:
    if wanted.fix_after is None or max(sizes) >= wanted.fix_after:
        return []
    return [
        f"The limits were to be fixed after {wanted.fix_after} points and there are "
        f"{max(sizes)}: all of them are used."
    ]


def _last_known(points: Sequence[Point]) -> Point:
    return next(point for point in reversed(points) if point.value is not None)


def _number(value: Any) -> float | None:
    return float(value) if isfinite(value) else None

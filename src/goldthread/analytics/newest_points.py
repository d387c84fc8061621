"""How surprising the newest point of each of many charts is, so that thousands can be watched.

The rules are those of `spc` and mark the same points. A chart may mark a point by any of four
rules, and with thousands of charts many are marked by chance; so each mark is given the chance
of one at least as striking on a process that did not change, and `false_discovery` says which to
raise. Only the newest point is asked about: what was marked before was said before.

The chances hold for independent points that vary evenly about their mean (normal for a point
outside): outside, Student's t of the point against those before it, their spread taken from the
mean moving range, with the degrees of freedom such a spread is worth (0.62 a point; Bissell 1994);
a run of r points on one side, 2 ** (1 - r); r points in a row rising or falling, 2 / r!; two of
three near a limit, a fixed chance. The smallest is multiplied by the four rules looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt

from goldthread.analytics.spc import SPECIAL_CAUSES, xmr
from goldthread.analytics.special_causes import RUN

Floats = npt.NDArray[np.float64]

FEWEST = 13  # with fewer points limits are on trial, and nothing is raised
RULES = 4
SIGMA = 1.128  # the mean moving range of normal values, in standard deviations
FREEDOM = 0.62
# Two of three beyond two standard deviations on one side, the newest among them, either side.
TWO_IN_THREE = 2 * 0.02275 * (2 * 0.02275 * 0.47725 + 0.02275**2)


@dataclass(frozen=True)
class Newest:
    """One row a series: the rule its newest point broke (`none` for most), and the chance."""

    cause: tuple[str, ...]
    value: Floats
    mean: Floats
    lpl: Floats
    upl: Floats
    p: Floats


def newest_points(values: Any, *, least_spread: float = 0.0) -> Newest:
    """Look at the last point of every series: `values` are (series, points), all finite.

    `least_spread` is the standard deviation that chance alone gives every point, where that is
    known: a history that happens to vary less makes no point more striking. A series that never varied, or has fewer than 13 points, raises nothing. ValueError as `xmr`.
    """
    chart = xmr(values, screen=False)
    held = chart.values
    if not np.isfinite(held).all():
        raise ValueError("Every value must be a finite number.")
    last = chart.special_cause[:, -1]
    enough = held.shape[1] >= FEWEST
    varied = np.ptp(held, axis=1) > 0
    chance = np.minimum(_chances(held, least_spread) * RULES, 1.0)
    p = np.where((last > 0) & varied & enough, chance, 1.0)
    cause = tuple(SPECIAL_CAUSES[code] if p[row] < 1 else "none" for row, code in enumerate(last))
    return Newest(cause, held[:, -1], chart.mean[:, -1], chart.lpl[:, -1], chart.upl[:, -1], p)


def _chances(held: Floats, least_spread: float) -> Floats:
    """The smallest chance over the rules, before it is multiplied: (series,)."""
    outside = _outside(held, least_spread)
    side = np.sign(held - held.mean(axis=1, keepdims=True)).astype(int)
    shift = _run_chance(_run(side), lambda r: 2.0 ** (1 - r), RUN)
    steps = np.sign(np.diff(held, axis=1)).astype(int)
    trend = _run_chance(_run(steps) + 1, lambda r: 2.0 / factorial(min(r, 20)), RUN)
    near = np.where(_two_in_three(held), TWO_IN_THREE, 1.0)
    return np.minimum.reduce([outside, shift, trend, near])


def _outside(held: Floats, least_spread: float) -> Floats:
    from scipy.special import stdtr

    before = held[:, :-1]
    points = before.shape[1]
    if points < 2:
        return np.ones(len(held))
    spread = np.abs(np.diff(before, axis=1)).mean(axis=1) / SIGMA
    reach = np.maximum(spread, least_spread) * np.sqrt(1 + 1 / points)
    gap = np.abs(held[:, -1] - before.mean(axis=1))
    t = np.divide(gap, reach, out=np.zeros(len(held)), where=reach > 0)
    return np.asarray(2 * stdtr(FREEDOM * (points - 1), -t), dtype=np.float64)


def _run(signs: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """How many signs at the end of each row are equal and not 0."""
    last = signs[:, -1:]
    same = (signs == last) & (last != 0)
    backwards = np.logical_and.accumulate(same[:, ::-1], axis=1)
    return np.asarray(backwards.sum(axis=1), dtype=np.int64)


def _run_chance(runs: npt.NDArray[np.int64], chance: Any, least: int) -> Floats:
    return np.array([chance(int(run)) if run >= least else 1.0 for run in runs])


def _two_in_three(held: Floats) -> npt.NDArray[np.bool_]:
    if held.shape[1] < 3:
        return np.zeros(len(held), dtype=bool)
    marks = xmr(held, screen=False).special_cause[:, -1]
    return np.asarray(marks == SPECIAL_CAUSES.index("two_in_three"))

"""XmR charts (individuals and moving range) as NHS England's Making Data Count draws them.

Source: NHSRplotthedots 0.2.2 (limits, rules, precedence, icons), whose published answers the tests
hold this to. Limits are the mean plus and minus 2.66 times the mean moving range. Special cause,
the first that applies: outside (a point beyond a limit); trend (7 points each above, or each
below, the one before; a tie breaks it); two_in_three (2 of 3 points beyond two thirds of the way
to a limit, all 3 on that side of the mean; only the far points are marked); shift (7 points on
one side of the mean; a point on the mean breaks it). Rules stay inside each rebase group.

Screening drops moving ranges of at least 3.267 times their mean, once, before the limits are
made (the R package's default); without it, limits are those of the Excel tool. Screening a
series that never changes drops every moving range, so it has no limits; unscreened, its limits
are its mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

LIMIT = 2.66
SCREEN = 3.267
RUN = 7
TRIAL_BELOW = 13
DIRECTIONS = {"increase": 1, "decrease": -1, "neutral": 0}
SPECIAL_CAUSES = ("none", "outside", "trend", "two_in_three", "shift")
POINT_TYPES = (
    "common_cause",
    "special_cause_improvement",
    "special_cause_concern",
    "special_cause_neutral_high",
    "special_cause_neutral_low",
)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Xmr:
    """Many charts at once: every array is (series, points), in the values' own units.

    `special_cause` and `point_type` index SPECIAL_CAUSES and POINT_TYPES. Limits are NaN where none
    can be made (one point; nothing left after screening). `group` numbers the rebase groups.
    """

    values: Floats
    mean: Floats
    lpl: Floats
    upl: Floats
    near_lpl: Floats
    near_upl: Floats
    special_cause: Codes
    point_type: Codes
    group: npt.NDArray[np.int64]


def xmr(
    values: Any,
    *,
    improvement: str = "neutral",
    group: Sequence[int] | None = None,
    fix_after: int | None = None,
    screen: bool = True,
) -> Xmr:
    """XmR for one series (points) or many of equal length (series, points), all finite.

    `group` gives each point's rebase group, never falling; limits and rules start again with
    each. `fix_after` makes limits from the first so many points of a group. ValueError when the
    values are empty, not finite, or the direction is not one of DIRECTIONS.
    """
    held = np.atleast_2d(np.asarray(values, dtype=np.float64))
    _check(held, improvement, fix_after)
    points = held.shape[1]
    groups = np.asarray(group if group is not None else np.zeros(points), dtype=np.int64)
    if groups.shape != (points,) or np.any(np.diff(groups) < 0):
        raise ValueError("Each point needs its rebase group, and groups must follow in order.")
    starts = [0, *(np.flatnonzero(np.diff(groups)) + 1), points]
    parts = [
        _one_group(held[:, start:end], DIRECTIONS[improvement], fix_after, screen)
        for start, end in pairwise(starts)
    ]
    mean, reach, cause, kind = (np.concatenate(piece, axis=1) for piece in zip(*parts, strict=True))
    near = 2 * (LIMIT / 3) * reach
    far = LIMIT * reach
    return Xmr(held, mean, mean - far, mean + far, mean - near, mean + near, cause, kind, groups)


def variation_icon(point_type: str, improvement: str) -> str:
    """The last point's icon: common_cause, or improvement, concern or neutral with high or low."""
    if point_type == "common_cause":
        return point_type
    kind = point_type.removeprefix("special_cause_")
    if kind.startswith("neutral"):
        return kind
    high = (improvement == "increase") == (kind == "improvement")
    return f"{kind}_{'high' if high else 'low'}"


def assurance_icon(target: float | None, lpl: float, upl: float, improvement: str) -> str | None:
    """pass, fail or inconsistent: the target against the last group's limits; None without one."""
    if target is None or improvement == "neutral":
        return None
    if target > upl:
        return "fail" if improvement == "increase" else "pass"
    if target < lpl:
        return "pass" if improvement == "increase" else "fail"
    return "inconsistent"


def _one_group(
    values: Floats, direction: int, fix_after: int | None, screen: bool
) -> tuple[Floats, Floats, Codes, Codes]:
    """(mean, mean moving range, special cause, point type), each (series, points)."""
    base = values[:, :fix_after]
    mean = _mean(base)[:, None]
    reach = _mean_moving_range(base, screen)[:, None]
    side = np.sign(values - mean).astype(np.int8)
    with np.errstate(invalid="ignore"):
        outside = (values > mean + LIMIT * reach) | (values < mean - LIMIT * reach)
        near = 2 * (LIMIT / 3) * reach
        far = ~outside & ((values > mean + near) | (values < mean - near))
    trend = _trend(values)
    cause = np.select([outside, trend, _two_in_three(far, side), _shift(side)], [1, 2, 3, 4], 0)
    cause = cause.astype(np.int8)
    way = np.where(cause == 2, _way_of_trend(values, trend), side)
    shape = values.shape
    return (
        np.broadcast_to(mean, shape),
        np.broadcast_to(reach, shape),
        cause,
        _point_type(cause > 0, way, direction),
    )


def _mean(values: Floats) -> Floats:
    """The mean as R takes it: a long sum, then the mean of what is left over."""
    long = values.astype(np.longdouble)
    rough = long.mean(axis=1, keepdims=True)
    return np.asarray((rough + (long - rough).mean(axis=1, keepdims=True))[:, 0], dtype=np.float64)


def _mean_moving_range(values: Floats, screen: bool) -> Floats:
    ranges = np.abs(np.diff(values, axis=1))
    if ranges.shape[1] == 0:
        return np.full(len(values), np.nan)
    first = _mean(ranges)
    if not screen:
        return first
    kept = ranges < SCREEN * first[:, None]
    count = kept.sum(axis=1)
    total = np.where(kept, ranges, 0.0).astype(np.longdouble).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total / count, dtype=np.float64)


def _trend(values: Floats) -> Flags:
    steps = np.sign(np.diff(values, axis=1)).astype(np.int8)
    runs = _runs_of(steps, RUN - 1)
    marked = np.zeros(values.shape, dtype=bool)
    marked[:, :-1] |= runs
    marked[:, 1:] |= runs
    return marked


def _shift(side: Codes) -> Flags:
    return _runs_of(side, RUN)


def _runs_of(signs: Codes, length: int) -> Flags:
    """Marks every member of a run of `length` or more equal signs, none of them 0."""
    marked = np.zeros(signs.shape, dtype=bool)
    points = signs.shape[1]
    if points < length:
        return marked
    sums = np.cumsum(np.pad(signs, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    whole = np.abs(sums[:, length:] - sums[:, :-length]) == length
    for offset in range(length):
        marked[:, offset : offset + whole.shape[1]] |= whole
    return marked


def _two_in_three(far: Flags, side: Codes) -> Flags:
    marked = np.zeros(far.shape, dtype=bool)
    if far.shape[1] < 3:
        return marked
    enough = far[:, :-2].astype(np.int8) + far[:, 1:-1] + far[:, 2:] >= 2
    same = np.abs(side[:, :-2] + side[:, 1:-1] + side[:, 2:]) == 3
    for offset in range(3):
        marked[:, offset : offset + far.shape[1] - 2] |= enough & same
    return marked & far


def _way_of_trend(values: Floats, trend: Flags) -> Codes:
    """Up (1) or down (-1) at each point: the step out of it where the trend goes on, else the
    step into it. A point below the mean in a rising trend is part of a rise."""
    steps = np.sign(np.diff(values, axis=1)).astype(np.int8)
    into = np.pad(steps, ((0, 0), (1, 0)))
    out_of = np.pad(steps, ((0, 0), (0, 1)))
    goes_on = np.pad(trend[:, 1:], ((0, 0), (0, 1)))
    return np.where(goes_on & trend, out_of, into).astype(np.int8)


def _point_type(flagged: Flags, way: npt.NDArray[Any], direction: int) -> Codes:
    """`way` is 1 where the special cause is high or rising, -1 where it is low or falling."""
    special = np.where(way > 0, 3, 4) if direction == 0 else np.where(way == direction, 1, 2)
    return np.where(flagged, special, 0).astype(np.int8)


def _check(values: Floats, improvement: str, fix_after: int | None) -> None:
    if improvement not in DIRECTIONS:
        raise ValueError(f"'{improvement}' is not a direction: choose {', '.join(DIRECTIONS)}.")
    if values.size == 0:
        raise ValueError("There are no points to chart.")
    if not np.isfinite(values).all():
        raise ValueError("Every value must be a finite number.")
    if fix_after is not None and fix_after < 2:
        raise ValueError("Limits need at least 2 points to be fixed from.")

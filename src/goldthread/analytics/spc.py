"""XmR charts (individuals and moving range) as NHS England's Making Data Count draws them.

Source: NHSRplotthedots 0.2.2 (`ptd_spc_standard.R`), whose published answers the tests hold this
to. Limits are the mean plus and minus 2.66 times the mean moving range; the rules are those of
`special_causes` and stay inside each rebase group.

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

__all__ = [
    "DIRECTIONS",
    "POINT_TYPES",
    "SPECIAL_CAUSES",
    "TRIAL_BELOW",
    "Xmr",
    "assurance_icon",
    "mean_moving_range",
    "mean_of",
    "variation_icon",
    "xmr",
]

LIMIT = 2.66
SCREEN = 3.267
TRIAL_BELOW = 13


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
    """XmR for one series (points) or many of equal length (series, points).

    NaN is a gap: it has no moving range on either side and breaks every run. `group` gives each
    point's rebase group, never falling; limits and rules start again with each. `fix_after` makes
    limits from the first so many points of a group, gaps counted. ValueError when there are no
    values, one is infinite, or the direction is not one of DIRECTIONS.
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
    lines = (np.concatenate(piece, axis=1) for piece in zip(*parts, strict=True))
    mean, lpl, upl, near_lpl, near_upl, cause, kind = lines
    return Xmr(held, mean, lpl, upl, near_lpl, near_upl, cause, kind, groups)


def mean_of(values: Floats) -> Floats:
    """The mean of each row, gaps left out, as R takes it: a long sum, then the mean of what is
    left over. NaN where there is nothing to take it of."""
    known = np.isfinite(values)
    count = known.sum(axis=1, keepdims=True)
    long = np.where(known, values, 0.0).astype(np.longdouble)
    with np.errstate(invalid="ignore", divide="ignore"):
        rough = long.sum(axis=1, keepdims=True) / count
        rest = np.where(known, long - rough, 0).sum(axis=1, keepdims=True) / count
        return np.asarray((rough + rest)[:, 0], dtype=np.float64)


def mean_moving_range(values: Floats, screen: bool) -> Floats:
    """The mean moving range of each row; NaN where there is none, or none is left."""
    ranges = np.abs(np.diff(values, axis=1))
    first = mean_of(ranges)
    if not screen:
        return first
    kept = ranges < SCREEN * first[:, None]
    return mean_of(np.where(kept, ranges, np.nan))


def _one_group(
    values: Floats, direction: int, fix_after: int | None, screen: bool
) -> tuple[Floats | Codes, ...]:
    """(mean, lower, upper, near lower, near upper, special cause, point type) of every point."""
    base = values[:, :fix_after]
    mean = mean_of(base)[:, None]
    reach = mean_moving_range(base, screen)[:, None]
    far, near = LIMIT * reach, 2 * (LIMIT / 3) * reach
    limits, nearer = (mean - far, mean + far), (mean - near, mean + near)
    cause, kind = find(values, mean, limits, nearer, direction)
    lines = [np.broadcast_to(line, values.shape) for line in (mean, *limits, *nearer)]
    return (*lines, cause, kind)


def _check(values: Floats, improvement: str, fix_after: int | None) -> None:
    if improvement not in DIRECTIONS:
        raise ValueError(f"'{improvement}' is not a direction: choose {', '.join(DIRECTIONS)}.")
    if values.size == 0 or np.isnan(values).all():
        raise ValueError("There are no points to chart.")
    if np.isinf(values).any():
        raise ValueError("Every value must be a finite number.")
    if fix_after is not None and fix_after < 2:
        raise ValueError("Limits need at least 2 points to be fixed from.")

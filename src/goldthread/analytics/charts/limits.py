"""Centre lines and limits of the charts of counts, on arrays (series, points) of one group.

All follow Montgomery, Introduction to Statistical Quality Control, as qicharts2
(`R/helper.functions.R`) computes them; `base` is the number of first points that the lines are
made from (None: all). A gap (NaN) is left out. Limits are three standard deviations from the
centre and near limits two, each cut off at what is possible: 0, and 1 for a share. Where the
standard deviation is 0 (nothing was ever counted, or every one was) there are no limits, because
an empty baseline does not show that the true rate is 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldthread.analytics.spc import mean_moving_range, mean_of
from goldthread.analytics.special_causes import Floats

RANGE_TO_SIGMA = 1.128  # the mean range of two standard normal values
_NOTHING = 1e-9


@dataclass(frozen=True)
class Lines:
    """Arrays that broadcast to (series, points). `values` is what is drawn."""

    values: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats


def shares(counts: Floats, totals: Floats, base: int | None, *, prime: bool = False) -> Lines:
    """p and p-prime: centre is all counts over all totals, sd = sqrt(p(1 - p) / n)."""
    values, centre = _ratio(counts, totals, base)
    # 1 - p loses the last digit where p is 1 by rounding; below 0 there is no root.
    sd = np.sqrt(np.maximum(centre * (1 - centre), 0) / totals)
    return _around(values, centre, sd * _prime(values, centre, sd, base, prime), ceiling=1.0)


def rates(counts: Floats, exposure: Floats, base: int | None, *, prime: bool = False) -> Lines:
    """u and u-prime: centre is all events over all exposure, sd = sqrt(u / n)."""
    values, centre = _ratio(counts, exposure, base)
    sd = np.sqrt(centre / exposure)
    return _around(values, centre, sd * _prime(values, centre, sd, base, prime))


def counts(values: Floats, base: int | None) -> Lines:
    """c: centre is the mean, sd its square root."""
    centre = mean_of(values[:, :base])[:, None]
    return _around(values, centre, np.sqrt(centre))


def between(values: Floats, base: int | None) -> Lines:
    """g: limits are mean ± 3 sqrt(mean (mean + 1)); the centre line is the median, so that half
    the points of so skewed a measure lie on each side of it. Near limits go by the mean too."""
    mean = mean_of(values[:, :base])[:, None]
    made = _around(values, mean, np.sqrt(mean * (mean + 1)))
    return Lines(
        values,
        median_of(values[:, :base]),
        made.lower,
        made.upper,
        made.near_lower,
        made.near_upper,
    )


def median_of(values: Floats) -> Floats:
    """The median of each row, gaps left out; NaN for a row of gaps. (series, 1)"""
    found = np.full((len(values), 1), np.nan)
    some = np.isfinite(values).any(axis=1)
    found[some, 0] = np.nanmedian(values[some], axis=1)
    return found


def sigma_z(values: Floats, centre: Floats, sd: Floats, *, screen: bool = False) -> Floats:
    """How many times more the points vary from one to the next than chance alone makes them
    (Laney 2002): the mean moving range of (value - centre) / sd, over 1.128. (series, 1)
    `screen` leaves out moving ranges that are outliers, as on an XmR chart."""
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (values - centre) / sd
    return mean_moving_range(z, screen)[:, None] / RANGE_TO_SIGMA


def _prime(values: Floats, centre: Floats, sd: Floats, base: int | None, prime: bool) -> Floats:
    if not prime:
        return np.ones((len(values), 1))
    found = sigma_z(values[:, :base], centre, sd[:, :base])
    return np.where(found > _NOTHING, found, np.nan)


def _ratio(counts: Floats, totals: Floats, base: int | None) -> tuple[Floats, Floats]:
    """(count over total at each point, all counts over all totals of the base)."""
    values = counts / totals
    known = np.isfinite(values[:, :base])
    over = np.where(known, counts[:, :base], 0).sum(axis=1, keepdims=True)
    under = np.where(known, totals[:, :base], 0).sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return values, over / under


def _around(values: Floats, centre: Floats, sd: Floats, ceiling: float = np.inf) -> Lines:
    sd = np.where(sd > 0, sd, np.nan)
    lower, near_lower = (np.maximum(centre - times * sd, 0) for times in (3, 2))
    upper, near_upper = (np.minimum(centre + times * sd, ceiling) for times in (3, 2))
    return Lines(values, centre, lower, upper, near_lower, near_upper)

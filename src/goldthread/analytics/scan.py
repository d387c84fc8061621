"""A scan statistic over the latest weeks: which series rose, or fell, beyond chance?

For each series (a team and a theme, or a team's reports), nested windows that end with the last
week are compared with what the series' own total, shared out by `weights`, would put into them.
The statistic is Kulldorff's likelihood ratio (1997, prospective 2001), the largest over the
windows, so that nobody has to say beforehand how long a cluster lasts. Its null distribution is
worked out exactly, conditional on the total (see `scan_null`), and so needs no simulation and
holds for small counts and far into the tail, where a false discovery rate over thousands of
series looks. Counts that vary more than chance (`dispersion` above 1) are allowed for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from goldthread.analytics.scan_null import HIGH, LOW, Series, crossing_probability, likelihood

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

WINDOWS = (1, 2, 3, 4, 6, 8, 13)
# Below this likelihood ratio, dispersion allowed for, a series is called ordinary (p = 1)
# without working its chance out; that can only make it raise fewer alarms.
ORDINARY = 1.0


@dataclass(frozen=True)
class Scan:
    """One row a series. `window` is in weeks; `expected` counts in it; `p` is the chance.

    `ratio` is the statistic, divided by the dispersion; 0 where no window stands out.
    """

    window: Ints
    observed: Ints
    expected: Floats
    ratio: Floats
    p: Floats


def scan(
    counts: Any,
    weights: Any,
    *,
    windows: tuple[int, ...] = WINDOWS,
    dispersion: Any = 1.0,
    direction: str = HIGH,
) -> Scan:
    """Scan every series for a rise (`high`) or a fall (`low`) over its latest weeks.

    `counts` are (series, weeks), oldest first; `weights` are (series, weeks) or (weeks,) and say
    how a total is expected to be shared out: the whole table's counts, or the exposure. A weight
    of 0 leaves a week out. ValueError when shapes, counts or windows make no sense.
    """
    held, shares, spread = _checked(counts, weights, windows, dispersion, direction)
    held = np.where(shares > 0, held, 0)
    totals = held.sum(axis=1)
    sums = shares.sum(axis=1)
    parts = np.stack([shares[:, -w:].sum(axis=1) for w in windows], axis=1)
    share = np.divide(parts, sums[:, None], out=np.zeros_like(parts), where=sums[:, None] > 0)
    seen = np.stack([held[:, -w:].sum(axis=1) for w in windows], axis=1)
    ratio = likelihood(seen, totals[:, None], share, direction)
    best = np.argmax(ratio, axis=1)
    rows = np.arange(len(held))
    top = ratio[rows, best]
    p = np.ones(len(held))
    for row in np.flatnonzero(top / spread >= ORDINARY):
        one = Series(int(totals[row]), share[row], float(spread[row]))
        p[row] = crossing_probability(one, float(top[row]), direction)
    return Scan(
        window=np.asarray(windows)[best],
        observed=seen[rows, best],
        expected=totals * share[rows, best],
        ratio=top / spread,
        p=p,
    )


def times_expected(
    observed: int, total: int, expected: float, *, dispersion: float = 1.0, confidence: float = 0.95
) -> tuple[float, float]:
    """How many times the usual rate a window had: the interval, low and high (inf without rest).

    The rate in the window over the rate outside it, from the exact interval of the window's
    share of the total (Clopper and Pearson 1934), with counts divided by the dispersion.
    """
    from scipy.special import betaincinv

    share = expected / total if total else 0.0
    if not 0 < share < 1:
        return 0.0, float("inf")
    k, n = observed / dispersion, total / dispersion
    tail = (1 - confidence) / 2
    low = float(betaincinv(k, n - k + 1, tail)) if observed else 0.0
    high = float(betaincinv(k + 1, n - k, 1 - tail)) if observed < total else 1.0
    return _over(low, share), _over(high, share)


def _over(part: float, share: float) -> float:
    """The rate inside over the rate outside, where `part` of the events fell inside."""
    return (part / (1 - part)) * ((1 - share) / share) if part < 1 else float("inf")


def _checked(
    counts: Any, weights: Any, windows: tuple[int, ...], dispersion: Any, direction: str
) -> tuple[Ints, Floats, Floats]:
    whole = np.asarray(counts, dtype=np.float64)
    if whole.ndim != 2 or not np.isfinite(whole).all() or (whole < 0).any():
        raise ValueError("Counts must be series by weeks, none of them negative or missing.")
    if (whole != np.floor(whole)).any():
        raise ValueError("Counts must be whole numbers.")
    shares = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(shares).all() or (shares < 0).any():
        raise ValueError("Weights must be finite and none of them negative.")
    shares = np.broadcast_to(shares, whole.shape)
    if direction not in (HIGH, LOW):
        raise ValueError("The direction is high or low.")
    if list(windows) != sorted(set(windows)) or windows[0] < 1 or windows[-1] >= whole.shape[1]:
        raise ValueError("Windows must grow, and leave at least one week before the longest.")
    spread = np.broadcast_to(np.asarray(dispersion, dtype=np.float64), (len(whole),))
    if not np.isfinite(spread).all() or (spread < 1).any():
        raise ValueError("A dispersion is at least 1.")
    return whole.astype(np.int64), shares, spread

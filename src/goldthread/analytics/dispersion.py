"""How much more counts vary than chance alone would make them.

Events in a service come in bursts, so a week's count varies more than a Poisson count: its
variance is `dispersion` times its mean (the negative binomial in its NB1 form). The factor is
found from Pearson's statistic over its degrees of freedom (McCullagh and Nelder 1989, section
4.5), which for a series whose total is given is smaller than the factor by the known amount
`inflation` (the variance of a Dirichlet-multinomial). A series is given its own factor only where
it is above that of all series together, and drawn towards it: one short series says little.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# How many degrees of freedom the factor of all series together is worth beside a series' own.
PRIOR_FREEDOM = 50.0
MOST = 100.0


def dispersion(counts: Any, weights: Any, *, leave_out: int = 0) -> Floats:
    """Variance over mean of each series: (series,), from 1 to 100.

    `counts` and `weights` are (series, weeks), oldest first; a weight of 0 leaves a week out.
    The expected count of a week is the series' total shared out by weight. The last `leave_out`
    weeks are not looked at, so that what is being tested does not excuse itself.
    """
    whole = np.asarray(counts, dtype=np.float64)
    end = whole.shape[1] - leave_out
    held = np.broadcast_to(np.asarray(weights, dtype=np.float64), whole.shape)[:, :end]
    seen = np.where(held > 0, whole[:, :end], 0.0)
    sums, totals = held.sum(axis=1), seen.sum(axis=1)
    share = np.divide(held, sums[:, None], out=np.zeros_like(seen), where=sums[:, None] > 0)
    expected = totals[:, None] * share
    gaps = np.divide((seen - expected) ** 2, expected, out=np.zeros_like(seen), where=expected > 0)
    freedom = np.where(totals > 1, np.maximum((held > 0).sum(axis=1) - 1, 0), 0)
    own = np.where(freedom > 0, gaps.sum(axis=1), 0.0)
    together = _together(own, freedom, totals)
    drawn = own + PRIOR_FREEDOM * inflation(together, totals)
    ratio = drawn / (freedom + PRIOR_FREEDOM)
    room = np.maximum(totals - ratio, 1e-9)
    alone = np.where(totals > ratio, ratio * (totals - 1) / room, together)
    return np.clip(np.maximum(alone, together), 1.0, MOST)


def inflation(factor: float, totals: Floats) -> Floats:
    """How much larger a week's variance is than the multinomial's, once the total is given."""
    return totals * factor / np.maximum(totals + factor - 1, 1e-9)


def _together(own: Floats, freedom: npt.NDArray[Any], totals: Floats) -> float:
    """The one factor under which all series vary as much as they did, by bisection."""
    if not freedom.sum():
        return 1.0
    low, high = 1.0, MOST
    for _ in range(40):
        middle = (low + high) / 2
        if float((freedom * inflation(middle, totals)).sum()) < float(own.sum()):
            low = middle
        else:
            high = middle
    return low if low > 1.001 else 1.0

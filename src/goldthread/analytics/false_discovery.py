"""Which of many tests to believe, when some would look striking by chance alone.

Benjamini and Hochberg (1995) keep the expected share of false findings at or under the level
when the tests are independent or positively dependent; Benjamini and Yekutieli (2001) keep it
whatever the dependence, at the price of finding less.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def discoveries(
    p_values: Any, level: float = 0.05, *, any_dependence: bool = False
) -> npt.NDArray[np.bool_]:
    """Which tests are findings, in the order given; the false ones among them average `level`.

    When nothing at all is going on, this is also the chance of any finding. ValueError for
    p-values or levels outside 0 to 1.
    """
    if not 0 < level < 1:
        raise ValueError("The level must be between 0 and 1, for example 0.05.")
    return adjusted(p_values, any_dependence=any_dependence) <= level


def adjusted(p_values: Any, *, any_dependence: bool = False) -> npt.NDArray[np.float64]:
    """The smallest level at which each test would be a finding."""
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1 or not np.all((p >= 0) & (p <= 1)):
        raise ValueError("Every p-value must be a number from 0 to 1.")
    if p.size == 0:
        return p.copy()
    ranks = np.arange(1, p.size + 1)
    price = float(np.sum(1.0 / ranks)) if any_dependence else 1.0
    order = np.argsort(p, kind="stable")
    stepped = p[order] * p.size * price / ranks
    found = np.empty_like(p)
    found[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return found

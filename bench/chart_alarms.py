"""How often a chart of a steady series raises an alarm that means nothing.

`bin/bench chart_alarms` makes 4,000 series of 24 points in which nothing changes, each kind of
chart from the chance it is for, with limits from all points, and counts the charts with any special
cause, and those whose last point (the variation icon) has one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from goldthread.analytics.charts import limits
from goldthread.analytics.charts.limits import Lines
from goldthread.analytics.charts.runs import read
from goldthread.analytics.charts.times import times
from goldthread.analytics.spc import xmr
from goldthread.analytics.special_causes import Codes, Floats, find

SERIES, POINTS = 4_000, 24
RNG = np.random.default_rng(24)


def main() -> None:
    print(f"{'chart':<34} {'any point':>10} {'last point':>11}")
    for name, make in CHARTS.items():
        cause = make()
        print(
            f"{name:<34} {(cause > 0).any(axis=1).mean():>10.1%} {(cause[:, -1] > 0).mean():>11.1%}"
        )


def _found(lines: Lines) -> Codes:
    outer, near = (lines.lower, lines.upper), (lines.near_lower, lines.near_upper)
    return find(lines.values, lines.centre, outer, near, 0)[0]


def _poisson(mean: float) -> Floats:
    return RNG.poisson(mean, (SERIES, POINTS)).astype(float)


def _shares(share: float, total: int, spread: float, *, prime: bool) -> Codes:
    totals = RNG.integers(total // 2, total * 2, (SERIES, POINTS))
    true = np.clip(RNG.normal(share, spread, (SERIES, POINTS)), 0.01, 0.99)
    counts = RNG.binomial(totals, true).astype(float)
    return _found(limits.shares(counts, totals.astype(float), None, prime=prime))


def _rates(mean: float) -> Codes:
    exposure = RNG.uniform(0.5, 2, (SERIES, POINTS))
    return _found(limits.rates(RNG.poisson(mean * exposure).astype(float), exposure, None))


def _runs() -> Codes:
    return np.concatenate(
        [read(row[None], None, 0)[1] for row in RNG.normal(0, 1, (SERIES, POINTS))]
    )


CHARTS: dict[str, Callable[[], Codes]] = {
    "xmr, normal values": lambda: xmr(RNG.normal(50, 5, (SERIES, POINTS))).special_cause,
    "xmr, normal values, not screened": lambda: (
        xmr(RNG.normal(50, 5, (SERIES, POINTS)), screen=False).special_cause
    ),
    "xmr, counts of about 2": lambda: xmr(_poisson(2)).special_cause,
    "run (a run that is too long)": _runs,
    "p, 30 of 100": lambda: _shares(0.3, 100, 0, prime=False),
    "p, 1,500 of 5,000, overdispersed": lambda: _shares(0.3, 5000, 0.03, prime=False),
    "p-prime, the same": lambda: _shares(0.3, 5000, 0.03, prime=True),
    "u, about 5 events": lambda: _rates(5),
    "c, about 5 events": lambda: _found(limits.counts(_poisson(5), None)),
    "c, about 1 event": lambda: _found(limits.counts(_poisson(1), None)),
    "g, days between rare events": lambda: _found(
        limits.between(RNG.geometric(1 / 30, (SERIES, POINTS)) - 1.0, None)
    ),
    "t, time between rare events": lambda: times(
        RNG.exponential(30, (SERIES, POINTS)), None, improvement="neutral", screen=True
    )[1],
}


if __name__ == "__main__":
    main()

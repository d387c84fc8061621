"""How fast many XmR charts are made, beside a plain loop over the same series.

`bin/bench spc_series` makes limits, rules and icons of 10,000 monthly series of 36 points on one
core, checks that the plain loop says the same of each point, and prints both. GOLDTHREAD_BENCH_SIZES
changes the number of series. The plain loop is written as the rules read: one series, one point at
a time, in Python's own numbers. Seconds are of processor time, the best of three. "arrays" are
limits, rules and kinds as arrays; "in words" are those named, with both icons of each series.
"""

from __future__ import annotations

import os
import time
from itertools import pairwise

import numpy as np

from goldthread.analytics.spc import (
    POINT_TYPES,
    SPECIAL_CAUSES,
    assurance_icon,
    variation_icon,
    xmr,
)

POINTS = 36
TARGET = 15.0
SIZES = os.environ.get("GOLDTHREAD_BENCH_SIZES", "1000,10000")
Told = tuple[list[str], list[str], str, str | None]


def main() -> None:
    print(
        f"{'series':>8} {'arrays':>9} {'in words':>9} {'series/s':>9} {'loop':>9} {'ratio':>6} same"
    )
    xmr(np.ones((2, POINTS)))  # the first call imports and warms up
    for size in map(int, SIZES.split(",")):
        values = np.random.default_rng(36).poisson(12, (size, POINTS)).astype(float)
        arrays, _ = _timed(lambda values=values: xmr(values, improvement="decrease"))
        quick, fast = _timed(lambda values=values: at_once(values))
        slow, plain = _timed(lambda values=values: [one(list(row)) for row in values.tolist()])
        print(
            f"{size:>8,} {arrays:>7.3f} s {quick:>7.3f} s {size / quick:>9,.0f} {slow:>7.2f} s "
            f"{slow / quick:>6.1f} {fast == plain}"
        )


def at_once(values: np.ndarray) -> list[Told]:
    """Limits, rules and icons of every series together; then in words."""
    made = xmr(values, improvement="decrease")
    causes, kinds = made.special_cause.tolist(), made.point_type.tolist()
    lower, upper = made.lpl[:, -1].tolist(), made.upl[:, -1].tolist()
    return [
        (
            [SPECIAL_CAUSES[code] for code in cause],
            [POINT_TYPES[code] for code in kind],
            variation_icon(POINT_TYPES[kind[-1]], "decrease"),
            assurance_icon(TARGET, low, high, "decrease"),
        )
        for cause, kind, low, high in zip(causes, kinds, lower, upper, strict=True)
    ]


def one(values: list[float]) -> Told:
    """One series, as the rules read."""
    mean = sum(values) / len(values)
    ranges = [abs(b - a) for a, b in pairwise(values)]
    average = sum(ranges) / len(ranges)
    kept = [r for r in ranges if r < 3.267 * average]
    average = sum(kept) / len(kept)
    low, high = mean - 2.66 * average, mean + 2.66 * average
    reach = 2 * (2.66 / 3) * average
    side = [(v > mean) - (v < mean) for v in values]
    out = [v > high or v < low for v in values]
    far = [
        not o and (v > mean + reach or v < mean - reach) for v, o in zip(values, out, strict=True)
    ]
    steps = [(b > a) - (b < a) for a, b in pairwise(values)]
    found, way = ["none"] * len(values), list(side)
    _mark(found, "shift", [abs(sum(side[i : i + 7])) == 7 for i in range(len(values) - 6)], 7)
    for i in range(len(values) - 2):
        if abs(sum(side[i : i + 3])) == 3 and sum(far[i : i + 3]) >= 2:
            for j in range(i, i + 3):
                found[j] = "two_in_three" if far[j] else found[j]
    trends = [abs(sum(steps[i : i + 6])) == 6 for i in range(len(values) - 6)]
    _mark(found, "trend", trends, 7)
    inside = [cause == "trend" for cause in found]
    for i, trend in enumerate(inside):
        if trend:
            on = i + 1 < len(values) and inside[i + 1]
            way[i] = 1 if (steps[i] if on else steps[i - 1]) > 0 else -1
    for i, beyond in enumerate(out):
        if beyond:
            found[i], way[i] = "outside", side[i]
    kinds = [_kind(cause, w) for cause, w in zip(found, way, strict=True)]
    icon = variation_icon(kinds[-1], "decrease")
    return found, kinds, icon, assurance_icon(TARGET, low, high, "decrease")


def _mark(found: list[str], name: str, starts: list[bool], length: int) -> None:
    for i, begins in enumerate(starts):
        if begins:
            found[i : i + length] = [name] * length


def _kind(cause: str, way: int) -> str:
    if cause == "none":
        return "common_cause"
    return "special_cause_improvement" if way < 0 else "special_cause_concern"


def _timed(work):  # type: ignore[no-untyped-def]
    best, made = float("inf"), None
    for _ in range(3):
        start = time.process_time()
        made = work()
        best = min(best, time.process_time() - start)
    return best, made


if __name__ == "__main__":
    main()

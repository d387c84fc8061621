"""Run charts: is the line about the median as a series that only varies by chance would be?

Anhøj and Olesen (PLoS ONE 2014; 9: e113825), as qicharts2 computes it: the longest run of points
on one side of the median is unusual above round(log2 n) + 3, and crossings of the median below the
5 per cent quantile of a binomial with n - 1 trials of a half. n counts the points that are not on
the median; those on it neither break a run nor belong to one.
"""

from __future__ import annotations

from itertools import groupby
from math import comb, log2

import numpy as np

from goldthread.analytics.charts.chart import Runs
from goldthread.analytics.charts.limits import median_of
from goldthread.analytics.special_causes import Codes, Floats, point_type

_SHIFT = 4  # of special_causes.SPECIAL_CAUSES


def longest_expected(useful: int) -> int:
    """The longest run that chance makes often enough in so many points."""
    return round(log2(useful)) + 3 if useful else 0


def fewest_expected(useful: int) -> int:
    """The fewest crossings that chance makes often enough: qbinom(0.05, useful - 1, 0.5)."""
    trials, sum_so_far = max(useful - 1, 0), 0
    for crossings in range(trials + 1):
        sum_so_far += comb(trials, crossings)
        if 20 * sum_so_far >= 2**trials:
            return crossings
    return trials


def read(values: Floats, base: int | None, direction: int) -> tuple[Floats, Codes, Codes, Runs]:
    """(median, special cause, point type, what was found) of one group; arrays are (1, points).

    Points of a run that is too long are marked as a shift. Too few crossings belong to no point.
    """
    median = median_of(values[:, :base])
    side = (values > median).astype(np.int8) - (values < median)
    found = _runs(side[0])
    long = _in_long_runs(side[0], found.longest_expected)[None, :]
    cause = np.where(long, _SHIFT, 0).astype(np.int8)
    return median, cause, point_type(long, side, direction), found


def _runs(side: Codes) -> Runs:
    lengths = [len(list(run)) for _, run in groupby(side[side != 0].tolist())]
    useful, longest, crossings = sum(lengths), max(lengths, default=0), max(len(lengths) - 1, 0)
    allowed, needed = longest_expected(useful), fewest_expected(useful)
    said = _sentence(longest, allowed, crossings, needed)
    return Runs(useful, longest, allowed, crossings, needed, said)


def _sentence(longest: int, allowed: int, crossings: int, needed: int) -> str:
    told = []
    if longest > allowed:
        told.append(
            f"{longest} points in a row lie on one side of the median, where chance makes up to "
            f"{allowed}"
        )
    if crossings < needed:
        times = "once" if crossings == 1 else f"{crossings} times"
        told.append(f"the line crosses the median {times}, where chance makes at least {needed}")
    if not told:
        return (
            "Nothing here is unlike chance: no run is too long and the line crosses often enough."
        )
    joined = ", and ".join(told)
    return f"{joined[0].upper()}{joined[1:]}: something changed."


def _in_long_runs(side: Codes, allowed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    places = np.flatnonzero(side)
    marked = np.zeros(len(side), dtype=bool)
    at = 0
    for _, run in groupby(side[places].tolist()):
        length = len(list(run))
        if length > allowed:
            marked[places[at : at + length]] = True
        at += length
    return marked

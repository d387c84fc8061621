"""What else could explain a change: each a code and the sentence a reader needs.

None of these changes a verdict. They stand beside it, so that nobody reads more into it than it
holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite, sqrt
from statistics import fmean

from goldthread.analytics.effect.comparing import Window, compare_rates

_LAST = 3
_SIGMA_OF_RANGE = 1.128  # mean moving range of two normal values, in standard deviations
_Z = 1.645
_REPORTING_MOVED = 0.2
_MONTHS_APART = 0.25


@dataclass(frozen=True)
class Caution:
    """`code` is stable; `sentence` is for people."""

    code: str
    sentence: str


def regression_to_the_mean(baseline: Sequence[float], improvement: str) -> Caution | None:
    """The action followed a bad spell: the last three points before it were worse than the rest.

    Worse by more than 1.645 standard errors, with the standard deviation taken from the moving
    ranges of the rest. Needs at least three points besides the last three; else None.
    """
    if len(baseline) < 2 * _LAST or not all(isfinite(value) for value in baseline):
        return None
    rest, last = list(baseline[:-_LAST]), list(baseline[-_LAST:])
    worse = fmean(last) - fmean(rest)
    if improvement == "increase":
        worse = -worse
    sigma = fmean(abs(b - a) for a, b in pairwise(rest)) / _SIGMA_OF_RANGE
    if worse <= max(_Z * sigma * sqrt(1 / _LAST + 1 / len(rest)), 1e-12):
        return None
    way = "higher" if improvement == "decrease" else "lower"
    return Caution(
        "regression_to_mean",
        f"The change followed a bad spell: the last three points before it were {way} "
        f"({_number(fmean(last))} on average) than those before them ({_number(fmean(rest))}). "
        "After a bad spell things get better by themselves, so some of this would have come anyway.",
    )


def simultaneous_actions(
    others: Sequence[tuple[str, dt.date]], since: dt.date, until: dt.date
) -> Caution | None:
    """Other changes went live between a month before `since`, the day this one did, and `until`."""
    early = since - dt.timedelta(days=31)
    near = [title for title, day in others if early <= day <= until]
    if not near:
        return None
    named = "; ".join(f"“{title}”" for title in near[:3])
    more = f"; and {len(near) - 3} more" if len(near) > 3 else ""
    return Caution(
        "simultaneous_actions",
        f"Other changes went live in the same time ({named}{more}), so what is seen here cannot be "
        "put down to this one alone.",
    )


def reporting_change(before: Window, after: Window) -> Caution | None:
    """Reporting as a whole moved too: by a fifth or more, and by more than chance (5%, both ways).

    The windows hold all reports of the service, whatever they are about.
    """
    if before.events == 0 and after.events == 0:
        return None
    found = compare_rates(before, after)
    moved = found.estimate is None or abs(found.estimate - 1) >= _REPORTING_MOVED
    if not moved or found.p_two_sided > 0.05:
        return None
    way = "more" if found.estimate is None or found.estimate > 1 else "less"
    size = "" if found.estimate is None else f" ({found.estimate:.0%} of what it was)"
    return Caution(
        "reporting_change",
        f"The service reported {way} of everything in the same time{size}. A change in reporting "
        "can look like a change in what happens.",
    )


def seasonality(before: tuple[dt.date, dt.date], after: tuple[dt.date, dt.date]) -> Caution | None:
    """The windows (first and last day each) cover different months of the year.

    Compares the share of days in each calendar month; more than a quarter of the days apart warns.
    """
    first, second = _months(*before), _months(*after)
    if not first or not second:
        return None
    apart = sum(abs(first.get(m, 0.0) - second.get(m, 0.0)) for m in range(1, 13)) / 2
    if apart <= _MONTHS_APART:
        return None
    return Caution(
        "seasonality",
        "The two windows cover different months of the year. If this measure has seasons, compare "
        "with the same months before the change.",
    )


def bunched(counts: Sequence[int]) -> Caution | None:
    """Counts of equal periods vary more than chance allows (index of dispersion, 1% level).

    The tests take events as independent; events in bunches make them too sure. Needs five periods.
    """
    if len(counts) < 5 or sum(counts) == 0:
        return None
    from scipy.special import chdtrc

    mean = fmean(counts)
    spread = sum((count - mean) ** 2 for count in counts) / mean
    if float(chdtrc(len(counts) - 1, spread)) >= 0.01:
        return None
    return Caution(
        "bunched",
        "Before the change these events came in bunches, more than chance would have it. The "
        "comparison is then less sure than it looks.",
    )


def _months(first: dt.date, last: dt.date) -> dict[int, float]:
    days = (last - first).days + 1
    if days <= 0:
        return {}
    shares: dict[int, float] = {}
    for at in range(days):
        month = (first + dt.timedelta(days=at)).month
        shares[month] = shares.get(month, 0.0) + 1 / days
    return shares


def _number(value: float) -> str:
    return f"{value:.3g}"

"""What may be charted, and what becomes a gap; nothing is dropped without saying so.

Refused with ValueError: nothing at all, an infinite value, a date that stands twice (except on g
and t charts, where two events may fall on one day), a negative count, time or denominator, a count
that is not whole, and a share above its total. A gap with a warning: a value that is not known, and
where there are denominators, one that is missing or zero. A warning: points out of order, uneven
dates, and two frequencies in one series.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import isfinite
from statistics import median

import numpy as np

from goldthread.analytics.charts.chart import KINDS
from goldthread.analytics.charts.observation import Observation, Wanted, in_order, repeated
from goldthread.analytics.months import moment_in_words as in_words
from goldthread.analytics.special_causes import DIRECTIONS, Floats

SHARES = ("p", "p-prime")
RATES = ("u", "u-prime")
BETWEEN = ("g", "t")
COUNTS = (*SHARES, *RATES, "c")
MEASURED = ("xmr", "run")
_NAMED = 3
_STEPS = (
    ("a day", 0.5, 1.5),
    ("a week", 6, 8),
    ("two weeks", 13, 15),
    ("a month", 27, 32),
    ("a quarter", 89, 93),
    ("a year", 364, 367),
)


class Checked:
    """Arrays (1, points) with gaps as NaN, in order of date, and what was found on the way.

    `divided`: points are values over denominators, always on p and u charts, and on XmR and run
    charts where any is given. `values` are what is drawn, except on p and u charts, whose limits
    are made from the counts.
    """

    def __init__(self, kind: str, observations: Iterable[Observation], wanted: Wanted) -> None:
        _check_wanted(kind, wanted)
        self.seen, self.warnings = in_order(observations)
        _check_all(kind, self.seen)
        self.values = _array(seen.value for seen in self.seen)
        self.denominators = _array(seen.denominator for seen in self.seen)
        self._gaps("no value", np.isnan(self.values))
        given = not np.isnan(self.denominators).all()
        self.divided = kind in (*SHARES, *RATES) or (kind in MEASURED and given)
        if self.divided:
            self._denominators(kind)
        if kind not in BETWEEN:
            self.warnings += frequency([seen.at for seen in self.seen])
        elif kind == "t" and np.any(self.values == 0):
            self.warnings.append(
                "Some times are 0: a t chart cannot tell such events apart, and a g chart can."
            )
        if np.isnan(self.values).all():
            raise ValueError("There are no points to chart: none has a value that can be used.")

    def _denominators(self, kind: str) -> None:
        absent, zero = np.isnan(self.denominators), self.denominators == 0
        self._gaps("no denominator", absent)
        self._gaps("a denominator of 0", zero)
        self.denominators = np.where(zero, np.nan, self.denominators)
        self.values = np.where(absent | zero, np.nan, self.values)
        if kind in SHARES:
            _check_shares(self.seen, self.values, self.denominators)
        if kind in MEASURED:
            self.values = self.values / self.denominators

    def _gaps(self, what: str, where: Floats | np.ndarray) -> None:
        dates = [seen.at for seen, gap in zip(self.seen, where[0], strict=True) if gap]
        if dates:
            has, gap = ("has", "is a gap") if len(dates) == 1 else ("have", "are gaps")
            self.warnings.append(f"{listed(dates)} {has} {what} and {gap}.")


def listed(dates: Sequence[dt.datetime]) -> str:
    """At most three dates by name, and how many more."""
    named = [in_words(at) for at in dates[:_NAMED]]
    if len(dates) > _NAMED:
        named.append(f"{len(dates) - _NAMED} more")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def frequency(dates: Sequence[dt.datetime]) -> list[str]:
    """A warning where dates in order are of two frequencies, or a gap is long beside the others."""
    gaps = [(after - before).total_seconds() / 86_400 for before, after in pairwise(dates)]
    if len(gaps) < 3:
        return []
    found = Counter(name for gap in gaps for name, low, high in _STEPS if low <= gap <= high)
    often = [name for name, _, _ in _STEPS if found[name] >= max(2, len(gaps) // 10)]
    if len(often) > 1:
        return [
            f"Some dates are {often[0]} apart and some {often[-1]}: points that cover different "
            "lengths of time cannot be compared. Chart one frequency at a time."
        ]
    if max(gaps) > 1.6 * median(gaps):
        return [
            "The dates are not evenly spaced: a gap or a change of frequency can mislead the rules."
        ]
    return []


def _check_wanted(kind: str, wanted: Wanted) -> None:
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is not a kind of chart: choose {', '.join(KINDS)}.")
    if wanted.improvement not in DIRECTIONS:
        raise ValueError(
            f"'{wanted.improvement}' is not a direction: choose {', '.join(DIRECTIONS)}."
        )
    if wanted.fix_after is not None and wanted.fix_after < 2:
        raise ValueError("Limits need at least 2 points to be fixed from.")
    if wanted.target is not None and not isfinite(wanted.target):
        raise ValueError("The target must be a finite number.")


def _check_all(kind: str, seen: Sequence[Observation]) -> None:
    if not seen:
        raise ValueError("There are no points to chart.")
    twice = repeated(seen) if kind not in BETWEEN else []
    if twice:
        raise ValueError(
            f"The date {in_words(twice[0])} stands twice: a chart needs one value a date."
        )
    for one in seen:
        numbers = [number for number in (one.value, one.denominator) if number is not None]
        if any(np.isinf(number) for number in numbers):
            raise ValueError(f"The value of {in_words(one.at)} is not a finite number.")
        if one.denominator is not None and one.denominator < 0:
            raise ValueError(
                f"The denominator of {in_words(one.at)} is {one.denominator:g}: it cannot be below 0."
            )
        if kind in (*COUNTS, *BETWEEN):
            _check_count(kind, one)


def _check_count(kind: str, one: Observation) -> None:
    what = "time" if kind == "t" else "count"
    if one.value is not None and one.value < 0:
        raise ValueError(
            f"The {what} of {in_words(one.at)} is {one.value:g}: it cannot be below 0."
        )
    if kind in COUNTS and one.value is not None and one.value % 1 > 0:
        raise ValueError(
            f"The value of {in_words(one.at)} is {one.value:g}: a {kind} chart needs whole counts. "
            "Use an XmR chart for measured values and for shares already worked out."
        )


def _check_shares(seen: Sequence[Observation], values: Floats, totals: Floats) -> None:
    above = np.flatnonzero(values[0] > totals[0])
    if above.size:
        one = seen[above[0]]
        raise ValueError(
            f"On {in_words(one.at)}, {one.value:g} of {one.denominator:g} is more than all: a share "
            "cannot be. Use a u chart for events that can outnumber their denominator."
        )


def _array(numbers: Iterable[float | None]) -> Floats:
    held = [float("nan") if number is None else float(number) for number in numbers]
    return np.array([held], dtype=np.float64)

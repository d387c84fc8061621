"""What every chart over time is made of, whatever its kind; drawn by `analytics.drawing`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldthread.analytics.months import in_words, moment_in_words

KINDS = {
    "xmr": "XmR chart (individual values and moving ranges)",
    "run": "Run chart (no limits, median only)",
    "p": "P chart (share of a total)",
    "p-prime": "P-prime chart (share of large totals)",
    "u": "U chart (events for so much exposure)",
    "u-prime": "U-prime chart (events for much exposure)",
    "c": "C chart (counts, exposure steady)",
    "g": "G chart (count or days between rare events)",
    "t": "T chart (time between rare events)",
}


@dataclass(frozen=True)
class Point:
    """One point; everything but `at` may be unknown, and an unknown value is a gap in the line.

    `value`, `centre` and the limits are in the chart's own unit: a share is from 0 to 1, a rate is
    events for one unit of exposure. `numerator` and `denominator` stand where the value was made
    from them. `special_cause` and `point_type` are words of `analytics.spc`. `group` counts the
    rebases before the point.
    """

    at: dt.datetime
    value: float | None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    near_lower: float | None = None
    near_upper: float | None = None
    special_cause: str = "none"
    point_type: str = "common_cause"
    group: int = 0
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Runs:
    """How the points of a run chart lie about their median (of the last rebase group).

    `useful` counts the points off the median. A run longer than `longest_expected`, or fewer
    crossings than `fewest_expected`, is unlikely by chance; `sentence` says so, or that neither
    was found.
    """

    useful: int
    longest: int
    longest_expected: int
    crossings: int
    fewest_expected: int
    sentence: str

    @property
    def signal(self) -> bool:
        return self.longest > self.longest_expected or self.crossings < self.fewest_expected


@dataclass(frozen=True)
class SinceLast:
    """How long it is since the last of the rare events that a g or t chart shows.

    `unit` is days, or periods where only counts by period are known: whole ones without any since.
    `until` is the day that is counted to; None for periods, which end with the last one.
    """

    count: int
    unit: str
    last: dt.datetime
    until: dt.datetime | None = None

    @property
    def sentence(self) -> str:
        """84 days since the last, 2 September 2026."""
        many = f"{self.count:,} {self.unit.removesuffix('s') if self.count == 1 else self.unit}"
        if self.until is None:
            return f"{many} without any since the last, {moment_in_words(self.last)}"
        return f"{many} since the last, {moment_in_words(self.last)}, up to {in_words(self.until)}"


@dataclass(frozen=True)
class Chart:
    """A chart of KINDS with its verdicts, in the words of Making Data Count.

    `variation` is the icon of the last point, `assurance` that of the target against the last
    limits (None: no target, or no direction is better). `trial_limits`: too few points for the
    limits to be trusted. `why` says in a sentence why this kind was used. `warnings` are sentences
    for the reader. `enough` is False where there are too few points to say anything. `runs` is
    there for a run chart with points off its median, `since_last` for a g or t chart.
    """

    kind: str
    points: tuple[Point, ...]
    improvement: str = "neutral"
    target: float | None = None
    variation: str = "common_cause"
    assurance: str | None = None
    trial_limits: bool = False
    screening: bool = False
    why: str = ""
    warnings: tuple[str, ...] = ()
    enough: bool = True
    runs: Runs | None = None
    since_last: SinceLast | None = None

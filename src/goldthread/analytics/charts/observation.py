"""What a chart is made from, and what is wanted of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import isinf, isnan

_DAY = 86_400


@dataclass(frozen=True)
class Observation:
    """One period, event or measurement. `at` may be given as a date, which is its midnight.
    `value` is a measurement, or a count where there is a `denominator` (the total it is a share
    of, or its exposure); None where it is not known."""

    at: dt.datetime
    value: float | None
    denominator: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", at_midnight(self.at))


@dataclass(frozen=True)
class Wanted:
    """How to make a chart: new limits from each of `rebases` on, limits from the first `fix_after`
    points of each group, `screen` outlying moving ranges (XmR and t charts alone have them).
    `until` is the day up to which rare events were looked for; None leaves the time since the last
    unsaid."""

    improvement: str = "neutral"
    target: float | None = None
    rebases: tuple[dt.datetime, ...] = ()
    fix_after: int | None = None
    screen: bool = True
    until: dt.datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "rebases", tuple(at_midnight(at) for at in self.rebases))


def at_midnight(day: dt.date | dt.datetime) -> dt.datetime:
    """A date as the moment it begins; a datetime as it is."""
    return day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())


def days_between(events: Iterable[dt.date | dt.datetime]) -> list[Observation]:
    """Each event but the first with the days since the one before: what a t chart is made from."""
    moments = sorted(at_midnight(event) for event in events)
    return [
        Observation(at, (at - before).total_seconds() / _DAY) for before, at in pairwise(moments)
    ]


def periods_between(observations: Sequence[Observation]) -> list[Observation]:
    """Each event but the first of counts by period, with the number of whole periods without one
    since the event before: what a g chart is made from. Unknown periods are left out of the count;
    several events in one period follow each other after none."""
    known = with_value(observations)
    at = [
        (place, seen.at) for place, seen in enumerate(known) for _ in range(round(seen.value or 0))
    ]
    return [Observation(when, max(here - last - 1, 0)) for (last, _), (here, when) in pairwise(at)]


def with_value(observations: Iterable[Observation]) -> list[Observation]:
    """Those whose value is known. ValueError where one is infinite."""
    known = [seen for seen in observations if seen.value is not None and not isnan(seen.value)]
    if any(isinf(seen.value or 0) for seen in known):
        raise ValueError("Every value must be a finite number.")
    return known


def in_order(observations: Iterable[Observation]) -> tuple[list[Observation], list[str]]:
    """By date, with a warning where they were not."""
    held = list(observations)
    ordered = sorted(held, key=lambda seen: seen.at)
    unsorted = "The points were not in order of date and have been sorted."
    return ordered, [] if ordered == held else [unsorted]


def repeated(observations: Sequence[Observation]) -> list[dt.datetime]:
    """The dates that stand more than once; the observations are in order."""
    together = groupby(observations, key=lambda seen: seen.at)
    return [at for at, same in together if len(list(same)) > 1]

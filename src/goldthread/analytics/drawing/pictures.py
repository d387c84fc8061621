"""What a picture is made from. A caller fills one of these; `drawing` does the rest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldthread.analytics.charts.chart import Chart

UNITS = ("number", "share", "rate", "days")


@dataclass(frozen=True)
class Marker:
    """When an action went live, or anything else a reader should see beside the points."""

    at: dt.datetime
    label: str


@dataclass(frozen=True)
class Picture:
    """A chart over time with the words a reader needs.

    `value_label` says what one point is ("Incidents reported a month"). `unit` is one of UNITS; a
    share is from 0 to 1 and shown in per cent. A rate is multiplied by `per` ("per 1,000
    contacts" is per=1000); the value label says so in words. `markers` may come in any order.
    `description` is added to the text alternative.
    """

    chart: Chart
    title: str
    value_label: str
    unit: str = "number"
    per: float = 1
    markers: tuple[Marker, ...] = ()
    description: str = ""

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"The unit is one of {', '.join(UNITS)}, not {self.unit!r}.")


@dataclass(frozen=True)
class Stage:
    """One step of a funnel: what it is called, and how many got so far."""

    label: str
    count: int


@dataclass(frozen=True)
class Funnel:
    """How many got how far, each stage a part of the one before."""

    title: str
    stages: tuple[Stage, ...]
    description: str = ""


@dataclass(frozen=True)
class Sample:
    """`k` of `n`, with the interval (shares from 0 to 1) in which the true share is likely to lie."""

    label: str
    k: int
    n: int
    low: float
    high: float


@dataclass(frozen=True)
class Proportions:
    """Shares with their intervals, one a line (before, after, again), and the standard."""

    title: str
    samples: tuple[Sample, ...]
    standard: float | None = None
    description: str = ""


@dataclass(frozen=True)
class Durations:
    """How long things took, in days: what share was done within each number of days.

    `open_days` are those not done yet, by how long they have waited; they count among all, never
    as done. `marks` are days to read off, with their words (28: "Standard: 28 days").
    """

    title: str
    value_label: str
    days: tuple[float, ...]
    open_days: tuple[float, ...] = ()
    marks: tuple[tuple[float, str], ...] = ()
    description: str = ""


@dataclass(frozen=True)
class Spark:
    """A chart over time in a line of text: no words, no axes; the page says what it is."""

    chart: Chart
    title: str


@dataclass(frozen=True)
class Table:
    """The numbers of a picture; each row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


AnyPicture = Picture | Funnel | Proportions | Durations | Spark

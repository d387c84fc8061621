"""The five markers, in the words of the product's source article, and what a figure is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from goldthread.access.models import Unit
from goldthread.domain.insight.measures.queries import Number

ByMonth = Callable[[Unit, Sequence[dt.date]], Mapping[dt.date, Number]]
ByUnit = Callable[[Iterable[int], Sequence[dt.date]], Mapping[int, Number]]

QUARTERS = 8
YEAR = 4
# Below so many the interval is wider than 40 points whatever was found: too few to say anything.
ENOUGH = 20


@dataclass(frozen=True)
class Marker:
    """One of the five. `phrase` is the source's own words; `row` its capability."""

    code: str
    title: str
    phrase: str
    row: int


MARKERS = (
    Marker(
        "described",
        "Staff can describe it",
        "staff can describe learning from recent incidents",
        106,
    ),
    Marker("plans", "It shows in care plans", "learning is visible in updated care plans", 107),
    Marker("supervision", "It shows in supervision", "and supervision records", 108),
    Marker(
        "restrictions",
        "Restrictions are the least there can be",
        "restrictive practice is least restrictive and reviewed",
        109,
    ),
    Marker(
        "system",
        "The service changes, not only people",
        "meaningful service improvement rather than individual blame",
        110,
    ),
)


@dataclass(frozen=True)
class Figure:
    """One figure of a marker: so many of so many.

    `measure` is the code of a measure that is rolled up each night; a figure of another kind gives
    `by_month` and `by_unit`, each one query. `href` is where it comes from; `begin` says how to
    begin where nothing is recorded, at `begin_href`; `limits` what it cannot say.
    """

    marker: str
    code: str
    label: str
    of: str
    href: str
    begin: str
    begin_href: str
    limits: str = ""
    measure: str = ""
    lower_is_better: bool = False
    by_month: ByMonth | None = field(default=None, compare=False)
    by_unit: ByUnit | None = field(default=None, compare=False)

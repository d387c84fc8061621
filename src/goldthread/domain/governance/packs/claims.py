"""What a pack is made of: sections of claims, tables and charts, as plain values.

Everything here can be written as JSON and read again, because a frozen pack is nothing but that.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.access.scope import CommonReader
from goldthread.domain.governance.packs.terms import Definition, Strength
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.insight.measures.terms import month_of, next_month, start_of

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]")


def plain(text: str) -> str:
    """Text without control characters and without marks that turn the direction of what follows.

    A narrative or a title is typed by anyone; nothing of it may rearrange a sentence of ours.
    """
    return _HIDDEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True)
class Claim:
    """One sentence with its figures, what stands behind it, and where that can be opened.

    `href` is an address of ours. `incident` is the incident it says something about, so that it
    can be kept from whoever may no longer open that incident. `about` are codes it is filed under.
    """

    sentence: str
    strength: str
    source: str = ""
    href: str = ""
    incident: int | None = None
    about: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentence", plain(self.sentence))


def too_little(sentence: str, source: str = "", href: str = "", **more: Any) -> Claim:
    """A claim that cannot be made yet, and says so."""
    return Claim(sentence, Strength.TOO_LITTLE, source, href, **more)


@dataclass(frozen=True)
class Row:
    """One line of a table; `incident` as of a claim."""

    cells: tuple[str, ...]
    href: str = ""
    incident: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", tuple(plain(str(cell)) for cell in self.cells))


@dataclass(frozen=True)
class Table:
    """A small table with its caption."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ChartKept:
    """A chart with everything needed to draw it again as it was, and to read it without seeing.

    `spec` is what the drawing engine draws, `narrow` the same for a phone, each with its pixels.
    """

    title: str
    description: str
    verdict: str
    spec: dict[str, Any]
    size: tuple[int, int]
    narrow: dict[str, Any]
    narrow_size: tuple[int, int]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    href: str = ""


@dataclass(frozen=True)
class Section:
    """One heading of a pack. `asks` says what the reader should look for."""

    code: str
    title: str
    asks: str = ""
    claims: tuple[Claim, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[ChartKept, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The section as plain values. What is plain already is not copied: charts are large."""
        return {
            **vars(self),
            "claims": [dict(vars(claim)) for claim in self.claims],
            "charts": [dict(vars(chart)) for chart in self.charts],
            "tables": [
                {**vars(table), "rows": [dict(vars(row)) for row in table.rows]}
                for table in self.tables
            ],
        }


@dataclass(frozen=True)
class Asked:
    """Which pack of which unit and days (both included), as at which moment.

    A record counts as it stood at `as_at`, the end of the days or now, as far as its dates tell.
    """

    definition: Definition
    unit: Unit
    since: dt.date
    until: dt.date
    at: dt.datetime
    incident: Incident | None = None
    theme: Theme | None = None

    @property
    def outside(self) -> bool:
        """Whether it leaves the provider: then no small number and no name stands in it."""
        return self.definition.outside

    @property
    def organisation_id(self) -> int:
        return self.unit.organisation_id or self.unit.pk

    @cached_property
    def months(self) -> list[dt.date]:
        """The first days of its months, oldest first."""
        found, month = [], month_of(self.since)
        while month <= self.until:
            found.append(month)
            month = next_month(month)
        return found

    @property
    def begins(self) -> dt.datetime:
        """The first moment."""
        return timezone.make_aware(dt.datetime.combine(self.since, dt.time()))

    @property
    def ends(self) -> dt.datetime:
        """The moment after the last."""
        following = self.until + dt.timedelta(days=1)
        return timezone.make_aware(dt.datetime.combine(following, dt.time()))

    @property
    def as_at(self) -> dt.datetime:
        return min(self.at, self.ends)

    @property
    def before(self) -> list[dt.date]:
        """As many months just before, to compare with."""
        first = self.months[0]
        return [first - relativedelta(months=n) for n in range(len(self.months), 0, -1)]

    @cached_property
    def reader(self) -> Any:
        """Everyone at the unit: what they all may see may stand in the pack."""
        return CommonReader(self.unit)

    def within(self, name: str) -> dict[str, Any]:
        """The filter of rows whose `name` (a datetime) falls in the days."""
        return {f"{name}__gte": self.begins, f"{name}__lt": self.ends}

    def here(self, prefix: str = "") -> dict[str, Any]:
        """The filter of records at the unit and below."""
        return {
            f"{prefix}organisation": self.organisation_id,
            f"{prefix}unit__path__startswith": self.unit.path,
        }

    def start_of_months(self) -> dt.datetime:
        return start_of(self.months[0])


@dataclass
class Assembled:
    """Every section of a pack, made at one moment."""

    sections: list[Section] = field(default_factory=list)

    def as_json(self) -> list[dict[str, Any]]:
        return [section.as_json() for section in self.sections]

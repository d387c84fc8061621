"""What an evidence bundle is: its kinds, what it is asked for, and the parts it is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.domain.incidents.models import Incident


class Kind(models.TextChoices):
    """One for each operational example of the sources (capabilities rows 70, 83, 98)."""

    ESCALATION = "escalation", "Missed escalation"
    SAFEGUARDING = "safeguarding", "Safeguarding across agencies"
    RESTRICTIVE = "restrictive-practice", "Restrictive practice"


# What the source article names as the evidence trail of each example.
SOURCE_WORDS = {
    Kind.ESCALATION: "“Incident review, revised tools, supervision records, and sampling outcomes.”",
    Kind.SAFEGUARDING: "“Safeguarding logs, huddle records, sampling of multi-agency cases, and "
    "governance minutes showing action completion.”",
    Kind.RESTRICTIVE: "“Restrictions register, file audits, review decisions, and complaint "
    "learning records.”",
}


@dataclass(frozen=True)
class Asked:
    """Which bundle, of which organisation and days (both included), for whose eyes.

    With an incident only what stands on its golden thread is taken; without one, everything of
    the organisation that the person may see.
    """

    kind: Kind
    user: User
    organisation: Unit
    since: dt.date
    until: dt.date
    incident: Incident | None = None

    def within(self, field: str) -> dict[str, Any]:
        """The filter of rows whose `field` (a datetime) falls in the days asked for."""
        return {f"{field}__date__gte": self.since, f"{field}__date__lte": self.until}

    def holds(self, at: dt.datetime) -> bool:
        """Whether a moment falls in the days asked for."""
        return self.since <= timezone.localdate(at) <= self.until


@dataclass(frozen=True)
class Row:
    """One record of a part: its cells, in the order of the part's columns, and its page."""

    cells: tuple[Any, ...]
    href: str = ""


@dataclass(frozen=True)
class Part:
    """One of the things the source names. `missing` says what is not there, in a sentence."""

    code: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    missing: str = ""


@dataclass(frozen=True)
class Bundle:
    """The parts as they stand now, and how many of them show something."""

    asked: Asked
    made_at: dt.datetime
    parts: tuple[Part, ...]

    @property
    def gaps(self) -> tuple[Part, ...]:
        """The parts with nothing to show, or with something still to come."""
        return tuple(part for part in self.parts if part.missing)

"""The shapes an import passes from step to step: mapping, drafts, rejects, warnings."""

from __future__ import annotations

from collections.abc import Mapping as Readable
from dataclasses import dataclass, field
from datetime import date, time

from goldthread.interchange.importing.reading.terms import ReadingOptions

EARLIEST = date(1980, 1, 1)
"""Dates before this are taken for placeholders (1 January 1900 and 1970 are common ones)."""

REJECT_HEADINGS = ("Rejected line", "Rejected column", "Rejected reason")
"""The first columns of the file of rejected rows that an import writes."""


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where one of our fields is read from, and why.

    ``separator`` and ``part`` (from 0) say which piece of a joined value is meant; without a
    separator the whole value is. Several columns are joined, each under its heading.
    ``order`` is day-first or month-first, for dates. ``given`` is true when a person said so.
    """

    columns: tuple[str, ...]
    why: str = ""
    separator: str = ""
    part: int = 0
    order: str = ""
    given: bool = False


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """Everything needed to turn rows of one kind of file into incidents.

    ``fields`` maps our field codes to their sources. ``values`` maps field code → value as in the
    file, in small letters → our code. ``ignored`` are columns left out of the kept values.
    ``code_whys`` says for a field how its codes were read; such a reading is always a guess.
    """

    fields: Readable[str, FieldSource]
    values: Readable[str, Readable[str, str]] = field(default_factory=dict)
    source_system: str = ""
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    earliest: date = EARLIEST
    ignored: tuple[str, ...] = ()
    code_whys: Readable[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One incident as read, before it is an incident.

    Harm fields hold none, low, moderate, severe or fatal, or are empty when not stated or not
    understood. ``occurred_precision`` is time, day, month or unknown; ``occurred_on`` is then the
    day, the first of the month, or ``None``. ``kept`` holds the values of the row that are not
    carried word for word elsewhere, by column name; ``fingerprint`` identifies its content.
    """

    line: int
    reference: str
    reference_made: bool
    occurred_on: date | None
    occurred_time: time | None
    occurred_precision: str
    reported_on: date | None
    reported_time: time | None
    discovered_on: date | None
    team: str
    locality: str
    location: str
    category: str
    subcategory: str
    other_categories: tuple[str, ...]
    event_type: str
    harm: str
    physical_harm: str
    psychological_harm: str
    potential_harm: str
    narrative: str
    immediate_actions: str
    status: str
    reporter_name: str
    reporter_role: str
    person_name: str
    person_number: str
    kept: Readable[str, str]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken in: its line, the column at fault (may be empty), why, its cells."""

    line: int
    column: str
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """A row left out because it is already there, in the file or from an earlier import."""

    line: int
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportWarning:
    """Something to look at that stopped nothing.

    Like warnings are gathered: ``rows`` is how many rows it concerns and ``lines`` the first
    twenty of them; both are empty for a warning about the whole file.
    """

    code: str
    message: str
    column: str = ""
    rows: int = 0
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Converted:
    """The outcome of reading every row: each row is in exactly one of the first three."""

    drafts: tuple[Draft, ...]
    rejects: tuple[Reject, ...]
    skips: tuple[Skip, ...]
    warnings: tuple[ImportWarning, ...]

"""How the dates and times of one file are read, after a look down its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldthread.interchange.importing.reading.terms import Source, SourceRow
from goldthread.interchange.importing.terms import FieldSource, ImportMapping
from goldthread.interchange.importing.values.blanks import is_blank, tidy


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the dates of one file are read: its fields, today, the earliest date, dull midnights.

    ``midnight_only`` are date fields whose every time is 00:00, which says nothing; ``hours_only``
    is true when the column of times holds whole hours.
    """

    fields: dict[str, FieldSource]
    today: date
    earliest: date
    midnight_only: frozenset[str]
    hours_only: bool = False


def calendar_of(source: Source, mapping: ImportMapping, today: date) -> Calendar:
    """How this file's dates are read, after a look down its columns of dates and times."""
    places = {column.name: column.index for column in source.columns}
    fields: dict[str, FieldSource] = dict(mapping.fields)
    dull: set[str] = set()
    for code in ("occurred_on", "reported_on", "discovered_on", "occurred_time", "reported_time"):
        if code in fields:
            values = _values(source.rows, places[fields[code].columns[0]])
            if len(values) and all(_is_midnight(value) for value in values):
                dull.add(code)
    clock = fields.get("occurred_time")
    times = _values(source.rows, places[clock.columns[0]]) if clock else Counter()
    hours_only = bool(times) and all(
        len(value) <= 2 and value.isdecimal() and int(value) <= 24 for value in times
    )
    return Calendar(fields, today, mapping.earliest, frozenset(dull), hours_only)


def _values(rows: Iterable[SourceRow], place: int) -> Counter[str]:
    return Counter(
        tidy(row.cells[place])
        for row in rows
        if not row.damage and place < len(row.cells) and not is_blank(row.cells[place])
    )


def _is_midnight(text: str) -> bool:
    """Whether a value ends in a time of midnight that was written out."""
    return text.endswith(("00:00", "00:00:00", "0000", "00:00:00.000", "12:00:00 AM", "12:00 AM"))

"""Reading denominators that somebody typed, pasted or exported from another system."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from goldthread.access.models import Unit
from goldthread.analytics.months import MONTHS
from goldthread.domain.insight.measures.terms import Exposure, month_of

MOST_ROWS = 20_000
LARGEST = 10_000_000
UNIT_NAMES = ("team", "unit", "code", "name")
GAPS = {"", "-", "–", "n/a", "na", "none", "null"}
NUMBERS_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$")
DAY_FIRST = re.compile(r"^(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})$")
IN_WORDS = re.compile(r"^(?:\d{1,2}\s+)?([a-z]{3,9})\.?[\s,-]+(\d{4})$")


@dataclass(frozen=True)
class Given:
    """One figure for one unit and month."""

    unit: Unit
    month: dt.date
    exposure: str
    amount: int


@dataclass(frozen=True)
class Read:
    """What a file holds: its figures, or the sentences that say what is wrong with it."""

    given: tuple[Given, ...]
    problems: tuple[str, ...]


def read(text: str, units: Mapping[str, Unit], today: dt.date) -> Read:
    """The figures in comma, semicolon or tab separated text with a heading line.

    A line names a team by code or name, a month, and its caseload or contacts; an empty cell says
    nothing. `units` holds the units by code and by name, in small letters. Where any line cannot
    be read nothing is given, only the problems, each with its line.
    """
    text = text.lstrip("\ufeff").strip("\r\n")
    if not text.strip():
        return Read((), ("There is nothing to read. Choose a file or paste its lines.",))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_separator(text), strict=True))
    except csv.Error as fault:
        return Read((), (f"This cannot be read as CSV: {fault}.",))
    heads = [cell.strip().casefold() for cell in rows[0]]
    missing = _missing(heads)
    if missing:
        return Read((), (missing,))
    if len(rows) - 1 > MOST_ROWS:
        return Read((), (f"There are more than {MOST_ROWS:,} lines. Send it in parts.",))
    return _figures(heads, rows[1:], units, today)


def _separator(text: str) -> str:
    heading = text.splitlines()[0]
    return max("\t;,", key=heading.count)


def _missing(heads: list[str]) -> str:
    if not any(name in heads for name in UNIT_NAMES):
        return "The first line needs a column called “team” with the code or name of each team."
    if "month" not in heads:
        return "The first line needs a column called “month”, for example 2026-10."
    if not any(exposure in heads for exposure in Exposure.values):
        return "The first line needs a column called “caseload” or “contacts”, or both."
    return ""


def _figures(
    heads: list[str], rows: list[list[str]], units: Mapping[str, Unit], today: dt.date
) -> Read:
    found: dict[tuple[int, dt.date, str], Given] = {}
    problems: list[str] = []
    lines: dict[tuple[int, dt.date, str], int] = {}
    for line, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            for given in _of_line(heads, cells, units, today):
                key = (given.unit.pk, given.month, given.exposure)
                if key in found and found[key].amount != given.amount:
                    first = lines[key]
                    raise ValueError(
                        f"gives another {given.exposure} for {given.unit.name} and month than "
                        f"line {first} did. Keep one of the two."
                    )
                found[key], lines[key] = given, lines.get(key, line)
        except ValueError as problem:
            problems.append(f"Line {line} {problem}")
    if not found and not problems:
        problems.append("There are no figures below the first line.")
    return Read(() if problems else tuple(found.values()), tuple(problems))


def _of_line(
    heads: list[str], cells: list[str], units: Mapping[str, Unit], today: dt.date
) -> Iterator[Given]:
    if len(cells) > len(heads) and any(cell.strip() for cell in cells[len(heads) :]):
        raise ValueError(f"has {len(cells)} cells, but the first line has {len(heads)}.")
    row = {head: cell.strip() for head, cell in zip(heads, cells, strict=False)}
    named = next((row[name] for name in UNIT_NAMES if row.get(name)), "")
    unit = units.get(named.casefold())
    if unit is None:
        raise ValueError(
            f"names “{named}”, which is no team here. Use its code or name as in Settings, Units."
            if named
            else "does not name a team."
        )
    month = read_month(row.get("month", ""))
    if month > month_of(today):
        raise ValueError("is for a month that has not begun.")
    for exposure in Exposure.values:
        written = row.get(exposure, "")
        if written.casefold() not in GAPS:
            yield Given(unit, month, exposure, _amount(written, exposure))


def _amount(written: str, exposure: str) -> int:
    plain = written.replace(",", "").replace(" ", "").replace("\u00a0", "")
    if plain.endswith(".0"):
        plain = plain[:-2]
    if not plain.isascii() or not plain.isdigit() or int(plain[:12]) > LARGEST:
        raise ValueError(
            f"has “{written}” for {exposure}. It must be a whole number from 0 to {LARGEST:,}."
        )
    return int(plain)


def read_month(written: str) -> dt.date:
    """The first day of the month: 2026-10, 2026-10-01, 10/2026, 01/10/2026, October 2026.

    A day is read and left aside; days come before months, as they are written here. Raises
    ValueError with the rest of a sentence that begins with the line's number.
    """
    text = " ".join(written.casefold().split())
    year = month = 0
    if found := NUMBERS_FIRST.match(text):
        year, month = int(found[1]), int(found[2])
    elif found := DAY_FIRST.match(text):
        year, month = int(found[3]), int(found[2])
    elif found := IN_WORDS.match(text):
        named = [n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(found[1])]
        year, month = int(found[2]), named[0] if len(named) == 1 else 0
    if not (1 <= month <= 12 and 1990 <= year <= 2100):
        raise ValueError(f"has the month “{written}”. Write it like 2026-10 or October 2026.")
    return dt.date(year, month, 1)

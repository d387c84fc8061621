"""Delimited text to records that know the line they begin on.

The delimiter is the one that gives the most records the same, large number of values. Records are split
as Excel splits them: a quoted value may hold delimiters, line breaks and doubled quotation marks,
and a quotation mark inside an unquoted value is an ordinary character. A quotation mark that is
opened and never closed would swallow the rest of the file, so such a record is cut back to its
first line, marked as damaged, and reading goes on from the next line.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from goldthread.interchange.importing.reading.terms import SourceRow

CANDIDATES = (",", ";", "\t", "|", "^", "~")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE_CHARACTERS = 400_000
_SAMPLE_RECORDS = 300
_LONGEST_CELL = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Delimiter:
    """The character between values, why, and how many values most records have."""

    mark: str
    why: str
    width: int


def read_records(text: str, delimiter: str = "") -> tuple[Delimiter, list[SourceRow]]:
    """All records of ``text``, blank ones included, with the delimiter guessed or as told."""
    lines = io.StringIO(text, newline="").readlines()
    told, first = _told_by_the_file(lines)
    found = _measure(lines[first:], delimiter or told) if delimiter or told else _guess(lines)
    rows = list(_records(lines, first, found))
    return _unwrapped(found, rows) if found.width < 2 else (found, rows)


def _unwrapped(found: Delimiter, rows: list[SourceRow]) -> tuple[Delimiter, list[SourceRow]]:
    """Rows that were quoted whole, as happens to a CSV opened in one column and saved again."""
    text = "\n".join(row.cells[0] for row in rows if row.cells)
    inner = _guess(io.StringIO(text, newline="").readlines())
    if inner.width < 2:
        return found, rows
    why = f"Each row was quoted whole. {inner.why}"
    opened = [replace(row, cells=_cells_of("".join(row.cells), inner.mark)) for row in rows]
    return replace(inner, why=why), opened


def _cells_of(text: str, mark: str) -> tuple[str, ...]:
    return tuple(next(csv.reader(io.StringIO(text, newline=""), delimiter=mark), ()))


def _told_by_the_file(lines: list[str]) -> tuple[str, int]:
    """Excel's own ``sep=;`` first line, and how many lines it takes."""
    opening = lines[0].strip().strip('"') if lines else ""
    if opening[:4].lower() == "sep=" and len(opening) <= 5:
        return opening[4:] or "\t", 1
    return "", 0


def _measure(lines: list[str], mark: str) -> Delimiter:
    widths = _widths(_sample(lines), mark)
    width = widths.most_common(1)[0][0] if widths else 1
    return Delimiter(mark, "You named this delimiter, or the file's first line does.", width)


def _guess(lines: list[str]) -> Delimiter:
    sample = _sample(lines)
    scored = []
    for order, mark in enumerate(CANDIDATES):
        widths = _widths(sample, mark)
        wide = Counter({width: count for width, count in widths.items() if width > 1})
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
        # Commas in prose can be as regular as two values a line; many values a line cannot.
        score = count / widths.total() * (width - 1) ** 0.5
        scored.append((round(score, 2), width, -order, mark, count, widths.total()))
    if not scored:
        return Delimiter(",", "No delimiter appears in the file: it has one column.", 1)
    _, width, _, mark, count, total = max(scored)
    name = NAMES.get(mark, mark)
    why = f"Split at every {name}, {count} of the first {total} records have {width} values."
    return Delimiter(mark, why, width)


def _sample(lines: list[str]) -> list[str]:
    size, taken = 0, []
    for line in lines:
        taken.append(line)
        size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
    return taken


def _widths(lines: list[str], mark: str) -> Counter[int]:
    csv.field_size_limit(_LONGEST_CELL)
    widths: Counter[int] = Counter()
    for record in csv.reader(lines, delimiter=mark):
        if any(cell.strip() for cell in record):
            widths[len(record)] += 1
        if widths.total() >= _SAMPLE_RECORDS:
            break
    return widths


def _records(lines: list[str], first: int, found: Delimiter) -> Iterator[SourceRow]:
    """Every record from line ``first`` (from 0) on; see the module for damaged ones."""
    csv.field_size_limit(_LONGEST_CELL)
    start = first
    while start < len(lines):
        reader = csv.reader(lines[start:] if start else lines, delimiter=found.mark)
        resume = None
        begin = start
        for record in reader:
            end = start + reader.line_num
            at_end = end >= len(lines)
            if end - begin > 1 and _swallowed(lines[begin:end], record, found, at_end):
                yield _damaged(lines[begin], begin + 1, found.mark)
                resume = begin + 1
                break
            yield SourceRow(begin + 1, tuple(record))
            begin = end
        if resume is None:
            return
        start = resume


def _swallowed(lines: list[str], record: list[str], found: Delimiter, at_end: bool) -> bool:
    """Whether a record of several lines ate whole records behind a stray quotation mark.

    It did when the file ends before its quotation mark is closed, or when it has the wrong number
    of values while most of its later lines, read alone, have the right number.
    """
    if at_end and _never_closed(lines, found.mark):
        return True
    if abs(len(record) - found.width) <= 1 or found.width <= 2:
        return False
    read = csv.reader(lines[1:], delimiter=found.mark, quoting=csv.QUOTE_NONE)
    later = [row for row in read if any(row)]
    whole = sum(len(row) >= found.width - 1 for row in later)
    return whole > 0 and whole >= len(later) / 2


def _never_closed(lines: list[str], mark: str) -> bool:
    try:
        for _ in csv.reader(lines, delimiter=mark, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _damaged(line: str, number: int, mark: str) -> SourceRow:
    cells = next(csv.reader([line.rstrip("\r\n") + '"'], delimiter=mark), [])
    return SourceRow(
        number,
        tuple(cells),
        "A quotation mark is opened in this row and never closed. Close it and import again.",
    )

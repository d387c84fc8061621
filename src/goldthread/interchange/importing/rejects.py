"""The file of rejected rows: written to be put right, and read back as it is.

It is always CSV in UTF-8, whatever the file it came from, so what a mapping says about the form
of that file does not hold for it. Text that was made safe for spreadsheets is put back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from goldthread.interchange.exporting.tables import csv_text, safe_text
from goldthread.interchange.importing.reading import Source, read_source
from goldthread.interchange.importing.terms import REJECT_HEADINGS, Reject


def rejects_csv(source: Source, rejects: Iterable[Reject]) -> str:
    """The rejected rows as CSV: line, column and reason, then the row as it was.

    Put right, the file can be imported as it is: the first three columns are known and left out.
    """
    width = source.columns[-1].index + 1
    names = {column.index: column.name for column in source.columns}
    headings = list(REJECT_HEADINGS)
    headings += [names.get(place, f"Column {place + 1}") for place in range(width)]
    rows = ([row.line, row.column, row.reason, *row.cells] for row in rejects)
    return csv_text(headings, rows)


def is_rejects_file(data: bytes) -> bool:
    """Whether ``data`` begins as the file of rejected rows does, also when Excel saved it again."""
    opening = data[:200].lstrip(b"\xef\xbb\xbf").replace(b'"', b"")
    return opening.startswith(REJECT_HEADINGS[0].encode())


def read_rejects(data: bytes) -> Source:
    """The rejected rows as a table like the one they came from."""
    source = read_source(data)
    rows = tuple(replace(row, cells=tuple(map(_as_it_was, row.cells))) for row in source.rows)
    return replace(source, rows=rows)


def _as_it_was(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and safe_text(cell[1:]) == cell else cell

"""Rows broken in two by a line break that was not quoted, put together again.

Two neighbouring short rows are one when together they have exactly the table's number of values
(the value that was broken counted once), the second does not begin like a first value of this
table, and the first row reaches past its first value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from goldthread.interchange.importing.reading.terms import Column, SourceRow

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[A-Za-z]+")


def join_broken_rows(
    rows: Sequence[SourceRow], columns: Sequence[Column]
) -> tuple[tuple[SourceRow, ...], tuple[str, ...]]:
    """The rows with broken ones joined, and a warning that names the lines where that was done."""
    width = columns[-1].index + 1
    shapes = _first_shapes(rows, width)
    joined: list[SourceRow] = []
    lines: list[int] = []
    place = 0
    while place < len(rows):
        row, taken = _joined_from(rows, place, width, shapes)
        joined.append(row)
        if taken > 1:
            lines.append(row.line)
        place += taken
    if not lines:
        return tuple(joined), ()
    shown = ", ".join(map(str, lines[:10])) + ("…" if len(lines) > 10 else "")
    sentence = (
        f"{len(lines):,} rows were broken in two by a line break and joined again: line {shown}."
    )
    return tuple(joined), (sentence,)


def _joined_from(
    rows: Sequence[SourceRow], place: int, width: int, shapes: set[str]
) -> tuple[SourceRow, int]:
    first = rows[place]
    if first.damage or not 2 <= len(first.cells) < width:
        return first, 1
    cells = list(first.cells)
    for taken, following in enumerate(rows[place + 1 : place + 40], start=2):
        if following.damage or _shape(following.cells[0]) in shapes:
            break
        cells = [*cells[:-1], f"{cells[-1]}\n{following.cells[0]}", *following.cells[1:]]
        if len(cells) == width:
            return SourceRow(first.line, tuple(cells)), taken
        if len(cells) > width:
            break
    return first, 1


def _first_shapes(rows: Sequence[SourceRow], width: int) -> set[str]:
    """The shapes that first values of whole rows commonly have."""
    seen = Counter(_shape(row.cells[0]) for row in rows if len(row.cells) >= width)
    return {shape for shape, count in seen.items() if count >= 0.02 * sum(seen.values())}


def _shape(text: str) -> str:
    """``W100031`` becomes ``a9``: letters and digits stand for their kind, in runs."""
    return _LETTERS.sub("a", _DIGITS.sub("9", text.strip()))[:30]

"""The list a sample is drawn from: read from a paste, a file or the product's own records."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.domain.verification.terms import MOST_FRAME_ROWS
from goldthread.workflow.refusals import refuse

CASE = "case"
UNREADABLE = "VER-20"


@dataclass(frozen=True)
class Frame:
    """Rows of a frame, each with the name of its case under `case`; and where they came from."""

    rows: tuple[dict[str, str], ...]
    source: str
    words: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.rows[0]) if self.rows else ()

    def as_text(self) -> str:
        """The rows as stored: JSON, in their order."""
        return json.dumps(list(self.rows), ensure_ascii=False, separators=(",", ":"))

    def digest(self) -> str:
        """SHA-256 of the rows as stored, so that the trail can pin a list it may not show."""
        return hashlib.sha256(self.as_text().encode()).hexdigest()


def read_frame(text: str, source: str, words: str = "") -> Frame:
    """Read one case a line, or a table with a header row (commas, semicolons or tabs).

    The first column names the case. Blank lines are passed over. Raises Refused for an empty
    list, a list beyond the limit, or a row without a case.
    """
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        raise refuse(UNREADABLE, "The list is empty. Paste one case a line.", "frame")
    if len(lines) > MOST_FRAME_ROWS:
        raise refuse(
            UNREADABLE,
            f"The list has {len(lines):,} lines; at most {MOST_FRAME_ROWS:,} can be taken.",
            "frame",
        )
    delimiter = next((mark for mark in "\t;," if mark in lines[0]), "")
    if not delimiter:
        return Frame(tuple({CASE: line.strip()} for line in lines), source, words)
    return Frame(_table(lines, delimiter), source, words)


def _table(lines: Sequence[str], delimiter: str) -> tuple[dict[str, str], ...]:
    header, *rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    names = [CASE, *(name.strip() or f"column {n}" for n, name in enumerate(header[1:], 2))]
    if len(set(names)) != len(names):
        raise refuse(UNREADABLE, "Two columns have the same heading. Rename one.", "frame")
    if not rows:
        raise refuse(UNREADABLE, "The list has a heading and no cases below it.", "frame")
    read = []
    for line, cells in enumerate(rows, 2):
        values = [cell.strip() for cell in cells[: len(names)]]
        if not values or not values[0]:
            raise refuse(UNREADABLE, f"Line {line} has no case in its first column.", "frame")
        read.append(dict(zip(names, values + [""] * (len(names) - len(values)), strict=True)))
    return tuple(read)


def stored_rows(text: str) -> list[dict[str, str]]:
    """The rows of a stored frame."""
    return list(json.loads(text)) if text else []

"""Files that people hand to the command line, read whole and refused in plain words."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from goldthread.cli.refusals import Refused

# A narrative of 100,000 words is legal; Python's default cell limit is 131,072 characters.
csv.field_size_limit(2**31 - 1)
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Table:
    """A CSV file: its header, and its rows as {column: text}; rows are counted from 0.
    `separator` is what stood between its cells."""

    columns: list[str]
    rows: list[dict[str, str]]
    separator: str = ","


def read_text(path: str) -> str:
    """The UTF-8 text of a file, or of standard input for `-`. Refused says what is wrong."""
    try:
        held = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except FileNotFoundError as error:
        raise Refused(f"There is no file '{path}'.") from error
    except IsADirectoryError as error:
        raise Refused(f"'{path}' is a folder, not a file.") from error
    except OSError as error:
        raise Refused(f"The file '{path}' cannot be opened: {error.strerror}.") from error
    # One stray null byte in an account is that row's matter; many are a workbook, or UTF-16.
    if held.count(b"\0") * 10 > len(held) and held[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused(f"The file '{path}' is mostly null bytes, so it is not a text file.")
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"The file '{path}' is not UTF-8 text: save it as 'CSV UTF-8' or 'UTF-8' and try again."
        ) from error


def read_table(path: str, *, keep_blank: bool = False) -> Table:
    """A file with a header line, its cells apart by commas, semicolons, tabs or upright bars.
    Refused in one sentence.

    `keep_blank`: a line of empty cells is a row too, so that rows keep their numbers.
    """
    text = read_text(path)
    if not text.strip():
        raise Refused(f"The file '{path}' is empty.")
    separator = _separator(text)
    try:
        lines = [
            (line, cells)
            for line, cells in _numbered(text, separator)
            if any(cell.strip() for cell in cells) or (keep_blank and cells)
        ]
    except csv.Error as error:
        raise Refused(f"The file '{path}' cannot be read as CSV: {error}.") from error
    columns = [cell.strip() for cell in lines[0][1]]
    _check_columns(path, columns)
    _check_unnamed(path, columns, lines[1:])
    _check_quotes(path, text, lines)
    for line, cells in lines[1:]:
        if len(cells) > len(columns):
            raise Refused(
                f"Line {line} of '{path}' has {len(cells)} cells, but the header has {len(columns)}."
            )
    return Table(columns, [_row(columns, cells) for _, cells in lines[1:]], separator)


def texts_of(table: Table, columns: Sequence[str], path: str) -> list[str]:
    """Each row's text; several columns are read as one text with a line break between."""
    for column in columns:
        need_column(table, column, path)
    return ["\n".join(row[column] for column in columns) for row in table.rows]


def need_column(table: Table, column: str, path: str) -> None:
    if column not in table.columns:
        raise Refused(
            f"The file '{path}' has no column '{column}'. It has: {', '.join(table.columns)}."
        )


def _numbered(text: str, separator: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    return [(reader.line_num, cells) for cells in reader]


def _separator(text: str) -> str:
    """The mark that stands most often in the header, outside of quotation marks."""
    header = _QUOTED.sub("", text.lstrip("\r\n").split("\n", 1)[0])
    return max(",;\t|", key=lambda mark: (header.count(mark), mark == ","))


def _check_columns(path: str, columns: list[str]) -> None:
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise Refused(f"The file '{path}' has two columns named '{twice[0]}'.")


def _check_unnamed(path: str, columns: list[str], lines: list[tuple[int, list[str]]]) -> None:
    """Two columns without a name cannot be told apart, so that one of them would be lost."""
    unnamed = [at for at, name in enumerate(columns) if not name]
    held = [
        at for at in unnamed if any(cells[at : at + 1] and cells[at].strip() for _, cells in lines)
    ]
    if len(unnamed) > 1 and held:
        raise Refused(
            f"The file '{path}' has {len(unnamed)} columns without a name, and some hold something: "
            "give each a name."
        )


def _check_quotes(path: str, text: str, lines: list[tuple[int, list[str]]]) -> None:
    """A quotation mark never closed takes every row after it into one cell: refuse, not drop."""
    line, cells = lines[-1]
    closed = text.rstrip().endswith('"')
    if text.count('"') % 2 and "\n" in cells[-1] and not closed:
        raise Refused(
            f"In '{path}' a quotation mark is opened and never closed, so that the rows up to line "
            f"{line} would be read as one. Close it or take it out."
        )


def _row(columns: list[str], cells: list[str]) -> dict[str, str]:
    return dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))

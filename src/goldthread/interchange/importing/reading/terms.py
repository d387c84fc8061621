"""What a file turned out to be, in frozen shapes."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableFileError(ValueError):
    """The file cannot be read as a table; the message says why and what to do next."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One record: the line it begins on (counted from 1, as an editor shows it) and its cells.

    ``damage`` says what is wrong with the record itself (a quotation mark never closed, say);
    empty for a sound record.
    """

    line: int
    cells: tuple[str, ...]
    damage: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its place from 0, the heading shown to people, and its two parts.

    With two heading rows ``group`` is the upper heading and ``label`` the lower; the ``name`` is
    ``"group: label"``. Names are unique within a table; a blank heading is named by its place.
    """

    index: int
    name: str
    label: str
    group: str = ""

    @property
    def has_heading(self) -> bool:
        return bool(self.label or self.group)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line that is not a record: kind is title, heading, total, footnote or repeated heading."""

    line: int
    kind: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class FileForm:
    """How the file was written, and the evidence for each guess.

    ``kind`` is csv, xlsx, xls or ods; ``encoding`` and ``delimiter`` are empty for workbooks and
    ``sheet`` is empty for text. ``why`` maps encoding, delimiter, sheet and heading to a sentence.
    """

    kind: str
    encoding: str
    delimiter: str
    sheet: str
    heading_lines: tuple[int, ...]
    why: dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A table read from a file: its form, columns, rows, lines set aside, and general warnings."""

    form: FileForm
    columns: tuple[Column, ...]
    rows: tuple[SourceRow, ...]
    set_aside: tuple[SetAside, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a person already knows about the file; anything left empty is guessed.

    ``heading_lines`` are the one or two lines (from 1) that hold the headings.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    heading_lines: tuple[int, ...] = ()

"""XLSX and XLS to rows of text, after checking that the file is no larger than it looks.

A workbook is a zip: 175 KB can declare 114 MB, the declaration can be false, and one cell at the
far corner of a sheet makes a reader lay out sixteen thousand million empty ones. So every part is
first unpacked in a stream, counted, and its furthest cell noted, before the workbook is parsed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from goldthread.interchange.importing import vocabulary
from goldthread.interchange.importing.reading.terms import SourceRow, UnreadableFileError

MAX_UNPACKED_BYTES = 400_000_000
USUAL_BYTES = 50_000_000  # up to here any ratio is harmless
MAX_RATIO = 100  # tables of text unpack to 5-20 times their size
MAX_CELLS = 40_000_000
_CHUNK = 1 << 20
_CELL_REFERENCE = re.compile(rb'<(?:x:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_ROW_REFERENCE = re.compile(rb'<(?:x:)?row [^>]*?r="(\d{1,7})"')
_TOO_LARGE = (
    "The workbook unpacks to more than {limit}, far more than a table of incidents needs. "
    "Save only the sheet of incidents, or export it as CSV."
)


def read_workbook(data: bytes, sheet: str = "") -> tuple[str, str, list[SourceRow], list[str]]:
    """The chosen sheet's name, why it was chosen, its rows, and the other sheets that hold rows.

    :raises UnreadableFileError: when the file is unsafe, protected, damaged or has no such sheet.
    """
    if data.startswith(b"PK"):
        check_sizes(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        pages = {name: _rows(book, name) for name in _visible(book, sheet)}
    except PasswordError:
        raise UnreadableFileError(
            "The workbook is protected by a password. Save a copy without one and import that."
        ) from None
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(
            f"The workbook is damaged and cannot be read ({error}). Open it and save it again."
        ) from None
    return _choose(pages, sheet)


def check_sizes(data: bytes) -> None:
    """Refuse a zip that unpacks to more than we read, or lies about what it holds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        limit = min(MAX_UNPACKED_BYTES, max(USUAL_BYTES, MAX_RATIO * len(data)))
        too_large = _TOO_LARGE.format(limit=f"{limit / 1e6:,.0f} MB")
        if sum(part.file_size for part in parts) > limit or len(parts) > 5_000:
            raise UnreadableFileError(too_large)
        unpacked = 0
        for part in parts:
            for size, furthest in _measured(data, part):
                unpacked += size
                if unpacked > limit:
                    raise UnreadableFileError(too_large)
                if furthest > MAX_CELLS:
                    raise UnreadableFileError(_TOO_LARGE.format(limit="40 million cells"))
    except (zipfile.BadZipFile, zlib.error, ValueError) as error:
        if isinstance(error, UnreadableFileError):
            raise
        raise UnreadableFileError(
            "The workbook is damaged and cannot be read. Open it and save it again."
        ) from None


def _measured(data: bytes, part: zipfile.ZipInfo) -> Iterator[tuple[int, int]]:
    """The true unpacked size of a part, chunk by chunk, and the area its cells span so far."""
    start = part.header_offset
    names = int.from_bytes(data[start + 26 : start + 28], "little")
    extra = int.from_bytes(data[start + 28 : start + 30], "little")
    begin = start + 30 + names + extra
    packed = data[begin : begin + part.compress_size]
    is_sheet = part.filename.startswith("xl/worksheets/")
    rows = columns = 0
    tail = b""
    for chunk in _unpacked(packed, part.compress_type):
        if is_sheet:
            text = tail + chunk
            for letters, number in _CELL_REFERENCE.findall(text):
                rows = max(rows, int(number))
                columns = max(columns, _column_number(letters))
            rows = max([rows, *map(int, _ROW_REFERENCE.findall(text))])
            tail = text[-200:]
        yield len(chunk), rows * columns


def _unpacked(packed: bytes, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield packed
        return
    if method != zipfile.ZIP_DEFLATED:
        raise UnreadableFileError("The workbook is packed in an unusual way. Save it again.")
    inflate = zlib.decompressobj(-15)
    waiting = packed
    while waiting and not inflate.eof:
        yield inflate.decompress(waiting, _CHUNK)
        waiting = inflate.unconsumed_tail


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _visible(book: CalamineWorkbook, sheet: str) -> list[str]:
    names = [item.name for item in book.sheets_metadata if item.visible == SheetVisibleEnum.Visible]
    if not sheet:
        return names
    for name in book.sheet_names:
        if name.casefold() == sheet.casefold():
            return [name]
    raise UnreadableFileError(
        f"There is no sheet called {sheet!r}. The sheets are: {', '.join(book.sheet_names)}."
    )


def _rows(book: CalamineWorkbook, name: str) -> list[SourceRow]:
    page = book.get_sheet_by_name(name)
    table = page.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in page.merged_cell_ranges or []:
        if top == bottom and top < min(40, len(table)):
            for column in range(left + 1, min(right + 1, len(table[top]))):
                table[top][column] = table[top][column] or table[top][left]
    return [
        SourceRow(number, tuple([cell_text(cell) for cell in row]))
        for number, row in enumerate(table, start=1)
    ]


def _choose(
    pages: dict[str, list[SourceRow]], sheet: str
) -> tuple[str, str, list[SourceRow], list[str]]:
    filled = {
        name: sum(sum(1 for cell in row.cells if cell) > 1 for row in rows)
        for name, rows in pages.items()
    }
    if not any(filled.values()):
        raise UnreadableFileError("The workbook holds no table: no row has more than one value.")
    best = max(pages, key=lambda name: (_known_headings(pages[name]) >= 3, filled[name]))
    why = (
        "You named this sheet."
        if sheet
        else f"It has {filled[best]:,} rows of values, and headings that are known."
    )
    others = [
        f"{name} ({count:,} rows)" for name, count in filled.items() if count and name != best
    ]
    return best, why, pages[best], others


def _known_headings(rows: list[SourceRow]) -> int:
    return max(
        (sum(vocabulary.is_known(cell) for cell in row.cells if cell) for row in rows[:40]),
        default=0,
    )


def cell_text(value: Any) -> str:
    """A cell's value as the text a person would type: ``9434765919``, ``2024-02-26 20:03``.

    Whole numbers lose the ``.0`` a spreadsheet stores; a date at midnight loses its time.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _moment_text(datetime(1900, 1, 1) + value)[11:] or "00:00"
    if isinstance(value, time):
        rounded = datetime.combine(date(1900, 1, 1), value)
        return _moment_text(rounded)[11:] or "00:00"
    return "" if value is None else str(value)


def _moment_text(moment: datetime) -> str:
    """ISO text to the minute, or to the second where there is one; spreadsheets store fractions."""
    rounded = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    if rounded.time() == time():
        return rounded.date().isoformat()
    return rounded.isoformat(sep=" ", timespec="seconds" if rounded.second else "minutes")

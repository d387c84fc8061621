"""Any file a person may hand over, to one :class:`Source`, or a sentence saying why not."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

from goldthread.interchange.importing.reading.delimited import read_records
from goldthread.interchange.importing.reading.encoding import decode
from goldthread.interchange.importing.reading.layout import lay_out
from goldthread.interchange.importing.reading.repair import join_broken_rows
from goldthread.interchange.importing.reading.terms import (
    FileForm,
    ReadingOptions,
    Source,
    SourceRow,
    UnreadableFileError,
)
from goldthread.interchange.importing.reading.workbook import read_workbook

MAX_BYTES = 250_000_000
_REFUSED = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a Word document"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_EXPORT = "Export the incidents as CSV or XLSX and import that."


def read_source(data: bytes, options: ReadingOptions | None = None) -> Source:
    """The table in ``data``, whatever its encoding, delimiter, sheet and surroundings.

    :raises UnreadableFileError: with a sentence for the person who chose the file.
    """
    options = options or ReadingOptions()
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(
            f"The file is {len(data) / 1e6:,.0f} MB; the limit is 250 MB. Split it by year."
        )
    if data.startswith(b"\x1f\x8b"):
        data = _gunzip(data)
    kind = _kind(data)
    return _from_text(data, options) if kind == "csv" else _from_workbook(data, kind, options)


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            unpacked = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableFileError("The compressed file is damaged. Compress it again.") from None
    if len(unpacked) > MAX_BYTES:
        raise UnreadableFileError("The file unpacks to more than 250 MB. Split it by year.")
    return unpacked


def _kind(data: bytes) -> str:
    """csv, xlsx or xls, told from the bytes and never from the name."""
    if not data.strip(b" \r\n\t\x00\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFileError("The file is empty.")
    for opening, name in _REFUSED:
        if data.startswith(opening):
            raise UnreadableFileError(f"The file is {name}, not a table. {_EXPORT}")
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableFileError(
                "The workbook is protected by a password. Save a copy without one and import that."
            )
        return "xls"
    opening = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if opening.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        raise UnreadableFileError(
            "The file is a web page or XML, whatever its name says. Open it in a spreadsheet and "
            "save it as XLSX or CSV."
        )
    return "csv"


def _zip_kind(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError):
        raise UnreadableFileError(
            "The workbook is damaged and cannot be read. Open it and save it again."
        ) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        raise UnreadableFileError(f"The file is a Word document, not a table. {_EXPORT}")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise UnreadableFileError(
            "This kind of workbook is not read. Open it and save it as XLSX or CSV."
        )
    raise UnreadableFileError("The file is a zip archive. Unpack it and import what is inside.")


def _from_text(data: bytes, options: ReadingOptions) -> Source:
    decoded = decode(data, options.encoding)
    if decoded.text.count("\x00") > 0.001 * len(decoded.text) + 10:
        raise UnreadableFileError(f"This is not a text table: it holds binary data. {_EXPORT}")
    delimiter, records = read_records(decoded.text, options.delimiter)
    if delimiter.width < 2 and not options.delimiter:
        raise UnreadableFileError(
            "The file has one column. A table of incidents needs at least a date and a "
            "description: check the delimiter, or export the incidents again as CSV or XLSX."
        )
    why = {"encoding": decoded.why, "delimiter": delimiter.why}
    form = FileForm("csv", decoded.encoding, delimiter.mark, "", (), why)
    return _finish(form, records, options, [decoded.warning] if decoded.warning else [])


def _from_workbook(data: bytes, kind: str, options: ReadingOptions) -> Source:
    sheet, why, rows, others = read_workbook(data, options.sheet)
    warnings = (
        [f"Only the sheet {sheet!r} was read. Other sheets with values: {', '.join(others)}."]
        if others and not options.sheet
        else []
    )
    form = FileForm(kind, "", "", sheet, (), {"sheet": why})
    return _finish(form, rows, options, warnings)


def _finish(
    form: FileForm, grid: list[SourceRow], options: ReadingOptions, warnings: list[str]
) -> Source:
    layout = lay_out(grid, options.heading_lines)
    rows, joined = join_broken_rows(layout.rows, layout.columns)
    form = FileForm(
        form.kind,
        form.encoding,
        form.delimiter,
        form.sheet,
        layout.heading_lines,
        {**form.why, "heading": layout.why},
    )
    return Source(form, layout.columns, rows, layout.set_aside, (*warnings, *joined))

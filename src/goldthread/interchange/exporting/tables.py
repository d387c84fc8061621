"""Write a table of values as CSV or XLSX that is safe to open in a spreadsheet.

A cell whose text begins with ``= + - @``, a tab or a carriage return can be run as a formula by
the program that opens it (OWASP, "CSV injection"). In CSV such text is given a leading
apostrophe; in XLSX it is stored as text and links are not made clickable. Text that is only a
signed number (``-2``) cannot do harm and is left alone.

Dates are written as ``2026-11-21`` and times as ``2026-11-21 14:05`` in the given zone, because a
table is for sorting; pages and letters use the long form.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

LONDON = ZoneInfo("Europe/London")
XLSX_MAX_ROWS = 1_048_576
XLSX_MAX_TEXT = 32_767
_CUT = " … (cut here: a spreadsheet cell holds 32,767 characters; the CSV export has all of it)"
_RISKY_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_SIGNED_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")


class TableTooLongError(ValueError):
    """The table has more rows than an XLSX sheet can hold."""


def safe_text(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet might run it as a formula."""
    starts = text.lstrip(" \u00a0\u200b\ufeff")
    if not starts.startswith(_RISKY_STARTS) or _SIGNED_NUMBER.fullmatch(starts.strip()):
        return text
    return "'" + text


def csv_lines(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    byte_order_mark: bool = True,
    zone: ZoneInfo = LONDON,
) -> Iterator[str]:
    """The lines of a CSV file, one record at a time, for streaming.

    :param byte_order_mark: begin with U+FEFF so that Excel reads the file as UTF-8.
    :param zone: the zone aware datetimes are shown in.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    if byte_order_mark:
        buffer.write("\ufeff")
    for row in _with_headings(headings, rows):
        writer.writerow([safe_text(_as_text(value, zone)) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def csv_text(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    byte_order_mark: bool = True,
    zone: ZoneInfo = LONDON,
) -> str:
    """The whole CSV file as text. See :func:`csv_lines`."""
    return "".join(csv_lines(headings, rows, byte_order_mark=byte_order_mark, zone=zone))


def xlsx_bytes(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "Export",
    zone: ZoneInfo = LONDON,
) -> bytes:
    """An XLSX workbook of one sheet with a frozen heading row.

    :raises TableTooLongError: when there are more rows than a sheet can hold.
    """
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(_sheet_name(sheet))
        formats = {
            "heading": book.add_format({"bold": True, "text_wrap": True}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        page.freeze_panes(1, 0)
        for number, row in enumerate(_with_headings(headings, rows)):
            if number >= XLSX_MAX_ROWS:
                raise TableTooLongError(
                    "A spreadsheet holds 1,048,575 rows. Export as CSV instead."
                )
            for column, value in enumerate(row):
                _write_cell(page, number, column, value, formats, zone)
    return target.getvalue()


def _with_headings(
    headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[Sequence[Any]]:
    yield headings
    yield from rows


def _as_text(value: Any, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return _local(value, zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _local(value: datetime, zone: ZoneInfo) -> datetime:
    return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value


def _write_cell(
    page: Any, row: int, column: int, value: Any, formats: dict[str, Any], zone: ZoneInfo
) -> None:
    if row == 0:
        page.write_string(row, column, str(value), formats["heading"])
    elif isinstance(value, datetime):
        page.write_datetime(row, column, _local(value, zone), formats["datetime"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["date"])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, _fitting(_as_text(value, zone)))


def _fitting(text: str) -> str:
    return text if len(text) <= XLSX_MAX_TEXT else text[: XLSX_MAX_TEXT - len(_CUT)] + _CUT


def _sheet_name(name: str) -> str:
    """``name`` within the rules Excel has for the name of a sheet."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or "Export"

"""A column of dates as people and systems write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from goldthread.analytics.months import in_words
from goldthread.cli.refusals import Refused
from goldthread.interchange.importing.values.dates import NotADateError, leaning, read_moment

_YEAR = re.compile(r"(19|20)\d\d")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")


@dataclass
class Dates:
    """One moment a row. `month_first` is how dates in three numbers were read."""

    moments: list[datetime]
    month_first: bool = False
    warnings: list[str] = field(default_factory=list)


def read_dates(cells: Sequence[str], rows: Sequence[int]) -> Dates:
    """Refused, naming the row, for what is not a date. `rows` are the cells' numbers.

    04/03/2024 is 4 March unless another date of the column can only be month first; a column with
    both is refused. A month or year alone is its first day.
    """
    leans = {lean: cell.strip() for cell in reversed(cells) if (lean := leaning(cell))}
    day, month = leans.get("day-first"), leans.get("month-first")
    if day and month:
        raise Refused(
            f"The dates have '{day}', which is day first, and '{month}', which is month first: "
            "write all of them one way, best as 2026-11-21."
        )
    warnings = [f"Dates were read month first, as in '{month}'."] if month else []
    moments = [
        read_date(cell, f"Row {at}", bool(month)) for cell, at in zip(cells, rows, strict=True)
    ]
    serial = next((cell.strip() for cell in cells if _SERIAL.fullmatch(cell.strip())), None)
    if serial is not None:
        read = in_words(read_date(serial, "Row 0"))
        warnings.append(f"Dates were read as day numbers of a spreadsheet: '{serial}' is {read}.")
    for cell, moment in zip(cells, moments, strict=True):
        if _two_digits(cell, moment):
            read = in_words(moment)
            warnings.append(f"Years have two digits: '{cell.strip()}' was read as {read}.")
            break
    return Dates(moments, bool(month), warnings)


def read_date(typed: str, where: str, month_first: bool = False) -> datetime:
    """One date; `where` begins the sentence of a refusal. Times keep no zone."""
    text = typed.strip()
    if _YEAR.fullmatch(text):
        return datetime(int(text), 1, 1)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        pass
    try:
        found = read_moment(text, month_first)
    except NotADateError:
        found = None
    if not text or found is None or found.unread:
        what = f"'{typed}' for a date" if text else "no date"
        raise Refused(f"{where} has {what}: write it as 2026-11-21 or 21/11/2026.")
    return datetime.combine(found.on, found.at or time())


def _two_digits(typed: str, moment: datetime) -> bool:
    """Whether the year that was read stands in the text only as its last two digits."""
    years = re.findall(r"\d+", typed)
    return str(moment.year) not in typed and f"{moment:%y}" in years

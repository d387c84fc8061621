"""Dates, with or without a time, as people, systems and spreadsheets write them.

``26/02/2024`` can only be day-first and ``02/26/2024`` only month-first; ``04/03/2024`` is either.
Which one it is belongs to the column and not to the cell, so the caller decides over the whole
column from :func:`leaning` and passes ``month_first``. A value that has only one possible reading
is read that way whatever the column leans to, and says so in ``against_column``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from goldthread.interchange.importing.values.blanks import tidy
from goldthread.interchange.importing.values.times import NotATimeError, read_time

LONDON = ZoneInfo("Europe/London")
_CENTURY_TURNS_AT = 80  # 79 is 2079 and 80 is 1980, the earliest year an import accepts
_SERIAL_RANGE = (20_000, 80_000)  # 1954 to 2119 in the day numbers spreadsheets store
_SERIAL_ZERO = date(1899, 12, 30)


class NotADateError(ValueError):
    """The text is not a date, or not one in the calendar; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, its time where one was given, and how exact it is.

    ``precision`` is time, day or month; for month, ``on`` is the first of the month. ``unread``
    is text after the date that is not a time of day.
    """

    on: date
    at: time | None = None
    precision: str = "day"
    approximate: bool = False
    against_column: bool = False
    unread: str = ""


_TAIL = (
    r"(?:\s*[T,@]?\s*(?:at\s+)?(?P<time>[\d:.]{1,15}\s*(?:[ap]\.?m\.?)?(?:\s*h(?:ou)?rs?)?)?"
    + (r"\s*(?P<zone>Z|UTC|GMT|BST|[+-]\d{2}:?\d{2})?)?")
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?,?\s+)?"
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TAIL, re.IGNORECASE
)
_NUMBERS = re.compile(
    _WEEKDAY
    + r"(?P<first>\d{1,2})\s?[-/. \\]\s?(?P<second>\d{1,2})\s?[-/. \\]\s?'?(?P<year>\d{4}|\d{2})(?!\d)"
    + _TAIL,
    re.IGNORECASE,
)
_NAMED = re.compile(
    _WEEKDAY
    + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[-/. ,]*"
    + _MONTH_NAME
    # A hyphen between month and year must not be read as the zone of a time.
    + r"\.?[-/. ,]*'?(?P<year>\d{4}|\d{2})(?!\d)"
    + _TAIL,
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(
    _WEEKDAY + _MONTH_NAME + r"\.?\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _TAIL,
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(
    _MONTH_NAME + r"\.?[-/. ,]*'?(?P<year>\d{4}|\d{2})|(?P<iso>\d{4})[-/](?P<isomonth>\d{1,2})|"
    r"(?P<number>\d{1,2})/(?P<numberyear>\d{4})",
    re.IGNORECASE,
)
_RUN = re.compile(r"(?P<digits>\d{6}|\d{8}|\d{12}|\d{14})(?:\.0+)?")
_SERIAL = re.compile(r"(?P<days>\d{5})(?P<part>\.\d+)?")
_EPOCH = re.compile(r"1\d{9}(\d{3})?")
_ABOUT = re.compile(
    r"^(?:approx(?:imately)?\.?|circa|c\.|about|around|around about|~|est(?:imated)?\.?|on or about)\s*|"
    r"\s*(?:\(?approx(?:imately)?\.?\)?|\(est(?:imated)?\.?\)|\?|\(\?\))$",
    re.IGNORECASE,
)


def leaning(text: str) -> str:
    """day-first, month-first, either or impossible for a date in three numbers; else empty."""
    found = _NUMBERS.fullmatch(_bare(text)[0])
    if not found:
        return ""
    first, second = int(found["first"]), int(found["second"])
    if first > 12 and second > 12:
        return "impossible"
    if first > 12:
        return "day-first"
    return "month-first" if second > 12 else "either"


@lru_cache(maxsize=131_072)
def read_moment(text: str, month_first: bool = False) -> Moment:
    """The date and time in ``text``, in local (London) time.

    :raises NotADateError: with a sentence that quotes the text.
    """
    bare, approximate = _bare(text)
    for pattern, reader in _READERS:
        if found := pattern.fullmatch(bare):
            moment = reader(found, month_first, text)
            return replace(moment, approximate=approximate)
    opening, _, rest = bare.partition(" ")
    if len(opening) >= 6 and rest and not rest[0].isdecimal():
        return replace(read_moment(opening, month_first), unread=rest)
    raise NotADateError(f"{_quoted(text)} is not a date.")


def _bare(text: str) -> tuple[str, bool]:
    value = " ".join(tidy(text).strip("'\"").split())
    without = _ABOUT.sub("", value).strip()
    return without, without != value


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < _CENTURY_TURNS_AT else 1900)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADateError(f"{_quoted(text)} is not a day in the calendar.") from None


def _with_tail(on: date, found: re.Match[str], against: bool = False) -> Moment:
    clock, zone = found["time"], found["zone"]
    if not clock:
        return Moment(on, against_column=against)
    try:
        at = read_time(clock)
    except NotATimeError:
        return Moment(on, against_column=against, unread=clock)
    if zone and zone.upper() not in ("GMT", "BST"):
        on, at = _to_local(on, at, zone)
    return Moment(on, at, "time", against_column=against)


def _to_local(on: date, at: time, zone: str) -> tuple[date, time]:
    sign = -1 if zone.startswith("-") else 1
    digits = zone.strip("+-").replace(":", "")
    offset = (
        timedelta()
        if zone.upper() in ("Z", "UTC")
        else timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    )
    local = (datetime.combine(on, at, UTC) - sign * offset).astimezone(LONDON)
    return local.date(), local.time()


def _read_year_first(found: re.Match[str], _month_first: bool, text: str) -> Moment:
    on = _day(text, int(found["year"]), int(found["month"]), int(found["day"]))
    return _with_tail(on, found)


def _read_numbers(found: re.Match[str], month_first: bool, text: str) -> Moment:
    first, second, year = int(found["first"]), int(found["second"]), _year(found["year"])
    only_other = (second > 12 >= first) if not month_first else (first > 12 >= second)
    reads_month_first = month_first != only_other
    month, day = (first, second) if reads_month_first else (second, first)
    return _with_tail(_day(text, year, month, day), found, only_other)


def _read_named(found: re.Match[str], _month_first: bool, text: str) -> Moment:
    month = _MONTHS.index(found["name"][:3].lower()) + 1
    return _with_tail(_day(text, _year(found["year"]), month, int(found["day"])), found)


def _read_month(found: re.Match[str], _month_first: bool, text: str) -> Moment:
    if found["name"]:
        year, month = _year(found["year"]), _MONTHS.index(found["name"][:3].lower()) + 1
    else:
        year = int(found["iso"] or found["numberyear"])
        month = int(found["isomonth"] or found["number"])
    return Moment(_day(text, year, month, 1), precision="month")


def _read_run(found: re.Match[str], month_first: bool, text: str) -> Moment:
    """YYYYMM, YYYYMMDD (or DDMMYYYY), YYYYMMDDHHMM and YYYYMMDDHHMMSS."""
    digits = found["digits"]
    if len(digits) == 6:
        return Moment(_day(text, int(digits[:4]), int(digits[4:]), 1), precision="month")
    if len(digits) == 8 and int(digits[4:6]) > 12 and 1900 <= int(digits[4:]) <= 2100:
        first, second = int(digits[:2]), int(digits[2:4])
        month, day = (first, second) if month_first else (second, first)
        return Moment(_day(text, int(digits[4:]), month, day))
    on = _day(text, int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    return Moment(on, read_time(digits[8:]), "time") if len(digits) > 8 else Moment(on)


def _read_serial(found: re.Match[str], _month_first: bool, text: str) -> Moment:
    days = int(found["days"])
    if not _SERIAL_RANGE[0] <= days <= _SERIAL_RANGE[1]:
        raise NotADateError(f"{_quoted(text)} is not a date.")
    minutes = round(float("0" + (found["part"] or ".0")) * 24 * 60)
    if not minutes:
        return Moment(_SERIAL_ZERO + timedelta(days=days))
    moment = datetime.combine(_SERIAL_ZERO, time()) + timedelta(days=days, minutes=minutes)
    return Moment(moment.date(), moment.time(), "time")


def _read_epoch(found: re.Match[str], _month_first: bool, _text: str) -> Moment:
    seconds = int(found[0][:10])
    moment = datetime.fromtimestamp(seconds, LONDON)
    return Moment(moment.date(), moment.time().replace(second=0), "time")


def _quoted(text: str) -> str:
    shown = tidy(text)
    return f"“{shown[:40]}…”" if len(shown) > 40 else f"“{shown}”"


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], bool, str], Moment]], ...] = (
    (_YEAR_FIRST, _read_year_first),
    (_NUMBERS, _read_numbers),
    (_NAMED, _read_named),
    (_NAMED_FIRST, _read_named),
    (_MONTH_ONLY, _read_month),
    (_RUN, _read_run),
    (_SERIAL, _read_serial),
    (_EPOCH, _read_epoch),
)

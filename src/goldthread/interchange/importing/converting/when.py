"""When it happened and when it was reported, by these rules.

- A date that is not in the calendar, not a date at all, in the future or before the earliest date
  is wrong and can be put right where it came from: the row is rejected.
- A date that is honestly absent (blank, ``n/k``) is not wrong: with a reported or discovered date
  the row is taken in with the time of the incident unknown, and a warning; with none it is
  rejected, because nothing places it in time.
- A time that cannot be read never costs a row: the day stands and the time is kept as written.
- A reported or discovered date that is wrong never costs a row: it is left empty, with a warning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from goldthread.analytics.months import in_words
from goldthread.interchange.importing.converting.calendars import Calendar
from goldthread.interchange.importing.converting.problems import RowRejectedError, Warnings
from goldthread.interchange.importing.values.blanks import is_blank
from goldthread.interchange.importing.values.dates import Moment, NotADateError, read_moment
from goldthread.interchange.importing.values.times import NotATimeError, read_time


@dataclass(frozen=True, slots=True)
class When:
    """The dates and times of one row; see ``Draft`` for the precision."""

    occurred_on: date | None
    occurred_time: time | None
    precision: str
    reported_on: date | None
    reported_time: time | None
    discovered_on: date | None


Reader = Callable[[str], str]


def read_when(calendar: Calendar, read: Reader, line: int, warnings: Warnings) -> When:
    """The dates of a row, ``read`` giving the text of a field.

    :raises RowRejectedError: by the rules above.
    """
    reported = _secondary("reported_on", calendar, read, line, warnings)
    discovered = _secondary("discovered_on", calendar, read, line, warnings)
    occurred = _occurred(calendar, read, line, warnings)
    reported_time = _clock("reported_time", calendar, read, line, warnings)
    reported_on = reported.on if reported else None
    reported_time = reported_time or (reported.at if reported else None)
    discovered_on = discovered.on if discovered else None
    if occurred is None:
        _allow_unknown(calendar, reported_on or discovered_on, line, warnings)
        return When(None, None, "unknown", reported_on, reported_time, discovered_on)
    at = _clock("occurred_time", calendar, read, line, warnings) or occurred.at
    precision = "time" if at and occurred.precision != "month" else occurred.precision
    if reported_on and reported_on < occurred.on and occurred.precision != "month":
        warnings.row(
            line,
            "reported-early",
            _column(calendar, "reported_on"),
            "The report is dated before the incident. Both dates are kept as they are.",
        )
    return When(occurred.on, at, precision, reported_on, reported_time, discovered_on)


def _column(calendar: Calendar, code: str) -> str:
    source = calendar.fields.get(code)
    return source.columns[0] if source else ""


def _moment(code: str, calendar: Calendar, text: str) -> Moment:
    """The moment in ``text``, checked to lie between the earliest date and today."""
    moment = read_moment(text, calendar.fields[code].order == "month-first")
    if moment.on > calendar.today:
        raise NotADateError(f"“{text}” is in the future.")
    if moment.on < calendar.earliest:
        raise NotADateError(
            f"“{text}” is before {in_words(calendar.earliest)}, the earliest date accepted."
        )
    if code in calendar.midnight_only and moment.at == time():
        return Moment(moment.on, None, "day", moment.approximate, moment.against_column)
    return moment


def _occurred(calendar: Calendar, read: Reader, line: int, warnings: Warnings) -> Moment | None:
    text = read("occurred_on")
    if is_blank(text):
        return None
    column = _column(calendar, "occurred_on")
    try:
        moment = _moment("occurred_on", calendar, text)
    except NotADateError as error:
        raise RowRejectedError(
            column, f"{error} Put the date right and import the row again."
        ) from None
    _remark(moment, column, line, warnings)
    return moment


def _remark(moment: Moment, column: str, line: int, warnings: Warnings) -> None:
    if moment.against_column:
        message = "The date fits only the other order of day and month, and was read that way."
        warnings.row(line, "date-order", column, message)
    if moment.approximate:
        message = "The date is marked as approximate. It was taken as it stands, and the mark kept."
        warnings.row(line, "date-approximate", column, message)
    if moment.unread:
        message = (
            f"“{moment.unread[:40]}” is not a time of day. The date stands and the text is kept."
        )
        warnings.row(line, "time-unread", column, message)


def _secondary(
    code: str, calendar: Calendar, read: Reader, line: int, warnings: Warnings
) -> Moment | None:
    text = read(code)
    if is_blank(text):
        return None
    try:
        return _moment(code, calendar, text)
    except NotADateError as error:
        message = f"{error} It was left empty; the text is kept with the incident."
        warnings.row(line, "date-unread", _column(calendar, code), message)
        return None


def _clock(
    code: str, calendar: Calendar, read: Reader, line: int, warnings: Warnings
) -> time | None:
    text = read(code)
    if is_blank(text) or (code in calendar.midnight_only):
        return None
    try:
        return read_time(text, calendar.hours_only)
    except NotATimeError as error:
        try:
            return read_moment(text).at
        except NotADateError:
            message = f"{error} The date stands and the text is kept with the incident."
            warnings.row(line, "time-unread", _column(calendar, code), message)
            return None


def _allow_unknown(
    calendar: Calendar, fallback: date | None, line: int, warnings: Warnings
) -> None:
    column = _column(calendar, "occurred_on")
    if fallback is None:
        missing = "There is no date of the incident, of its discovery or of its report."
        raise RowRejectedError(column, f"{missing} Add one and import the row again.")
    if column:
        message = "The date of the incident is blank. It is recorded as not known."
        warnings.row(line, "date-unknown", column, message)

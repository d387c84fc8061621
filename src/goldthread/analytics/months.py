"""The months by name, and days and moments in words: one manner for every page and picture."""

from __future__ import annotations

import calendar
import datetime as dt

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def in_words(day: dt.date) -> str:
    """21 November 2026, whatever the language of the machine; of a moment, its day."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_in_words(day: dt.date) -> str:
    """November 2026."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def moment_in_words(at: dt.datetime) -> str:
    """21 November 2026, with `14:05 on` before it where there is a time of day."""
    time = f"{at:%H:%M} on " if at.time() != dt.time() else ""
    return f"{time}{in_words(at)}"


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first day of every month from the one of `first` to the one of `last`, both counted."""
    begins = first.replace(day=1)
    many = 12 * (last.year - first.year) + last.month - first.month + 1
    return [after_months(begins, later) for later in range(many)]


def after_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month where it has no such day."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

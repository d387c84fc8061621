"""When a forum meets: one readable rule, and the days it gives."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from goldthread.domain.governance.forums.terms import Every, QuarterMonth, Week, Weekday


@dataclass(frozen=True)
class Rhythm:
    """Every Tuesday, the second Thursday of each month, or of one month of each quarter.

    `week` counts within the month (5 is the last); `month` is 1 to 3 within the quarter.
    """

    every: str
    weekday: int
    week: int = Week.FIRST
    month: int = QuarterMonth.FIRST
    time: dt.time = dt.time(9, 30)

    def days_from(self, day: dt.date) -> Iterator[dt.date]:
        """The days it meets, from `day` on, without end."""
        if self.every == Every.WEEKLY:
            first = day + dt.timedelta(days=(self.weekday - day.weekday()) % 7)
            while True:
                yield first
                first += dt.timedelta(days=7)
        year, month = day.year, day.month
        while True:
            found = self._in_month(year, month)
            if found >= day and self._meets_in(month):
                yield found
            year, month = (year + month // 12, month % 12 + 1)

    def next_after(self, day: dt.date) -> dt.date:
        """The first day it meets after `day`."""
        return next(self.days_from(day + dt.timedelta(days=1)))

    @property
    def words(self) -> str:
        """The rule as a person says it."""
        when, day = f"at {self.time:%H:%M}", Weekday(self.weekday).label
        if self.every == Every.WEEKLY:
            return f"Every {day} {when}"
        which = f"The {Week(self.week).label.lower()} {day}"
        if self.every == Every.MONTHLY:
            return f"{which} of each month {when}"
        return f"{which} of {QuarterMonth(self.month).label} {when}"

    def _meets_in(self, month: int) -> bool:
        return self.every == Every.MONTHLY or (month - 1) % 3 + 1 == self.month

    def _in_month(self, year: int, month: int) -> dt.date:
        days = calendar.monthrange(year, month)[1]
        first = dt.date(year, month, 1)
        fits = [
            first + dt.timedelta(days=n)
            for n in range(days)
            if (first + dt.timedelta(days=n)).weekday() == self.weekday
        ]
        return fits[-1] if self.week == Week.LAST else fits[self.week - 1]

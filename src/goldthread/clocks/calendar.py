"""Working days in England: Monday to Friday, bank holidays excepted."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils import timezone


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[dt.date]:
    import holidays  # costs a third of a second, and most processes never count a working day

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: dt.date) -> bool:
    """Whether `day` is a weekday and not a bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(start: dt.datetime, days: int) -> dt.datetime:
    """The end (23:59 local time) of the working day `days` working days after `start`'s day."""
    day = timezone.localtime(start).date()
    while days > 0:
        day += dt.timedelta(days=1)
        if is_working_day(day):
            days -= 1
    end = dt.datetime.combine(day, dt.time(23, 59))
    return timezone.make_aware(end, timezone.get_default_timezone())


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day, in local time: something due on a day is late after it."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))

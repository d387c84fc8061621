"""Working days are Monday to Friday without England's bank holidays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goldthread.clocks.calendar import add_working_days, is_working_day
from goldthread.clocks.queries import after


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-03-02", True),  # a Monday
        ("2026-02-28", False),  # a Saturday
        ("2026-04-03", False),  # Good Friday
        ("2026-04-06", False),  # Easter Monday
        ("2026-05-04", False),  # early May
        ("2026-12-28", False),  # Boxing Day falls on a Saturday: the Monday instead
        ("2026-12-29", True),
        ("2026-03-17", True),  # a holiday in Northern Ireland only
        ("2026-11-30", True),  # a holiday in Scotland only
    ],
)
def test_a_day_of_england_is_known(day: str, works: bool) -> None:
    assert is_working_day(dt.date.fromisoformat(day)) is works


def local(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02 09:00", 1, "2026-03-03 23:59"),
        ("2026-03-06 17:00", 1, "2026-03-09 23:59"),
        ("2026-04-02 12:00", 1, "2026-04-07 23:59"),
        ("2026-03-27 12:00", 10, "2026-04-14 23:59"),
        ("2026-03-07 12:00", 1, "2026-03-09 23:59"),
    ],
)
def test_working_days_step_over_weekends_and_holidays(start: str, days: int, end: str) -> None:
    assert add_working_days(local(start), days) == local(end)


@given(
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC)),
    st.integers(1, 40),
)
def test_counting_agrees_with_walking_day_by_day(start: dt.datetime, days: int) -> None:
    end = timezone.localtime(add_working_days(start, days)).date()
    first = timezone.localtime(start).date()
    between = (first + dt.timedelta(days=n) for n in range(1, (end - first).days + 1))
    assert sum(map(is_working_day, between)) == days
    assert is_working_day(end)


def test_calendar_hours_do_not_stretch_when_the_clocks_change() -> None:
    """24 hours from noon before the change end at 13:00 summer time; a day later is noon."""
    start = local("2026-03-28 12:00")
    assert timezone.localtime(after(start, 24, "hours")) == local("2026-03-29 13:00")
    assert timezone.localtime(after(start, 1, "days")) == local("2026-03-29 12:00")


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert timezone.localtime(after(local("2026-01-31 10:00"), 1, "months")) == local(
        "2026-02-28 10:00"
    )

"""Due times and delays agree with a slow twin, through the nights on which the clocks change."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.clocks.calendar import is_working_day
from goldthread.domain.registers.escalation.models import IndicatorVersion, StepUp
from goldthread.domain.registers.escalation.operations.observing import own_due

LONDON = ZoneInfo("Europe/London")
SPRING, AUTUMN = dt.datetime(2026, 3, 29, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, tzinfo=dt.UTC)
NEAR = st.timedeltas(min_value=dt.timedelta(days=-3), max_value=dt.timedelta(days=3))
MOMENTS = st.tuples(st.sampled_from([SPRING, AUTUMN]), NEAR).map(
    lambda pair: (pair[0] + pair[1]).replace(second=0, microsecond=0)
)
MINUTE = dt.timedelta(minutes=1)


def slow_due(met_at: dt.datetime, amount: int, unit: str) -> dt.datetime:
    """The due time found by walking: by the minute, or day by day along the wall clock."""
    if unit in ("minutes", "hours"):
        at = met_at
        for _ in range(amount * (60 if unit == "hours" else 1)):
            at += MINUTE
        return at
    wall = met_at.astimezone(LONDON)
    day = wall.date()
    left = amount
    while left:
        day += dt.timedelta(days=1)
        left -= unit == "days" or is_working_day(day)
    if unit == "working_days":
        return dt.datetime.combine(day, dt.time(23, 59), tzinfo=LONDON)
    return dt.datetime.combine(day, wall.time(), tzinfo=LONDON).replace(fold=wall.fold)


@pytest.mark.capability(57)
@given(
    met_at=MOMENTS,
    amount=st.integers(1, 60),
    unit=st.sampled_from(["minutes", "hours", "days", "working_days"]),
)
def test_a_due_time_is_where_walking_would_have_led(
    met_at: dt.datetime, amount: int, unit: str
) -> None:
    version = IndicatorVersion(step_up="A visit", within_amount=amount, within_unit=unit)
    due = own_due(version, met_at)
    assert due is not None
    assert due.astimezone(dt.UTC) == slow_due(met_at, amount, unit).astimezone(dt.UTC)


@pytest.mark.capability(57)
@given(met_at=MOMENTS, minutes=st.integers(0, 3 * 24 * 60), hours=st.integers(1, 60))
def test_a_delay_is_the_time_that_passed_and_not_what_the_wall_clock_shows(
    met_at: dt.datetime, minutes: int, hours: int
) -> None:
    done_at = met_at + minutes * MINUTE
    step_up = StepUp(
        met_at=met_at.astimezone(LONDON),
        due_at=met_at + dt.timedelta(hours=hours),
        done_at=done_at.astimezone(LONDON),
    )
    walked, at = 0, met_at
    while at < done_at:
        at += MINUTE
        walked += 1
    long_after = done_at + dt.timedelta(days=9)
    assert step_up.took(long_after) == walked * MINUTE
    assert step_up.late(long_after) == (walked > hours * 60)


def test_an_unmapped_indicator_has_no_due_time() -> None:
    assert own_due(IndicatorVersion(), SPRING) is None

"""When a forum meets, as a rule that a person can read."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest

from goldthread.domain.governance.forums.rhythm import Rhythm

NOON = dt.time(12, 0)
DAY = dt.date(2026, 11, 21)  # a Saturday


@pytest.mark.parametrize(
    ("rhythm", "first", "words"),
    [
        (
            Rhythm("weekly", 1, time=NOON),
            ["2026-11-24", "2026-12-01", "2026-12-08"],
            "Every Tuesday at 12:00",
        ),
        (
            Rhythm("monthly", 3, week=2, time=NOON),
            ["2026-12-10", "2027-01-14", "2027-02-11"],
            "The second Thursday of each month at 12:00",
        ),
        (
            Rhythm("monthly", 0, week=5, time=NOON),
            ["2026-11-30", "2026-12-28", "2027-01-25"],
            "The last Monday of each month at 12:00",
        ),
        (
            Rhythm("quarterly", 2, week=3, month=1, time=NOON),
            ["2027-01-20", "2027-04-21", "2027-07-21"],
            "The third Wednesday of January, April, July and October at 12:00",
        ),
        (
            Rhythm("quarterly", 0, week=5, month=3, time=NOON),
            ["2026-12-28", "2027-03-29", "2027-06-28"],
            "The last Monday of March, June, September and December at 12:00",
        ),
    ],
)
def test_a_rhythm_gives_days_and_says_which(rhythm: Rhythm, first: list[str], words: str) -> None:
    assert [str(day) for day in islice(rhythm.days_from(DAY), 3)] == first
    assert rhythm.words == words


def test_the_day_itself_counts_and_the_next_comes_after_it() -> None:
    rhythm = Rhythm("weekly", DAY.weekday(), time=NOON)
    assert next(rhythm.days_from(DAY)) == DAY
    assert rhythm.next_after(DAY) == DAY + dt.timedelta(days=7)

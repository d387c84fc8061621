"""What keeps pictures in order: axes, dates, widths of text and labels that move apart."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analytics.drawing import lettering, scales, spread
from goldthread.analytics.drawing.words import Dates, Figures

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 6))
TEXT = st.text(max_size=300)


@given(st.lists(NUMBERS, max_size=30), st.integers(2, 8))
def test_an_axis_rises_in_even_steps_and_holds_every_value(shown: list[float], about: int) -> None:
    named = scales.values(shown, about=about)
    steps = [after - before for before, after in pairwise(named)]
    assert all(step == pytest.approx(steps[0], rel=1e-6) for step in steps)
    assert steps[0] > 0
    tiny = 1e-6 * steps[0]
    assert all(named[0] - tiny <= value <= named[-1] + tiny for value in shown)
    assert len(named) <= about + 3


def test_an_axis_begins_at_zero_unless_values_lie_far_above() -> None:
    assert scales.values([4, 26], about=5)[0] == 0
    assert scales.values([23_000, 25_000], about=5)[0] > 20_000


def test_shares_end_at_a_hundred() -> None:
    assert scales.values([40, 98], about=5, most=100)[-1] == 100


@given(
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2050, 1, 1)),
    st.integers(0, 20_000),
    st.integers(2, 12),
)
def test_dates_of_an_axis_lie_in_the_period_and_are_not_too_many(
    first: dt.datetime, days: int, about: int
) -> None:
    last = first + dt.timedelta(days=days)
    named = scales.dates(first, last, about=about)
    assert named == sorted(set(named))
    assert len(named) <= about
    assert all(first <= moment <= max(last, moment) for moment in named)


@given(TEXT, st.integers(20, 400), st.integers(1, 3))
def test_lines_fit_and_are_no_more_than_asked(text: str, room: int, most: int) -> None:
    made = lettering.lines(text, 14, room, most=most)
    assert len(made) <= most
    assert all(lettering.width(line, 14) <= max(room, 18) for line in made)


@given(TEXT)
def test_cleaned_text_holds_nothing_that_xml_refuses(text: str) -> None:
    allowed = lettering.clean(text)
    assert all(ord(letter) >= 0x20 and not 0xD800 <= ord(letter) <= 0xDFFF for letter in allowed)
    assert lettering.clean(allowed) == allowed


@given(st.lists(st.floats(0, 300), max_size=6).map(sorted))
def test_labels_keep_their_order_and_their_distance(wanted: list[float]) -> None:
    placed = spread.apart(wanted, 18, 0, 300)
    assert all(after - before >= 18 - 1e-9 for before, after in pairwise(placed))
    assert all(-1e-9 <= place <= 300 + 1e-9 for place in placed)


def test_a_label_is_not_crossed_by_the_line_of_one_above_it() -> None:
    assert spread.rows([(0, 100), (40, 150)], [0, 40], most=2) == [1, 0]
    assert spread.rows([(0, 100), (20, 150), (40, 160)], [0, 20, 40], most=2) is None


def test_numbers_have_as_many_decimals_as_they_need() -> None:
    whole = Figures.of("number", 1, [3, 12])
    assert (whole.value(12), whole.limit(14.875), whole.limit(7.0)) == ("12", "14.9", "7")
    share = Figures.of("share", 1, [0.913])
    assert (share.value(0.913), share.limit(0.9)) == ("91.3%", "90%")
    rate = Figures.of("rate", 1000, [0.0042])
    assert rate.value(0.0042) == "4.20"
    assert Figures.of("number", 1, [-0.5]).value(-0.5) == "−0.500"
    assert whole.value(None) == "Not known"


def test_months_are_said_as_months_and_other_dates_by_the_day() -> None:
    january, march = dt.datetime(2026, 1, 1), dt.datetime(2026, 3, 1)
    assert Dates.of([january, march]).short(march) == "Mar 2026"
    by_day = Dates.of([january, march + dt.timedelta(days=2)])
    assert (by_day.short(march), by_day.long(march)) == ("1 Mar 2026", "1 March 2026")
    twice = Dates.of([january, january + dt.timedelta(hours=3)])
    assert twice.long(january) == "1 January 2026 at 00:00"

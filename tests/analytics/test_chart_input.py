"""What becomes of data that cannot be charted as they stand."""

from __future__ import annotations

import datetime as dt
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analytics.charts import KINDS, Observation, Wanted, choose, make, make_best


def at(month, day=1):
    return dt.datetime(2025, month, day)


def series(*values, denominators=None):
    denominators = denominators or [None] * len(values)
    pairs = enumerate(zip(values, denominators, strict=True), start=1)
    return [Observation(at(month), value, under) for month, (value, under) in pairs]


@pytest.mark.parametrize(
    ("kind", "seen", "sentence"),
    [
        ("xmr", [], "no points"),
        ("xmr", series(None, None), "no points"),
        ("xmr", series(1, inf), "not a finite number"),
        ("c", series(3, -1), "cannot be below 0"),
        ("c", series(3, 1.5), "whole counts"),
        ("t", series(3, -1), "cannot be below 0"),
        ("p", series(3, 4, denominators=[10, 3]), "4 of 3 is more than all"),
        ("xmr", series(3, 4, denominators=[10, -3]), "denominator of 1 February 2025 is -3"),
        ("p", series(3, 4, denominators=[10, -3]), "denominator of 1 February 2025 is -3"),
        ("u", series(3, 4, denominators=[0, None]), "none has a value that can be used"),
        ("pie", series(3), "not a kind of chart"),
        ("xmr", [Observation(at(1), 1), Observation(at(1), 2)], "1 January 2025 stands twice"),
    ],
)
def test_what_cannot_be_charted_is_refused_in_a_sentence(kind, seen, sentence):
    with pytest.raises(ValueError, match=sentence):
        make(kind, seen)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (Wanted(improvement="up"), "not a direction"),
        (Wanted(fix_after=1), "at least 2"),
        (Wanted(target=inf), "target"),
    ],
)
def test_what_cannot_be_wanted_is_refused_in_a_sentence(wanted, sentence):
    with pytest.raises(ValueError, match=sentence):
        make("c", series(1, 2, 3), wanted)


@pytest.mark.parametrize("kind", ["p", "p-prime", "u", "u-prime", "xmr", "run"])
def test_a_zero_or_missing_denominator_is_a_gap_with_a_warning(kind):
    chart = make(kind, series(3, 4, 5, 2, denominators=[10, 0, None, 12]))
    assert [point.value is None for point in chart.points] == [False, True, True, False]
    assert chart.points[1].upper is None
    assert chart.points[1].numerator == 4
    assert "1 February 2025 has a denominator of 0 and is a gap." in chart.warnings
    assert "1 March 2025 has no denominator and is a gap." in chart.warnings


def test_xmr_and_run_charts_divide_by_a_denominator_where_any_is_given():
    for kind in ("xmr", "run"):
        chart = make(kind, series(3, 4, denominators=[6, 16]))
        assert [point.value for point in chart.points] == [0.5, 0.25]
        assert (chart.points[1].numerator, chart.points[1].denominator) == (4, 16)
        assert make(kind, series(3, 4)).points[0].denominator is None


def test_a_missing_value_is_a_gap_with_a_warning_in_every_kind():
    for kind in KINDS:
        chart = make(kind, series(3, None, 5, 2, denominators=[10] * 4))
        assert chart.points[1].value is None
        assert "1 February 2025 has no value and is a gap." in chart.warnings


def test_many_gaps_are_named_by_three_and_a_count():
    chart = make("xmr", series(1, None, None, None, None, None, 2))
    assert chart.warnings[0].startswith("1 February 2025, 1 March 2025, 1 April 2025 and 2 more")


def test_one_point_has_no_limits_and_says_so():
    chart = make("xmr", series(5), Wanted(target=6, improvement="decrease"))
    assert (chart.points[0].centre, chart.points[0].upper) == (5, None)
    assert (chart.assurance, chart.trial_limits) == ("inconsistent", True)
    assert any("No limits" in warning for warning in chart.warnings)


@pytest.mark.parametrize("kind", KINDS)
def test_a_constant_series_is_common_cause(kind):
    chart = make(kind, series(*[3] * 12, denominators=[3] * 12))
    assert {point.special_cause for point in chart.points} == {"none"}
    assert chart.variation == "common_cause"


def test_an_empty_baseline_makes_no_limits_of_nought():
    chart = make("c", series(*[0] * 6, 1), Wanted(fix_after=6))
    assert chart.points[-1].upper is None
    assert chart.points[-1].special_cause == "none"


def test_points_out_of_order_are_sorted_with_a_warning():
    chart = make("xmr", list(reversed(series(1, 2, 3))))
    assert [point.value for point in chart.points] == [1, 2, 3]
    assert any("sorted" in warning for warning in chart.warnings)


def test_weeks_and_months_in_one_series_are_warned_of():
    weeks = [Observation(at(1) + dt.timedelta(weeks=week), 1 + week % 2) for week in range(8)]
    mixed = [*weeks, *[Observation(at(month), 5) for month in (3, 4, 5, 6)]]
    warned = make("c", mixed).warnings
    assert any("a week apart and some a month" in warning for warning in warned)
    assert not any("apart" in warning for warning in make("c", weeks).warnings)


def test_a_missing_month_is_warned_of():
    held = [one for one in series(*[3, 4, 5] * 4) if one.at.month != 5]
    assert any("not evenly spaced" in warning for warning in make("xmr", held).warnings)


def test_times_of_nought_are_kept_with_a_warning():
    chart = make("t", series(3, 0, 5, 9))
    assert chart.points[1].value == 0
    assert any("g chart" in warning for warning in chart.warnings)


def test_two_events_on_one_day_may_stand_on_a_g_chart():
    assert len(make("g", [Observation(at(1), 3), Observation(at(1), 0)]).points) == 2


def test_a_rebase_that_is_no_points_date_says_where_it_begins_or_that_it_does_nothing():
    seen = series(1, 2, 3, 4)
    wanted = Wanted(
        rebases=(at(2, 15), at(2, 20), dt.datetime(2024, 1, 1), dt.datetime(2030, 1, 1))
    )
    chart = make("xmr", seen, wanted)
    assert [point.group for point in chart.points] == [0, 0, 1, 1]
    said = " ".join(chart.warnings)
    assert "No point is of 15 February 2025: limits start again at the next one" in said
    assert "1 January 2024 is before the first point" in said
    assert "1 January 2030 is after the last point" in said


def test_a_group_of_nothing_but_gaps_is_drawn_as_gaps():
    chart = make("p", series(1, 2, 3, 4, denominators=[9, 9, 0, 0]), Wanted(rebases=(at(3),)))
    assert [point.centre is None for point in chart.points] == [False, False, True, True]
    assert chart.variation == "common_cause"


ANYTHING = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 20), st.floats(-5, 5), st.just(inf)),
        st.one_of(st.none(), st.integers(-1, 20)),
        st.dates(dt.date(2020, 1, 1), dt.date(2022, 1, 1)),
    ),
    max_size=25,
)


@given(ANYTHING, st.sampled_from([*KINDS, "best"]))
@settings(max_examples=400, deadline=None)
def test_whatever_is_given_is_charted_whole_or_refused_in_a_sentence(rows, kind):
    seen = [
        Observation(dt.datetime.combine(day, dt.time()), value, under) for value, under, day in rows
    ]
    wanted = Wanted(improvement="decrease", target=3, rebases=(dt.datetime(2021, 1, 1),))
    try:
        chart = make_best(seen, wanted) if kind == "best" else make(kind, seen, wanted)
    except ValueError as refusal:
        assert str(refusal).endswith(".")
    else:
        assert kind == "best" or len(chart.points) == len(seen)
        assert all(point.point_type for point in chart.points)
        assert choose(seen).why

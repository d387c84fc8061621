"""What else could explain a change is said beside the verdict."""

import datetime as dt

import pytest

from goldthread.analytics.effect import (
    Asked,
    Verdict,
    Window,
    bunched,
    effect_on_rate,
    regression_to_the_mean,
    reporting_change,
    seasonality,
    simultaneous_actions,
)

DAY = dt.date


@pytest.mark.capability(53)
def test_a_change_after_a_bad_spell_warns_of_regression_to_the_mean():
    found = regression_to_the_mean([3, 4, 3, 5, 4, 3, 4, 4, 3, 9, 8, 9], "decrease")
    assert found is not None
    assert found.code == "regression_to_mean"
    assert "(8.67 on average) than those before them (3.67)" in found.sentence


def test_a_steady_baseline_does_not_warn():
    assert regression_to_the_mean([3, 4, 3, 5, 4, 3, 4, 4, 3, 4, 3, 4], "decrease") is None


def test_a_good_spell_is_a_bad_one_where_more_is_better():
    low = [9, 8, 9, 8, 9, 8, 9, 3, 2, 3]
    assert regression_to_the_mean(low, "increase") is not None
    assert regression_to_the_mean(low, "decrease") is None


def test_a_short_baseline_cannot_warn():
    assert regression_to_the_mean([1, 9, 9], "decrease") is None


def test_a_rise_from_a_baseline_that_never_moved_warns():
    assert regression_to_the_mean([2, 2, 2, 2, 3, 3, 3], "decrease") is not None
    assert regression_to_the_mean([2, 2, 2, 2, 2, 2, 2], "decrease") is None


def test_changes_near_in_time_are_named():
    others = [
        ("New handover sheet", DAY(2026, 3, 20)),
        ("Old leaflet", DAY(2025, 1, 1)),
        ("Later board", DAY(2026, 9, 1)),
    ]
    found = simultaneous_actions(others, DAY(2026, 4, 1), DAY(2026, 6, 30))
    assert found is not None
    assert "“New handover sheet”" in found.sentence
    assert "Old leaflet" not in found.sentence
    assert "Later board" not in found.sentence
    assert simultaneous_actions(others[1:], DAY(2026, 4, 1), DAY(2026, 6, 30)) is None


def test_many_changes_are_counted_rather_than_listed():
    others = [(f"Change {n}", DAY(2026, 4, n)) for n in range(1, 7)]
    found = simultaneous_actions(others, DAY(2026, 4, 1), DAY(2026, 6, 30))
    assert found is not None
    assert "and 3 more" in found.sentence


def test_less_reporting_of_everything_warns():
    found = reporting_change(Window(240, 12), Window(70, 6))
    assert found is not None
    assert "less of everything in the same time (58% of what it was)" in found.sentence


def test_reporting_that_moved_little_or_by_chance_does_not_warn():
    assert reporting_change(Window(2400, 12), Window(1110, 6)) is None
    assert reporting_change(Window(12, 12), Window(4, 6)) is None
    assert reporting_change(Window(0, 12), Window(0, 6)) is None


def test_reports_where_there_were_none_warn():
    found = reporting_change(Window(0, 12), Window(20, 6))
    assert found is not None
    assert "more of everything in the same time, so" not in found.sentence


def test_windows_in_different_months_warn_of_seasons():
    year = (DAY(2025, 1, 1), DAY(2025, 12, 31))
    assert seasonality(year, (DAY(2026, 1, 1), DAY(2026, 6, 30))) is not None
    assert seasonality(year, (DAY(2026, 1, 1), DAY(2026, 12, 31))) is None
    summer = (DAY(2025, 6, 1), DAY(2025, 8, 31))
    assert seasonality(summer, (DAY(2026, 6, 1), DAY(2026, 8, 31))) is None


def test_a_window_of_no_days_says_nothing_of_seasons():
    year = (DAY(2025, 1, 1), DAY(2025, 12, 31))
    assert seasonality(year, (DAY(2026, 2, 1), DAY(2026, 1, 1))) is None


def test_events_in_bunches_are_said_to_be():
    assert bunched([0, 0, 9, 0, 0, 8, 0, 0, 0, 7]) is not None
    assert bunched([2, 1, 3, 2, 2, 1, 2, 3]) is None
    assert bunched([0, 0, 0, 0, 0]) is None


def test_a_caution_stands_beside_the_verdict_and_does_not_change_it():
    caution = reporting_change(Window(240, 12), Window(70, 6))
    found = effect_on_rate(Window(12, 12), Window(1, 6), Asked(), [caution])
    assert found.verdict == Verdict.IMPROVED
    assert found.as_json()["warnings"][0]["code"] == "reporting_change"

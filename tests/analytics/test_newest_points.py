"""Only the newest point matters, and chance marks it as seldom as claimed."""

from __future__ import annotations

import numpy as np
import pytest

from goldthread.analytics.newest_points import newest_points
from goldthread.analytics.spc import SPECIAL_CAUSES, xmr

STEADY = [5.0, 6.0, 4.0, 5.0, 7.0, 5.0, 4.0, 6.0, 5.0, 5.0, 6.0, 4.0, 5.0, 6.0, 5.0, 4.0]


def test_a_new_point_beyond_the_limits_is_found() -> None:
    found = newest_points([[*STEADY, 14.0]])
    assert found.cause == ("outside",)
    assert found.p[0] < 0.001


def test_what_was_marked_before_is_not_said_again() -> None:
    found = newest_points([[*STEADY[:8], 14.0, *STEADY[8:]]])
    assert found.cause == ("none",)
    assert found.p[0] == 1.0


def test_a_long_run_on_one_side_counts_for_more_than_one_of_seven() -> None:
    seven = newest_points([[*STEADY, 7.0, 8.0, 7.0, 8.0, 7.0, 8.0, 7.0]])
    ten = newest_points([[*STEADY, *[7.0, 8.0] * 5]])
    assert seven.cause == ten.cause == ("shift",)
    assert ten.p[0] < seven.p[0]


def test_the_rule_is_the_one_the_chart_shows() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(10, 2, (400, 20)).round(1)
    last = xmr(values, screen=False).special_cause[:, -1]
    found = newest_points(values)
    for code, cause, p in zip(last, found.cause, found.p, strict=True):
        assert cause == SPECIAL_CAUSES[code] or (cause == "none" and p == 1.0)


@pytest.mark.parametrize("level", [0.1, 0.05, 0.01])
def test_chance_marks_the_newest_point_no_more_often_than_claimed(level: float) -> None:
    values = np.random.default_rng(4).normal(50, 8, (20_000, 26))
    assert float(np.mean(newest_points(values).p <= level)) <= level


def test_short_and_constant_series_raise_nothing() -> None:
    assert newest_points([[1.0] * 5 + [90.0]]).p[0] == 1.0
    assert newest_points([[3.0] * 20]).p[0] == 1.0
    assert newest_points([[3.0]]).p[0] == 1.0


def test_a_gap_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="finite"):
        newest_points([[1.0, float("nan"), 2.0]])

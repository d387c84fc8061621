"""A change read from a chart whose limits were frozen before it, and which comparison is proposed."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest

from goldthread.analytics.effect import (
    BETWEEN,
    FROZEN,
    WINDOWS,
    Asked,
    EffectRefused,
    Verdict,
    effect_on_chart,
    propose,
)
from goldthread.analytics.months import after_months

pytestmark = pytest.mark.capability(53)
TODAY = dt.date(2026, 11, 21)
STEADY = [6, 5, 7, 8, 6, 5, 7, 6, 9, 5, 6, 7]
RESTLESS = [6, 1, 12, 8, 0, 15, 3, 6, 9, 1, 14, 7]
FALLS = Asked(today=TODAY)


def test_a_fall_beyond_the_frozen_limits_is_an_improvement() -> None:
    found = effect_on_chart(STEADY, [2, 3, 2, 3, 2, 3, 2, 3], FALLS)
    assert found.verdict is Verdict.IMPROVED
    assert found.sentence.startswith("Improved. ")
    assert "on the better side" in found.sentence


def test_what_came_after_does_not_move_the_limits() -> None:
    quiet, changed = (effect_on_chart(STEADY, after, FALLS) for after in ([6] * 8, [60] * 8))
    assert quiet.limits == changed.limits
    assert changed.verdict is Verdict.WORSE


def test_nothing_seen_by_a_chart_that_would_have_seen_it_is_no_detectable_change() -> None:
    found = effect_on_chart(STEADY, [6, 7, 5, 6, 7, 6, 5, 8], FALLS)
    assert found.verdict is Verdict.NO_CHANGE
    assert found.power is not None
    assert found.power.power >= 0.8


def test_nothing_seen_by_a_chart_that_would_hardly_have_seen_it_is_too_few() -> None:
    found = effect_on_chart(RESTLESS, [6, 2, 9, 6, 7, 3, 5, 8], FALLS)
    assert found.verdict is Verdict.TOO_FEW
    assert found.power is not None
    assert found.power.power < 0.8
    assert f"show it {found.power.power:.0%} of the time" in found.sentence


def test_too_early_names_the_day_of_enough() -> None:
    found = effect_on_chart(STEADY, [6, 5, 7], FALLS)
    assert found.verdict is Verdict.TOO_FEW
    assert found.power is not None
    assert found.power.points_needed is not None
    assert found.enough_by == after_months(TODAY, found.power.points_needed - 3)
    assert "Enough could be known by" in found.sentence


@pytest.mark.parametrize(
    ("before", "words"), [([1, 2, 3], "has 3 points"), ([2] * 12, "never changes")]
)
def test_a_baseline_that_cannot_judge_says_so(before: list[float], words: str) -> None:
    found = effect_on_chart(before, [1, 2], FALLS)
    assert found.verdict is Verdict.TOO_FEW
    assert words in found.sentence
    assert found.enough_by is None


@pytest.mark.parametrize(
    ("before", "after"),
    [([1.0, float("nan")], [1]), ([1], [1]), (STEADY, []), ([1.0] * 599, [1.0] * 2)],
)
def test_what_cannot_be_read_is_refused(before: list[float], after: list[float]) -> None:
    with pytest.raises(EffectRefused):
        effect_on_chart(before, after, FALLS)


def test_power_is_what_a_slow_simulation_finds() -> None:
    found = effect_on_chart(STEADY, [6] * 8, FALLS)
    assert found.power is not None
    assert found.limits is not None
    mean, _, upper = found.limits
    draw = np.random.default_rng(7)
    seen = 0
    for _ in range(600):
        after = draw.normal(mean / 2, (upper - mean) / 2.66 / 1.128, 8)
        seen += effect_on_chart(STEADY, after.tolist(), FALLS).found.verdict is Verdict.IMPROVED
    assert found.power.power == pytest.approx(seen / 600, abs=0.05)


@pytest.mark.parametrize(("points", "share"), [(7, 0.021), (12, 0.05), (24, 0.11), (36, 0.163)])
def test_how_often_chance_alone_looks_better_is_said(points: int, share: float) -> None:
    found = effect_on_chart(STEADY, [6] * points, FALLS).as_json()
    assert found["chance_if_nothing_changed"] == pytest.approx(share, abs=0.02)


def test_a_rise_in_per_cent_aims_at_halving_the_rest() -> None:
    asked = Asked(improvement="increase", today=TODAY)
    found = effect_on_chart([60, 62, 58, 61, 59, 60] * 2, [60, 61], asked, of_hundred=True)
    assert found.power is not None
    assert found.power.target == pytest.approx(80)


def test_the_answer_is_plain_json_without_infinities() -> None:
    for before, after in ((STEADY, [6, 5, 7]), (RESTLESS, [6] * 8), ([2] * 12, [1, 2])):
        json.dumps(effect_on_chart(before, after, FALLS).as_json(), allow_nan=False)


def test_the_same_figures_always_give_the_same_answer() -> None:
    first, again = (effect_on_chart(RESTLESS, [6, 2, 9], FALLS).as_json() for _ in range(2))
    assert first == again


def test_no_lower_end_below_nought_is_told_of_what_cannot_be_negative() -> None:
    assert "from 0 to" in effect_on_chart(RESTLESS, [6] * 8, FALLS).size


class TestProposal:
    def test_cases_are_compared_as_shares(self) -> None:
        assert propose(share=True, by_month=[0.5] * 20).comparison == WINDOWS

    def test_rare_events_are_compared_by_the_time_between_them(self) -> None:
        found = propose(share=False, by_month=[0, 1, 0, 0, 2, 0, 1, 0, 0, 0, 1, 0, 0, 1])
        assert found.comparison == BETWEEN
        assert found.why.startswith("Events are rare: 6 in 14 months.")

    @pytest.mark.parametrize(("months", "way"), [(11, WINDOWS), (12, FROZEN)])
    def test_a_chart_needs_twelve_points_before_the_change(self, months: int, way: str) -> None:
        assert propose(share=False, by_month=[4] * months).comparison == way

    def test_medians_near_nought_are_not_events(self) -> None:
        assert propose(share=False, by_month=[0, 1] * 7, counts=False).comparison == FROZEN

    def test_where_nothing_is_known_counts_are_proposed_and_the_others_explained(self) -> None:
        found = propose(share=False, known=False)
        assert found.comparison == WINDOWS
        assert "twelve months" in found.why

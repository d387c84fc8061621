"""What may be said of a change: the verdict, its sentence, its power and the day of enough."""

import datetime as dt
import json
from itertools import pairwise
from math import comb, exp, factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analytics.effect import (
    Asked,
    EffectRefused,
    Verdict,
    Window,
    effect_on_gaps,
    effect_on_rate,
    effect_on_share,
    power_of,
)

TODAY = dt.date(2026, 11, 22)
# From good to bad: a count that rises never makes a verdict better.
ORDER = [Verdict.IMPROVED, Verdict.TOO_FEW, Verdict.NO_CHANGE, Verdict.WORSE]


def rate(before, after, **asked):
    return effect_on_rate(Window(*before), Window(*after), Asked(**asked))


def share(before, after, **asked):
    return effect_on_share(Window(*before), Window(*after), Asked(**asked))


@pytest.mark.capability(53)
@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((12, 12), (4, 6), Verdict.TOO_FEW),
        ((12, 12), (1, 6), Verdict.IMPROVED),
        ((100, 12), (52, 6), Verdict.NO_CHANGE),
        ((60, 12), (6, 1), Verdict.NO_CHANGE),
        ((3, 12), (9, 6), Verdict.WORSE),
        ((0, 12), (0, 6), Verdict.TOO_FEW),
        ((0, 12), (5, 6), Verdict.WORSE),
    ],
)
def test_a_rate_has_the_verdict_its_figures_allow(before, after, verdict):
    assert rate(before, after).verdict == verdict


@pytest.mark.capability(53)
def test_the_sentence_says_what_was_seen_what_chance_does_and_when_enough_is_known():
    found = rate((24, 12), (9, 6), unit="months", pace=1, today=TODAY)
    assert found.sentence == (
        "Too early or too few to tell. 9 in 6 months after the change; at the pace before it "
        "(24 in 12 months) about 12 would be expected. If nothing had changed, 9 or fewer would "
        "come up about 30 times in 100. If there was a halving, figures like these would show it "
        "only about 45 times in 100. At the present pace enough could be known by 18 February 2028."
    )
    assert found.enough_by == dt.date(2028, 2, 18)


def test_too_little_before_is_said_rather_than_a_day_given():
    found = rate((8, 12), (4, 6), pace=1, today=TODAY)
    assert found.enough_by is None
    assert "no length of time after it would show a halving" in found.sentence


def test_none_before_leaves_nothing_to_fall():
    found = rate((0, 12), (0, 6))
    assert found.power.power is None
    assert found.sentence.endswith("so no fall can be shown.")


@pytest.mark.capability(50)
def test_a_share_that_rose_is_improved_where_more_is_better():
    found = share((11, 20), (18, 20), improvement="increase")
    assert found.verdict == Verdict.IMPROVED
    assert found.interval_in_words == "Up 35 points (90% interval: 12 to 54 up)."


def test_a_small_re_audit_is_too_few_and_says_what_it_could_have_shown():
    found = share((11, 20), (13, 20), improvement="increase")
    assert found.verdict == Verdict.TOO_FEW
    assert "a rise from 55% to 78%" in found.sentence
    assert "from 233 cases after the change" in found.sentence


def test_a_long_quiet_time_is_improved():
    found = effect_on_gaps([20, 31, 12, 40, 9, 22], [], open_for=160, asked=Asked(unit="days"))
    assert found.verdict == Verdict.IMPROVED
    assert "so long a time between events" in found.sentence


def test_the_answer_is_plain_json():
    for found in (rate((12, 12), (0, 6)), rate((0, 1), (0, 1)), share((9, 9), (8, 9))):
        held = json.loads(json.dumps(found.as_json(), allow_nan=False))
        assert held["verdict"] in {one.value for one in Verdict}


@given(st.integers(0, 60), st.integers(1, 24), st.integers(1, 24), st.sampled_from([0.3, 0.5, 0.8]))
@settings(max_examples=25, deadline=None)
def test_more_events_after_never_make_the_verdict_better(before, first, second, worthwhile):
    verdicts = [
        ORDER.index(rate((before, first), (after, second), worthwhile=worthwhile).verdict)
        for after in range(0, 120, 3)
    ]
    assert all(a <= b for a, b in pairwise(verdicts))


@given(st.integers(1, 40), st.integers(1, 40), st.data())
@settings(max_examples=15, deadline=None)
def test_more_failing_cases_after_never_make_the_verdict_better(first, second, data):
    before = data.draw(st.integers(0, first))
    verdicts = [
        ORDER.index(share((before, first), (after, second)).verdict) for after in range(second + 1)
    ]
    assert all(a <= b for a, b in pairwise(verdicts))


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 24), st.integers(1, 24))
@settings(max_examples=40, deadline=None)
def test_swapping_before_and_after_swaps_better_and_worse(before, after, first, second):
    here, there = rate((before, first), (after, second)), rate((after, second), (before, first))
    assert (here.verdict == Verdict.IMPROVED) == (there.verdict == Verdict.WORSE)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 30), st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_passing_more_is_failing_less(before, after, first, second):
    before, after = min(before, first), min(after, second)
    up = share((before, first), (after, second), improvement="increase")
    down = share((first - before, first), (second - after, second), improvement="decrease")
    assert up.verdict == down.verdict
    assert up.power.power == down.power.power


def poisson(count, mean):
    return exp(-mean) * mean**count / factorial(count)


@pytest.mark.parametrize("improvement", ["decrease", "increase"])
@pytest.mark.parametrize(("before", "after"), [((12, 12), 6), ((30, 12), 6), ((9, 4), 8)])
def test_power_is_how_often_the_verdict_would_be_improved(improvement, before, after):
    mean = before[0] / before[1] * (0.5 if improvement == "decrease" else 2) * after
    slow = sum(
        poisson(count, mean)
        for count in range(100)
        if rate(before, (count, after), improvement=improvement).verdict == Verdict.IMPROVED
    )
    power = power_of("rate", Window(*before), Window(0, after), improvement, 0.5)
    assert power.power == pytest.approx(slow, abs=1e-9)


@pytest.mark.parametrize(("before", "after"), [((12, 30), 25), ((40, 60), 30), ((3, 5), 12)])
def test_power_of_a_share_is_how_often_the_verdict_would_be_improved(before, after):
    target = before[0] / before[1] / 2
    slow = sum(
        comb(after, count) * target**count * (1 - target) ** (after - count)
        for count in range(after + 1)
        if share(before, (count, after)).verdict == Verdict.IMPROVED
    )
    power = power_of("share", Window(*before), Window(0, after), "decrease", 0.5)
    assert power.power == pytest.approx(slow, abs=1e-9)


@pytest.mark.parametrize("improvement", ["decrease", "increase"])
@pytest.mark.parametrize("before", [(15, 12), (30, 12), (80, 3)])
def test_enough_is_where_power_never_again_falls_short(improvement, before):
    window = Window(*before)
    needed = power_of("rate", window, Window(0, 1), improvement, 0.5).needed

    def power(exposure):
        return power_of("rate", window, Window(0, exposure), improvement, 0.5).power

    assert all(power(needed * (1 + step / 40)) >= 0.8 - 1e-9 for step in range(1, 120))
    assert power(needed * (1 - 1e-6)) < 0.8 + 1e-6


def test_enough_cases_are_the_first_from_which_power_holds():
    window = Window(40, 100)
    needed = int(power_of("share", window, Window(0, 1), "decrease", 0.5).needed)

    def power(cases):
        return power_of("share", window, Window(0, cases), "decrease", 0.5).power

    assert power(needed - 1) < 0.8 <= min(power(cases) for cases in range(needed, needed + 60))


def test_counts_of_any_size_are_answered():
    assert rate((10**9, 12), (10**9, 12)).verdict == Verdict.NO_CHANGE
    assert rate((9, 12), (4, 6)).as_json()["power"]["exposure_needed"] > 1000
    assert share((900_000, 2_000_000), (1, 3)).verdict == Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"improvement": "sideways"}, "which way is better"),
        ({"worthwhile": 1.0}, "between 0 and 1"),
        ({"worthwhile": float("nan")}, "between 0 and 1"),
        ({"pace": 0}, "pace must be more than 0"),
    ],
)
def test_questions_that_cannot_be_asked_are_refused_in_words(asked, sentence):
    with pytest.raises(EffectRefused, match=sentence):
        Asked(**asked)

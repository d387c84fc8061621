"""Special cause after a change, against limits frozen before it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analytics import spc
from goldthread.analytics.effect import EffectRefused, Verdict, after_baseline

STEADY = [5, 6, 5, 7, 5, 6, 4, 5, 6, 5, 7, 5]


def judged(after, before=STEADY, improvement="decrease"):
    return after_baseline([*before, *after], len(before), improvement=improvement)


@pytest.mark.capability(53)
def test_seven_points_below_the_old_mean_are_an_improvement():
    found = judged([4, 5, 4, 5, 4, 5, 4])
    assert (found.verdict, found.cause, found.at) == (Verdict.IMPROVED, "shift", 12)


def test_the_same_points_are_worse_where_more_is_better():
    assert judged([4, 5, 4, 5, 4, 5, 4], improvement="increase").verdict == Verdict.WORSE


def test_a_run_that_began_before_the_change_is_not_credited_to_it():
    before = [*STEADY, 5, 5, 5]
    found = judged([5, 5, 5, 5], before)
    whole = spc.xmr([*before, 5, 5, 5, 5], improvement="decrease", fix_after=len(before))
    assert spc.SPECIAL_CAUSES[whole.special_cause[0, -1]] == "shift"
    assert found.verdict == Verdict.TOO_FEW


def test_a_trend_that_began_before_the_change_is_not_credited_to_it():
    before = [*STEADY, 7.5, 7, 6.5]
    assert judged([6, 5.9, 5.8, 5.7], before).verdict == Verdict.TOO_FEW


def test_the_latest_special_cause_decides():
    assert judged([0, 5, 6, 5, 12]).verdict == Verdict.WORSE
    assert judged([12, 5, 6, 5, 0]).verdict == Verdict.IMPROVED


def test_few_quiet_points_are_too_early_and_say_how_many_more():
    found = judged([5, 6, 5])
    assert (found.verdict, found.points_needed) == (Verdict.TOO_FEW, 4)
    assert found.sentence.startswith("There are 3 points since the change")


def test_many_quiet_points_are_no_detectable_change():
    assert judged([5, 6, 5, 7, 5, 6, 5]).verdict == Verdict.NO_CHANGE


def test_a_baseline_under_twelve_points_says_nothing_yet():
    found = judged([0] * 8, before=[5, 6, 5, 7, 5])
    assert (found.verdict, found.points_needed) == (Verdict.TOO_FEW, 7)


def test_a_baseline_that_never_changes_gives_no_limits():
    found = judged([3] * 8, before=[5] * 12)
    assert found.verdict == Verdict.TOO_FEW
    assert "never changes" in found.sentence


@pytest.mark.parametrize(
    ("values", "baseline", "improvement", "sentence"),
    [
        (STEADY, 12, "decrease", "at least 1 after it"),
        (STEADY, 1, "decrease", "at least 2 points"),
        (STEADY, 6, "neutral", "which way is better"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_words(values, baseline, improvement, sentence):
    with pytest.raises(EffectRefused, match=sentence):
        after_baseline(values, baseline, improvement=improvement)


def slow_special_causes(after, mean, reach):
    """The four rules, one point at a time, over the points after the change alone."""
    sides = [(value > mean) - (value < mean) for value in after]
    far = [abs(value - mean) > 2 * (spc.LIMIT / 3) * reach for value in after]
    found = set()
    for at, value in enumerate(after):
        if abs(value - mean) > spc.LIMIT * reach:
            found.add(at)
    for start in range(len(after) - 6):
        run = range(start, start + 7)
        steps = [after[at + 1] - after[at] for at in run[:-1]]
        if all(step > 0 for step in steps) or all(step < 0 for step in steps):
            found |= set(run)
        if len({sides[at] for at in run}) == 1 and sides[start]:
            found |= set(run)
    inside = [far[at] and abs(after[at] - mean) <= spc.LIMIT * reach for at in range(len(after))]
    for start in range(len(after) - 2):
        three = range(start, start + 3)
        same = len({sides[at] for at in three}) == 1 and sides[start]
        if same and sum(inside[at] for at in three) >= 2:
            found |= {at for at in three if inside[at]}
    return found


@given(st.lists(st.integers(0, 16), min_size=1, max_size=16))
@settings(max_examples=150, deadline=None)
def test_signals_after_the_change_are_those_of_the_rules_written_out(after):
    chart = spc.xmr([*STEADY, *after], fix_after=len(STEADY))
    mean = float(chart.mean[0, 0])
    reach = (float(chart.upl[0, 0]) - mean) / spc.LIMIT
    signals = slow_special_causes(after, mean, reach)
    found = judged(after)
    assert (found.verdict in {Verdict.IMPROVED, Verdict.WORSE}) == bool(signals)
    if found.at is not None:
        assert found.at - len(STEADY) in signals

"""Limits of each kind of chart: golden values, slow twins, and what must hold between kinds."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from math import comb, log2, sqrt
from statistics import mean, median

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldthread.analytics.charts import KINDS, Observation, Wanted, days_between, make
from goldthread.analytics.charts.runs import fewest_expected, longest_expected


def months(values, denominators=None):
    denominators = denominators or [None] * len(values)
    return [
        Observation(dt.datetime(2020 + at // 12, at % 12 + 1, 1), value, under)
        for at, (value, under) in enumerate(zip(values, denominators, strict=True))
    ]


def lines(chart, at=0):
    point = chart.points[at]
    return point.lower, point.centre, point.upper


def sigma(values, centre, sds):
    z = [(value - centre) / sd for value, sd in zip(values, sds, strict=True)]
    return mean(abs(b - a) for a, b in pairwise(z)) / 1.128


def test_the_golden_g_and_t_charts():
    values = months([5, 12, 8, 15, 3])
    g, t = make("g", values), make("t", values)
    assert round(g.points[0].upper, 2) == 35.86
    assert (g.points[0].lower, g.points[0].centre) == (0, 8)
    low, centre, high = lines(t)
    assert (round(low, 2), round(centre, 2), round(high, 1)) == (0.16, 7.71, 47.7)


def test_a_g_chart_has_the_median_for_its_centre_and_limits_from_the_mean():
    chart = make("g", months([0, 1, 1, 9, 40]))
    average = mean([0, 1, 1, 9, 40])
    assert chart.points[0].centre == 1
    assert chart.points[0].upper == pytest.approx(average + 3 * sqrt(average * (average + 1)))
    assert chart.points[0].near_upper == pytest.approx(average + 2 * sqrt(average * (average + 1)))


@pytest.mark.capability(53)
def test_longer_times_between_events_are_an_improvement():
    events = [dt.date(2024, 1, 1) + dt.timedelta(days=7 * at) for at in range(20)]
    late = [*events, events[-1] + dt.timedelta(days=200)]
    chart = make("t", days_between(late), Wanted(improvement="increase", fix_after=15))
    assert chart.points[-1].value == 200
    uneven = [dt.date(2024, 1, 1) + dt.timedelta(days=7 * at + at % 3) for at in range(20)]
    late = [*uneven, uneven[-1] + dt.timedelta(days=200)]
    chart = make("t", days_between(late), Wanted(improvement="increase", fix_after=15))
    assert (chart.points[-1].special_cause, chart.variation) == ("outside", "improvement_high")


COUNTED = st.lists(
    st.tuples(st.integers(0, 30), st.integers(30, 90)), min_size=3, max_size=30
).filter(lambda pairs: sum(count for count, _ in pairs) > 0)


@given(COUNTED, st.sampled_from(["p", "p-prime", "u", "u-prime"]))
@settings(max_examples=150, deadline=None)
def test_shares_and_rates_agree_with_working_them_out_point_by_point(pairs, kind):
    counts, totals = [list(column) for column in zip(*pairs, strict=True)]
    chart = make(kind, months(counts, totals))
    centre = sum(counts) / sum(totals)
    spread = centre * (1 - centre) if kind.startswith("p") else centre
    assume(spread > 1e-9)
    sds = [sqrt(spread / total) for total in totals]
    values = [count / total for count, total in pairs]
    times = sigma(values, centre, sds) if kind.endswith("prime") else 1
    assume(times > 1e-6)
    ceiling = 1 if kind.startswith("p") else 10**9
    for point, value, sd in zip(chart.points, values, sds, strict=True):
        assert point.value == pytest.approx(value)
        assert point.lower == pytest.approx(max(centre - 3 * times * sd, 0), abs=1e-9)
        assert point.upper == pytest.approx(min(centre + 3 * times * sd, ceiling))
        assert point.near_upper == pytest.approx(min(centre + 2 * times * sd, ceiling))


@given(COUNTED, st.sampled_from(["p", "u"]))
@settings(max_examples=100, deadline=None)
def test_a_prime_chart_is_the_plain_one_stretched_by_sigma_z(pairs, kind):
    counts, totals = [list(column) for column in zip(*pairs, strict=True)]
    seen = months(counts, totals)
    plain, prime = make(kind, seen), make(f"{kind}-prime", seen)
    centre = plain.points[0].centre
    spread = centre * (1 - centre) if kind == "p" else centre
    sds = [sqrt(spread / total) for total in totals]
    times = sigma([p.value for p in plain.points], centre, sds)
    assume(times > 1e-6)
    for one, other, sd in zip(plain.points, prime.points, sds, strict=True):
        assert other.centre == one.centre
        if other.lower > 0 and other.upper < 1:
            assert other.upper - other.centre == pytest.approx(times * 3 * sd)


def test_a_prime_chart_whose_sigma_z_is_one_is_the_plain_chart():
    # Each point is 1.128 standard deviations from the one before.
    seen = months([124_859, 125_141] * 8, [250_000] * 16)
    assert lines(make("p-prime", seen)) == pytest.approx(lines(make("p", seen)), abs=1e-12)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=30), st.integers(1, 50))
@settings(max_examples=100, deadline=None)
def test_u_with_a_constant_exposure_is_c_in_other_units(counts, exposure):
    c, u = make("c", months(counts)), make("u", months(counts, [exposure] * len(counts)))
    for one, other in zip(c.points, u.points, strict=True):
        assert other.centre == pytest.approx(one.centre / exposure)
        if one.upper is not None:
            assert other.upper == pytest.approx(one.upper / exposure)
            assert other.lower == pytest.approx(one.lower / exposure)


def test_the_golden_c_chart():
    chart = make("c", months([4, 6, 2, 4, 4, 4]))
    assert lines(chart) == (0, 4, 10)
    assert chart.points[0].near_upper == 8
    assert chart.points[0].near_lower == 0


def test_a_limit_cut_off_at_zero_does_not_draw_the_near_limit_up():
    """With a mean of 2, no count is low enough to be near a limit: two noughts are chance."""
    chart = make("c", months([2, 3, 0, 0, 1, 4, 2, 3, 2, 3]))
    assert chart.points[0].near_lower == 0
    assert {point.special_cause for point in chart.points} == {"none"}


def test_limits_follow_the_denominator():
    chart = make("p", months([5, 50, 5], [10, 100, 10]))
    small, large, _ = chart.points
    assert small.upper == pytest.approx(0.5 + 3 * sqrt(0.25 / 10))
    assert large.upper == pytest.approx(0.5 + 3 * sqrt(0.25 / 100))


@given(st.integers(1, 200))
@settings(max_examples=60, deadline=None)
def test_what_chance_makes_of_runs_is_by_the_rule(useful):
    trials = useful - 1
    at = fewest_expected(useful)
    below = sum(comb(trials, k) for k in range(at)) / 2**trials
    upto = sum(comb(trials, k) for k in range(at + 1)) / 2**trials
    assert below < 0.05 <= upto
    assert longest_expected(useful) == round(log2(useful)) + 3


def _slow_runs(values):
    centre = median(values)
    sides = [value > centre for value in values if value != centre]
    longest = current = crossings = 0
    for at, side in enumerate(sides):
        current = current + 1 if at and side == sides[at - 1] else 1
        crossings += bool(at and side != sides[at - 1])
        longest = max(longest, current)
    return len(sides), longest, crossings


@given(st.lists(st.integers(0, 6), min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_runs_agree_with_counting_them_one_by_one(values):
    chart = make("run", months(values))
    useful, longest, crossings = _slow_runs(values)
    assert (chart.runs.useful, chart.runs.longest, chart.runs.crossings) == (
        useful,
        longest,
        crossings,
    )
    assert chart.points[0].centre == median(values)
    marked = [point for point in chart.points if point.special_cause == "shift"]
    assert bool(marked) == (longest > longest_expected(useful))
    assert all(point.value != median(values) for point in marked)


def test_a_run_that_is_too_long_is_marked_and_said():
    # Twenty points: chance makes runs of up to round(log2 20) + 3 = 7.
    values = [1, 3] * 5 + [1, 1] + [3, 3, 3, 3, 3, 3, 3, 3]
    chart = make("run", months(values), Wanted(improvement="increase"))
    assert chart.points[-1].upper is None
    shifted = make("run", months([1] * 9 + [3] * 9), Wanted(improvement="increase"))
    assert shifted.runs.signal
    assert "9 points in a row" in shifted.runs.sentence
    assert "crosses the median once" in shifted.runs.sentence
    assert shifted.variation == "improvement_high"
    calm = make("run", months([1, 3] * 8))
    assert not calm.runs.signal
    assert "chance" in calm.runs.sentence


@pytest.mark.capability(53)
@pytest.mark.parametrize("kind", KINDS)
def test_rebase_and_fixed_limits_hold_for_every_kind(kind):
    first, second = [4, 6, 5, 7, 3, 5] * 3, [14, 16, 15, 17, 13, 15] * 3
    seen = months(first + second, [40] * 36)
    rebased = make(kind, seen, Wanted(rebases=(seen[18].at,)))
    assert [point.group for point in rebased.points] == [0] * 18 + [1] * 18
    assert {point.special_cause for point in rebased.points} == {"none"}
    fixed = make(kind, seen, Wanted(fix_after=18))
    assert fixed.points[0].centre == rebased.points[0].centre
    assert fixed.points[-1].special_cause != "none"


def test_trial_limits_end_at_thirteen_points_or_a_baseline_of_twelve():
    wavy = [4, 6, 5, 7, 3, 5] * 4
    assert make("xmr", months(wavy[:12])).trial_limits
    assert not make("xmr", months(wavy[:13])).trial_limits
    assert not make("xmr", months(wavy), Wanted(fix_after=12)).trial_limits
    assert make("xmr", months(wavy), Wanted(fix_after=11)).trial_limits
    assert not make("run", months(wavy[:6])).trial_limits


def test_the_target_is_held_against_the_limits_of_the_last_point():
    counts, totals = [50] * 20 + [5], [100] * 20 + [10]
    wanted = Wanted(improvement="increase", target=0.7)
    assert make("p", months(counts[:20], totals[:20]), wanted).assurance == "fail"
    assert make("p", months(counts, totals), wanted).assurance == "inconsistent"
    assert make("run", months(counts), wanted).assurance is None


def _slow_t(values, screen):
    roots = [value ** (1 / 3.6) for value in values]
    ranges = [abs(b - a) for a, b in pairwise(roots)]
    if screen:
        ranges = [one for one in ranges if one < 3.267 * mean(ranges)]
    centre, reach = mean(roots), 2.66 * mean(ranges)
    return max(centre - reach, 0) ** 3.6, centre**3.6, (centre + reach) ** 3.6


@given(
    st.lists(st.integers(1, 400), min_size=3, max_size=30).filter(lambda v: len(set(v)) > 1),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_a_t_chart_is_an_xmr_chart_of_roots_brought_back(values, screen):
    chart = make("t", months(values), Wanted(screen=screen))
    assert lines(chart) == pytest.approx(_slow_t(values, screen))
    assert chart.screening is screen


@given(st.lists(st.integers(1, 400), min_size=8, max_size=30), st.sampled_from([24, 1 / 7]))
@settings(max_examples=60, deadline=None)
def test_times_in_hours_or_weeks_say_what_times_in_days_say(values, unit):
    days, others = make("t", months(values)), make("t", months([unit * day for day in values]))
    assume(days.points[0].upper is not None)
    assert lines(others) == pytest.approx([line * unit for line in lines(days)], abs=1e-6)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_g_chart_agrees_with_working_it_out(values):
    point = make("g", months(values)).points[0]
    average = mean(values)
    assert point.centre == median(values)
    if average:
        reach = 3 * sqrt(average * (average + 1))
        assert (point.lower, point.upper) == (
            max(average - reach, 0),
            pytest.approx(average + reach),
        )


@given(st.lists(st.integers(0, 9), min_size=4, max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_run_chart_read_backwards_finds_the_same_runs(values):
    forth, back = make("run", months(values)).runs, make("run", months(values[::-1])).runs
    assert forth == back


def test_dates_without_a_time_are_their_midnight():
    days = [dt.date(2024, month, 1) for month in range(1, 13)]
    chart = make("xmr", [Observation(day, 1.0) for day in days], Wanted(rebases=(days[6],)))
    assert chart.points[0].at == dt.datetime(2024, 1, 1)
    assert chart.points[6].group == 1

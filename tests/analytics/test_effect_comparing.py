"""Two windows compared exactly: rates, shares and times between events."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldthread.analytics.effect import (
    EffectRefused,
    Window,
    compare_gaps,
    compare_rates,
    compare_shares,
)

counts = st.integers(0, 40)
exposures = st.integers(1, 48)


def shares(most=40):
    pair = st.integers(1, most).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
    return pair.map(lambda held: Window(*held))


@pytest.mark.capability(53)
def test_four_in_six_months_after_twelve_in_twelve_is_not_evidence():
    found = compare_rates(Window(12, 12), Window(4, 6))
    assert found.p_fewer == pytest.approx(0.34, abs=0.005)
    assert found.estimate == pytest.approx(2 / 3)
    assert found.interval.low < 1 < found.interval.high


@pytest.mark.capability(53)
def test_one_in_six_months_after_twelve_in_twelve_is_little_evidence():
    found = compare_rates(Window(12, 12), Window(1, 6))
    assert found.p_fewer == pytest.approx(0.04, abs=0.005)
    assert found.interval.high < 1 < found.wide.high


def test_the_rate_ratio_is_that_of_the_example_in_the_manual_of_r():
    # ?poisson.test: poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878))
    found = compare_rates(Window(21, 3011), Window(11, 800))
    assert found.estimate == pytest.approx(1.971488, abs=1e-6)
    assert found.wide.low == pytest.approx(0.8584264, abs=1e-6)
    assert found.wide.high == pytest.approx(4.2772659, abs=1e-6)


def test_rates_agree_with_the_binomial_test_of_scipy():
    from scipy.stats import binomtest

    found = compare_rates(Window(17, 10.5), Window(9, 8.25))
    share = 8.25 / 18.75
    ours = (found.p_fewer, found.p_more)
    theirs = tuple(binomtest(9, 26, share, way).pvalue for way in ("less", "greater"))
    assert ours == pytest.approx(theirs, rel=1e-9)
    ends = binomtest(9, 26, share).proportion_ci(0.95, "exact")
    odds = [end / (1 - end) * 10.5 / 8.25 for end in (ends.low, ends.high)]
    assert [found.wide.low, found.wide.high] == pytest.approx(odds, rel=1e-9)


def slow_fewer(before, after, times):
    share = times / (1 + times)
    total = before + after
    return sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(after + 1))


@given(counts, counts, exposures, exposures)
@settings(max_examples=60)
def test_chances_of_rates_are_those_of_counting_every_split(before, after, first, second):
    found = compare_rates(Window(before, first), Window(after, second))
    times = Fraction(second, first)
    assert found.p_fewer == pytest.approx(float(slow_fewer(before, after, times)), rel=1e-9)
    assert found.p_more == pytest.approx(float(slow_fewer(after, before, 1 / times)), rel=1e-9)


@given(counts, counts, exposures, exposures)
@settings(max_examples=60)
def test_swapping_before_and_after_mirrors_a_rate(before, after, first, second):
    here = compare_rates(Window(before, first), Window(after, second))
    there = compare_rates(Window(after, second), Window(before, first))
    assert (here.p_fewer, here.p_more) == pytest.approx((there.p_more, there.p_fewer))
    if here.interval.high is not None:
        assert there.interval.low == pytest.approx(1 / here.interval.high)
    if here.interval.low > 0:
        assert there.interval.high == pytest.approx(1 / here.interval.low)


@given(counts, counts, exposures, exposures, st.sampled_from([0.001, 0.1, 7, 1000]))
@settings(max_examples=60)
def test_the_unit_of_exposure_does_not_matter(before, after, first, second, scale):
    here = compare_rates(Window(before, first), Window(after, second))
    there = compare_rates(Window(before, first * scale), Window(after, second * scale))
    assert here.p_fewer == pytest.approx(there.p_fewer)
    assert here.interval.low == pytest.approx(there.interval.low)


@given(counts, counts, exposures, exposures)
@settings(max_examples=60)
def test_the_interval_holds_the_estimate_and_agrees_with_the_test(before, after, first, second):
    assume(before + after > 0)
    found = compare_rates(Window(before, first), Window(after, second))
    high = found.interval.high if found.interval.high is not None else float("inf")
    if found.estimate is not None:
        assert found.wide.low <= found.interval.low <= found.estimate <= high
    if abs(found.p_fewer - 0.05) > 1e-9:
        assert (found.p_fewer < 0.05) == (high < 1)
    if abs(found.p_more - 0.05) > 1e-9:
        assert (found.p_more < 0.05) == (found.interval.low > 1)


def test_the_lady_tasting_tea_has_her_known_chance():
    # Fisher 1935: three of four rightly named, 17 of 70.
    assert compare_shares(Window(1, 4), Window(3, 4)).p_more == pytest.approx(17 / 70)


@given(shares(), shares())
@settings(max_examples=60)
def test_chances_of_shares_are_those_of_counting_every_table(before, after):
    found = compare_shares(before, after)
    total = before.events + after.events
    whole = comb(before.exposure + after.exposure, total)
    ways = [comb(after.exposure, k) * comb(before.exposure, total - k) for k in range(total + 1)]
    fewer = Fraction(sum(ways[: after.events + 1]), whole)
    more = Fraction(sum(ways[after.events :]), whole)
    assert (found.p_fewer, found.p_more) == pytest.approx((float(fewer), float(more)), rel=1e-8)


def test_shares_agree_with_the_exact_test_of_scipy():
    from scipy.stats import fisher_exact

    found = compare_shares(Window(40, 100), Window(22, 90))
    table = [[22, 68], [40, 60]]
    ours = (found.p_fewer, found.p_more)
    assert ours == pytest.approx([fisher_exact(table, way)[1] for way in ("less", "greater")])


@given(shares(), shares())
@settings(max_examples=60)
def test_swapping_before_and_after_mirrors_a_share(before, after):
    here, there = compare_shares(before, after), compare_shares(after, before)
    assert (here.p_fewer, here.p_more) == pytest.approx((there.p_more, there.p_fewer))
    assert here.interval.low == pytest.approx(-there.interval.high, abs=1e-9)
    assert here.interval.low <= here.estimate <= here.interval.high


def test_chances_of_times_between_are_those_of_the_f_distribution():
    from scipy.stats import f

    before, after = [20, 31, 12, 40, 9, 22], [80, 60]
    ratio = (140 / 2) / (134 / 6)
    closed = compare_gaps(before, after)
    assert closed.p_fewer == pytest.approx(f.sf(ratio, 4, 12))
    assert closed.p_more == pytest.approx(f.cdf(ratio, 4, 12))
    waiting = compare_gaps(before, after, open_for=45)
    assert waiting.p_fewer == pytest.approx(f.sf((185 / 3) / (134 / 6), 6, 12))
    assert waiting.estimate == pytest.approx((185 / 2) / (134 / 6))


@given(
    st.lists(st.integers(1, 90), min_size=1, max_size=12),
    st.lists(st.integers(1, 90), max_size=12),
    st.integers(1, 200),
)
@settings(max_examples=60)
def test_an_open_wait_is_judged_as_a_count_over_the_time_watched(before, after, wait):
    gaps = compare_gaps(before, after, open_for=wait)
    rate = compare_rates(Window(len(before), sum(before)), Window(len(after), sum(after) + wait))
    assert gaps.p_fewer == pytest.approx(rate.p_fewer)
    assert gaps.interval.low <= (gaps.estimate or float("inf"))
    if abs(gaps.p_fewer - 0.05) > 1e-9:
        assert (gaps.p_fewer < 0.05) == (gaps.interval.low > 1)


def test_a_longer_wait_without_an_event_is_more_evidence():
    chances = [compare_gaps([30, 25, 40], [], open_for=wait).p_fewer for wait in (10, 60, 200)]
    assert chances == sorted(chances, reverse=True)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: compare_rates(Window(1, 0), Window(1, 1)),
            "exposure must be a number more than 0",
        ),
        (lambda: compare_rates(Window(1, 1), Window(1, float("nan"))), "exposure must be"),
        (lambda: compare_rates(Window(-1, 1), Window(1, 1)), "fewer than 0 events"),
        (lambda: compare_rates(Window(10**10, 1), Window(1, 1)), "beyond what any service"),
        (lambda: compare_shares(Window(21, 20), Window(1, 2)), "21 of 20 cannot be"),
        (lambda: compare_shares(Window(1, 2.5), Window(1, 2)), "whole cases"),
        (lambda: compare_shares(Window(1, 10**8), Window(1, 2)), "at most 10,000,000"),
        (lambda: compare_gaps([], [3]), "At least one time between events"),
        (lambda: compare_gaps([3, 0], [3]), "must be more than 0"),
        (lambda: compare_gaps([3], [float("inf")]), "must be more than 0"),
        (lambda: compare_gaps([3], [], open_for=0), "Nothing is known"),
        (lambda: compare_gaps([3], [3], open_for=-1), "must be 0 or more"),
    ],
)
def test_figures_that_cannot_be_are_refused_in_words(call, sentence):
    with pytest.raises(EffectRefused, match=sentence):
        call()

"""Intervals for a proportion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analytics.intervals import clopper_pearson, newcombe_difference, wilson


@pytest.mark.capability(50)
@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    [(10, 10, 72, 100), (18, 20, 70, 97), (20, 20, 84, 100), (40, 40, 91, 100)],
)
def test_wilson_gives_the_published_percentages(successes, total, low, high):
    interval = wilson(successes, total)
    assert (round(interval.low * 100), round(interval.high * 100)) == (low, high)


def test_wilson_bounds_solve_the_score_equation():
    # Twin: each bound p satisfies |x/n - p| = z sqrt(p(1-p)/n).
    interval = wilson(7, 23)
    for bound in (interval.low, interval.high):
        reach = 1.959963984540054 * (bound * (1 - bound) / 23) ** 0.5
        assert abs(7 / 23 - bound) == pytest.approx(reach, rel=1e-9)


def test_the_exact_interval_leaves_the_tail_on_each_side():
    from scipy.stats import binom

    interval = clopper_pearson(7, 23)
    assert binom.sf(6, 23, interval.low) == pytest.approx(0.025)
    assert binom.cdf(7, 23, interval.high) == pytest.approx(0.025)


def test_the_exact_interval_at_all_passing_is_the_textbook_power():
    assert clopper_pearson(20, 20).low == pytest.approx(0.025 ** (1 / 20))
    assert clopper_pearson(0, 20).high == pytest.approx(1 - 0.025 ** (1 / 20))


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_every_interval_holds_its_estimate_and_mirrors_itself(counts):
    successes, total = counts
    for method in (wilson, clopper_pearson):
        here, there = method(successes, total), method(total - successes, total)
        assert 0 <= here.low <= here.estimate <= here.high <= 1
        assert here.low == pytest.approx(1 - there.high, abs=1e-9)


@pytest.mark.parametrize("method", [wilson, clopper_pearson])
def test_nothing_looked_at_proves_nothing(method):
    interval = method(0, 0)
    assert (interval.estimate, interval.low, interval.high) == (None, 0.0, 1.0)
    assert "not known" in interval.as_text()


@pytest.mark.parametrize(("successes", "total"), [(3, 2), (-1, 5), (0, -1)])
def test_counts_that_cannot_be_are_refused(successes, total):
    with pytest.raises(ValueError, match="cannot be"):
        wilson(successes, total)


def test_people_read_percentages():
    assert wilson(18, 20).as_text() == "90% (70% to 97%)"


@pytest.mark.capability(50)
def test_the_difference_matches_newcombe_s_own_example():
    # Newcombe 1998, table II (a): 56/70 less 48/80 is 0.2000, 0.0524 to 0.3339.
    change = newcombe_difference((48, 80), (56, 70))
    found = (change.estimate, change.low, change.high)
    assert tuple(round(value, 4) for value in found) == (0.2, 0.0524, 0.3339)
    assert change.excludes_no_change()
    assert change.as_text() == "up 20 points (5 to 33)"


def test_a_small_re_audit_says_it_may_be_no_change():
    change = newcombe_difference((8, 10), (7, 10))
    assert not change.excludes_no_change()
    assert change.as_text() == (
        "down 10 points, anywhere from 44 down to 26 up, so it may be no change at all"
    )


def test_a_difference_with_nothing_looked_at_is_not_known():
    assert newcombe_difference((0, 0), (3, 4)).estimate is None


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_swapping_the_two_samples_mirrors_the_difference(first, second, data):
    before = (data.draw(st.integers(0, first)), first)
    after = (data.draw(st.integers(0, second)), second)
    here, there = newcombe_difference(before, after), newcombe_difference(after, before)
    assert -1 <= here.low <= here.estimate <= here.high <= 1
    assert here.low == pytest.approx(-there.high, abs=1e-9)

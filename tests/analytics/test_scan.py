"""The scan over the latest weeks: exact chances, and false alarms as rare as they are claimed."""

from __future__ import annotations

import itertools
from math import factorial, log

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analytics.dispersion import dispersion
from goldthread.analytics.false_discovery import discoveries
from goldthread.analytics.rest_of_table import against_the_rest
from goldthread.analytics.scan import scan, times_expected
from goldthread.analytics.scan_null import HIGH, LOW, Series, crossing_probability


def largest_ratio(weeks: tuple[int, ...], shares: list[float], direction: str) -> float:
    """The statistic of one series, term by term: `weeks` newest first, then all the rest."""
    n, best = sum(weeks), 0.0
    for width, share in enumerate(shares, 1):
        c, expected = sum(weeks[:width]), n * share
        if (c > expected) != (direction == HIGH) or c == expected:
            continue
        ratio = c * log(c / expected) if c else 0.0
        ratio += (n - c) * log((n - c) / (n - expected)) if n - c else 0.0
        best = max(best, ratio)
    return best


def chance_by_listing(n: int, shares: list[float], value: float, direction: str) -> float:
    """The multinomial chance of every way that `n` events can fall, added up."""
    parts = np.diff([0.0, *shares, 1.0])
    chance = 0.0
    for weeks in itertools.product(range(n + 1), repeat=len(parts)):
        if sum(weeks) != n:
            continue
        if largest_ratio(weeks, shares, direction) >= value * (1 - 1e-9):
            ways = factorial(n)
            for count in weeks:
                ways //= factorial(count)
            chance += ways * float(np.prod(parts ** np.array(weeks)))
    return chance


@settings(max_examples=60, deadline=None)
@given(
    weeks=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    cuts=st.lists(st.integers(1, 9), min_size=3, max_size=3, unique=True),
    direction=st.sampled_from([HIGH, LOW]),
)
def test_the_chance_is_that_of_listing_every_way_the_events_can_fall(
    weeks: list[int], cuts: list[int], direction: str
) -> None:
    shares = [cut / 10 for cut in sorted(cuts)]
    value = largest_ratio(tuple(weeks), shares, direction)
    if value == 0:
        return
    series = Series(sum(weeks), np.array(shares), 1.0)
    expected = chance_by_listing(sum(weeks), shares, value, direction)
    assert crossing_probability(series, value, direction) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("direction", [HIGH, LOW])
def test_the_chance_of_bursty_counts_is_that_of_simulating_them(direction: str) -> None:
    series = Series(40, np.array([0.05, 0.1, 0.25]), 2.5)
    value, rng = 3.0, np.random.default_rng(5)
    parts = np.diff([0.0, 0.05, 0.1, 0.25, 1.0]) * 40 / 1.5
    drawn = rng.multinomial(40, rng.dirichlet(parts, size=20_000))
    ratios = [largest_ratio(tuple(row), [0.05, 0.1, 0.25], direction) for row in drawn]
    simulated = float(np.mean(np.array(ratios) >= value))
    exact = crossing_probability(series, value, direction)
    assert exact == pytest.approx(simulated, abs=4 * (simulated / 20_000) ** 0.5)


def test_a_dispersion_close_to_one_gives_the_chance_of_one() -> None:
    shares = np.array([0.02, 0.05, 0.12])
    for direction in (HIGH, LOW):
        plain = crossing_probability(Series(60, shares, 1.0), 4.0, direction)
        close = crossing_probability(Series(60, shares, 1.0001), 4.0, direction)
        assert close == pytest.approx(plain, rel=0.01)


def simulated(
    rng: np.random.Generator, spread: float, series: int = 300, weeks: int = 90
) -> npt.NDArray[np.int64]:
    """Series of different sizes with one season, none of which changes: (series, weeks)."""
    mean = rng.gamma(0.8, 0.75, (series, 1)) * (1 + 0.3 * np.sin(np.arange(weeks) / 8.3))
    if spread == 1:
        return rng.poisson(mean)
    return rng.poisson(rng.gamma(mean / (spread - 1), spread - 1))


def chances(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    begun = np.ones_like(counts)
    rest, spread = against_the_rest(counts, counts.sum(axis=0), begun, leave_out=13)
    return scan(counts, rest, dispersion=spread).p


@pytest.mark.capability(30)
@pytest.mark.parametrize("spread", [1.0, 2.0])
def test_false_alarms_are_no_more_frequent_than_claimed(spread: float) -> None:
    rng = np.random.default_rng(30)
    p = np.concatenate([chances(simulated(rng, spread)) for _ in range(8)])
    for level in (0.1, 0.05, 0.01):
        allowed = level + 3 * (level * (1 - level) / p.size) ** 0.5
        assert float(np.mean(p <= level)) <= allowed
    assert float(np.mean(p <= 0.05)) > 0.02, "so careful that it would find nothing"


def test_a_small_table_does_not_raise_false_alarms_either() -> None:
    rng = np.random.default_rng(32)
    p = np.concatenate([chances(simulated(rng, 1.0, series=4)) for _ in range(400)])
    assert float(np.mean(p <= 0.05)) <= 0.05 + 3 * (0.05 * 0.95 / p.size) ** 0.5


@pytest.mark.capability(30)
def test_most_of_what_is_found_is_really_there_and_real_clusters_are_found() -> None:
    rng = np.random.default_rng(31)
    false, true, planted_in_all = 0, 0, 0
    for _ in range(8):
        counts = simulated(rng, 1.5)
        planted = rng.choice(np.flatnonzero(counts.mean(axis=1) > 1), 15, replace=False)
        counts[planted, -4:] += rng.poisson(counts[planted].mean(axis=1)[:, None] * 3, (15, 4))
        found = set(np.flatnonzero(discoveries(chances(counts), 0.05)))
        true += len(found & set(planted))
        false += len(found - set(planted))
        planted_in_all += 15
    assert false <= 0.1 * (false + true)
    assert true >= 0.5 * planted_in_all


def test_a_rise_is_found_in_the_window_where_it_happened() -> None:
    counts = np.ones((1, 60), dtype=int)
    counts[0, -3:] = 6
    found = scan(counts, np.ones(60))
    assert (int(found.window[0]), int(found.observed[0])) == (3, 18)
    assert found.expected[0] == pytest.approx(75 * 3 / 60)
    assert found.p[0] < 1e-6


@pytest.mark.capability(8)
def test_a_team_that_falls_silent_is_found_and_one_that_reports_on_is_not() -> None:
    counts = np.full((2, 60), 2)
    counts[0, -6:] = 0
    found = scan(counts, np.ones(60), windows=(2, 3, 4, 6, 8), direction=LOW)
    assert found.p[0] < 0.001
    assert found.p[1] == 1.0


def test_weeks_without_weight_are_left_out() -> None:
    counts = np.array([[5] * 30 + [1] * 30])
    weights = np.array([[0.0] * 30 + [1.0] * 30])
    assert scan(counts, weights, direction=LOW).p[0] == 1.0
    assert scan(counts, np.ones(60), direction=LOW).p[0] < 0.001


def test_a_series_without_events_is_ordinary() -> None:
    found = scan(np.zeros((1, 40), dtype=int), np.ones(40))
    assert (found.p[0], found.ratio[0]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("counts", "options"),
    [
        ([[1.5] * 40], {}),
        ([[-1] * 40], {}),
        ([[float("nan")] * 40], {}),
        ([1] * 40, {}),
        ([[1] * 13], {}),
        ([[1] * 40], {"windows": (4, 2)}),
        ([[1] * 40], {"dispersion": 0.5}),
        ([[1] * 40], {"direction": "sideways"}),
    ],
)
def test_what_cannot_be_scanned_is_refused_in_words(
    counts: list[object], options: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        scan(counts, np.ones(np.shape(counts)[-1]), **options)  # type: ignore[arg-type]


def test_the_interval_of_a_ratio_holds_the_ratio_and_widens_with_bursts() -> None:
    low, high = times_expected(12, 60, 4.0)
    assert low < (12 / 48) / (4 / 56) < high
    wide_low, wide_high = times_expected(12, 60, 4.0, dispersion=3.0)
    assert wide_low < low
    assert wide_high > high
    assert times_expected(0, 60, 4.0)[0] == 0.0
    assert times_expected(5, 5, 5.0) == (0.0, float("inf"))


def test_dispersion_is_found_again_and_never_below_one() -> None:
    rng = np.random.default_rng(8)
    for spread in (1.0, 2.0, 4.0):
        counts = simulated(rng, spread)
        found = dispersion(counts, np.broadcast_to(counts.sum(axis=0), counts.shape))
        assert found.min() >= 1
        assert float(np.median(found)) == pytest.approx(spread, rel=0.2)
    assert list(dispersion(np.zeros((2, 20)), np.ones((2, 20)))) == [1.0, 1.0]

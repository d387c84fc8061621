"""XmR charts, against slow obvious twins and against published answers."""

import csv
import json
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analytics.spc import (
    POINT_TYPES,
    SPECIAL_CAUSES,
    assurance_icon,
    variation_icon,
    xmr,
)

EXAMPLES = Path(os.environ.get("GOLDTHREAD_TEST_DATA", "../shared/data")) / "spc_examples"
WITH_EXAMPLES = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples are absent")
SERIES = [1, 2, 1, 2, 10, *([1, 2] * 6), 1]
WORDS = {"Above UCL": "outside", "Below LCL": "outside", "Common Cause": "none"}


def causes(values, **options):
    return [SPECIAL_CAUSES[code] for code in xmr(values, **options).special_cause[0]]


@pytest.mark.parametrize(
    ("screen", "limits"), [(False, (-3.06, 1.94, 6.95)), (True, (-0.72, 1.94, 4.60))]
)
def test_limits_of_the_golden_series(screen, limits):
    chart = xmr(SERIES, screen=screen)
    found = (chart.lpl[0, 0], chart.mean[0, 0], chart.upl[0, 0])
    assert tuple(round(value, 2) for value in found) == limits


def test_a_tie_breaks_a_trend_and_seven_points_make_one():
    swings = [0, 8] * 8
    assert causes([*swings, 1, 2, 3, 4, 5, 6, 7]).count("trend") == 7
    assert "trend" not in causes([*swings, 1, 2, 3, 3, 4, 5, 6])


def test_every_point_of_a_rising_trend_is_judged_as_a_rise():
    chart = xmr([*[0, 8] * 8, 1, 2, 3, 4, 5, 6, 7], improvement="decrease")
    assert {POINT_TYPES[code] for code in chart.point_type[0, -7:]} == {"special_cause_concern"}


def test_a_point_on_the_mean_breaks_a_shift():
    low, high = [1, 3] * 4, [5, 7] * 4  # the mean is 4
    assert "shift" in causes(low + high, screen=False)
    assert "shift" not in causes([*low[:4], 4, *low[4:], *high[:4], 4, *high[4:]], screen=False)


def test_rules_and_limits_start_again_after_a_rebase():
    chart = xmr([1, 2] * 7 + [11, 12] * 7, group=[0] * 14 + [1] * 14)
    assert set(chart.mean[0]) == {1.5, 11.5}
    assert not chart.special_cause.any()


def test_fixed_limits_come_from_the_first_points_only():
    chart = xmr([1, 2] * 6 + [30], fix_after=12)
    assert set(chart.mean[0]) == {1.5}
    assert SPECIAL_CAUSES[chart.special_cause[0, -1]] == "outside"


def test_one_point_and_a_screened_constant_series_have_no_limits():
    assert np.isnan(xmr([5]).upl).all()
    assert np.isnan(xmr([5] * 20).upl).all()
    assert set(xmr([5] * 20, screen=False).upl[0]) == {5.0}


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ([], {}),
        ([float("nan")], {}),
        ([1, float("inf")], {}),
        ([1], {"improvement": "up"}),
        ([1, 2], {"fix_after": 1}),
    ],
)
def test_what_cannot_be_charted_is_refused(values, options):
    with pytest.raises(ValueError, match=r"points|finite|direction"):
        xmr(values, **options)


def test_the_target_is_judged_against_the_limits():
    assert assurance_icon(10, 2, 8, "increase") == "fail"
    assert assurance_icon(10, 2, 8, "decrease") == "pass"
    assert assurance_icon(1, 2, 8, "increase") == "pass"
    assert assurance_icon(5, 2, 8, "decrease") == "inconsistent"
    assert assurance_icon(5, 2, 8, "neutral") is None


def _slow(values, screen):
    """One point at a time, as the rules read."""
    n, mean = len(values), sum(values) / len(values)
    ranges = [abs(b - a) for a, b in pairwise(values)]
    average = sum(ranges) / len(ranges)
    if screen:
        ranges = [r for r in ranges if r < 3.267 * average]
        average = sum(ranges) / len(ranges) if ranges else float("nan")
    far_out, near = 2.66 * average, 2.66 * average * 2 / 3
    found = ["none"] * n
    side = [(v > mean) - (v < mean) for v in values]
    out = [abs(v - mean) > far_out for v in values]
    far = [abs(v - mean) > near and not o for v, o in zip(values, out, strict=True)]
    for i in range(n - 6):
        if abs(sum(side[i : i + 7])) == 7:
            found[i : i + 7] = ["shift"] * 7
    for i in range(n - 2):
        if abs(sum(side[i : i + 3])) == 3 and sum(far[i : i + 3]) >= 2:
            found[i : i + 3] = ["two_in_three" if far[j] else found[j] for j in range(i, i + 3)]
    for i in range(n - 6):
        steps = [values[j + 1] - values[j] for j in range(i, i + 6)]
        if all(s > 0 for s in steps) or all(s < 0 for s in steps):
            found[i : i + 7] = ["trend"] * 7
    return ["outside" if o else f for o, f in zip(out, found, strict=True)]


@given(st.lists(st.integers(0, 64), min_size=2, max_size=40), st.booleans())
@settings(max_examples=200)
def test_rules_agree_with_reading_them_point_by_point(values, screen):
    values = [float(value) for value in values]
    mean = sum(values) / len(values)
    if any(0 < abs(value - mean) < 1e-9 for value in values):
        return  # on the mean or beside it by rounding alone: neither reading is wrong
    assert causes(values, screen=screen) == _slow(values, screen)


@pytest.mark.capability(100)
@given(st.integers(1, 5), st.integers(2, 30), st.integers(0, 10_000))
@settings(max_examples=40)
def test_many_series_at_once_are_each_as_if_alone(series, points, seed):
    values = np.random.default_rng(seed).integers(0, 40, (series, points)).astype(float)
    together = xmr(values, improvement="decrease")
    for row in range(series):
        alone = xmr(values[row], improvement="decrease")
        assert np.array_equal(together.special_cause[row], alone.special_cause[0])
        assert np.allclose(together.upl[row], alone.upl[0], equal_nan=True)


@pytest.mark.capability(100)
@WITH_EXAMPLES
@pytest.mark.shared_data
def test_the_published_examples_match():
    series: dict[str, list[tuple[str, float]]] = {}
    with (EXAMPLES / "series_input.csv").open() as file:
        for row in csv.DictReader(file):
            series.setdefault(row["series"], []).append((row["date"], float(row["value"])))
    expected: dict[str, list[dict[str, str]]] = {}
    with (EXAMPLES / "points.csv").open() as file:
        for row in csv.DictReader(file):
            expected.setdefault(row["id"], []).append(row)
    for case in json.loads((EXAMPLES / "cases.json").read_text()):
        _compare(case, series[case["series"]], expected[case["id"]])


def _compare(case, points, expected):
    group = [sum(date >= rebase for rebase in case["rebase_dates"]) for date, _ in points]
    chart = xmr(
        [value for _, value in points],
        improvement=case["improvement_direction"],
        group=group,
        fix_after=case["fix_after_n_points"],
        screen=case["screen_outliers"],
    )
    for at, row in enumerate(expected):
        where = (case["id"], at)
        for name in ("mean", "lpl", "upl", "near_lpl", "near_upl"):
            wanted = float(row[name]) if row[name] else float("nan")
            found = getattr(chart, name)[0, at]
            assert found == pytest.approx(wanted, abs=1e-6, nan_ok=True), where
        kind = row["special_cause_type"]
        wanted = WORDS.get(kind) or (
            "trend" if "Trend" in kind else "two_in_three" if kind[0] == "2" else "shift"
        )
        assert SPECIAL_CAUSES[chart.special_cause[0, at]] == wanted, where
        assert POINT_TYPES[chart.point_type[0, at]] == row["point_type"], where
    last = POINT_TYPES[chart.point_type[0, -1]]
    answer = case["expected"]
    assert variation_icon(last, case["improvement_direction"]) == answer["variation_icon"]
    found = assurance_icon(
        case["target"], chart.lpl[0, -1], chart.upl[0, -1], case["improvement_direction"]
    )
    assert found == answer["assurance_icon"], case["id"]

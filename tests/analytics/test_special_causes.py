"""XmR against a slow, literal reading of the R package, one point at a time.

`_reference` follows NHSRplotthedots 0.2.2 line by line (`ptd_spc_standard.R`,
`ptd_calculate_point_type.R`, `ptd_calculate_assurance_type.R`): padding, windows, order and all.
"""

from __future__ import annotations

from itertools import pairwise
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goldthread.analytics.spc import (
    DIRECTIONS,
    POINT_TYPES,
    SPECIAL_CAUSES,
    assurance_icon,
    variation_icon,
    xmr,
)


def _mean(values):
    """R's mean: a sum in long double, divided, and corrected by the mean of what is left over."""
    held = [np.longdouble(value) for value in values if not isnan(value)]
    if not held:
        return nan
    total = np.longdouble(0)
    for value in held:
        total = total + value
    rough = total / len(held)
    left = np.longdouble(0)
    for value in held:
        left = left + (value - rough)
    return float(rough + left / len(held))


def _sign(number):
    return 0 if isnan(number) else (number > 0) - (number < 0)


def _group(y, direction, fix_after, screen):
    n = len(y)
    fixed = [value if at < (fix_after or n) else nan for at, value in enumerate(y)]
    mean = _mean(fixed)
    ranges = [nan] + [abs(fixed[i] - fixed[i - 1]) for i in range(1, n)]
    average = _mean(ranges)
    if screen:
        ranges = [r if not isnan(r) and r < 3.267 * average else nan for r in ranges]
        average = _mean(ranges)
    lpl, upl = mean - 2.66 * average, mean + 2.66 * average
    near = 2 * (2.66 / 3)
    nlpl, nupl = mean - near * average, mean + near * average
    outside = [v > upl or v < lpl for v in y]
    relative = [_sign(v - mean) for v in y]
    close = [not o and (v < nlpl or v > nupl) for v, o in zip(y, outside, strict=True)]
    types = _types(y, relative, close, outside)
    v = [_value(kind) for kind in types]
    if direction == 0:
        kinds = {1: "special_cause_neutral_high", -1: "special_cause_neutral_low"}
    else:
        kinds = {
            direction: "special_cause_improvement",
            -direction: "special_cause_concern",
        }
    points = [kinds.get(one, "common_cause") for one in v]
    return [(mean, lpl, upl, nlpl, nupl, _code(t), p) for t, p in zip(types, points, strict=True)]


def _types(y, relative, close, outside):
    trend, two, shift = _part(_trend(y)), _two_in_three(close, relative), _part(_shift(relative))
    steps = [_sign(b - a) for a, b in pairwise(y)]
    found = []
    for i in range(len(y)):
        next_too = trend[i] and i + 1 < len(y) and trend[i + 1]
        step = steps[i] if next_too else (steps[i - 1] if i else 0)
        above = "Above" if relative[i] > 0 else "Below"
        if outside[i]:
            found.append("Above UCL" if relative[i] == 1 else "Below LCL")
        elif trend[i]:
            found.append(f"7 Point Trend ({'In' if step == 1 else 'De'}creasing)")
        elif two[i] and close[i]:
            found.append(f"2 in 3 {above} CL")
        elif shift[i]:
            found.append(f"7 Points {above} CL")
        else:
            found.append("Common Cause")
    return found


def _shift(relative):
    padded = [0] * 6 + relative
    return [
        all(padded[i] == padded[i - back] for back in range(1, 7)) and padded[i] != 0
        for i in range(6, len(padded))
    ]


def _trend(y):
    if len(y) < 7:
        return [False] * len(y)
    found = [False] * 6
    for i in range(6, len(y)):
        steps = [_sign(y[i - back] - y[i - back - 1]) for back in range(6)]
        found.append(all(s == 1 for s in steps) or all(s == -1 for s in steps))
    return found


def _part(ends):
    padded = ends + [False] * 6
    return [any(padded[i : i + 7]) for i in range(len(ends))]


def _two_in_three(close, relative):
    v, side = [0, 0, *close, 0, 0], [0, 0, *relative, 0, 0]
    return [
        any(
            sum(v[i + k : i + k + 3]) >= 2 and abs(sum(side[i + k : i + k + 3])) == 3
            for k in range(3)
        )
        for i in range(len(close))
    ]


def _value(kind):
    if "Above" in kind or "Increasing" in kind:
        return 1
    return -1 if "Below" in kind or "Decreasing" in kind else 0


def _code(kind):
    if kind in ("Above UCL", "Below LCL"):
        return "outside"
    if kind == "Common Cause":
        return "none"
    return "trend" if "Trend" in kind else "two_in_three" if kind[0] == "2" else "shift"


def _reference(values, groups, improvement, fix_after, screen):
    found = []
    for number in sorted(set(groups)):
        part = [v for v, g in zip(values, groups, strict=True) if g == number]
        found += _group(part, DIRECTIONS[improvement], fix_after, screen)
    return found


def _close(found, wanted):
    return (isnan(found) and isnan(wanted)) or found == pytest.approx(wanted, abs=1e-9)


UP = [1.0, 2, 3, 4, 5, 6, 7]
DOWN_AGAIN = [7.0, 6, 5, 4, 3, 2, 1]
NEARLY = st.sampled_from([0.1, 0.2, 0.3, 0.7, 1.1, 2.3])
# Few different whole numbers make many ties; steps make trends; two levels make shifts.
SERIES = st.one_of(
    st.lists(st.integers(0, 4), min_size=1, max_size=40),
    st.lists(st.integers(0, 60), min_size=1, max_size=40),
    st.lists(NEARLY, min_size=1, max_size=40),
    st.lists(st.sampled_from([-1, 0, 1, 1, 1]), min_size=1, max_size=40).map(
        lambda steps: np.cumsum(steps).tolist()
    ),
    st.lists(st.tuples(st.sampled_from([0, 9]), st.integers(3, 9)), min_size=1, max_size=6).map(
        lambda levels: [level + at % 2 for level, length in levels for at in range(length)][:60]
    ),
)


@given(
    SERIES,
    st.lists(st.integers(0, 40), max_size=3),
    st.sampled_from(list(DIRECTIONS)),
    st.one_of(st.none(), st.integers(2, 20)),
    st.booleans(),
)
@settings(max_examples=400, deadline=None)
@example([*UP, *UP], [], "decrease", None, False)
@example([*UP, *DOWN_AGAIN], [], "decrease", None, False)
@example([*UP, *DOWN_AGAIN[1:], 1.0, *UP], [7], "neutral", None, True)
@example([5.0] * 12 + [9.0] * 9, [], "increase", 12, True)
@example([5.0] * 12 + [9.0] * 9, [], "increase", 12, False)
@example([0.1] * 20, [], "decrease", None, False)
@example([1.0, 2, 1, 2, 10, *[1, 2] * 6, 1], [9], "decrease", 12, True)
def test_limits_rules_and_kinds_are_those_of_the_r_package(
    values, cuts, improvement, fix_after, screen
):
    values = [float(value) for value in values]
    groups = [sum(at >= cut for cut in cuts) for at in range(len(values))]
    made = xmr(values, improvement=improvement, group=groups, fix_after=fix_after, screen=screen)
    wanted = _reference(values, groups, improvement, fix_after, screen)
    for at, (mean, lpl, upl, nlpl, nupl, cause, kind) in enumerate(wanted):
        assert _close(made.mean[0, at], mean)
        assert _close(made.lpl[0, at], lpl)
        assert _close(made.upl[0, at], upl)
        assert _close(made.near_lpl[0, at], nlpl)
        assert _close(made.near_upl[0, at], nupl)
        assert SPECIAL_CAUSES[made.special_cause[0, at]] == cause, at
        assert POINT_TYPES[made.point_type[0, at]] == kind, at


def test_the_tie_between_two_rising_trends_is_read_as_falling_as_the_r_package_does():
    made = xmr([*UP, *UP], improvement="decrease", screen=False)
    kinds = [POINT_TYPES[code] for code in made.point_type[0]]
    assert kinds[6] == "special_cause_improvement"
    assert {*kinds[:6], *kinds[7:]} == {"special_cause_concern"}


def test_a_point_on_a_limit_is_inside_and_on_a_near_limit_is_not_far():
    # The first six make the mean 100 and the mean moving range 50, so the limits are 233 and -33.
    base = [75.0, 125, 75, 125, 75, 125]
    made = xmr([*base, 233.0, 233.1], fix_after=6, screen=False)
    assert made.upl[0, 0] == 233
    assert [SPECIAL_CAUSES[code] for code in made.special_cause[0, -2:]] == ["none", "outside"]


def test_a_gap_breaks_a_run_and_has_no_moving_range():
    made = xmr([1, 2, np.nan, 2, 1], screen=False)
    assert made.upl[0, 0] == pytest.approx(1.5 + 2.66)
    swings = [0.0, 8] * 8
    whole = xmr([*swings, 1, 2, 3, 4, 5, 6, 7])
    broken = xmr([*swings, 1, 2, 3, np.nan, 4, 5, 6, 7])
    assert (whole.special_cause == 2).sum() == 7
    assert (broken.special_cause == 2).sum() == 0


def test_the_icons_of_a_neutral_measure_say_high_or_low_and_need_no_target():
    assert variation_icon("special_cause_neutral_low", "neutral") == "neutral_low"
    assert assurance_icon(3, 1, 2, "neutral") is None


@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_a_target_on_a_limit_or_without_limits_is_inconsistent(direction):
    assert assurance_icon(2, 1, 2, direction) == "inconsistent"
    assert assurance_icon(1, 1, 2, direction) == "inconsistent"
    assert assurance_icon(6, nan, nan, direction) == "inconsistent"


@given(SERIES, st.integers(1, 64), st.integers(-50, 50))
@settings(max_examples=100, deadline=None)
def test_moving_and_stretching_the_values_moves_and_stretches_the_limits(values, scale, shift):
    held = np.array(values, dtype=float)
    before, after = xmr(held), xmr(held * scale + shift)
    for name in ("mean", "lpl", "upl", "near_lpl", "near_upl"):
        stretched = getattr(before, name) * scale + shift
        assert np.allclose(getattr(after, name), stretched, atol=1e-6, equal_nan=True)


@given(SERIES)
@settings(max_examples=100, deadline=None)
def test_turning_the_direction_round_swaps_improvement_and_concern(values):
    up = xmr(values, improvement="increase").point_type
    down = xmr(values, improvement="decrease").point_type
    swapped = np.select([up == 1, up == 2], [2, 1], up)
    tied = (xmr(values).special_cause == 2) & (up == 0)
    assert np.array_equal(swapped, down)
    assert not tied.any()

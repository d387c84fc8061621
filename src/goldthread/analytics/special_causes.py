"""The four rules of NHS England's Making Data Count, on arrays of many charts at once.

Source: NHSRplotthedots 0.2.2 (`ptd_calculate_point_type.R`). The first rule that applies is a
point's special cause:

- outside: beyond a limit (a point on the limit is inside);
- trend: 7 points, each above or each below the one before; a tie breaks it;
- two_in_three: 2 of 3 points in a row beyond a near limit but inside the limit, all 3 on one side
  of the centre; only the far points are marked, and a point outside the limits is not counted;
- shift: 7 points in a row on one side of the centre; a point on the centre breaks it.

The near limits lie two thirds of the way from the centre to each limit. Where limits are not
symmetric, each side has its own: the rules only ask which side of the centre a point is on and
whether it is beyond that side's lines, so nothing else changes. A limit that is cut off at what is
possible (no share below 0) has its near limit worked out before the cut. A gap (NaN) breaks every
run.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

RUN = 7
DIRECTIONS = {"increase": 1, "decrease": -1, "neutral": 0}
SPECIAL_CAUSES = ("none", "outside", "trend", "two_in_three", "shift")
POINT_TYPES = (
    "common_cause",
    "special_cause_improvement",
    "special_cause_concern",
    "special_cause_neutral_high",
    "special_cause_neutral_low",
)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]


def find(
    values: Floats,
    centre: Floats,
    limits: tuple[Floats, Floats],
    near: tuple[Floats, Floats],
    direction: int,
) -> tuple[Codes, Codes]:
    """(special cause, point type) of the points of one rebase group, each (series, points).

    `limits` and `near` are (lower, upper); every array is (series, points) or broadcasts to it.
    NaN limits mean that there are none. `direction` is a value of DIRECTIONS.
    """
    side = (values > centre).astype(np.int8) - (values < centre)
    outside = (values > limits[1]) | (values < limits[0])
    far = ~outside & ((values > near[1]) | (values < near[0]))
    steps = _steps(values)
    trend = _trend(steps, values.shape)
    rules = [outside, trend, _two_in_three(far, side), runs_of(side, RUN)]
    cause = np.select(rules, [1, 2, 3, 4], 0).astype(np.int8)
    way = np.where(cause == 2, _way_of_trend(steps, trend), side)
    return cause, point_type(cause > 0, way, direction)


def point_type(flagged: Flags, way: npt.NDArray[Any], direction: int) -> Codes:
    """Codes of POINT_TYPES: `way` is 1 where the special cause is high or rising, -1 where low."""
    special = np.where(way > 0, 3, 4) if direction == 0 else np.where(way == direction, 1, 2)
    return np.where(flagged, special, 0).astype(np.int8)


def runs_of(signs: Codes, length: int) -> Flags:
    """Marks every member of a run of `length` or more equal signs, none of them 0."""
    marked = np.zeros(signs.shape, dtype=bool)
    points = signs.shape[1]
    if points < length:
        return marked
    sums = np.cumsum(np.pad(signs, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    whole = np.abs(sums[:, length:] - sums[:, :-length]) == length
    for offset in range(length):
        marked[:, offset : offset + whole.shape[1]] |= whole
    return marked


def variation_icon(point_type: str, improvement: str) -> str:
    """The last point's icon: common_cause, or improvement, concern or neutral with high or low."""
    if point_type == "common_cause":
        return point_type
    kind = point_type.removeprefix("special_cause_")
    if kind.startswith("neutral"):
        return kind
    high = (improvement == "increase") == (kind == "improvement")
    return f"{kind}_{'high' if high else 'low'}"


def assurance_icon(target: float | None, lpl: float, upl: float, improvement: str) -> str | None:
    """pass, fail or inconsistent: the target against the last limits; None without one.

    A target on a limit, or where there are no limits (NaN), is inconsistent.
    """
    if target is None or improvement == "neutral":
        return None
    if target > upl:
        return "fail" if improvement == "increase" else "pass"
    if target < lpl:
        return "pass" if improvement == "increase" else "fail"
    return "inconsistent"


def _steps(values: Floats) -> Codes:
    """1, -1 or 0 for each step between neighbours; 0 beside a gap."""
    before, after = values[:, :-1], values[:, 1:]
    return (after > before).astype(np.int8) - (after < before)


def _trend(steps: Codes, shape: tuple[int, ...]) -> Flags:
    runs = runs_of(steps, RUN - 1)
    marked = np.zeros(shape, dtype=bool)
    marked[:, :-1] |= runs
    marked[:, 1:] |= runs
    return marked


def _two_in_three(far: Flags, side: Codes) -> Flags:
    marked = np.zeros(far.shape, dtype=bool)
    if far.shape[1] < 3:
        return marked
    enough = far[:, :-2].astype(np.int8) + far[:, 1:-1] + far[:, 2:] >= 2
    same = np.abs(side[:, :-2] + side[:, 1:-1] + side[:, 2:]) == 3
    for offset in range(3):
        marked[:, offset : offset + far.shape[1] - 2] |= enough & same
    return marked & far


def _way_of_trend(steps: Codes, trend: Flags) -> Codes:
    """Up (1) or down (-1) at each point of a trend: the step out of it where the next point is in
    a trend too, else the step into it. A point below the centre in a rising trend is part of a
    rise. Between two trends that a tie parts, the R package reads the tie as falling."""
    into = np.pad(steps, ((0, 0), (1, 0)))
    out_of = np.pad(steps, ((0, 0), (0, 1)))
    goes_on = np.pad(trend[:, 1:], ((0, 0), (0, 1)))
    way = np.where(goes_on & trend, out_of, into)
    return np.where(way > 0, 1, -1).astype(np.int8)

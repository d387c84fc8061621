"""t charts: the time between rare events."""

from __future__ import annotations

import numpy as np

from goldthread.analytics.charts.limits import Lines
from goldthread.analytics.spc import xmr
from goldthread.analytics.special_causes import Codes, Floats

ROOT = 3.6


def times(
    values: Floats, base: int | None, *, improvement: str, screen: bool
) -> tuple[Lines, Codes, Codes]:
    """(lines, special cause, point type) of one group of times, (1, points), each 0 or more.

    Nelson 1994: a time to the power 1/3.6 is near enough normal, so an XmR chart is made of those
    and its lines are brought back with the power 3.6; a lower limit below 0 becomes 0. The rules
    are read before the way back, where the limits are symmetric.
    """
    made = xmr(values ** (1 / ROOT), improvement=improvement, fix_after=base, screen=screen)
    lines = (made.mean, made.lpl, made.upl, made.near_lpl, made.near_upl)
    back = [np.maximum(line, 0) ** ROOT for line in lines]
    return Lines(values, *back), made.special_cause, made.point_type

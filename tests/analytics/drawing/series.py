"""Invented series for the tests of pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from goldthread.analytics import spc
from goldthread.analytics.charts.chart import Chart, Point
from goldthread.analytics.drawing import Marker, Picture

FALLING = (
    *(14, 15, 12, 14, 16, 26, 17, 12, 14, 12, 12, 13, 14, 14, 15, 18),
    *(9, 5, 8, 7, 7, 10, 7, 4, 8, 7, 6, 6),
)


def months(count: int) -> list[dt.datetime]:
    """The first days of so many months from January 2024."""
    return [dt.datetime(2024 + number // 12, number % 12 + 1, 1) for number in range(count)]


def xmr(
    values: Sequence[float],
    *,
    improvement: str = "decrease",
    group: Sequence[int] | None = None,
    target: float | None = None,
) -> Chart:
    """A monthly XmR chart."""
    made = spc.xmr(values, improvement=improvement, group=group)
    points = tuple(
        Point(
            at,
            float(values[index]),
            float(made.mean[0, index]),
            float(made.lpl[0, index]),
            float(made.upl[0, index]),
            special_cause=spc.SPECIAL_CAUSES[made.special_cause[0, index]],
            point_type=spc.POINT_TYPES[made.point_type[0, index]],
            group=int(made.group[index]),
        )
        for index, at in enumerate(months(len(values)))
    )
    lower, upper = float(made.lpl[0, -1]), float(made.upl[0, -1])
    variation = spc.variation_icon(points[-1].point_type, improvement)
    assurance = spc.assurance_icon(target, lower, upper, improvement)
    return Chart("xmr", points, improvement, target, variation, assurance, len(values) < 13)


def picture(
    chart: Chart | None = None, title: str = "Missed calls", *, markers: tuple[Marker, ...] = ()
) -> Picture:
    """A picture of `chart`, or of a series that fell."""
    return Picture(chart or xmr(FALLING), title, "Calls missed a month", markers=markers)

"""A chart over time as small as a word; the page beside it says what it is and how it stands."""

from __future__ import annotations

from itertools import pairwise

from goldthread.analytics.drawing import looks, telling_over_time, words
from goldthread.analytics.drawing.pictures import Picture, Spark, Table
from goldthread.analytics.drawing.sheet import Part, Rule, Sheet, Symbol

WIDTH, HEIGHT = 140, 36
_INSET = 6


def sheet(picture: Spark, total: float) -> Sheet:
    """Line, centre line and the last point in its shape; always WIDTH by HEIGHT."""
    del total
    plot, height = WIDTH - 2 * _INSET, HEIGHT - 2 * _INSET
    made = Sheet(plot, height, _INSET, _INSET, _INSET, _INSET, margin=0)
    chart = picture.chart
    known = [(i, p) for i, p in enumerate(chart.points) if words.known(p.value) is not None]
    if not known:
        made.put([Rule(0, height / 2, plot, height / 2, looks.LINE, 1, (3, 3))])
        return made
    shown = [value for _, p in known for value in (p.value, p.centre) if value is not None]
    low, high = min(shown), max(shown)
    across = {i: plot * i / max(len(chart.points) - 1, 1) for i, _ in known}

    def up(value: float) -> float:
        return (high - value) / (high - low) * height if high > low else height / 2

    parts: list[Part] = []
    for (one, before), (two, after) in pairwise(known):
        if before.centre is not None and before.group == after.group:
            y, y2 = up(before.centre), up(after.centre or before.centre)
            parts.append(Rule(across[one], y, across[two], y2, looks.PALE_BLUE, 1))
        if two == one + 1:
            y, y2 = up(before.value or 0), up(after.value or 0)
            parts.append(Rule(across[one], y, across[two], y2, looks.LINE, 1.5))
    index, last = known[-1]
    mark = looks.MARKS[looks.mark_of(last.point_type, chart.improvement)]
    parts.append(Symbol(across[index], up(last.value or 0), mark.shape, mark.colour, 60))
    made.put(parts)
    return made


def _as_picture(picture: Spark) -> Picture:
    return Picture(picture.chart, picture.title, picture.title)


def description(picture: Spark) -> str:
    """The same as of the chart at full size."""
    return telling_over_time.description(_as_picture(picture))


def table(picture: Spark) -> Table:
    """The same as of the chart at full size."""
    return telling_over_time.table(_as_picture(picture))


def data(picture: Spark) -> Table:
    """The same as of the chart at full size."""
    return telling_over_time.data(_as_picture(picture))

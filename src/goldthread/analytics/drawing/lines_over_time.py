"""The layers that come from the data: axes, limits, centre, target, the line and its points."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from goldthread.analytics.drawing import looks, scales, words
from goldthread.analytics.drawing.key import Entry
from goldthread.analytics.drawing.sheet import Layer

if TYPE_CHECKING:
    from goldthread.analytics.drawing.over_time import OverTime

LIMIT_DASH = (6, 4)
TARGET_DASH = (10, 3, 2, 3)
_LABEL_WIDTH = 78


def layers(chart: OverTime) -> list[Layer]:
    """All of them, the points last."""
    found = [_target(chart), *_limits(chart), _line(chart), _points(chart)]
    return [layer for layer in found if layer is not None]


def entries(chart: OverTime) -> list[Entry]:
    """The lines in the key, with their values, for a picture too narrow to name them beside."""
    last, said = chart.known[-1], chart.figures.limit
    found = []
    if last.centre is not None:
        name = words.CENTRES.get(chart.picture.chart.kind, "Mean")
        found.append(Entry(f"{name} {said(last.centre)}", looks.INK, thick=1.5))
    if last.upper is not None:
        lower = words.known(last.lower)
        shown = lower is not None and chart.figures.scaled(lower) >= chart.ticks[0]
        limits = (
            f"Limits {said(lower)} to {said(last.upper)}"
            if shown
            else f"Upper limit {said(last.upper)}"
        )
        found.append(Entry(limits, looks.QUIET, dash=LIMIT_DASH, thick=1.5))
    if chart.picture.chart.target is not None:
        words_ = f"Target {said(chart.picture.chart.target)}"
        found.append(Entry(words_, looks.NAVY, dash=TARGET_DASH))
    return found


def _axes(chart: OverTime, value: str) -> dict[str, Any]:
    points = chart.picture.chart.points
    about = int(chart.plot / (_LABEL_WIDTH if chart.dates.monthly else _LABEL_WIDTH + 22))
    named = scales.dates(points[0].at, points[-1].at, about=about)
    by_month = chart.dates.monthly or all(moment.day == 1 for moment in named)
    return {
        "x": {
            "field": "at",
            "type": "temporal",
            "scale": {"type": "utc", "domain": list(chart.period), "nice": False},
            "axis": {
                "values": [scales.milliseconds(moment) for moment in named],
                "labelExpr": f"utcFormat(datum.value, '{'%b %Y' if by_month else '%-d %b %Y'}')",
                "grid": False,
                "labelPadding": 4,
            },
        },
        "y": {
            "field": value,
            "type": "quantitative",
            "scale": {"domain": [chart.ticks[0], chart.ticks[-1]], "nice": False, "zero": False},
            "axis": {
                "values": chart.ticks,
                "labelExpr": "datum.label + '%'"
                if chart.picture.unit == "share"
                else "datum.label",
                "format": ",~f" if max(map(abs, chart.ticks)) >= 1000 else ",~r",
                "domain": False,
                "ticks": False,
                "labelPadding": 8,
            },
        },
    }


def _rows(chart: OverTime, name: str) -> list[dict[str, Any]]:
    """The value of each point as drawn; unknown ones stay, so that the line breaks there."""
    rows = []
    for point in chart.picture.chart.points:
        value = words.known(getattr(point, name))
        drawn = None if value is None else chart.figures.scaled(value)
        if drawn is not None and not chart.ticks[0] <= drawn <= chart.ticks[-1]:
            drawn = None
        rows.append({"at": scales.milliseconds(point.at), "value": drawn, "group": point.group})
    return rows


def _limits(chart: OverTime) -> list[Layer | None]:
    """Centre and limits, broken at each rebase, in steps where they differ from point to point."""
    found: list[Layer | None] = []
    for name, colour, dash, thick in (
        ("lower", looks.QUIET, LIMIT_DASH, 1.5),
        ("upper", looks.QUIET, LIMIT_DASH, 1.5),
        ("centre", looks.INK, (), 1.5),
    ):
        rows = _rows(chart, name)
        if any(row["value"] is not None for row in rows):
            mark = {"type": "line", "stroke": colour, "strokeWidth": thick, "clip": False}
            mark |= {"strokeDash": list(dash), "interpolate": "step" if _steps(rows) else "linear"}
            encoding = _axes(chart, "value") | {"detail": {"field": "group", "type": "nominal"}}
            found.append({"data": {"values": rows}, "mark": mark, "encoding": encoding})
    return found


def _steps(rows: list[dict[str, Any]]) -> bool:
    return any(
        one["group"] == two["group"] and one["value"] != two["value"] for one, two in pairwise(rows)
    )


def _target(chart: OverTime) -> Layer | None:
    target = chart.picture.chart.target
    if target is None:
        return None
    y = chart.figures.scaled(target)
    rows = [{"at": end, "value": y} for end in chart.period]
    mark = {"type": "line", "stroke": looks.NAVY, "strokeWidth": 2, "strokeDash": list(TARGET_DASH)}
    return {"data": {"values": rows}, "mark": mark, "encoding": _axes(chart, "value")}


def _line(chart: OverTime) -> Layer:
    mark = {"type": "line", "stroke": looks.LINE, "strokeWidth": 2, "strokeJoin": "round"}
    return {
        "data": {"values": _rows(chart, "value")},
        "mark": mark,
        "encoding": _axes(chart, "value"),
    }


def _points(chart: OverTime) -> Layer:
    """Every known point in its shape; smaller where there are many."""
    crowd = min(1.0, max(0.35, chart.plot / 9 / len(chart.known)))
    rows = []
    for point in chart.known:
        mark = looks.MARKS[looks.mark_of(point.point_type, chart.picture.chart.improvement)]
        rows.append(
            {
                "at": scales.milliseconds(point.at),
                "value": chart.figures.scaled(point.value or 0),
                "shape": mark.shape,
                "colour": mark.colour,
                "area": round(mark.area * crowd, 1),
                "cause": point.special_cause,
            }
        )
    drawn = {
        "type": "point",
        "shape": {"expr": "datum.shape"},
        "fill": {"expr": "datum.colour"},
        "size": {"expr": "datum.area"},
        "stroke": looks.PAPER,
        "strokeWidth": 1,
        "opacity": 1,
    }
    return {"data": {"values": rows}, "mark": drawn, "encoding": _axes(chart, "value")}

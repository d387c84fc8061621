"""The layers that come from the data: axes, limits, centre, target, the line and its points."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from goldthread.analytics.drawing import looks, words
from goldthread.analytics.drawing.key import Sign
from goldthread.analytics.drawing.sheet import Layer

if TYPE_CHECKING:
    from goldthread.analytics.drawing.over_time import OverTime

LIMIT_DASH = (6, 4)
TARGET_DASH = (10, 3, 2, 3)
REBASE_DASH = (2, 3)
_TIGHT = 6


def layers(chart: OverTime) -> list[Layer]:
    """All of them, the points last."""
    found = [_target(chart), *_limits(chart), _line(chart), _points(chart)]
    return [layer for layer in found if layer is not None]


def signs(chart: OverTime) -> list[Sign]:
    """The lines in the key; with their values where the picture is too narrow to name them beside."""
    found = _named_lines(chart) if chart.narrow else []
    if chart.rebases:
        found.append(
            Sign("Limits worked out again", looks.LINE, dash=REBASE_DASH, thick=1, upright=True)
        )
    return found


def _named_lines(chart: OverTime) -> list[Sign]:
    last, said = chart.known[-1], chart.figures.limit
    found = [Sign(f"Latest {chart.figures.value(last.value)}", looks.INK)]
    if last.centre is not None:
        name = words.CENTRES.get(chart.picture.chart.kind, "Mean")
        found.append(Sign(f"{name} {said(last.centre)}", looks.INK, thick=1.5))
    if last.upper is not None:
        lower = words.known(last.lower)
        shown = lower is not None and chart.figures.scaled(lower) >= chart.ticks[0]
        limits = f"Limits {said(lower)} to" if shown else "Upper limit"
        limits = f"{limits} {said(last.upper)}"
        found.append(Sign(limits, looks.QUIET, dash=LIMIT_DASH, thick=1.5))
    if chart.picture.chart.target is not None:
        target = f"Target {said(chart.picture.chart.target)}"
        found.append(Sign(target, looks.NAVY, dash=TARGET_DASH, thick=2))
    return found


def _axes(chart: OverTime, value: str) -> dict[str, Any]:
    percent = "%" if chart.picture.unit == "share" else ""
    return {
        "x": chart.timeline.encoding(),
        "y": {
            "field": value,
            "type": "quantitative",
            "scale": {"domain": [chart.ticks[0], chart.ticks[-1]], "nice": False, "zero": False},
            "axis": {
                "values": chart.ticks,
                "labelExpr": f"format(datum.value, ',~f') + '{percent}'",
                "domain": False,
                "ticks": False,
                "labelPadding": 8,
            },
        },
    }


def _rows(chart: OverTime, name: str) -> list[dict[str, Any]]:
    """The value of each point as drawn; unknown ones stay, so that the line breaks there."""
    rows = []
    for index, point in enumerate(chart.picture.chart.points):
        value = words.known(getattr(point, name))
        drawn = None if value is None else chart.figures.scaled(value)
        if drawn is not None and not chart.ticks[0] <= drawn <= chart.ticks[-1]:
            drawn = None
        rows.append({"at": chart.timeline.place(index), "value": drawn, "group": point.group})
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
    rows = [{"at": end, "value": y} for end in chart.timeline.ends]
    mark = {"type": "line", "stroke": looks.NAVY, "strokeWidth": 2, "strokeDash": list(TARGET_DASH)}
    return {"data": {"values": rows}, "mark": mark, "encoding": _axes(chart, "value")}


def _line(chart: OverTime) -> Layer:
    thick = 2 if _room(chart) > _TIGHT else 1.25
    mark = {"type": "line", "stroke": looks.LINE, "strokeWidth": thick, "strokeJoin": "round"}
    return {
        "data": {"values": _rows(chart, "value")},
        "mark": mark,
        "encoding": _axes(chart, "value"),
    }


def _room(chart: OverTime) -> float:
    """Pixels across for each point."""
    return chart.plot / len(chart.known)


def _points(chart: OverTime) -> Layer:
    """Every known point in its shape; where there are many, smaller, and usual ones mere dots."""
    crowd = min(1.0, max(0.5, _room(chart) / 10))
    tight = _room(chart) <= _TIGHT
    rows = []
    for index, point in enumerate(chart.picture.chart.points):
        value = words.known(point.value)
        if value is None:
            continue
        mark = looks.MARKS[looks.mark_of(point.point_type, chart.picture.chart.improvement)]
        usual = mark is looks.MARKS["common_cause"]
        rows.append(
            {
                "at": chart.timeline.place(index),
                "value": chart.figures.scaled(value),
                "shape": mark.shape,
                "colour": mark.colour,
                "area": 7 if tight and usual else round(mark.area * crowd, 1),
                "edge": 0 if tight and usual else 1,
                "cause": point.special_cause,
            }
        )
    drawn = {
        "type": "point",
        "shape": {"expr": "datum.shape"},
        "fill": {"expr": "datum.colour"},
        "size": {"expr": "datum.area"},
        "stroke": looks.PAPER,
        "strokeWidth": {"expr": "datum.edge"},
        "opacity": 1,
    }
    return {"data": {"values": rows}, "mark": drawn, "encoding": _axes(chart, "value")}

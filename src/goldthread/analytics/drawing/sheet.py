"""A Vega-Lite specification put together from parts, with every margin known beforehand.

Vega would measure the text to find its margins, which depends on the fonts it finds; here they
are counted first, so a picture is the same on every machine. Parts that stand outside the plot
(titles, keys, labels) lie in pixels from the plot's top left corner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from goldthread.analytics.drawing import looks

MARGIN = 10  # white around everything, so that a picture may be pasted anywhere
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Layer = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """A line of letters; `y` is the middle of the line. `align` is left, center or right."""

    x: float
    y: float
    text: str
    size: float = looks.TEXT_SIZE
    colour: str = looks.INK
    align: str = "left"
    bold: bool = False


@dataclass(frozen=True)
class Rule:
    """A straight line; `dash` is what Vega calls strokeDash."""

    x: float
    y: float
    x2: float
    y2: float
    colour: str = looks.LINE
    width: float = 1
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Symbol:
    """A mark of `area` square pixels; `edge` is the colour of its outline."""

    x: float
    y: float
    shape: str
    colour: str
    area: float
    edge: str = looks.PAPER


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    edge: str = ""


Part = Text | Rule | Symbol | Box


@dataclass
class Sheet:
    """The page of one picture: the plot's inner size, the room kept around it for words, and its layers."""

    width: float
    height: float
    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0
    margin: float = MARGIN
    layers: list[Layer] = field(default_factory=list)

    @property
    def total_width(self) -> int:
        return round(self.width + self.left + self.right + 2 * self.margin)

    @property
    def total_height(self) -> int:
        return round(self.height + self.top + self.bottom + 2 * self.margin)

    def put(self, parts: Iterable[Part]) -> None:
        """Draw `parts` over what is there, each kind in one layer."""
        held = list(parts)
        for kind, layer in _LAYERS.items():
            chosen = [part for part in held if type(part) is kind]
            if chosen:
                rows = {"values": [_row(part) for part in chosen]}
                self.layers.append({"data": rows, "mark": layer, "encoding": _PLACES.get(kind, {})})

    def spec(self, title: str, description: str) -> dict[str, Any]:
        """The whole specification; `title` and `description` are for those who read it."""
        return {
            "$schema": SCHEMA,
            "description": description,
            "usermeta": {"title": title},
            "width": self.width,
            "height": self.height,
            "autosize": {"type": "none"},
            "padding": {
                "left": self.left + self.margin,
                "right": self.right + self.margin,
                "top": self.top + self.margin,
                "bottom": self.bottom + self.margin,
            },
            "background": looks.PAPER,
            "config": _CONFIG,
            "layer": self.layers,
        }


def _row(part: Part) -> dict[str, Any]:
    row = dict(part.__dict__)
    if isinstance(part, Rule):
        row["dash"] = list(part.dash)
    if isinstance(part, Box):
        row["x2"], row["y2"] = part.x + part.width, part.y + part.height
    return row


def _held(name: str) -> dict[str, str]:
    return {"expr": f"datum.{name}"}


_LAYERS: dict[type[Part], Layer] = {
    Box: {
        "type": "rect",
        "fill": _held("colour"),
        "stroke": {"expr": "datum.edge || null"},
    },
    Rule: {
        "type": "rule",
        "stroke": _held("colour"),
        "strokeWidth": _held("width"),
        "strokeDash": {"expr": "datum.dash.length ? datum.dash : null"},
    },
    Symbol: {
        "type": "point",
        "x": _held("x"),
        "y": _held("y"),
        "shape": _held("shape"),
        "size": _held("area"),
        "fill": _held("colour"),
        "stroke": _held("edge"),
        "strokeWidth": 1,
        "opacity": 1,
    },
    Text: {
        "type": "text",
        "x": _held("x"),
        "y": _held("y"),
        "text": _held("text"),
        "fontSize": _held("size"),
        "fill": _held("colour"),
        "align": _held("align"),
        "fontWeight": {"expr": "datum.bold ? 'bold' : 'normal'"},
        "baseline": "middle",
    },
}

# Vega-Lite takes the ends of a rule, and the sides of a box, from encodings alone.
_ENDS = {name: {"value": _held(name)} for name in ("x", "y", "x2", "y2")}
_PLACES: dict[type[Part], Layer] = {Rule: _ENDS, Box: _ENDS}

_CONFIG: dict[str, Any] = {
    "aria": False,  # the picture is one image with a title and a description
    "font": looks.FONT,
    "view": {"stroke": None},
    "mark": {"invalid": "break-paths-filter-domains"},
    "axis": {
        "labelColor": looks.INK,
        "labelFontSize": looks.TEXT_SIZE,
        "labelFont": looks.FONT,
        "gridColor": looks.GRID,
        "tickColor": looks.LINE,
        "domainColor": looks.LINE,
        "labelOverlap": False,
        "labelBound": False,
        "labelFlush": False,
        "title": None,
    },
}

"""Colours, sizes and shapes of every picture.

Colour is never alone: what is unusually high or rising is a triangle that points up, what is
unusually low or falling one that points down, and the key says which is better. Every colour has
a contrast of at least 3 to 1 on white (WCAG 2.2, 1.4.11). Nothing is red, because a rising count
may be a better culture, and nothing is green, which is kept for what was verified.
"""

from __future__ import annotations

from dataclasses import dataclass

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK = "#212b32"
QUIET = "#4c6272"
LINE = "#768692"
GRID = "#e8edee"
PALE = "#f0f4f5"
PAPER = "#ffffff"
NAVY = "#003087"
BLUE = "#005eb8"
PALE_BLUE = "#7c9fc9"
ORANGE = "#d0560a"
PURPLE = "#6a2c91"
COMMON = "#5f6f79"

TITLE_SIZE = 18
TEXT_SIZE = 14
SMALL_SIZE = 13

WIDE = 720
NARROW = 358


@dataclass(frozen=True)
class Mark:
    """How a point is drawn, and what it is called in the key."""

    shape: str
    colour: str
    area: float
    words: str


_UP, _DOWN = "triangle-up", "triangle-down"
MARKS = {
    "common_cause": Mark("circle", COMMON, 46, "Usual variation"),
    "improvement_high": Mark(_UP, BLUE, 110, "Improvement: unusually high"),
    "improvement_low": Mark(_DOWN, BLUE, 110, "Improvement: unusually low"),
    "concern_high": Mark(_UP, ORANGE, 110, "Concern: unusually high"),
    "concern_low": Mark(_DOWN, ORANGE, 110, "Concern: unusually low"),
    "neutral_high": Mark(_UP, PURPLE, 110, "Unusually high"),
    "neutral_low": Mark(_DOWN, PURPLE, 110, "Unusually low"),
}


def mark_of(point_type: str, improvement: str) -> str:
    """The key in MARKS of a point: its type, and for a special cause whether high or low.

    Which of high and low is the better follows from `improvement` (increase or decrease), so that
    in one chart each shape has one meaning, in grey too.
    """
    kind = point_type.removeprefix("special_cause_")
    if kind in MARKS:
        return kind
    if kind not in ("improvement", "concern"):
        return "common_cause"
    high = (improvement == "increase") == (kind == "improvement")
    return f"{kind}_{'high' if high else 'low'}"

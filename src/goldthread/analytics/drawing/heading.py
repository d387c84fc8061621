"""The title and the line below it, at the top left of a picture."""

from __future__ import annotations

from goldthread.analytics.drawing import looks
from goldthread.analytics.drawing.lettering import lines
from goldthread.analytics.drawing.sheet import Text

_TITLE_LINE = 23
_LABEL_LINE = 19


def heading(title: str, label: str, total: float, left: float) -> tuple[list[Text], float]:
    """The lines, measured from the top of the sheet, and how high they are together.

    `total` is the width of the sheet; `left` where the plot begins in it.
    """
    room = total - 4
    parts: list[Text] = []
    y = 4.0
    for text in lines(title, looks.TITLE_SIZE, room, most=3, bold=True):
        parts.append(Text(-left, y + _TITLE_LINE / 2, text, looks.TITLE_SIZE, bold=True))
        y += _TITLE_LINE
    for text in lines(label, looks.TEXT_SIZE, room, most=3):
        parts.append(Text(-left, y + _LABEL_LINE / 2, text, looks.TEXT_SIZE, looks.QUIET))
        y += _LABEL_LINE
    return parts, y + 8


def lowered(parts: list[Text], by: float) -> list[Text]:
    """The same lines with `by` added to their height."""
    return [Text(p.x, p.y + by, p.text, p.size, p.colour, p.align, p.bold) for p in parts]

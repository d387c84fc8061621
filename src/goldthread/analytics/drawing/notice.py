"""The picture that stands where there is not enough to draw: a clear sentence."""

from __future__ import annotations

from goldthread.analytics.drawing import looks
from goldthread.analytics.drawing.heading import heading, lowered
from goldthread.analytics.drawing.lettering import lines
from goldthread.analytics.drawing.sheet import Box, Part, Sheet, Text

_HEIGHT = 90
_LINE = 20


def notice(title: str, label: str, sentence: str, total: float) -> Sheet:
    """`sentence` in a frame below the title and what would have been measured."""
    head, above = heading(title, label, total, 0)
    found = lines(sentence, looks.TEXT_SIZE, total - 32, most=3)
    first = (_HEIGHT - (len(found) - 1) * _LINE) / 2
    frame: list[Part] = [Box(0.5, 0.5, total - 1, _HEIGHT - 1, looks.PALE, looks.LINE)]
    texts = [Text(16, first + _LINE * row, line) for row, line in enumerate(found)]
    made = Sheet(total, _HEIGHT, top=above)
    made.put([*lowered(head, -above), *frame, *texts])
    return made

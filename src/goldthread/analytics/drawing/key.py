"""The key below a picture: what its marks and lines mean, and notes in whole sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from goldthread.analytics.drawing import looks
from goldthread.analytics.drawing.lettering import lines, width
from goldthread.analytics.drawing.sheet import Part, Rule, Symbol, Text

_ROW = 22
_NOTE = 18
_BETWEEN = 22


@dataclass(frozen=True)
class Sign:
    """One meaning. With a `shape` it is a mark, with a thickness a line, else words alone."""

    words: str
    colour: str
    shape: str = ""
    area: float = 0
    dash: tuple[float, ...] = ()
    thick: float = 0
    upright: bool = False

    @property
    def reach(self) -> float:
        """How wide the sign itself is."""
        if self.shape or self.upright:
            return 20
        return 32 if self.thick else 0


def key(
    signs: Sequence[Sign], notes: Sequence[str], left: float, room: float, top: float
) -> tuple[list[Part], float]:
    """The parts, from `top` down and `left` across in at most `room`, and their height."""
    parts: list[Part] = []
    x, y = left, top + _ROW / 2
    for sign in signs:
        across = sign.reach + width(sign.words, looks.TEXT_SIZE)
        if x > left and x + across > left + room:
            x, y = left, y + _ROW
        parts += _sign(sign, x, y)
        x += across + _BETWEEN
    bottom = y + _ROW / 2 if signs else top
    for number, line in enumerate(_wrapped(notes, room)):
        middle = bottom + 4 + _NOTE * (number + 0.5)
        parts.append(Text(left, middle, line, looks.SMALL_SIZE, looks.QUIET))
    count = len(_wrapped(notes, room))
    return parts, bottom - top + (count * _NOTE + 4 if count else 0)


def _sign(sign: Sign, x: float, y: float) -> list[Part]:
    text = Text(x + sign.reach, y, sign.words, looks.TEXT_SIZE)
    if sign.shape:
        return [Symbol(x + 7, y, sign.shape, sign.colour, sign.area), text]
    if sign.upright:
        return [Rule(x + 7, y - 8, x + 7, y + 8, sign.colour, sign.thick, sign.dash), text]
    if sign.thick:
        return [Rule(x, y, x + 26, y, sign.colour, sign.thick, sign.dash), text]
    return [replace(text, bold=True)]


def _wrapped(notes: Sequence[str], room: float) -> list[str]:
    return [line for note in notes for line in lines(note, looks.SMALL_SIZE, room, most=3)]

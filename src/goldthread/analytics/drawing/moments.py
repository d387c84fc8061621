"""Upright lines at dates, such as actions going live.

Labels stand above the plot in up to two rows. Where they would collide, each gets a number, and
the numbers are explained below the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.analytics.drawing import looks
from goldthread.analytics.drawing.lettering import clean, width
from goldthread.analytics.drawing.sheet import Part, Rule, Symbol, Text
from goldthread.analytics.drawing.spread import rows

_ROW = 18
_MOST_LISTED = 12
_DISC = 18


@dataclass(frozen=True)
class Moment:
    """Something at `x` pixels; `when` is its date in words."""

    x: float
    label: str
    when: str


@dataclass(frozen=True)
class Drawn:
    """The parts, the height they need above the plot, and the sentences for below it."""

    parts: list[Part]
    above: float
    notes: list[str]


def moments(found: Sequence[Moment], plot: float, height: float, room: float) -> Drawn:
    """Lines over a plot of `plot` by `height` pixels; labels may reach to `room` pixels across."""
    if not found:
        return Drawn([], 0, [])
    held = sorted(found, key=lambda moment: moment.x)
    return _labelled(held, height, room) or _numbered(held, plot, height)


def _labelled(held: Sequence[Moment], height: float, room: float) -> Drawn | None:
    """Each label in full beside its line, or None where they do not fit."""
    wide = [width(clean(moment.label), looks.SMALL_SIZE) + 6 for moment in held]
    starts = [
        moment.x if moment.x + size <= room else moment.x - size
        for moment, size in zip(held, wide, strict=True)
    ]
    places = [(start, start + size) for start, size in zip(starts, wide, strict=True)]
    if any(start < 0 or end > room for start, end in places):
        return None
    row_of = rows(places, [moment.x for moment in held], most=2)
    if row_of is None:
        return None
    count = max(row_of) + 1
    parts: list[Part] = []
    for index, moment in enumerate(held):
        y = -_ROW * (row_of[index] + 0.5) - 2
        parts.append(_rule(moment, y + _ROW / 2 - 2, height))
        left = starts[index] >= moment.x
        parts.append(
            Text(
                moment.x + (4 if left else -4),
                y,
                clean(moment.label),
                looks.SMALL_SIZE,
                looks.INK,
                "left" if left else "right",
            )
        )
    return Drawn(parts, count * _ROW + 6, [])


def _rule(moment: Moment, top: float, height: float) -> Rule:
    return Rule(moment.x, top, moment.x, height, looks.INK, 1.25)


def _numbered(held: Sequence[Moment], plot: float, height: float) -> Drawn:
    """Each line has a number above it; those too close together share one disc."""
    clusters: list[list[int]] = []
    for index, moment in enumerate(held):
        if clusters and moment.x - held[clusters[-1][0]].x < _DISC + 8:
            clusters[-1].append(index)
        else:
            clusters.append([index])
    parts: list[Part] = [_rule(moment, -4, height) for moment in held]
    for cluster in clusters:
        parts += _disc(cluster, held[cluster[0]].x, plot)
    notes = [
        f"{number}. {moment.when}: {clean(moment.label)}"
        for number, moment in enumerate(held[:_MOST_LISTED], 1)
    ]
    if len(held) > _MOST_LISTED:
        notes.append(f"The other {len(held) - _MOST_LISTED} are in the table.")
    return Drawn(parts, _DISC + 10, notes)


def _disc(cluster: Sequence[int], x: float, plot: float) -> list[Part]:
    first, last = cluster[0] + 1, cluster[-1] + 1
    words = str(first) if first == last else f"{first}–{last}"
    y = -_DISC / 2 - 4
    centre = min(x, plot - width(words, looks.SMALL_SIZE) / 2)
    if first == last:
        disc = Symbol(centre, y, "circle", looks.INK, 320)
        return [disc, Text(centre, y, words, 12, looks.PAPER, "center", bold=True)]
    return [Text(centre, y, words, looks.SMALL_SIZE, looks.INK, "center", bold=True)]

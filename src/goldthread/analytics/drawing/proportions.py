"""Shares with their intervals beside a standard: did practice change, and how sure are we?"""

from __future__ import annotations

from goldthread.analytics.drawing import looks, words
from goldthread.analytics.drawing.heading import heading, lowered
from goldthread.analytics.drawing.key import Sign, key
from goldthread.analytics.drawing.lettering import clean, shortened, width
from goldthread.analytics.drawing.pictures import Proportions, Sample, Table
from goldthread.analytics.drawing.sheet import Box, Part, Rule, Sheet, Symbol, Text

_ROW = 52
_EDGE = 18  # for half of "100%"


def sheet(picture: Proportions, total: float) -> Sheet:
    """One line a sample: a dot for the share, a bar for where the true share is likely to lie."""
    plot = total - 2 * _EDGE
    height = _ROW * len(picture.samples) + 4
    title, above = heading(picture.title, "", total, _EDGE)
    below, depth = key(_signs(picture), [], -_EDGE, total, height + 30)
    made = Sheet(plot, height, _EDGE, _EDGE, above, 30 + depth)
    made.put([*lowered(title, -above), *_axis(plot, height), *below])
    if picture.standard is not None:
        x = picture.standard * plot
        made.put([Rule(x, 0, x, height, looks.INK, 2, (6, 3))])
    for row, sample in enumerate(picture.samples):
        made.put(_sample(sample, row * _ROW, plot))
    return made


def _axis(plot: float, height: float) -> list[Part]:
    parts: list[Part] = []
    for share in (0, 25, 50, 75, 100):
        x = plot * share / 100
        parts.append(Rule(x, 0, x, height, looks.LINE if share == 0 else looks.GRID))
        parts.append(Text(x, height + 14, f"{share}%", align="center"))
    return parts


def _sample(sample: Sample, top: float, plot: float) -> list[Part]:
    y = top + 35
    room = plot + _EDGE - 6
    said = _said(sample) if sample.n else "nothing to count"
    words_ = shortened(f"{clean(sample.label)}: {said}", looks.TEXT_SIZE, room)
    behind = Box(2, top + 4, width(words_, looks.TEXT_SIZE) + 8, 22, looks.PAPER)
    parts: list[Part] = [behind, Text(6, top + 15, words_)]
    if sample.n:
        low, high = sample.low * plot, sample.high * plot
        parts.append(Box(low, y - 5, max(high - low, 1), 10, looks.PALE_BLUE))
        parts.append(Symbol(sample.k / sample.n * plot, y, "circle", looks.NAVY, 130))
    return parts


def _said(sample: Sample) -> str:
    return (
        f"{sample.k:,} of {sample.n:,} ({100 * sample.k / sample.n:.0f}%)" if sample.n else "0 of 0"
    )


def _signs(picture: Proportions) -> list[Sign]:
    found = [
        Sign("Found", looks.NAVY, "circle", 130),
        Sign("Where the true share is likely to lie", looks.PALE_BLUE, thick=10),
    ]
    if picture.standard is not None:
        standard = f"Standard {100 * picture.standard:.0f}%"
        found.append(Sign(standard, looks.INK, dash=(6, 3), thick=2, upright=True))
    return found


def _interval(sample: Sample) -> str:
    return f"{100 * sample.low:.0f}% to {100 * sample.high:.0f}%" if sample.n else ""


def description(picture: Proportions) -> str:
    """Each sample with its interval, and the standard."""
    said = [
        f"{clean(s.label)}: {_said(s)}, the true share is likely to lie between "
        f"{_interval(s).replace(' to ', ' and ')}"
        if s.n
        else f"{clean(s.label)}: nothing to count"
        for s in picture.samples
    ]
    if picture.standard is not None:
        said.append(f"The standard is {100 * picture.standard:.0f}%")
    return words.sentences([*(said or ["Nothing yet"]), picture.description])


def table(picture: Proportions) -> Table:
    """Each sample as a person reads it."""
    rows = tuple((clean(s.label), _said(s), _interval(s)) for s in picture.samples)
    return Table(("Sample", "Found", "Where the true share is likely to lie"), rows)


def data(picture: Proportions) -> Table:
    """Each sample in plain numbers; shares from 0 to 1."""
    rows = tuple((clean(s.label), s.k, s.n, s.low, s.high) for s in picture.samples)
    return Table(("sample", "k", "n", "low", "high"), rows)

"""A funnel: how many got how far, as bars of one scale."""

from __future__ import annotations

from goldthread.analytics.drawing import looks, words
from goldthread.analytics.drawing.heading import heading, lowered
from goldthread.analytics.drawing.lettering import clean, shortened, width
from goldthread.analytics.drawing.pictures import Funnel, Table
from goldthread.analytics.drawing.sheet import Box, Part, Sheet, Text

_ROW = 48
_BAR = 16


def sheet(picture: Funnel, total: float) -> Sheet:
    """Each stage: its name and number, and a bar as a part of the first."""
    first = max((stage.count for stage in picture.stages), default=0)
    title, above = heading(picture.title, "", total, 0)
    made = Sheet(total, max(_ROW * len(picture.stages) - 12, 0), top=above)
    parts: list[Part] = []
    for row, (label, count, said) in enumerate(_rows(picture)):
        y = row * _ROW
        room = total - width(said, looks.TEXT_SIZE, bold=True) - 12
        name = shortened(label, looks.TEXT_SIZE, room)
        parts.append(Text(0, y + 9, name))
        parts.append(Text(total, y + 9, said, align="right", bold=True))
        parts.append(Box(0, y + 20, total, _BAR, looks.GRID))
        parts.append(Box(0, y + 20, total * count / first if first else 0, _BAR, looks.BLUE))
    made.put([*lowered(title, -above), *parts])
    return made


def _rows(picture: Funnel) -> list[tuple[str, int, str]]:
    """(label, count, the count and its share of the first stage in words)."""
    first = picture.stages[0].count if picture.stages else 0
    rows = []
    for index, stage in enumerate(picture.stages):
        share = f" ({100 * stage.count / first:.0f}%)" if first and index else ""
        rows.append((clean(stage.label), stage.count, f"{stage.count:,}{share}"))
    return rows


def description(picture: Funnel) -> str:
    """Each stage with its number."""
    said = [f"{label}: {count}" for label, _, count in _rows(picture)]
    return words.sentences([f"{'; '.join(said)}" if said else "Nothing yet", picture.description])


def table(picture: Funnel) -> Table:
    """Stage, number and share of the first."""
    first = picture.stages[0].count if picture.stages else 0
    rows = tuple(
        (
            clean(stage.label),
            f"{stage.count:,}",
            f"{100 * stage.count / first:.0f}%" if first else "",
        )
        for stage in picture.stages
    )
    return Table(("Stage", "Number", "Share of the first"), rows)


def data(picture: Funnel) -> Table:
    """Stage and number."""
    rows = tuple((clean(stage.label), stage.count) for stage in picture.stages)
    return Table(("stage", "count"), rows)

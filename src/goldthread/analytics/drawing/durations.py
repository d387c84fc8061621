"""How long things took: the share done within each number of days, those still open included.

The share is Kaplan and Meier's estimate (1958): what is still open counts among all as long as it
has waited, and no longer, so that young ones neither flatter nor spoil the picture.
"""

from __future__ import annotations

from typing import Any

from goldthread.analytics.drawing import looks, scales, words
from goldthread.analytics.drawing.heading import heading, lowered
from goldthread.analytics.drawing.key import key
from goldthread.analytics.drawing.moments import Moment, moments
from goldthread.analytics.drawing.notice import notice
from goldthread.analytics.drawing.pictures import Durations, Table
from goldthread.analytics.drawing.sheet import Sheet

ENOUGH = 3
_LEFT, _RIGHT, _AXIS = 50, 22, 48


def shares(picture: Durations) -> list[tuple[float, float]]:
    """(days, share done within them) at each number of days in which something was done."""
    waits = [(day, False) for day in picture.days] + [(day, True) for day in picture.open_days]
    left, waiting, found = len(waits), 1.0, []
    for day in sorted({day for day, still in waits if not still}):
        left = sum(wait >= day for wait, _ in waits)
        done = sum(wait == day and not still for wait, still in waits)
        waiting *= 1 - done / left
        found.append((day, 1 - waiting))
    return found


def within(picture: Durations, share: float) -> float | None:
    """The days within which `share` of all were done; None when that many are not done yet."""
    return next((day for day, done in shares(picture) if done >= share - 1e-9), None)


def sheet(picture: Durations, total: float) -> Sheet:
    """A rising line of steps, with the days to read off."""
    if len(picture.days) < ENOUGH:
        return notice(picture.title, picture.value_label, _too_few(picture), total)
    plot, height = total - _LEFT - _RIGHT, 220.0
    held = [*picture.days, *picture.open_days, *(day for day, _ in picture.marks)]
    ticks = scales.values([0, *held], about=max(int(plot / 80), 2))
    found = [Moment(day / ticks[-1] * plot, label, _days(day)) for day, label in picture.marks]
    drawn = moments(found, plot, height, plot + _RIGHT)
    title, above = heading(picture.title, picture.value_label, total, _LEFT)
    below, depth = key([], [*drawn.notes, *_notes(picture)], -_LEFT, total, height + _AXIS)
    top = above + max(drawn.above, 8)
    made = Sheet(plot, height, _LEFT, _RIGHT, top, _AXIS + depth)
    made.put(drawn.parts)
    made.layers.append(_steps(picture, ticks))
    made.put([*lowered(title, -top), *below])
    return made


def _steps(picture: Durations, ticks: list[float]) -> dict[str, Any]:
    rows = [{"days": 0.0, "done": 0.0}]
    rows += [{"days": day, "done": 100 * done} for day, done in shares(picture)]
    rows.append({"days": max([*picture.days, *picture.open_days]), "done": rows[-1]["done"]})
    quiet = {"domain": False, "ticks": False, "labelPadding": 8}
    return {
        "data": {"values": rows},
        "mark": {
            "type": "line",
            "interpolate": "step-after",
            "stroke": looks.BLUE,
            "strokeWidth": 2.5,
        },
        "encoding": {
            "x": {
                "field": "days",
                "type": "quantitative",
                "scale": {"domain": [0, ticks[-1]], "nice": False},
                "axis": {
                    "values": ticks,
                    "labelExpr": "format(datum.value, ',~f')",
                    "grid": False,
                    "title": "Days",
                    "titleFontSize": looks.TEXT_SIZE,
                    "titleFontWeight": "normal",
                    "titleColor": looks.QUIET,
                    "titlePadding": 6,
                },
            },
            "y": {
                "field": "done",
                "type": "quantitative",
                "scale": {"domain": [0, 100], "nice": False},
                "axis": {"values": [0, 25, 50, 75, 100], "labelExpr": "datum.label + '%'"} | quiet,
            },
        },
    }


def _days(days: float) -> str:
    said = f"{days:,.1f}".removesuffix(".0")
    return f"{said} day" if said == "1" else f"{said} days"


def _too_few(picture: Durations) -> str:
    count = len(picture.days)
    have = {0: "none is done", 1: "one is done"}.get(count, f"{count} are done")
    return f"Not enough data yet: {have}, and this picture needs at least {ENOUGH}."


def _notes(picture: Durations) -> list[str]:
    half, most = within(picture, 0.5), within(picture, 0.9)
    said = [f"Half within {_days(half)}" if half is not None else "Fewer than half are done yet"]
    said += [f"nine in ten within {_days(most)}"] if most is not None else []
    waiting = len(picture.open_days)
    still = f"{waiting:,} not done yet" if waiting else "All are done"
    return [f"{words.listed(said)}.", f"{len(picture.days):,} done. {still}."]


def description(picture: Durations) -> str:
    """The median, nine in ten, and what is still open."""
    told = [_too_few(picture)] if len(picture.days) < ENOUGH else _notes(picture)
    marks = [f"{label} ({_days(day)})" for day, label in picture.marks]
    marked = [f"Marked: {'; '.join(marks)}"] if marks else []
    return words.sentences([picture.value_label, *told, *marked, picture.description])


def table(picture: Durations) -> Table:
    """The days within which a quarter, half, three quarters and nine in ten were done."""
    shown = ((0.25, "A quarter"), (0.5, "Half"), (0.75, "Three quarters"), (0.9, "Nine in ten"))
    rows = tuple(
        (name, "Not yet" if (day := within(picture, share)) is None else _days(day))
        for share, name in shown
    )
    counts = (("Done", f"{len(picture.days):,}"), ("Not done yet", f"{len(picture.open_days):,}"))
    return Table(("Share", "Done within"), (*rows, *counts))


def data(picture: Durations) -> Table:
    """Every length of time; `done` is no for what is still open."""
    rows = [(day, "yes") for day in picture.days] + [(day, "no") for day in picture.open_days]
    return Table(("days", "done"), tuple(sorted(rows)))

"""Where the points of a chart and the dates between them lie across the plot."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from goldthread.analytics.drawing import looks, scales, words
from goldthread.analytics.drawing.lettering import width

# Times between rare events stand one after the other; by date, a long wait would look like a slope.
IN_ORDER = ("g", "t")
_BETWEEN_LABELS = 18
_END = 10  # pixels between an end of the axis and the point there
_NEAR = 0.15  # of the period: a marker no further outside makes the axis longer


@dataclass(frozen=True)
class Timeline:
    """The upright positions of a chart of `kind` whose points stand at `ats`, which rise.

    `plot` is how wide it is in pixels; `marked` are dates to make room for. `dates` says them.
    """

    kind: str
    ats: Sequence[dt.datetime]
    plot: float
    marked: Sequence[dt.datetime]
    dates: words.Dates

    @property
    def in_order(self) -> bool:
        return self.kind in IN_ORDER

    def place(self, index: int) -> float:
        """A point's place on the scale: its number, or its date in milliseconds."""
        return index if self.in_order else scales.milliseconds(self.ats[index])

    def place_of(self, moment: dt.datetime) -> float:
        """A date's place on the scale; between two points, in proportion."""
        if not self.in_order:
            return scales.milliseconds(moment)
        held = [scales.milliseconds(at) for at in self.ats]
        at = scales.milliseconds(moment)
        after = bisect.bisect_right(held, at)
        if after == 0:
            return -0.5 if at < held[0] else 0
        if after == len(held):
            return after - 1 if at == held[-1] else after - 0.5
        before = held[after - 1]
        return after - 1 + (at - before) / (held[after] - before)

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The places at the ends of the axis."""
        first, last = self.place(0), self.place(len(self.ats) - 1)
        near = (last - first) * _NEAR
        held = [self.place_of(at) for at in self.marked]
        held = [place for place in held if first - near <= place <= last + near]
        first, last = min([first, *held]), max([last, *held])
        least = 0.5 if self.in_order else 3_600_000
        room = max((last - first) * _END / self.plot, least)
        return first - room, last + room

    def across(self, place: float) -> float:
        """A place in pixels from the plot's left."""
        first, last = self.ends
        return (place - first) / (last - first) * self.plot

    def shows(self, moment: dt.datetime) -> bool:
        """Whether a date lies on the axis."""
        if self.in_order:
            return self.ats[0] <= moment or self.place_of(moment) >= 0
        return self.ends[0] <= self.place_of(moment) <= self.ends[1]

    @cached_property
    def named(self) -> list[tuple[float, str]]:
        """(place, words) of the dates below the axis."""
        return self._named_points() if self.in_order else self._named_dates()

    def _about(self, sample: str) -> int:
        return int(self.plot / (width(sample, looks.TEXT_SIZE) + _BETWEEN_LABELS))

    def _named_dates(self) -> list[tuple[float, str]]:
        for sample in (None, "30 Sep 2026") if not self.dates.monthly else (None,):
            about = self._about(sample or "Sep 2026")
            found = scales.dates(self.ats[0], self.ats[-1], about=about)
            monthly = all(moment.day == 1 for moment in found)
            if monthly or sample:
                break
        say = words.Dates(monthly=monthly)
        return [(scales.milliseconds(moment), say.short(moment)) for moment in found]

    def _named_points(self) -> list[tuple[float, str]]:
        most = max(self._about("30 Sep 2026"), 2)
        step = -(-len(self.ats) // most)
        chosen = range(0, len(self.ats), step)
        return [(index, self.dates.short(self.ats[index])) for index in chosen]

    def encoding(self) -> dict[str, Any]:
        """The Vega-Lite encoding of a field `at` that holds places."""
        said = ", ".join(f"'{place:.0f}': '{text}'" for place, text in self.named)
        scale = {"type": "linear", "domain": list(self.ends), "nice": False, "zero": False}
        return {
            "field": "at",
            "type": "quantitative",
            "scale": scale,
            "axis": {
                "values": [place for place, _ in self.named],
                "labelExpr": f"({{{said}}})[format(datum.value, '.0f')]",
                "grid": False,
                "labelPadding": 4,
            },
        }

"""A chart over time as Making Data Count draws it: points, centre, limits, target, markers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from goldthread.analytics.charts.chart import Point
from goldthread.analytics.charts.choosing import ANYTHING
from goldthread.analytics.drawing import lines_over_time, looks, scales, words
from goldthread.analytics.drawing.heading import heading, lowered
from goldthread.analytics.drawing.key import Sign, key
from goldthread.analytics.drawing.lettering import clean, width
from goldthread.analytics.drawing.lines_over_time import REBASE_DASH
from goldthread.analytics.drawing.moments import Drawn, Moment, moments
from goldthread.analytics.drawing.notice import notice
from goldthread.analytics.drawing.pictures import Picture
from goldthread.analytics.drawing.sheet import Part, Rule, Sheet, Text
from goldthread.analytics.drawing.spread import apart
from goldthread.analytics.drawing.timeline import Timeline

ENOUGH = 3
_NARROW = 480  # below it, the names of the lines are in the key
_LABEL_GAP = 18
_AXIS = 30
_HALF_DATE = 22  # for a date below the first or last point


@dataclass(frozen=True)
class OverTime:
    """The lay-out of one picture at one width (pixels)."""

    picture: Picture
    total: float

    @cached_property
    def known(self) -> list[Point]:
        """The points that can be drawn."""
        return [p for p in self.picture.chart.points if words.known(p.value) is not None]

    @cached_property
    def figures(self) -> words.Figures:
        return figures_of(self.picture)

    @cached_property
    def dates(self) -> words.Dates:
        return words.Dates.of(point.at for point in self.picture.chart.points)

    @property
    def narrow(self) -> bool:
        return self.total < _NARROW

    @cached_property
    def labels(self) -> list[tuple[float, str, str, bool]]:
        """(value as drawn, words, colour, bold) of what is named at the right, by value."""
        last, chart = self.known[-1], self.picture.chart
        centre = words.CENTRES.get(chart.kind, "Mean")
        found = [
            ("Latest", last.value, looks.INK, True),
            (centre, last.centre, looks.INK, False),
            ("Upper limit", last.upper, looks.QUIET, False),
            ("Lower limit", last.lower, looks.QUIET, False),
            ("Target", chart.target, looks.NAVY, False),
        ]
        shown = [
            (self.figures.scaled(held), self._labelled(name, held), colour, bold)
            for name, value, colour, bold in found
            if (held := words.known(value)) is not None
        ]
        return sorted(label for label in shown if self.ticks[0] <= label[0] <= self.ticks[-1])

    def _labelled(self, name: str, value: float) -> str:
        said = self.figures.value(value) if name == "Latest" else self.figures.limit(value)
        return f"{name} {said}"

    @cached_property
    def ticks(self) -> list[float]:
        """The values that the upright axis names."""
        held: list[float] = []
        for point in self.known:
            held += self._reach(point)
        if self.picture.chart.target is not None:
            held.append(self.figures.scaled(self.picture.chart.target))
        share = self.picture.unit == "share"
        return scales.values(held, about=5, most=100 if share else None)

    def _reach(self, point: Point) -> Iterator[float]:
        """The values of one point that the axis must hold; a limit that cannot be is left out."""
        natural = min(point.value or 0 for point in self.known) >= 0
        for value in (point.value, point.centre, point.lower, point.upper):
            held = words.known(value)
            if held is None:
                continue
            scaled = self.figures.scaled(held)
            if natural and scaled < 0:
                scaled = 0
            if self.picture.unit == "share":
                scaled = min(scaled, max(100, self.figures.scaled(point.value or 0)))
            yield scaled

    @cached_property
    def left(self) -> float:
        widest = max(width(self.tick(value), looks.TEXT_SIZE) for value in self.ticks)
        return max(10 + widest, _HALF_DATE)

    @cached_property
    def right(self) -> float:
        if self.narrow:
            return _HALF_DATE
        named = [width(text, looks.TEXT_SIZE, bold=True) for _, text, _, _ in self.labels]
        return 22 + max(named, default=0)

    @cached_property
    def plot(self) -> float:
        return self.total - self.left - self.right

    @property
    def height(self) -> float:
        return 210 if self.narrow else 260

    def tick(self, value: float) -> str:
        said = f"{value:,.10f}".rstrip("0").rstrip(".")
        return f"{said}%" if self.picture.unit == "share" else said

    @cached_property
    def timeline(self) -> Timeline:
        """Where points and dates lie."""
        ats = [point.at for point in self.picture.chart.points]
        marked = [marker.at for marker in self.picture.markers]
        return Timeline(self.picture.chart.kind, ats, self.plot, marked, self.dates)

    def up(self, value: float) -> float:
        """Where a drawn value lies, in pixels from the plot's top."""
        low, high = self.ticks[0], self.ticks[-1]
        return (high - value) / (high - low) * self.height

    @cached_property
    def drawn_moments(self) -> Drawn:
        """The markers that lie within the period."""
        found = [
            Moment(self._across(marker.at), marker.label, words.day(marker.at))
            for marker in self.picture.markers
            if self.timeline.shows(marker.at)
        ]
        return moments(found, self.plot, self.height, self.plot + self.right)

    def _across(self, moment: dt.datetime) -> float:
        return self.timeline.across(self.timeline.place_of(moment))

    @cached_property
    def rebases(self) -> list[float]:
        """Where limits begin anew, in pixels: half-way between the last point and the next."""
        pairs = enumerate(pairwise(self.picture.chart.points), 1)
        starts = [index for index, (one, two) in pairs if one.group != two.group]
        place, across = self.timeline.place, self.timeline.across
        return [across((place(index - 1) + place(index)) / 2) for index in starts]

    def sheet(self) -> Sheet:
        """The whole picture."""
        title, above = heading(self.picture.title, subtitle(self.picture), self.total, self.left)
        drawn = self.drawn_moments
        top = above + max(drawn.above, 8)
        below, depth = key(
            self._signs(), self._notes(), -self.left, self.total, self.height + _AXIS
        )
        made = Sheet(self.plot, self.height, self.left, self.right, top, _AXIS + depth + 6)
        made.put(Rule(x, 0, x, self.height, looks.LINE, 1, REBASE_DASH) for x in self.rebases)
        made.put(drawn.parts)
        made.layers += lines_over_time.layers(self)
        made.put([*lowered(title, -top), *self._names(), *below])
        return made

    def _names(self) -> list[Part]:
        """What the lines are, at their right ends."""
        if self.narrow:
            return []
        labels = sorted(self.labels, key=lambda label: -label[0])
        places = apart([self.up(label[0]) for label in labels], _LABEL_GAP, 0, self.height)
        return [
            Text(self.plot + 10, y, text, looks.TEXT_SIZE, colour, bold=bold)
            for y, (_, text, colour, bold) in zip(places, labels, strict=True)
        ]

    def _signs(self) -> list[Sign]:
        chart = self.picture.chart
        present = {looks.mark_of(p.point_type, chart.improvement) for p in self.known}
        marks = [
            Sign(mark.words, mark.colour, mark.shape, mark.area)
            for name, mark in looks.MARKS.items()
            if name in present
        ]
        return marks + lines_over_time.signs(self)

    def _notes(self) -> list[str]:
        chart, low = self.picture.chart, self.ticks[0]
        outside = [m for m in self.picture.markers if not self.timeline.shows(m.at)]
        notes = [f"{chart.since_last.sentence}."] if chart.since_last else []
        notes += self.drawn_moments.notes
        notes += [f"Outside this period: {words.day(m.at)}, {clean(m.label)}" for m in outside[:3]]
        lower = words.known(self.known[-1].lower)
        if lower is not None and self.figures.scaled(lower) < low:
            notes.append("The lower limit is below zero, so it is not drawn.")
        if chart.trial_limits:
            notes.append("Trial limits: there are few points, so read them with care.")
        unknown = len(chart.points) - len(self.known)
        if unknown:
            notes.append(
                "One value is not known: a gap in the line."
                if unknown == 1
                else f"{unknown} values are not known: gaps in the line."
            )
        return notes


def subtitle(picture: Picture) -> str:
    """What one point is, and which direction is better."""
    better = words.BETTER.get(picture.chart.improvement, "")
    return f"{picture.value_label}. {better}" if better else picture.value_label


def figures_of(picture: Picture) -> words.Figures:
    """How the picture says its numbers."""
    values = [words.known(point.value) for point in picture.chart.points]
    return words.Figures.of(picture.unit, picture.per, values)


def too_few(picture: Picture) -> str:
    """Why there is nothing to draw yet, in a sentence; empty when there are enough points."""
    count = sum(words.known(point.value) is not None for point in picture.chart.points)
    if count >= ENOUGH and picture.chart.enough:
        return ""
    have = {0: "are no values", 1: "is one value"}.get(count, f"are {count} values")
    needed = ENOUGH if picture.chart.enough else max(ANYTHING, count + 1)
    return f"Not enough data yet: there {have}, and a chart needs at least {needed}."


def sheet(picture: Picture, total: float) -> Sheet:
    """The picture at a width of `total` pixels, or the sentence that says why there is none."""
    sentence = too_few(picture)
    if sentence:
        return notice(picture.title, picture.value_label, sentence, total)
    return OverTime(picture, total).sheet()

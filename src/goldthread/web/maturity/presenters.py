"""What the maturity view prints: shares with their intervals, and what cannot be said yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.access.models import Unit
from goldthread.domain.governance.maturity.queries import Quarter, Reading, Standing, Trend
from goldthread.domain.governance.maturity.terms import ENOUGH
from goldthread.domain.insight.measures.queries import Number
from goldthread.web.components import link

Linked = Callable[..., str]
NOT_YET = "Not measured yet"
TRENDS = {
    Trend.BETTER: "Better than in the four quarters before, by more than chance.",
    Trend.WORSE: "Worse than in the four quarters before, by more than chance.",
    Trend.NO_DIFFERENCE: "No difference from the four quarters before is shown.",
    Trend.UNKNOWN: "Too few to compare with the four quarters before.",
}


@dataclass(frozen=True)
class FigureShown:
    """One figure: its share, how sure it is, what is missing, and where it comes from."""

    label: str
    share: str
    rests_on: str
    interval: str
    trend: str
    missing: str
    href: str
    begin: str
    begin_href: str


@dataclass(frozen=True)
class MarkerShown:
    """One marker. `begin` stands where none of its figures is measured."""

    title: str
    phrase: str
    figures: tuple[FigureShown, ...]
    measured: bool


def marker_shown(standing: Standing, linked: Linked) -> MarkerShown:
    """One marker with its figures, those that are measured first."""
    readings = sorted(standing.readings, key=lambda one: not one.measured)
    return MarkerShown(
        standing.marker.title,
        standing.marker.phrase,
        tuple(figure_shown(one, linked) for one in readings),
        standing.measured,
    )


def figure_shown(reading: Reading, linked: Linked) -> FigureShown:
    """One figure in words."""
    figure, year, found = reading.figure, reading.year, reading.interval
    measured = reading.measured
    return FigureShown(
        label=figure.label,
        share=percent(year),
        rests_on=f"{year.count:,} of {year.of:,} {figure.of}" if measured else "",
        interval=f"between {_whole(found.low)} and {_whole(found.high)}" if measured else "",
        trend=TRENDS[reading.trend] if measured else "",
        missing=missing(reading),
        href=linked(figure.href) if measured else "",
        begin="" if measured else figure.begin,
        begin_href=figure.begin_href,
    )


def missing(reading: Reading) -> str:
    """What stands in the way of saying more."""
    if not reading.measured:
        return ""
    limits = reading.figure.limits
    if reading.enough:
        return limits
    more = ENOUGH - reading.year.of
    few = f"Too few to say more than that it was begun: {more} more would make {ENOUGH}."
    return f"{few} {limits}".strip()


def percent(number: Number) -> str:
    """`72%`; an empty text where nothing was counted."""
    return _whole(number.count / number.of) if number.of else ""


def _whole(share: float) -> str:
    return f"{100 * share:.0f}%"


def period(shown: Sequence[Quarter]) -> str:
    """`October 2025 to September 2026`."""
    return f"{shown[0][0]:%B %Y} to {shown[-1][-1]:%B %Y}"


def quarter(months: Quarter) -> str:
    """`Jul to Sep 2026`."""
    return f"{months[0]:%b} to {months[-1]:%b %Y}"


def quarter_columns(shown: Sequence[Quarter]) -> list[Any]:
    return ["Figure", *((quarter(months), "num") for months in shown)]


def quarter_rows(found: Sequence[Standing]) -> list[list[Any]]:
    """One line a measured figure: each quarter's share, and of how many."""
    return [
        [reading.figure.label, *(cell(number) for number in reading.quarters)]
        for standing in found
        for reading in standing.readings
        if any(number.of for number in reading.quarters)
    ]


def cell(number: Number) -> str:
    """`72% of 25`; empty where nothing was counted."""
    return f"{percent(number)} of {number.of:,}" if number.of else ""


def _compared(found: Sequence[Standing]) -> list[Reading]:
    return [one for standing in found for one in standing.readings if one.measured]


def unit_columns(found: Sequence[Standing]) -> list[Any]:
    return ["Unit", *((one.figure.label, "num") for one in _compared(found))]


def unit_rows(found: Sequence[Standing], units: Sequence[Unit], linked: Linked) -> list[list[Any]]:
    """One line a unit with anything to show, in the order of the tree."""
    compared = _compared(found)
    rows = []
    for unit in units:
        cells = [cell(one.by_unit.get(unit.pk, Number())) for one in compared]
        if any(cells):
            address = linked(reverse("maturity:view"), unit=str(unit.pk))
            rows.append([link(address, unit.name), *cells])
    return rows

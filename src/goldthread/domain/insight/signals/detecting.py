"""From counts to what stands out: clusters, early signals, silent teams and special causes.

Each kind is one family of tests a week, and of each the false discovery rate is held to
`FALSE_SHARE`: thousands of teams and themes do not make hundreds of signals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from goldthread.access.models import Unit
from goldthread.analytics.dispersion import dispersion
from goldthread.analytics.false_discovery import discoveries
from goldthread.analytics.newest_points import FEWEST, newest_points
from goldthread.analytics.rest_of_table import against_the_rest
from goldthread.analytics.scan import Scan, scan, times_expected
from goldthread.analytics.scan_null import HIGH, LOW
from goldthread.domain.incidents.models import Theme
from goldthread.domain.insight.signals import words
from goldthread.domain.insight.signals.counting import Counts, Ints
from goldthread.domain.insight.signals.found import Found
from goldthread.domain.insight.signals.terms import (
    FALSE_SHARE,
    FEWEST_WEEKS,
    POINT_WEEKS,
    SILENT_WINDOWS,
    WINDOWS,
    Kind,
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """A series that stands out: where it is in its table, and what the scan says of it."""

    place: int
    observed: int
    total: int
    expected: float
    window: int
    p: float
    low: float
    high: float
    spread: float
    tested: int

    @property
    def numbers(self) -> dict[str, Any]:
        """What the page shows and a reader can work out again."""
        return {
            "observed": self.observed,
            "expected": round(self.expected, 2),
            "weeks": self.window,
            "total": self.total,
            "times_low": round(self.low, 2),
            "times_high": round(self.high, 2) if np.isfinite(self.high) else None,
            "p": float(f"{self.p:.2g}"),
            "dispersion": round(self.spread, 2),
            "tested": self.tested,
            "false_share": FALSE_SHARE,
        }


def clusters(counts: Counts) -> Iterator[Found]:
    """Themes of a team, or of the whole organisation, that rose beyond chance."""
    for unit, theme, row in _themes(counts, counts.themed):
        place = _place(counts, unit)
        reports = place.sum(axis=0)
        usual = reports[: -row.window].mean() * row.window
        text = (
            f"{theme.name}: {words.count(row.observed, 'incident')} in {unit.name} in "
            f"{words.weeks_to(row.window, counts.until)}, where {words.usual(row.expected)} "
            f"would be usual. That is likely {words.times(row.low, row.high)}. "
            f"{words.by_chance(row.p, 'a rise')}"
        )
        numbers = row.numbers | {
            "reports": int(reports[-row.window :].sum()),
            "reports_usual": round(float(usual), 1),
        }
        yield _of_theme(Kind.CLUSTER, counts, unit, theme, row, text, numbers)


def early_signals(counts: Counts) -> Iterator[Found]:
    """Themes of which concerns and near misses rose beyond chance."""
    for unit, theme, row in _themes(counts, counts.early):
        text = (
            f"{theme.name}: {row.observed:,} near misses or concerns in {unit.name} "
            f"in {words.weeks_to(row.window, counts.until)}, where {words.usual(row.expected)} "
            f"would be usual. That is likely {words.times(row.low, row.high)}. People saw it "
            "coming: there may be time to act before anyone is harmed. "
            f"{words.by_chance(row.p, 'a rise')}"
        )
        yield _of_theme(Kind.EARLY_SIGNAL, counts, unit, theme, row, text, row.numbers)


def silent_teams(counts: Counts) -> Iterator[Found]:
    """Teams whose reporting fell beyond chance, against their own history."""
    started = _since_first(counts.reports)
    spread = dispersion(counts.reports, started, leave_out=SILENT_WINDOWS[-1])
    for row in _stands_out(counts.reports, started, spread, SILENT_WINDOWS, LOW):
        unit = counts.units[row.place]
        text = (
            f"{unit.name} sent {words.count(row.observed, 'report')} in "
            f"{words.weeks_to(row.window, counts.until)}, where {words.usual(row.expected)} would "
            f"be usual. That is likely {words.times(row.low, row.high)}. Fewer reports need not "
            "mean fewer incidents: ask the team before you conclude either. "
            f"{words.by_chance(row.p, 'a fall')}"
        )
        yield Found(
            kind=Kind.SILENT_TEAM,
            subject=f"silent:{unit.pk}",
            unit=unit,
            explanation=text,
            numbers=row.numbers,
            weight=row.window,
            since=counts.since(row.window),
            until=counts.until,
        )


def special_causes(counts: Counts) -> Iterator[Found]:
    """Teams whose reports over four weeks broke a rule of the chart with the newest point."""
    values = _points(counts.reports)
    if values.shape[1] < FEWEST or not len(values):
        return
    newest = newest_points(values)
    usable = (values[:, 0] > 0) & ((values > 0).sum(axis=1) >= FEWEST)
    p = np.where(usable, newest.p, 1.0)
    for place in np.flatnonzero(discoveries(p, FALSE_SHARE)):
        unit, value = counts.units[place], int(newest.value[place])
        if value < newest.mean[place]:
            continue  # a fall is a silent team, which is tested with more power
        text = (
            f"{unit.name} sent {words.count(value, 'report')} in "
            f"{words.weeks_to(POINT_WEEKS, counts.until)}, against a mean of "
            f"{newest.mean[place]:.1f} and limits of {max(newest.lpl[place], 0):.1f} and "
            f"{newest.upl[place]:.1f}: {words.RULES[newest.cause[place]]}. More reports may be "
            f"better reporting; find out which. {words.by_chance(p[place], 'a change')}"
        )
        numbers = {
            "observed": value,
            "mean": round(float(newest.mean[place]), 2),
            "lower_limit": round(float(newest.lpl[place]), 2),
            "upper_limit": round(float(newest.upl[place]), 2),
            "rule": newest.cause[place],
            "weeks": POINT_WEEKS,
            "p": float(f"{p[place]:.2g}"),
            "tested": len(values),
            "false_share": FALSE_SHARE,
        }
        yield Found(
            kind=Kind.SPECIAL_CAUSE,
            subject=f"special:reports:{unit.pk}",
            unit=unit,
            explanation=text,
            numbers=numbers,
            weight=value,
            since=counts.since(POINT_WEEKS),
            until=counts.until,
            measure="reports",
        )


def _themes(counts: Counts, table: Ints) -> Iterator[tuple[Unit, Theme, Row]]:
    """Series of team and theme that stand out, and of a theme in the whole organisation."""
    units, themes, weeks = table.shape
    if not units or not themes:
        return
    whole = table.sum(axis=0)
    series = np.concatenate([table.reshape(units * themes, weeks), whole])
    overall = whole.sum(axis=0).astype(float)
    team, used = _since_first(table.sum(axis=1)), _since_first(whole)
    begun = np.concatenate([np.repeat(team, themes, axis=0) * np.tile(used, (units, 1)), used])
    rest, spread = against_the_rest(series, overall, begun, leave_out=WINDOWS[-1])
    rows = list(_stands_out(series, rest, spread, WINDOWS, HIGH))
    largest: dict[int, int] = {}
    for row in rows:
        unit, theme = divmod(row.place, themes)
        if unit < units:
            largest[theme] = max(largest.get(theme, 0), row.observed)
            yield counts.units[unit], counts.themes[theme], row
    for row in rows:
        unit, theme = divmod(row.place, themes)
        # A rise that is mostly one team's was said of that team.
        if unit == units and 2 * largest.get(theme, 0) < row.observed:
            yield counts.organisation, counts.themes[theme], row


def _stands_out(
    series: Ints, weights: Floats, spread: Floats, windows: tuple[int, ...], direction: str
) -> Iterator[Row]:
    """The findings among all series, after control of the false discovery rate."""
    long_enough = (weights > 0).sum(axis=1) >= FEWEST_WEEKS
    places = np.flatnonzero(long_enough & (series.sum(axis=1) > 0))
    if not places.size or series.shape[1] <= windows[-1]:
        return
    picked, shares, bursts = series[places], weights[places], spread[places]
    seen = scan(picked, shares, windows=windows, dispersion=bursts, direction=direction)
    for at in np.flatnonzero(discoveries(seen.p, FALSE_SHARE)):
        held = np.where(shares[at] > 0, picked[at], 0)
        yield _row(int(places[at]), seen, int(at), int(held.sum()), float(bursts[at]), len(places))


def _row(place: int, seen: Scan, at: int, total: int, spread: float, tested: int) -> Row:
    observed, expected = int(seen.observed[at]), float(seen.expected[at])
    low, high = times_expected(observed, total, expected, dispersion=spread)
    window, p = int(seen.window[at]), float(seen.p[at])
    return Row(place, observed, total, expected, window, p, low, high, spread, tested)


def _since_first(table: Ints) -> Floats:
    """1 from the first week in which each row has anything, 0 before: a new team has no history."""
    return np.minimum(np.cumsum(table, axis=1), 1).astype(float)


def _points(reports: Ints) -> Floats:
    """Weeks added up to points of four, the newest whole: (units, points)."""
    points = reports.shape[1] // POINT_WEEKS
    kept = reports[:, reports.shape[1] - points * POINT_WEEKS :]
    return kept.reshape(len(reports), points, POINT_WEEKS).sum(axis=2).astype(float)


def _place(counts: Counts, unit: Unit) -> Ints:
    """The reports of a team, or of all for the organisation: (units, weeks)."""
    if unit.pk == counts.organisation.pk:
        return counts.reports
    return counts.reports[[one.pk == unit.pk for one in counts.units]]


def _of_theme(
    kind: str,
    counts: Counts,
    unit: Unit,
    theme: Theme,
    row: Row,
    text: str,
    numbers: dict[str, Any],
) -> Found:
    return Found(
        kind=kind,
        subject=f"{kind}:{unit.pk}:{theme.pk}",
        unit=unit,
        theme=theme,
        explanation=text,
        numbers=numbers,
        weight=row.observed,
        since=counts.since(row.window),
        until=counts.until,
    )

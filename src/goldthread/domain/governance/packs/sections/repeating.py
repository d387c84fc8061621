"""The patterns that came back most often in a quarter (row 112)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from goldthread.analytics.counts import plural
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.claims import Asked, Claim, Row, Section, Table, too_little
from goldthread.domain.governance.packs.registry import section
from goldthread.domain.governance.packs.sections.changing import actions_here
from goldthread.domain.governance.packs.sections.reporting import by_theme
from goldthread.domain.governance.packs.terms import FEWEST, Strength
from goldthread.domain.incidents.models import Theme
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.terms import Kind

PICKED = 5
OF_REPEATS = (Kind.REPEAT, Kind.RELAPSE, Kind.CLUSTER, Kind.EARLY_SIGNAL)


@dataclass(frozen=True)
class Repeat:
    """A theme that came back: how often, how many signals, and what was done about it before."""

    theme: Theme
    incidents: int
    before: float
    signals: int
    complete: int
    verified: int


@section("repeats")
def repeats(asked: Asked, _: Meeting | None) -> Section:
    """The top repeats: themes ranked by their signals of repeating, then by their incidents."""
    found = picked(asked)
    if not found:
        claims = [
            too_little(
                "No theme came back in these days: nothing was reported with a theme, or no change "
                "had been completed for one before.",
                "Themes and signals",
                "/signals/",
            )
        ]
    else:
        claims = [_claim(asked, one) for one in found]
    table = Table(
        "Top repeats",
        ("Theme", "Incidents", "Usual", "Signals", "Changes complete before", "Verified"),
        tuple(
            Row(
                (
                    one.theme.name, f"{one.incidents:,}", f"{one.before:.1f}", f"{one.signals:,}",
                    f"{one.complete:,}", f"{one.verified:,}",
                ),
                f"/themes/{one.theme.code}/?unit={asked.unit.pk}",
            )
            for one in found
        ),
    )  # fmt: skip
    return Section(
        "repeats",
        "What came back",
        "For each: why did the change not hold? It leaves with a stronger action, a thematic "
        "review, or a reason.",
        tuple(claims),
        (table,) if found else (),
    )


def picked(asked: Asked) -> list[Repeat]:
    """The themes that came back, the most pressing first; at most five."""
    signals = _signals(asked)
    complete, verified = _changes(asked)
    rows = [
        Repeat(theme, now, before, signals[theme.pk], complete[theme.pk], verified[theme.pk])
        for theme, now, before in by_theme(asked)
        if signals[theme.pk] or complete[theme.pk]
    ]
    rows.sort(key=lambda one: (-one.signals, -one.incidents, one.theme.name))
    return rows[:PICKED]


def _signals(asked: Asked) -> Counter[int]:
    rows = Signal.objects.filter(
        **asked.here(), **asked.within("raised_at"), kind__in=OF_REPEATS, theme__isnull=False
    ).exclude(incident__restricted=True)
    return Counter(rows.values_list("theme", flat=True))


def _changes(asked: Asked) -> tuple[Counter[int], Counter[int]]:
    """Changes complete before the days, and those of them verified, by theme."""
    done = actions_here(asked).filter(completed_at__lt=asked.begins, incident__themes__isnull=False)
    every = Counter(done.values_list("incident__themes", flat=True))
    proved = done.filter(status="verified", concluded_at__lt=asked.as_at)
    return every, Counter(proved.values_list("incident__themes", flat=True))


def _claim(asked: Asked, one: Repeat) -> Claim:
    href = f"/themes/{one.theme.code}/?unit={asked.unit.pk}"
    said = (
        f"“{one.theme.name}” came back in {plural(one.incidents, 'incident')}, "
        f"{one.before:.1f} in a usual quarter, after {plural(one.complete, 'change')} for it "
        f"{'was' if one.complete == 1 else 'were'} complete, {one.verified:,} of them verified."
    )
    if one.incidents < FEWEST and not one.signals:
        return too_little(f"{said} So few may be chance.", "Themes and signals", href)
    strength = Strength.CHARTED if one.signals else Strength.COUNTED
    more = f" {plural(one.signals, 'signal')} said that chance does not explain it."
    return Claim(said + (more if one.signals else ""), strength, "Themes and signals", href)

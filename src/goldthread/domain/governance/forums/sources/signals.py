"""Signals that wait to be looked at, and what came back most often."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q, QuerySet

from goldthread.analytics.months import in_words as day
from goldthread.domain.governance.forums.agenda import Line, Period, source
from goldthread.domain.governance.forums.models import Forum
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.queries import RECORD_TYPE, visible_to
from goldthread.domain.insight.signals.terms import Kind, Status

MOST = 10


@source(
    "signals",
    "Open signals",
    "What explains it, and what follows: a thematic review, work on the action, or nothing?",
    visible_to=visible_to,
)
def open_signals(forum: Forum, period: Period) -> list[Line]:
    """Signals nobody has decided on, the newest first."""
    undecided = Q(status=Status.OPEN) | Q(decided_at__gt=period.until)
    rows = _of(forum).filter(undecided, raised_at__lte=period.until).order_by("-raised_at", "-pk")
    return [_line(signal) for signal in rows[:MOST]]


@source(
    "repeat_patterns",
    "What came back",
    "Why did the change not hold, and what would be stronger?",
    visible_to=visible_to,
)
def repeat_patterns(forum: Forum, period: Period) -> list[Line]:
    """Repeats and relapses raised in the period, those of the theme with most of them first."""
    rows = list(
        _of(forum)
        .filter(
            kind__in=[Kind.REPEAT, Kind.RELAPSE],
            raised_at__gte=period.since,
            raised_at__lt=period.until,
        )
        .order_by("-weight", "-raised_at", "pk")
    )
    by_theme: dict[int | None, list[Signal]] = defaultdict(list)
    for signal in rows:
        by_theme[signal.theme_id].append(signal)
    groups = sorted(by_theme.values(), key=lambda group: (-len(group), group[0].pk))
    return [_line(group[0], len(group)) for group in groups[:MOST]]


def _of(forum: Forum) -> QuerySet[Signal]:
    here = Signal.objects.filter(
        organisation=forum.organisation_id, unit__path__startswith=forum.unit.path
    )
    return here.select_related("theme", "unit", "action")


def _line(signal: Signal, times: int = 1) -> Line:
    about = signal.theme.name if signal.theme else signal.unit.name
    facts = [
        ("Where", signal.unit.name),
        ("What it says", signal.explanation),
        ("Looked at", f"{day(signal.since)} to {day(signal.until)}"),
        ("Stands at", signal.get_status_display()),
    ]
    if times > 1:
        facts.insert(0, ("Signals on this theme in the period", str(times)))
    return Line(
        title=f"{about}: {signal.get_kind_display().lower()}",
        facts=tuple(facts),
        link=f"/signals/{signal.pk}/",
        subject=(RECORD_TYPE, signal.pk),
        incident_id=None,
    )

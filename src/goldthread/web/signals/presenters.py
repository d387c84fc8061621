"""Signals as pages print them: a heading, the sentence, the numbers in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.access.terms import ROLES
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.signals.terms import LOOKS, MEANING, Kind, Status, Way
from goldthread.web.components import Row, link
from goldthread.web.words import ago, date, plural, when

TONES = {Status.OPEN: "waiting", Status.ACCEPTED: "underway", Status.DISMISSED: "stopped"}


@dataclass(frozen=True)
class Listed:
    """One signal of a list."""

    href: str
    title: str
    kind: str
    where: str
    explanation: str
    raised: str
    tag: str
    tone: str
    waits_for: str


def listed(signal: Any) -> Listed:
    """A row of the list."""
    status = Status(signal.status)
    waits = f"Waits for a {ROLES[LOOKS[Kind(signal.kind)]].label.lower()}"
    decided = f"{status.label} by {signal.decided_by.name}" if signal.decided_by else waits
    return Listed(
        href=f"/signals/{signal.pk}/",
        title=title(signal),
        kind=Kind(signal.kind).label,
        where=signal.unit.name,
        explanation=signal.explanation,
        raised=ago(signal.raised_at),
        tag=status.label,
        tone=TONES[status],
        waits_for=decided,
    )


def title(signal: Any) -> str:
    """What it is about, in a few words."""
    kind = Kind(signal.kind)
    if kind == Kind.REPEAT and signal.theme is None:
        return "The same person affected again after an action"
    if kind == Kind.REPEAT:
        return f"{signal.theme.name}: again after an action"
    if kind == Kind.RELAPSE:
        return f"A change that did not last: {signal.action.title}"
    if kind == Kind.CLUSTER:
        return f"{signal.theme.name}: a cluster"
    if kind == Kind.EARLY_SIGNAL:
        return f"{signal.theme.name}: concerns and near misses are rising"
    if kind == Kind.SILENT_TEAM:
        return "Reporting has fallen"
    measure = measures().get(signal.measure)
    if measure is None or signal.measure == "reports":
        return "Reports moved beyond their usual variation"
    return f"{measure.label}: beyond its usual variation"


def facts(signal: Any) -> list[Row]:
    """What, where, since when, and about which action."""
    rows = [
        Row("What it is", f"{Kind(signal.kind).label}. {MEANING[Kind(signal.kind)]}"),
        Row("Where", signal.unit.name),
        Row("Looked at", f"{date(signal.since)} to {date(signal.until)}"),
        Row("Raised", when(signal.raised_at)),
    ]
    if signal.action is not None:
        rows.append(Row("Action", link(f"/actions/{signal.action.pk}/", signal.action.title)))
    if signal.plan is not None:
        rows.append(Row("Verification", link(f"/verification/{signal.plan.pk}/", "Open its plan")))
    measure = measures().get(signal.measure)
    if measure is not None:
        address = f"{reverse('measures:one', args=[measure.code])}?unit={signal.unit_id}"
        rows.append(Row("Measure", link(address, measure.label)))
    if signal.earlier is not None:
        before = signal.earlier
        words = f"{before.get_status_display()} {date(before.decided_at)}"
        rows.append(Row("Before this", link(f"/signals/{before.pk}/", words)))
    return rows


def numbers(signal: Any) -> list[Row]:
    """The figures behind the sentence, each with what it is."""
    held = signal.numbers
    return [Row(words, said) for words, said in _numbers(held) if said]


def _numbers(held: dict[str, Any]) -> Iterable[tuple[str, str]]:
    if "observed" in held:
        yield "Seen", f"{held['observed']:,} in {plural(held['weeks'], 'week')}"
    if "expected" in held:
        yield "Usual in that time", f"{held['expected']:g}"
        yield "All in the two years looked at", f"{held['total']:,}"
        high = held["times_high"]
        upper = f"{high:g}" if high is not None else "any number of"
        words = f"between {held['times_low']:g} and {upper} times the usual rate"
        yield "Likely size of the change", words
    if "month" in held:
        yield "Seen", f"{held['value']} in {held['month']}"
        yield "Mean of the chart", held["usual"]
        yield "Limits of the chart", held["limits"]
    if "mean" in held:
        yield "Mean of the chart", f"{held['mean']:g}"
        yield "Limits of the chart", f"{held['lower_limit']:g} to {held['upper_limit']:g}"
    if "reports" in held:
        usual = f"{held['reports']:,}, where {held['reports_usual']:g} would be usual"
        yield "Reports of every kind in that time", usual
    if "harmed" in held:
        yield "Of these, with harm", f"{held['harmed']:,}"
    if "dispersion" in held:
        yield "How much more it varies than chance alone", f"{held['dispersion']:g} times"
    if "before" in held:
        yield "In the year before the action", f"{held['before']:,}"
        yield "Since then", f"{held['since']:,} in {plural(held['days'], 'day')}"
    if "checked" in held:
        yield "The re-check", f"{held['passed']} of {held['checked']} met it"
        yield "The standard", f"{held['standard']:g}%"
    if "p" in held:
        yield "Chance of this or more, had nothing changed", f"{held['p']:g}"
    if "tested" in held:
        share = f"{held['false_share']:.0%}"
        yield (
            "Looked at together with",
            f"{held['tested']:,} others, so that at most {share} of such signals are false alarms "
            "in the long run",
        )


def decision(signal: Any) -> list[Row]:
    """What was decided, by whom and why; empty while it is open."""
    if signal.decided_at is None:
        return []
    rows = [Row("Decided", f"{signal.get_status_display()} by {signal.decided_by.name}"),
            Row("When", when(signal.decided_at))]  # fmt: skip
    if signal.way:
        rows.append(Row("What follows", Way(signal.way).label))
    if signal.review is not None:
        rows.append(Row("Review", link(f"/reviews/{signal.review.pk}/", "Open the review")))
    if signal.reason:
        rows.append(Row("Reason", signal.reason))
    return rows


def incident_rows(incidents: Iterable[Any]) -> list[list[Any]]:
    """The incidents behind it: reference, team, category, when reported."""
    return [
        [
            link(f"/incidents/{incident.reference}/", incident.reference),
            incident.unit.name,
            incident.category.name if incident.category else "Not triaged",
            date(incident.reported_at),
        ]
        for incident in incidents
    ]


@dataclass(frozen=True)
class Said:
    """“A signal says …” on the page of an action or an incident."""

    title: str
    explanation: str
    href: str


def said(signals: Iterable[Any]) -> list[Said]:
    """Open signals, each with its sentence and where to decide on it."""
    return [Said(title(one), one.explanation, f"/signals/{one.pk}/") for one in signals]

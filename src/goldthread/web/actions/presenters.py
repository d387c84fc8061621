"""Actions in words: every string the templates print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from goldthread.domain.actions import queries
from goldthread.domain.actions.terms import OPEN_STATUSES, Kind, Route, Status, Strength, Way
from goldthread.domain.verification.queries import result_now
from goldthread.evidence.terms import TYPES, FieldKind
from goldthread.web.components import Fact, Row, Verdict
from goldthread.web.gauge import Gauge, gauge
from goldthread.web.words import date, length, plural, when

TONES = {
    Status.PROPOSED: "waiting",
    Status.AGREED: "underway",
    Status.COMPLETE: "unproven",
    Status.VERIFIED: "good",
    Status.NOT_EFFECTIVE: "late",
    Status.WITHDRAWN: "stopped",
}
STATUS_WORDS = {
    Status.PROPOSED: "Proposed",
    Status.AGREED: "Agreed",
    Status.COMPLETE: "Implemented, not verified",
    Status.VERIFIED: "Verified",
    Status.NOT_EFFECTIVE: "Not effective",
    Status.WITHDRAWN: "Withdrawn",
}


def due_words(action: Any, today: dt.date) -> str:
    """`27 March 2027, in 3 days`, `…, 2 days late`, or that no day is set."""
    if action.due_on is None:
        return "No date yet"
    if action.status not in OPEN_STATUSES:
        return date(action.due_on)
    days = (action.due_on - today).days
    if days < 0:
        return f"{date(action.due_on)}, {plural(-days, 'day')} late"
    ahead = f"in {plural(days, 'day')}" if days else "today"
    return f"{date(action.due_on)}, {ahead}"


def is_late(action: Any, today: dt.date) -> bool:
    return action.status in OPEN_STATUSES and action.due_on is not None and action.due_on < today


def incident_link(action: Any) -> str:
    return f"/incidents/{action.incident.reference}/"


@dataclass(frozen=True)
class ListRow:
    """One action in a list."""

    href: str
    title: str
    reference: str
    team: str
    owner: str
    due: str
    late: bool
    strength: str
    status: str
    tone: str
    facts: str


def list_row(action: Any, today: dt.date) -> ListRow:
    """A row of a list; `with_rows` has said which facts stand."""
    return ListRow(
        href=reverse("actions:one", args=[action.pk]),
        title=action.title,
        reference=action.incident.reference,
        team=action.unit.name,
        owner=action.owner.name if action.owner else "No owner yet",
        due=due_words(action, today),
        late=is_late(action, today),
        strength=action.get_strength_display() or "Not graded",
        status=STATUS_WORDS[Status(action.status)],
        tone=TONES[Status(action.status)],
        facts=_facts_words(action),
    )


def _facts_words(action: Any) -> str:
    if action.status != Status.AGREED:
        return ""
    if action.has_implementation:
        return "Implemented, not yet communicated"
    return "Communicated, not yet implemented" if action.has_communication else ""


def funnel_words(counts: queries.Funnel) -> list[tuple[str, int]]:
    """The steps of the funnel with their numbers."""
    return [
        ("recorded", counts.recorded),
        ("implemented", counts.implemented),
        ("communicated", counts.communicated),
        ("verified", counts.verified),
    ]


@dataclass(frozen=True)
class Proof:
    """A piece of evidence: its line, every field, files, and whether it stands."""

    pk: int
    kind: str
    summary: str
    fields: list[tuple[str, str]]
    files: list[tuple[str, str]]
    added: str
    withdrawn: str


def proof(item: Any) -> Proof:
    return Proof(
        pk=item.pk,
        kind=item.kind_label,
        summary=item.summary,
        fields=_field_words(item),
        files=[
            (reverse("actions:file", args=[file.pk]), f"{file.name} ({_size(file.size)})")
            for file in item.files.all()
        ],
        added=f"Added by {item.added_by.name if item.added_by else 'the product'}, "
        f"{when(item.added_at)}",
        withdrawn=f"Withdrawn: {item.withdrawn_reason}" if item.withdrawn_at else "",
    )


def _field_words(item: Any) -> list[tuple[str, str]]:
    said = []
    for field in TYPES[item.type].fields:
        value = item.fields.get(field.code, "")
        if value in ("", None):
            continue
        if field.kind == FieldKind.DATE:
            value = date(dt.date.fromisoformat(value))
        if field.kind == FieldKind.CHOICE:
            value = dict(field.choices).get(value, value)
        said.append((field.label, str(value)))
    return said


def _size(size: int) -> str:
    kilo = 1024
    if size < kilo * kilo:
        return f"{max(1, round(size / kilo))} KB"
    return f"{size / kilo / kilo:.1f} MB"


def implemented_tick(action: Any, ticks: queries.Ticks) -> Fact:
    fact = ticks.implemented
    if fact is None:
        words = "Not yet" if action.status != Status.PROPOSED else "Once it is agreed"
        return Fact(False, words)
    return Fact(True, f"Live since {date(fact.live_on)}. {fact.implemented_by.name}")


def communicated_tick(action: Any, told: list[Any]) -> Fact:
    if not told:
        words = "Not yet" if action.status != Status.PROPOSED else "Once it is agreed"
        return Fact(False, words)
    first = told[0]
    ways = Way(first.way).label.lower()
    more = f", and {plural(len(told) - 1, 'more time')}" if len(told) > 1 else ""
    return Fact(True, f"{first.reached} of {first.of} reached, {ways}{more}")


def verified_tick(action: Any) -> Verdict:
    """The third tick: locked until both facts stand, and never shown as done before a verdict."""
    if action.status == Status.VERIFIED:
        return Verdict("effective", f"Practice changed. {when(action.concluded_at)}")
    if action.status == Status.NOT_EFFECTIVE:
        return Verdict("not_effective", f"Practice did not change. {when(action.concluded_at)}")
    if action.status == Status.COMPLETE:
        days = length(timezone.now() - action.completed_at)
        return Verdict("open", f"Implemented, not verified, for {days}")
    return Verdict("locked", "Opens when both are done")


def summary_rows(
    action: Any,
    today: dt.date,
    *,
    routes: Iterable[tuple[str, str]],
    may_pass_on: bool,
    may_extend: bool,
) -> list[Row]:
    """What, who and by when."""
    pk = action.pk
    due: str = due_words(action, today)
    if action.first_due_on and action.first_due_on != action.due_on:
        due = f"{due}. First agreed for {date(action.first_due_on)}"
    owner = action.owner.name if action.owner else "No owner yet"
    rows = [
        Row(
            "Owner",
            owner,
            reverse("actions:owner", args=[pk]) if may_pass_on else "",
            "the owner",
        ),
        Row(
            "Due",
            due,
            reverse("actions:later_date", args=[pk]) if may_extend else "",
            "the due date",
        ),
        Row("Success measure", action.success_measure or "Not said yet"),
        Row("Strength", _strength_words(action)),
        Row("Embedded by", _route_words(routes)),
    ]
    if action.kind == Kind.INTERFACE:
        rows.append(Row("Partner agency", action.partner))
    if action.rapid:
        rows.append(Row("Promised", "To be implemented within a week"))
    return [*rows, Row("Team", action.unit.name), Row("Age", _age(action))]


def _strength_words(action: Any) -> str:
    if not action.strength:
        return "Not graded yet"
    said = Strength(action.strength).label
    reason = action.weak_reason or action.strength_reason
    return f"{said}. {reason}" if reason else said


def _route_words(routes: Iterable[tuple[str, str]]) -> str:
    said = [f"{Route(route).label} ({artefact})" for route, artefact in routes]
    return "; ".join(said) or "Not said yet"


def _age(action: Any) -> str:
    said = f"Proposed {length(timezone.now() - action.proposed_at)} ago"
    if action.agreed_at:
        said += f", agreed {length(timezone.now() - action.agreed_at)} ago"
    if action.round > 1:
        said += (
            f". Round {action.round}: reopened {length(timezone.now() - action.round_began_at)} ago"
        )
    return said


@dataclass(frozen=True)
class Verification:
    """How the action is verified, and what checking shows so far."""

    href: str
    rows: list[Row]
    words: str
    gauge: Gauge | None


def verification(plan: Any) -> Verification:
    """The plan of an action with its result in words, and as a bar once anything was checked."""
    found = result_now(plan)
    bar = None
    if found.checked:
        interval = (found.lower / 100, found.upper / 100)
        bar = gauge(found.passed, found.checked, interval, found.standard / 100)
    return Verification(
        href=reverse("verification:one", args=[plan.pk]),
        rows=[
            Row("Method", plan.get_method_display()),
            Row("Measure", f"{plan.measure}, at least {plan.standard.normalize():f}%"),
            Row("Verifier", plan.verifier.name if plan.verifier else "Not chosen yet"),
            Row("Stands at", plan.get_status_display()),
        ],
        words=found.sentence,
        gauge=bar,
    )


@dataclass(frozen=True)
class Told:
    """One telling of people."""

    who: str
    reach: str
    how: str
    note: str


def told_row(row: Any) -> Told:
    confirmed = f", {row.acknowledged} confirmed it" if row.acknowledged is not None else ""
    return Told(
        who=row.who,
        reach=f"{row.reached} of {row.of} reached ({row.reached / row.of:.0%}){confirmed}",
        how=f"{Way(row.way).label}, {date(row.told_on)}. Recorded by {row.communicated_by.name}",
        note=row.note,
    )

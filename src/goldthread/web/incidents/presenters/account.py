"""The account of an incident: what was told, who was affected, what was done, who said what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from goldthread.access.terms import Permission
from goldthread.domain.incidents.terms import (
    EVENT_SHORT,
    Closure,
    EventType,
    Precision,
    Route,
    Side,
    Status,
)
from goldthread.web.components import Row, clock_shown, link
from goldthread.web.incidents.finding import may
from goldthread.web.incidents.presenters.reading import Reading
from goldthread.web.incidents.presenters.stages.parts import CLOSED_WORDS, owner_words
from goldthread.web.words import date, time, when

WITHHELD = "Name withheld"
TONES = {
    Status.REPORTED: "waiting",
    Status.WITHDRAWN: "stopped",
}


@dataclass(frozen=True)
class Item:
    """A dated line of the account: what, and who and when in quieter words."""

    what: str
    about: str = ""


@dataclass(frozen=True)
class Said:
    """One message of the conversation with the reporter."""

    who: str
    at: str
    text: str
    waits: bool


@dataclass(frozen=True)
class Tag:
    words: str
    tone: str


def tags(incident: Any) -> list[Tag]:
    """What stands beside the reference: how it stands first; only `verified` is green."""
    if incident.status == Status.CLOSED:
        closure = Closure(incident.closure)
        tone = {Closure.VERIFIED: "good", Closure.WITH_REASON: "unproven"}.get(closure, "neutral")
        return [Tag(CLOSED_WORDS[closure], tone)]
    tone = TONES.get(Status(incident.status), "underway")
    return [Tag(str(incident.get_status_display()), tone)]


def title(incident: Any) -> str:
    """`Missed contact, Alder Team`, or the kind of event before triage."""
    kind = (
        incident.category.name if incident.category else EVENT_SHORT[EventType(incident.event_type)]
    )
    return f"{kind}, {incident.unit.name}"


def timed(moment: Any, precision: str) -> str:
    """A moment as exactly as it is known."""
    if moment is None:
        return "Not known when"
    if precision == Precision.MONTH:
        return date(moment).split(" ", 1)[1]
    if precision == Precision.DAY:
        return date(moment)
    if precision == Precision.ABOUT:
        return f"{date(moment)}, about {time(moment)}"
    return when(moment)


def facts(incident: Any, user: Any) -> list[Row]:
    """When, where, by whom, and how harmful: the summary beside the narrative."""
    rows = [
        Row("Happened", timed(incident.occurred_at, incident.occurred_precision)),
        Row("Reported", f"{when(incident.reported_at)}. {reporter(incident, user)}"),
        Row("Kind", EVENT_SHORT[EventType(incident.event_type)]),
        Row("Team", _team(incident, user)),
        Row("Place", incident.location or "Not said"),
        Row("Worst harm", harm(incident)),
    ]
    if incident.discovered_at:
        seen = timed(incident.discovered_at, incident.discovered_precision)
        rows.insert(1, Row("Discovered", seen))
    if incident.potential_harm:
        rows.append(Row("Could have been", incident.get_potential_harm_display()))
    if incident.category:
        rows.append(Row("Category", incident.category.name))
    for label, value in (("Pathway", incident.pathway), ("Service model", incident.service_model)):
        if value:
            rows.append(Row(label, value.name))
    if incident.duplicate_of:
        rows.append(Row("Duplicate of", _reference(incident.duplicate_of)))
    return rows


def _team(incident: Any, user: Any) -> str:
    if incident.placed:
        return str(incident.unit.name)
    proposed = f" It came with “{incident.proposed_unit}”." if incident.proposed_unit else ""
    return f"Not placed with a team yet.{proposed}"


def _reference(incident: Any) -> Any:
    if incident.restricted:
        return "A restricted incident"
    return link(reverse("incidents:one", args=[incident.reference]), incident.reference)


def harm(record: Any) -> str:
    """Both scales in words; never converted into each other."""
    said = [
        record.get_physical_harm_display() if record.physical_harm else "",
        record.get_psychological_harm_display() if record.psychological_harm else "",
    ]
    return ". ".join(words for words in said if words) or "Not said"


def reporter(incident: Any, user: Any) -> str:
    """Who reported, as far as this person may know."""
    route = Route(incident.route)
    if route == Route.SIGNED_IN and incident.reported_by:
        return f"By {incident.reported_by.name}."
    if route == Route.CONFIDENTIAL:
        if may(user, Permission.REPORTER_SEE, incident) and incident.reported_by:
            return f"In confidence, by {incident.reported_by.name}. Do not name them to others."
        return "In confidence. Only the patient-safety team knows who."
    if route == Route.PERSON_OR_FAMILY:
        return _outside(incident, user)
    if route == Route.IMPORTED:
        return f"Imported from {incident.source_system or 'another system'}."
    return "Anonymous: nobody knows who."


def _outside(incident: Any, user: Any) -> str:
    words = incident.reporter_relationship or "A person using the service, or their family"
    if not may(user, Permission.PERSON_SEE, incident):
        return f"{words}. {WITHHELD}."
    known = [incident.reporter_name, incident.reporter_contact]
    return ". ".join([words, *(one for one in known if one)]) + "."


def origin(incident: Any, user: Any) -> list[Row]:
    """What an imported incident brought with it that nothing else on the page shows."""
    if incident.route != Route.IMPORTED:
        return []
    rows = [Row("Reference there", incident.source_reference)]
    if incident.proposed_category:
        rows.append(Row("Category there", incident.proposed_category))
    if not may(user, Permission.PERSON_SEE, incident):
        return [*rows, Row("Other values", f"{WITHHELD}: they may name people.")]
    return rows + [Row(name, text) for name, text in (incident.source_columns or {}).items()]


def people(incident: Any, user: Any) -> list[Item]:
    """Everyone affected: who, then kind, age and harm."""
    named = may(user, Permission.PERSON_SEE, incident)
    return [Item(_name(row, named), _about(row)) for row in incident.people.all()]


def _about(row: Any) -> str:
    age = f"age {row.get_age_bracket_display()}" if row.age_bracket else ""
    return ". ".join([_joined(row.get_kind_display(), age.lower()), harm(row)]) + "."


def none_needed(decision: Any) -> str:
    """Why nothing was done straight away, as the triage decision in force says."""
    if decision is None or not decision.none_needed_because:
        return ""
    return f"Nothing was needed: {decision.none_needed_because}"


def _name(row: Any, named: bool) -> str:
    if not named:
        return WITHHELD
    numbers = [
        f"record {row.record_number}" if row.record_number else "",
        f"NHS number {row.nhs_number}" if row.nhs_number else "",
    ]
    known = ", ".join(words for words in [row.name, *numbers] if words)
    return known or "Not named in the report"


def sequence(incident: Any) -> list[Item]:
    return [
        Item(row.what, timed(row.happened_at, row.precision)) for row in incident.sequence.all()
    ]


def done_at_once(incident: Any) -> list[Item]:
    return [
        Item(row.what, _joined(row.done_by, when(row.done_at)))
        for row in incident.immediate_actions.all()
    ]


def addenda(incident: Any) -> list[Item]:
    return [
        Item(row.text, _joined(row.added_by.name if row.added_by else "", when(row.added_at)))
        for row in incident.addenda.all()
    ]


def _joined(*words: str) -> str:
    return ", ".join(one for one in words if one)


def themes(incident: Any) -> list[str]:
    return sorted(row.theme.name for row in incident.theme_links.all())


def conversation(messages: Iterable[Any]) -> list[Said]:
    """The messages in order; whoever reported is only ever called the reporter."""
    return [
        Said(
            who=_sender(one),
            at=when(one.sent_at),
            text=one.text,
            waits=one.asks and one.answered_at is None,
        )
        for one in messages
    ]


def _sender(message: Any) -> str:
    if message.side == Side.REPORTER:
        return "The reporter"
    if message.automatic or message.sent_by is None:
        return "Sent automatically"
    return str(message.sent_by.name)


def files(rows: Iterable[Any], incident: Any) -> list[Item]:
    return [
        Item(
            link(reverse("incidents:file", args=[incident.reference, row.pk]), row.name),
            f"{max(row.size // 1024, 1):,} KB, {when(row.uploaded_at)}",
        )
        for row in rows
    ]


def clocks(reading: Reading) -> list[list[Any]]:
    """Rows of the table of clocks: what, how it stands, for whom, and where its time comes from."""
    return [
        [
            one.label,
            _stands(one, reading),
            owner_words(one) or "Nobody by name",
            format_html(
                '{}. <span class="gt-quiet">{}</span>', one.get_source_display(), one.source_text
            ),
        ]
        for one in reading.clocks
    ]


STANDING_WORDS = {
    "on_time": "Due",
    "due_soon": "Due soon,",
    "overdue": "Overdue,",
    "breached": "Breached,",
    "met": "Met",
    "met_late": "Met late",
    "stopped": "No longer needed:",
    "without_delay": "Due as soon as possible",
}


def _stands(clock: Any, reading: Reading) -> str:
    shown = clock_shown(clock, reading.now)
    words = clock.end_reason or shown.words if shown.standing == "stopped" else shown.words
    due = f" (was due {when(clock.due_at)})" if clock.ended_at and clock.due_at else ""
    if clock.ended_at is None and clock.due_at:
        due = f" ({when(clock.due_at)})"
    return f"{STANDING_WORDS[shown.standing]} {words}".strip() + due

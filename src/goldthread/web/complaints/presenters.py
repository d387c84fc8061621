"""Complaints in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.access.models import User
from goldthread.clocks.queries import of_subject
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.registers.complaints import queries
from goldthread.domain.registers.complaints.terms import From, Status
from goldthread.domain.registers.people.queries import shown_to
from goldthread.web.components import Clock, Row, Step, clock_shown, link
from goldthread.web.people.panels import Content, Line
from goldthread.web.words import date, paragraphs, when

TONES = {
    Status.RECEIVED: "waiting",
    Status.ACKNOWLEDGED: "underway",
    Status.ANSWERED: "unproven",
    Status.CLOSED: "stopped",
}
COLUMNS = (("Complaint", "ref"), "About", "Team", "Received", "Status")


def address(complaint: Any) -> str:
    return reverse("complaints:one", args=[complaint.pk])


def tone(complaint: Any) -> str:
    return TONES[Status(complaint.status)]


def rows(complaints: Any) -> list[tuple[Any, ...]]:
    """One row a complaint, without names."""
    return [
        (
            link(address(one), one.reference),
            one.about,
            one.unit.name,
            date(one.received_at),
            one.get_status_display(),
        )
        for one in complaints
    ]


@dataclass(frozen=True)
class Names:
    """Who complains and whom it is about, for a reader who may or may not see names."""

    complainant: str
    contact: str
    person: Any
    words: Any
    wanted: Any


def names(complaint: Any, user: User, *, may_see: bool) -> Names:
    """Names and words only where the reader may see names."""
    person: Any = "Not said"
    if complaint.person is not None:
        person = shown_to(complaint.person, user)
        if may_see:
            person = link(reverse("people:one", args=[complaint.person.reference]), person)
    if not may_see:
        kept = "Shown to those who may see names"
        return Names(complaint.get_made_by_display(), "", person, kept, "")
    return Names(
        f"{complaint.from_name}, {complaint.get_made_by_display().lower()}",
        complaint.from_contact,
        person,
        paragraphs(complaint.words),
        paragraphs(complaint.wanted),
    )


def facts(complaint: Any, who: Names) -> list[Row]:
    """What is known of it."""
    known = [
        Row("Who complains", who.complainant),
        Row("How to reach them", who.contact),
        Row("About", who.person),
        Row("Received", f"{when(complaint.received_at)}, {complaint.get_how_display().lower()}"),
        Row("Their words", who.words),
        Row("What they want", who.wanted),
    ]
    if complaint.made_by != From.PERSON:
        known.insert(3, Row("Consent to answer", complaint.get_consent_display()))
    return [row for row in known if row.value]


def clocks(complaint: Any) -> list[tuple[str, Clock]]:
    """Its clocks, the one that runs or ran first."""
    return [(one.label, clock_shown(one)) for one in of_subject(complaint)]


def incident_link(complaint: Any, user: User) -> Any:
    """The incident on whose thread it stands, where the reader may open it."""
    if complaint.incident_id is None:
        return ""
    found = incidents_visible_to(user).filter(pk=complaint.incident_id).first()
    return found.reference if found else ""


def steps(complaint: Any) -> tuple[Step, ...]:
    """What the reader who keeps complaints may do next."""
    status, pk = complaint.status, complaint.pk
    nexts = {
        Status.RECEIVED: Step("Record the acknowledgement", f"/complaints/{pk}/acknowledge", True),
        Status.ACKNOWLEDGED: Step("Record the answer", f"/complaints/{pk}/answer", True),
        Status.ANSWERED: Step("Close with what was learnt", f"/complaints/{pk}/close", True),
    }
    return (nexts[Status(status)],) if status in nexts else ()


def panel(user: User, person: Any) -> Content | None:
    """The person's complaints, for their page."""
    found = queries.of_person(person, user)[:20]
    return Content(
        tuple(
            Line(
                f"{one.reference}: {one.about}",
                address(one),
                f"Received {date(one.received_at)}",
                one.get_status_display(),
                tone(one),
            )
            for one in found
        ),
        "No complaint about this person's care.",
        (Step("Record a complaint", f"{reverse('complaints:new')}?person={person.reference}"),)
        if queries.units_kept_by(user).filter(pk=person.unit_id).exists()
        else (),
    )

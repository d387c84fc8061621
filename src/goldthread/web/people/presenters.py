"""The rows and summaries of the pages of people served."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from goldthread.access.models import User
from goldthread.domain.registers.people import queries
from goldthread.web.components import Row, link
from goldthread.web.people.panels import Content, Line
from goldthread.web.words import date

COLUMNS = ("Name", ("Reference", "ref"), "Record number", "Team")
SHOWN = 20


def rows(people: list[Any]) -> list[tuple[SafeString, str, str, str]]:
    """One row a person; the address holds the reference and never the name."""
    return [
        (link(address(one), one.name), one.reference, one.record_number, one.unit.name)
        for one in people
    ]


def address(person: Any) -> str:
    """The page of the person."""
    return reverse("people:one", args=[person.reference])


def facts(person: Any) -> list[Row]:
    """What is known of who the person is."""
    by = person.recorded_by.name if person.recorded_by else "the system"
    known = [
        Row("Reference", person.reference),
        Row("Record number", person.record_number or "Not recorded"),
        Row("NHS number", _spaced(person.nhs_number) or "Not recorded"),
        Row("Team", person.unit.name),
        Row("Recorded", f"{date(person.recorded_at)} by {by}"),
    ]
    merged = sorted(one.reference for one in person.merged.all())
    return [*known, Row("Also recorded as", ", ".join(merged))] if merged else known


def incidents(user: User, person: Any) -> Content:
    """The incidents that affected the person, newest first."""
    found = list(queries.incidents_of(person, user).select_related("unit")[:SHOWN])
    return Content(
        tuple(
            Line(
                one.reference,
                f"/incidents/{one.reference}/",
                f"Reported {date(one.reported_at)}, {one.unit.name}",
            )
            for one in found
        ),
        "No incident you can open names this person’s record number or NHS number.",
    )


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}".strip()

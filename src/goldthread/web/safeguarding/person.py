"""The safeguarding cases on the page of a person."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goldthread.access.models import User
from goldthread.domain.registers.safeguarding import queries
from goldthread.domain.registers.safeguarding.terms import Status
from goldthread.web.people.panels import Content, Line
from goldthread.web.words import date

SHOWN = 20


def cases_of(user: User, person: Any) -> Content:
    """The cases about the person that the reader may open, newest first."""
    found = queries.visible_to(user).filter(person=person).select_related("incident")
    lines = tuple(
        Line(
            f"Case of {case.incident.reference}",
            reverse("incidents:safeguarding", args=[case.incident.reference]),
            f"Raised {date(case.raised_at)}. Lead agency: {case.get_lead_agency_display().lower()}",
            case.get_status_display(),
            "neutral" if case.status == Status.CLOSED else "underway",
        )
        for case in found.order_by("-raised_at", "-pk")[:SHOWN]
    )
    return Content(lines, "No safeguarding case you can open is linked to this person.")

"""What the incident list prints, and the columns of its export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from goldthread.domain.incidents.terms import (
    EVENT_SHORT,
    Closure,
    EventType,
    PhysicalHarm,
    Status,
)
from goldthread.web.words import date

LONGEST = 110
COLUMNS = [
    ("Reference", "ref"),
    "What happened",
    "Team",
    "Reported",
    "Harm",
    "Stage",
]
HARM_WORDS = {
    "": "Not said",
    "none": "None",
    "low": "Low",
    "moderate": "Moderate",
    "severe": "Severe",
    "fatal": "Fatal",
}
CLOSED = {
    Closure.VERIFIED: "Closed, verified",
    Closure.WITH_REASON: "Closed with a reason",
    Closure.HISTORICAL: "Closed earlier",
}
EXPORT = (
    "Reference",
    "Kind",
    "Stage",
    "Closed as",
    "Team",
    "Category",
    "Tier",
    "Occurred",
    "Reported",
    "Physical harm",
    "Psychological harm",
    "Account",
)


def rows(incidents: Iterable[Any]) -> list[list[Any]]:
    """The cells of the table, prepared."""
    return [
        [
            Markup('<a href="/incidents/{0}/">{0}</a>').format(incident.reference),
            headline(incident),
            incident.unit.name if incident.placed else f"Unplaced: {incident.proposed_unit}",
            date(incident.reported_at),
            harm(incident),
            stage(incident),
        ]
        for incident in incidents
    ]


def headline(incident: Any) -> str:
    """The first words of the account, with the kind where it is not an incident."""
    words = " ".join(incident.narrative.split())
    short = words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + "…"
    if incident.event_type == EventType.INCIDENT:
        return short
    return f"{EVENT_SHORT[EventType(incident.event_type)]}: {short}"


def harm(incident: Any) -> str:
    """The worst harm on each scale; the two are never made one."""
    physical, mind = incident.physical_harm, incident.psychological_harm
    if physical == mind:
        return HARM_WORDS[physical]
    parts = [
        f"{HARM_WORDS[code]} {scale}"
        for code, scale in ((physical, "physical"), (mind, "psychological"))
        if code not in ("", "none")
    ]
    return ", ".join(parts).capitalize() or "None"


def stage(incident: Any) -> str:
    """Where the thread stands; closed with a reason never reads like verified."""
    if incident.status == Status.CLOSED:
        return CLOSED[Closure(incident.closure)]
    return str(Status(incident.status).label)


def export_rows(incidents: Iterable[Any]) -> Iterator[list[Any]]:
    """One row an incident, without names of people."""
    for incident in incidents:
        yield [
            incident.reference,
            EVENT_SHORT[EventType(incident.event_type)],
            Status(incident.status).label,
            Closure(incident.closure).label if incident.closure else "",
            incident.unit.name,
            incident.category.name if incident.category else "",
            incident.get_tier_display() if incident.tier else "",
            incident.occurred_at,
            incident.reported_at,
            PhysicalHarm(incident.physical_harm).label if incident.physical_harm else "",
            HARM_WORDS[incident.psychological_harm] if incident.psychological_harm else "",
            incident.narrative,
        ]


def counted(count: int, more: bool) -> str:
    """`23 incidents`, or `More than 1,000 incidents`."""
    if more:
        return f"More than {count:,} incidents"
    return "1 incident" if count == 1 else f"{count:,} incidents"

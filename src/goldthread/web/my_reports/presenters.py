"""A report's way in plain words: no names of others, nothing confidential."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.domain.incidents import queries
from goldthread.domain.incidents.terms import EVENT_SHORT, Closure, EventType, Side, Status
from goldthread.domain.learning.feedback.queries import told
from goldthread.domain.learning.library.terms import Status as ItemStatus
from goldthread.web.components import Stage, link
from goldthread.web.words import date, when

ORDER = [
    Status.REPORTED,
    Status.TRIAGED,
    Status.IN_REVIEW,
    Status.ACTING,
    Status.VERIFYING,
    Status.CLOSED,
]
# For each stage: its title, and what is said while it waits, is under way, and is done.
STAGES = (
    ("Read and decided", "", "The patient-safety team reads it and decides what to do.",
     "The patient-safety team read it and decided how to look into it."),
    ("Looked into", "Someone will look into how it came about.",
     "Someone is looking into how it came about.", "We looked into how it came about."),
    ("Changed", "We agree what will change.", "Changes are being made.", "The changes were made."),
    ("Checked", "Someone else checks whether the change worked.",
     "Someone else is checking whether the change works.", "It was checked."),
    ("Closed", "We close it when it is shown to have worked.", "", ""),
)  # fmt: skip
AT_STAGE = (0, 1, 1, 2, 3)  # the stage under way at each status of the order, but the last
NOW = {
    Status.REPORTED: "Waiting to be read",
    Status.TRIAGED: "Read; it will be looked into",
    Status.IN_REVIEW: "Being looked into",
    Status.ACTING: "Changes are being made",
    Status.VERIFYING: "The changes are being checked",
    Status.CLOSED: "Closed",
    Status.WITHDRAWN: "Joined with an earlier report of the same event",
}
CLOSED_WORDS = {
    Closure.VERIFIED: "Practice changed, and someone checked that it did.",
    Closure.WITH_REASON: "It was closed without that check, with a reason that is on record.",
    Closure.HISTORICAL: "It was closed in the previous system.",
}


@dataclass(frozen=True)
class Said:
    """One message of the conversation."""

    who: str
    text: str
    at: str
    waits: bool
    mine: bool


@dataclass(frozen=True)
class Changed:
    """What changed because of the report; the learning only where it is still published."""

    text: str
    at: str
    title: str = ""
    learnt: str = ""
    href: str = ""


@dataclass(frozen=True)
class Followed:
    """A report as its reporter sees it."""

    reference: str
    kind: str
    now: str
    narrative: str
    reported: str
    stages: tuple[Stage, ...]
    messages: tuple[Said, ...]
    question_waits: bool
    changed: tuple[Changed, ...] = ()


def followed(incident: Any) -> Followed:
    """Everything the reporter's page shows."""
    messages = tuple(_said(message) for message in queries.conversation(incident))
    return Followed(
        incident.reference,
        EVENT_SHORT[EventType(incident.event_type)],
        NOW[Status(incident.status)],
        incident.narrative,
        when(incident.reported_at),
        _stages(incident),
        messages,
        any(said.waits for said in messages),
        tuple(_changed(row) for row in told(incident)),
    )


def _changed(row: Any) -> Changed:
    item = row.item
    if item is None or item.status != ItemStatus.PUBLISHED:
        return Changed(row.message.text, date(row.told_at))
    href = reverse("learning:one", args=[item.reference])
    return Changed(row.message.text, date(row.told_at), item.title, item.family, href)


def _said(message: Any) -> Said:
    mine = message.side == Side.REPORTER
    waits = not mine and message.asks and message.answered_at is None
    who = "You" if mine else "The patient-safety team"
    return Said(who, message.text, when(message.sent_at), waits, mine)


def _stages(incident: Any) -> tuple[Stage, ...]:
    received = Stage("Received", "done", "Done", at=when(incident.reported_at))
    if incident.status == Status.WITHDRAWN:
        joined = "This event had been reported before. Your report was joined with the earlier one."
        return (received, Stage("Joined", "done", "Done", summary=joined))
    reached = ORDER.index(Status(incident.status))
    return (received, *(_stage(incident, n, reached) for n in range(len(STAGES))))


def _stage(incident: Any, number: int, reached: int) -> Stage:
    """`number` counts stages after "Received"; `reached` is the status's place in the order."""
    title, waiting, under_way, done = STAGES[number]
    if incident.status == Status.CLOSED:
        return _closed_stage(incident, number, title, done)
    at = AT_STAGE[reached]
    if number < at:
        return Stage(title, "done", "Done", summary=done, at=_date_of(incident, number))
    if number == at:
        return Stage(title, "current", "Now", summary=under_way)
    return Stage(title, "waiting", "Later", summary=waiting)


def _closed_stage(incident: Any, number: int, title: str, done: str) -> Stage:
    verified = incident.closure == Closure.VERIFIED
    if number == len(STAGES) - 1:
        words = CLOSED_WORDS[Closure(incident.closure)]
        at = date(incident.closed_at)
        return Stage(title, "done", "Done", summary=words, at=at, proven=verified)
    if not verified and number > 0:
        return Stage(title, "not_needed", "Not shown")
    return Stage(title, "done", "Done", summary=done, at=_date_of(incident, number))


def _date_of(incident: Any, number: int) -> str:
    if number != 0:
        return ""
    triage = queries.current_triage(incident)
    return date(triage.decided_at) if triage else ""


def row(incident: Any, href: str, waiting: bool) -> list[Any]:
    """A line of the list of reports."""
    now = NOW[Status(incident.status)]
    return [
        link(href, incident.reference),
        EVENT_SHORT[EventType(incident.event_type)],
        date(incident.reported_at),
        f"{now}. A question waits for you" if waiting else now,
    ]

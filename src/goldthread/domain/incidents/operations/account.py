"""Adding to the account: later facts, people, steps, immediate actions and the conversation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents.models import (
    Addendum,
    ImmediateAction,
    Incident,
    Message,
    PersonAffected,
    SequenceStep,
)
from goldthread.domain.incidents.operations.reporting import person_of, worst
from goldthread.domain.incidents.queries import may
from goldthread.domain.incidents.reports import AffectedPerson, DoneAtOnce, Step
from goldthread.domain.incidents.terms import Route, Side
from goldthread.evidence.models import StoredFile
from goldthread.evidence.operations import Incoming, store_file
from goldthread.notices import operations as notices
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import NOT_ALLOWED, refuse

EMPTY = "INC-10"
NOTHING_TO_SAY = "Write something first."


def add_addendum(
    incident: Incident, text: str, *, by: User, at: dt.datetime | None = None
) -> Addendum:
    """Add what was learned later. The narrative stays as it was first told."""
    at = _ready(incident, by, at, text)
    with transaction.atomic():
        row = Addendum.objects.create(
            incident=incident, text=text.strip(), added_at=at, added_by=by
        )
        _tell(incident, "incident.addendum", by, at, {"text": row.text})
    return row


def add_file(
    incident: Incident, file: Incoming, *, by: User, at: dt.datetime | None = None
) -> StoredFile:
    """Keep a photograph or file with the incident after it was reported."""
    at = _ready(incident, by, at, "a file")
    return store_file(file, by=by, subject=incident, at=at, thread=incident.pk)


def add_person(
    incident: Incident, person: AffectedPerson, *, by: User, at: dt.datetime | None = None
) -> PersonAffected:
    """Add someone affected; the incident's worst harms follow."""
    at = _ready(incident, by, at, person.kind)
    with transaction.atomic():
        row = person_of(incident, person)
        row.save(force_insert=True)
        harms = list(incident.people.values_list("physical_harm", "psychological_harm"))
        Incident.objects.filter(pk=incident.pk).update(
            physical_harm=worst(h[0] for h in harms), psychological_harm=worst(h[1] for h in harms)
        )
        facts = {"kind": row.kind, "physical": row.physical_harm, "mind": row.psychological_harm}
        _tell(incident, "incident.person", by, at, facts)
    incident.refresh_from_db()
    return row


def add_sequence_step(
    incident: Incident, step: Step, *, by: User, at: dt.datetime | None = None
) -> SequenceStep:
    """Add a step of what happened."""
    at = _ready(incident, by, at, step.what)
    with transaction.atomic():
        row = SequenceStep.objects.create(
            incident=incident,
            happened_at=step.happened_at,
            precision=step.precision,
            what=step.what.strip(),
            position=incident.sequence.count() + 1,
            added_at=at,
            added_by=by,
        )
        _tell(incident, "incident.step", by, at, {"what": row.what, "when": row.happened_at})
    return row


def record_immediate_action(
    incident: Incident, action: DoneAtOnce, *, by: User, at: dt.datetime | None = None
) -> ImmediateAction:
    """Record something that was done at once."""
    at = _ready(incident, by, at, action.what)
    with transaction.atomic():
        row = ImmediateAction.objects.create(
            incident=incident,
            what=action.what.strip(),
            done_by=action.done_by.strip() or by.name,
            done_at=action.done_at,
            recorded_at=at,
            recorded_by=by,
        )
        _tell(incident, "incident.immediate_action", by, at, {"what": row.what})
    return row


def ask_reporter(
    incident: Incident, text: str, *, by: User, at: dt.datetime | None = None
) -> Message:
    """Ask the reporter something; it waits on their page, by code if they are anonymous."""
    return _say(incident, text, by=by, at=at, asks=True)


def tell_reporter(
    incident: Incident, text: str, *, by: User, at: dt.datetime | None = None
) -> Message:
    """Tell the reporter something; ends the clock of the first answer."""
    return _say(incident, text, by=by, at=at, asks=False)


def _say(incident: Incident, text: str, *, by: User, at: dt.datetime | None, asks: bool) -> Message:
    at = _ready(incident, by, at, text)
    with transaction.atomic():
        row = Message.objects.create(
            incident=incident,
            side=Side.SERVICE,
            text=text.strip(),
            sent_at=at,
            sent_by=by,
            asks=asks,
        )
        incident.messages.filter(side=Side.REPORTER, asks=True, answered_at__isnull=True).update(
            answered_at=at
        )
        clocks.meet(incident, "first_answer_to_reporter", at=at)
        clocks.meet(incident, "answer_to_question", at=at)
        _tell(
            incident, "incident.message", by, at, {"to": "reporter", "asks": asks, "text": row.text}
        )
        if incident.reported_by:
            notices.send(
                [incident.reported_by],
                kind="answer",
                subject=f"About your report {incident.reference}",
                body="There is a question for you." if asks else "There is an answer for you.",
                link=f"/my-reports/{incident.reference}/",
                thread=incident.pk,
                at=at,
            )
    return row


def answer_as_reporter(
    incident: Incident, text: str, *, asks: bool = False, at: dt.datetime | None = None
) -> Message:
    """Add what the reporter writes, by account or by follow-up code. The writer is not stored."""
    at = at or timezone.now()
    if not text.strip():
        raise refuse(EMPTY, NOTHING_TO_SAY, "text")
    with transaction.atomic():
        row = Message.objects.create(
            incident=incident, side=Side.REPORTER, text=text.strip(), sent_at=at, asks=asks
        )
        incident.messages.filter(side=Side.SERVICE, asks=True, answered_at__isnull=True).update(
            answered_at=at
        )
        if asks:
            clocks.start(
                "answer_to_question",
                incident,
                unit=incident.unit,
                at=at,
                owner_role="triage_lead",
                thread=incident.pk,
            )
        who = incident.reported_by if incident.route == Route.SIGNED_IN else None
        _tell(
            incident,
            "incident.message",
            who or f"reporter:{incident.route}",
            at,
            {"to": "service", "asks": asks, "text": row.text},
        )
        notices.send(
            list(holders(Permission.INCIDENT_TRIAGE, incident.unit)),
            kind="reporter_wrote",
            subject=f"The reporter wrote about {incident.reference}",
            body="Read it on the incident page.",
            link=f"/incidents/{incident.reference}/",
            thread=incident.pk,
            at=at,
        )
    return row


def _ready(incident: Incident, by: User, at: dt.datetime | None, text: str) -> dt.datetime:
    if not may(by, Permission.INCIDENT_ADD, incident):
        raise refuse(NOT_ALLOWED, "You cannot add to this incident.")
    if not text.strip():
        raise refuse(EMPTY, NOTHING_TO_SAY, "text")
    return at or timezone.now()


def _tell(
    incident: Incident, kind: str, by: User | str, at: dt.datetime, facts: dict[str, Any]
) -> None:
    write_trail(
        incident,
        kind,
        by=by,
        at=at,
        facts=facts,
        thread=incident.pk,
        organisation_id=incident.organisation_id,
    )

"""Working a complaint. The trail is told dates and codes, never names or words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import holders
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import report_incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.incidents.reports import AffectedPerson, Report
from goldthread.domain.incidents.terms import EventType, Precision
from goldthread.domain.registers.complaints import transitions as moves
from goldthread.domain.registers.complaints.models import Complaint, ComplaintCounter
from goldthread.domain.registers.complaints.terms import Consent, From
from goldthread.domain.registers.people.models import Person
from goldthread.notices import operations as notices
from goldthread.workflow.numbers import take
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse

OWNER_ROLE = "team_manager"


@dataclass(frozen=True)
class Account:
    """A complaint as it came in."""

    made_by: str
    from_name: str
    about: str
    words: str
    how: str
    from_contact: str = ""
    wanted: str = ""
    consent: str = Consent.NOT_ASKED
    about_restriction: bool = False
    person: Person | None = None


@transaction.atomic
def receive(
    unit: Unit,
    account: Account,
    *,
    received_at: dt.datetime,
    by: User,
    at: dt.datetime | None = None,
) -> Complaint:
    """Record a complaint about a team; its clocks run from when it was received."""
    at = at or timezone.now()
    if not scope_of(by).holds(Permission.COMPLAINT_KEEP, unit.pk):
        raise refuse(NOT_ALLOWED, f"You cannot record complaints at {unit.name}.", "unit")
    own = account.made_by == From.PERSON
    complaint = Complaint(
        organisation_id=unit.organisation_id or unit.pk,
        unit=unit,
        person=account.person,
        made_by=account.made_by,
        from_name=account.from_name.strip(),
        from_contact=account.from_contact.strip(),
        consent=Consent.OWN if own else account.consent,
        how=account.how,
        about=account.about.strip(),
        words=account.words.strip(),
        wanted=account.wanted.strip(),
        about_restriction=account.about_restriction,
        received_at=received_at,
        received_by=by,
    )
    told = {"unit": unit.pk, "made_by": account.made_by, "how": account.how}
    facts = {"now": at}
    start(complaint, moves.RECEIVE, by=by, at=at, facts=facts, told=told, before_save=_number)
    for kind in ("complaint_acknowledgement", "complaint_answer"):
        clocks.start(kind, complaint, unit=unit, at=received_at, owner_role=OWNER_ROLE)
    _tell(complaint, at)
    return complaint


def acknowledge(
    complaint: Complaint, acknowledged_how: str, *, by: User, at: dt.datetime | None = None
) -> Complaint:
    """Record that whoever complained was told it arrived, and what happens next."""
    at = at or timezone.now()
    changes = {
        "acknowledged_at": at,
        "acknowledged_by": by,
        "acknowledged_how": acknowledged_how.strip(),
    }
    with transaction.atomic():
        facts = {"acknowledged_how": acknowledged_how}
        perform(moves.ACKNOWLEDGE, complaint, by=by, at=at, facts=facts, changes=changes, told={})
        clocks.meet(complaint, "complaint_acknowledgement", at=at)
    return complaint


def link_incident(
    complaint: Complaint, incident: Incident, *, by: User, at: dt.datetime | None = None
) -> Complaint:
    """Put the complaint on the golden thread of an incident the person may open."""
    if not incidents_visible_to(by).filter(pk=incident.pk).exists():
        raise refuse(NOT_ALLOWED, "There is no incident with this reference.", "incident")
    return perform(
        moves.LINK,
        complaint,
        by=by,
        at=at,
        changes={"incident": incident},
        told={"incident": incident.pk},
        thread=incident.pk,
    )


@transaction.atomic
def start_incident(complaint: Complaint, *, by: User, at: dt.datetime | None = None) -> Incident:
    """Report what the complaint is about as an incident, and link the two."""
    at = at or timezone.now()
    report = Report(
        unit=complaint.unit,
        event_type=EventType.INCIDENT,
        narrative=f"Complaint {complaint.reference}: {complaint.about}",
        reporter=by,
        occurred_at=complaint.received_at,
        occurred_precision=Precision.UNKNOWN,
        people=_affected(complaint),
        idempotency_key=f"complaint-{complaint.pk}",
    )
    incident = report_incident(report, at=at).incident
    link_incident(complaint, incident, by=by, at=at)
    return incident


def _affected(complaint: Complaint) -> tuple[AffectedPerson, ...]:
    person = complaint.person
    if person is None:
        return ()
    return (
        AffectedPerson(
            name=person.name, record_number=person.record_number, nhs_number=person.nhs_number
        ),
    )


@transaction.atomic
def answer(
    complaint: Complaint,
    words: str,
    outcome: str,
    *,
    consent: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> Complaint:
    """Record the written answer, and what of the complaint was upheld."""
    at, consent = at or timezone.now(), consent or complaint.consent
    perform(
        moves.ANSWER,
        complaint,
        by=by,
        at=at,
        facts={"answer": words, "outcome": outcome, "consent": consent},
        changes={
            "answered_at": at,
            "answered_by": by,
            "answer": words.strip(),
            "outcome": outcome,
            "consent": consent,
        },
        told={"outcome": outcome, "consent": consent},
    )
    for kind in ("complaint_acknowledgement", "complaint_answer"):
        clocks.meet(complaint, kind, at=at)
    return complaint


def close(
    complaint: Complaint, upheld: str, changes: str, *, by: User, at: dt.datetime | None = None
) -> Complaint:
    """Close with the learning record: what was upheld, and what changes because of it."""
    at = at or timezone.now()
    return perform(
        moves.CLOSE,
        complaint,
        by=by,
        at=at,
        facts={"upheld": upheld, "changes": changes},
        changes={
            "upheld": upheld.strip(),
            "changes": changes.strip(),
            "closed_at": at,
            "closed_by": by,
        },
        told={"outcome": complaint.outcome},
    )


def _number(complaint: Complaint) -> None:
    """Give the next reference of the organisation, as C-00042."""
    complaint.reference = f"C-{take(ComplaintCounter, complaint.organisation_id):05d}"


def _tell(complaint: Complaint, at: dt.datetime) -> None:
    notices.send(
        holders(Permission.COMPLAINT_KEEP, complaint.unit).exclude(
            pk=complaint.received_by_id or 0
        ),
        kind="complaint_received",
        subject=f"A complaint was received: {complaint.reference}",
        body="It is to be acknowledged within three working days.",
        link=f"/complaints/{complaint.pk}/",
        cover=True,
        at=at,
    )

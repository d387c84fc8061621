"""Turning a first account into an incident."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import on_call_for, organisation_id_of
from goldthread.access.sealed import blind_index
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents.models import (
    ImmediateAction,
    Incident,
    IncidentTheme,
    PersonAffected,
    ReferenceCounter,
    SequenceStep,
)
from goldthread.domain.incidents.reports import AffectedPerson, Report
from goldthread.domain.incidents.rules import REPORT_RULES
from goldthread.domain.incidents.terms import HARM_ORDER, Route
from goldthread.domain.incidents.transitions import REPORT
from goldthread.evidence.operations import attach
from goldthread.notices import operations as notices
from goldthread.workflow.numbers import take
from goldthread.workflow.operations import start
from goldthread.workflow.refusals import Refusal, refuse
from goldthread.workflow.rules import broken

TRIAGE_ROLE = "triage_lead"
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misread by hand
CODE_LENGTH = 12


@dataclass(frozen=True)
class Reported:
    """An incident as received. `follow_up_code` is shown once and stored nowhere readable.

    `again` is True when this idempotency key had been received before: the incident is the one
    made then, and the code cannot be shown a second time.
    """

    incident: Incident
    follow_up_code: str = ""
    again: bool = False


def report_incident(report: Report, *, at: dt.datetime | None = None) -> Reported:
    """Receive a report by any route. Raises Refused with a sentence for each thing to mend.

    Starts the triage clock; when someone is unsafe now, starts the time-to-safe clock and alerts
    the on-call in the same transaction.
    """
    at = at or timezone.now()
    earlier = _received_before(report)
    if earlier is not None:
        return earlier
    code = "" if report.reporter else follow_up_code()
    try:
        return Reported(_receive(report, code, at), code)
    except IntegrityError:
        earlier = _received_before(report)  # the twin of a double tap committed first
        if earlier is None:
            raise
        return earlier


def refusals_of(report: Report, *, at: dt.datetime | None = None) -> list[Refusal]:
    """What would stand in the way of this report; nothing is received."""
    return broken(REPORT_RULES, None, {"report": report, "at": at or timezone.now()})


def follow_up_code() -> str:
    """A code of 12 characters in groups of four, about 59 bits."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def _received_before(report: Report) -> Reported | None:
    """What this key was answered with before, for the same reporter only."""
    if not report.idempotency_key:
        return None
    earlier = Incident.objects.filter(idempotency_key=report.idempotency_key).first()
    if earlier is None:
        return None
    if earlier.reported_by != report.reporter:
        raise refuse(
            "REP-10", "This report was already received from another account. It is not lost."
        )
    return Reported(earlier, again=True)


@transaction.atomic
def _receive(report: Report, code: str, at: dt.datetime) -> Incident:
    incident = incident_of(report, at)
    incident.follow_up_index = blind_index(code)
    start(
        incident,
        REPORT,
        by=trail_actor(report),
        at=at,
        facts={"report": report, "at": at},
        told=told_of(incident, report),
        # the reference is taken only once the rules have allowed the report
        before_save=_number,
    )
    add_account(incident, report, at)
    _start_clocks(incident, at)
    return incident


def _number(incident: Incident) -> None:
    incident.reference = next_reference(incident.organisation, incident.reported_at)


def incident_of(report: Report, at: dt.datetime) -> Incident:
    """The unsaved incident a report makes."""
    return Incident(
        organisation_id=organisation_id_of(report.unit),
        unit=report.unit,
        event_type=report.event_type,
        route=report.route,
        narrative=report.narrative.strip(),
        location=report.location.strip(),
        occurred_at=report.occurred_at,
        occurred_precision=report.occurred_precision,
        discovered_at=report.discovered_at,
        discovered_precision=report.discovered_precision,
        reported_at=at,
        reported_by=report.reporter,
        reporter_name=report.reporter_name.strip(),
        reporter_contact=report.reporter_contact.strip(),
        reporter_relationship=report.reporter_relationship,
        idempotency_key=report.idempotency_key or None,
        unsafe_now=report.unsafe_now,
        unsafe_what=report.unsafe_what.strip(),
        physical_harm=worst(p.physical_harm for p in report.people),
        psychological_harm=worst(p.psychological_harm for p in report.people),
        potential_harm=report.potential_harm,
        suggested_category=report.suggested_category,
        pathway=report.pathway,
        service_model=report.service_model,
        placed=report.is_placed,
        proposed_unit=report.proposed_unit.strip(),
    )


def worst(harms: Iterable[str]) -> str:
    """The worst of several harm codes on one scale; empty when none was said."""
    return max(harms, key=HARM_ORDER.index, default="")


def next_reference(organisation: Unit, at: dt.datetime) -> str:
    """Take the next number of the organisation and name it, as `INC-26-00042`."""
    return reference(take_numbers(organisation), at)


def take_numbers(organisation: Unit, count: int = 1) -> int:
    """Take the next `count` numbers of the organisation and return the first."""
    return take(ReferenceCounter, organisation.pk, count)


def reference(number: int, at: dt.datetime) -> str:
    """`INC-26-00042`: the year of reporting and the organisation's running number."""
    return f"INC-{timezone.localtime(at):%y}-{number:05d}"


def trail_actor(report: Report) -> User | str:
    """Who the trail names: never more than the route promised."""
    if report.route == Route.SIGNED_IN and report.reporter is not None:
        return report.reporter
    return f"reporter:{report.route}"


def told_of(incident: Incident, report: Report) -> dict[str, object]:
    """What the trail keeps of a report: the whole account, without names of people."""
    return {
        "event_type": incident.event_type,
        "route": incident.route,
        "unit": incident.unit_id,
        "narrative": incident.narrative,
        "occurred_at": incident.occurred_at,
        "occurred_precision": incident.occurred_precision,
        "discovered_at": incident.discovered_at,
        "unsafe_now": incident.unsafe_now,
        "physical_harm": incident.physical_harm,
        "psychological_harm": incident.psychological_harm,
        "people": len(report.people),
        "immediate_actions": [action.what for action in report.immediate_actions],
    }


def person_of(incident: Incident, person: AffectedPerson) -> PersonAffected:
    """The unsaved row of someone affected, with its look-up indexes."""
    return PersonAffected(
        incident=incident,
        kind=person.kind,
        name=person.name.strip(),
        record_number=person.record_number.strip(),
        nhs_number=person.nhs_number.strip(),
        record_index=blind_index(person.record_number),
        nhs_index=blind_index(person.nhs_number),
        age_bracket=person.age_bracket,
        physical_harm=person.physical_harm,
        psychological_harm=person.psychological_harm,
    )


def add_account(incident: Incident, report: Report, at: dt.datetime) -> None:
    """Store the people, steps, immediate actions, themes and files of a report."""
    who = report.reporter if report.route == Route.SIGNED_IN else None
    PersonAffected.objects.bulk_create([person_of(incident, p) for p in report.people])
    SequenceStep.objects.bulk_create(
        [
            SequenceStep(
                incident=incident,
                happened_at=step.happened_at,
                precision=step.precision,
                what=step.what.strip(),
                position=number,
                added_at=at,
                added_by=who,
            )
            for number, step in enumerate(report.sequence, 1)
        ]
    )
    ImmediateAction.objects.bulk_create(
        [
            ImmediateAction(
                incident=incident,
                what=action.what.strip(),
                done_by=action.done_by.strip(),
                done_at=action.done_at,
                recorded_at=at,
                recorded_by=who,
            )
            for action in report.immediate_actions
        ]
    )
    IncidentTheme.objects.bulk_create(
        [
            IncidentTheme(incident=incident, theme=t, added_at=at, added_by=who)
            for t in report.themes
        ]
    )
    for file in report.files:
        attach(file, incident, by=trail_actor(report), at=at, thread=incident.pk)


def _start_clocks(incident: Incident, at: dt.datetime) -> None:
    for kind in ("triage", "first_answer_to_reporter"):
        clocks.start(
            kind,
            incident,
            unit=incident.unit,
            at=at,
            thread=incident.pk,
            owner_role=TRIAGE_ROLE,
        )
    if incident.unsafe_now:
        _alert(incident, at)


def _alert(incident: Incident, at: dt.datetime) -> None:
    people = on_call_for(incident.unit, at)
    clocks.start(
        "time_to_safe",
        incident,
        unit=incident.unit,
        at=at,
        thread=incident.pk,
        owner=people[0] if len(people) == 1 else None,
        owner_role="" if len(people) == 1 else "team_manager",
    )
    notices.send(
        people,
        kind="unsafe_now",
        subject=f"Someone may be unsafe now: {incident.reference}, {incident.unit.name}",
        body="A report says that someone is unsafe now. Open it, make people safe, and record how.",
        link=f"/incidents/{incident.reference}/",
        thread=incident.pk,
        urgent=True,
        at=at,
    )

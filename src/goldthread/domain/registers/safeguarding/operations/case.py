"""The steps of a safeguarding case, from the concern to its end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.safeguarding import queries
from goldthread.domain.registers.safeguarding import transitions as moves
from goldthread.domain.registers.safeguarding.models import Delay, SafeguardingCase
from goldthread.domain.registers.safeguarding.operations.partners import partner_named
from goldthread.domain.registers.safeguarding.terms import (
    CLOCK_OF,
    LEAD_CLOCK,
    LEAD_ROLE,
    LeadAgency,
    Step,
)
from goldthread.notices import operations as notices
from goldthread.trail.operations import Actor
from goldthread.workflow.operations import perform, start


@transaction.atomic
def raise_concern(
    incident: Incident, concern: str, *, by: Actor, at: dt.datetime | None = None
) -> SafeguardingCase:
    """Open a case on the incident's thread; the referral clock starts and the lead is told."""
    at = at or timezone.now()
    case = SafeguardingCase(
        incident=incident,
        organisation_id=incident.organisation_id,
        unit=incident.unit,
        concern=concern.strip(),
        raised_at=at,
        raised_by=by if isinstance(by, User) else None,
    )
    start(case, moves.RAISE, by=by, at=at, told={"concern": case.concern})
    wait(CLOCK_OF[Step.REFERRAL], case, at)
    notices.send(
        holders(Permission.SAFEGUARDING_MANAGE, incident.unit),
        kind="safeguarding_concern",
        subject=f"A safeguarding concern on {incident.reference}",
        body="Triage asks for immediate safeguarding escalation.",
        link=f"/incidents/{incident.reference}/safeguarding/",
        thread=incident.pk,
        urgent=True,
        at=at,
    )
    return case


@transaction.atomic
def refer(
    case: SafeguardingCase,
    to: str,
    how: str,
    *,
    delay: str = "",
    delay_words: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> SafeguardingCase:
    """Record that the referral was made; ends its clock and waits for the acknowledgement.

    The agency joins the organisation's list. Until someone confirms who leads, it is flagged as
    assumed, and chased.
    """
    at = at or timezone.now()
    late = _late(case, Step.REFERRAL, at, delay, delay_words)
    last = queries.latest_threshold(case)
    perform(
        moves.REFER,
        case,
        by=by,
        at=at,
        facts={"referred_to": to, "referred_how": how, "last_no": last and not last.met, **late},
        changes={
            "referred_at": at,
            "referred_by": by,
            "referred_to": to.strip(),
            "referred_how": how.strip(),
            "partner": partner_named(case.organisation_id, to) if to.strip() else None,
        },
        told={"referred_to": to, "referred_how": how, **_told(late)},
    )
    _ended(case, Step.REFERRAL, at, late, by)
    for step in (Step.ACKNOWLEDGEMENT, Step.DECISION):
        wait(CLOCK_OF[step], case, at)
    if case.lead_agency == LeadAgency.UNKNOWN:
        name_lead(case, LeadAgency.ASSUMED, name=to, by=by, at=at)
    return case


@transaction.atomic
def acknowledge(
    case: SafeguardingCase,
    name: str,
    *,
    delay: str = "",
    delay_words: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> SafeguardingCase:
    """Record who at the agency acknowledged the referral."""
    at = at or timezone.now()
    late = _late(case, Step.ACKNOWLEDGEMENT, at, delay, delay_words)
    perform(
        moves.ACKNOWLEDGE,
        case,
        by=by,
        at=at,
        facts={"name": name, **late},
        changes={"acknowledged_at": at, "acknowledged_by_name": name.strip()},
        told={"name": name, **_told(late)},
    )
    _ended(case, Step.ACKNOWLEDGEMENT, at, late, by)
    return case


@transaction.atomic
def name_lead(
    case: SafeguardingCase,
    lead_agency: str,
    *,
    name: str = "",
    how: str = "",
    confirmed_on: dt.date | None = None,
    by: User,
    at: dt.datetime | None = None,
) -> SafeguardingCase:
    """Record which agency leads: confirmed by name, day and how, or flagged as assumed.

    An assumed lead is chased by a clock of its own until it is confirmed.
    """
    at = at or timezone.now()
    confirmed = lead_agency == LeadAgency.CONFIRMED
    day = (confirmed_on or timezone.localdate(at)) if confirmed else None
    perform(
        moves.NAME_LEAD,
        case,
        by=by,
        at=at,
        facts={"lead_agency": lead_agency, "name": name, "how": how, "on": day, "at": at},
        changes={
            "lead_agency": lead_agency,
            "lead_agency_name": name.strip(),
            "lead_agency_how": how.strip(),
            "lead_agency_on": day,
        },
        told={"lead_agency": lead_agency, "name": name, "how": how, "on": day},
    )
    if confirmed:
        clocks.meet(case, LEAD_CLOCK, at=at)
    elif lead_agency == LeadAgency.ASSUMED and not queries.running(case, LEAD_CLOCK):
        wait(LEAD_CLOCK, case, at)
    return case


@transaction.atomic
def decide(
    case: SafeguardingCase,
    decision: str,
    *,
    threshold_met: bool | None,
    wanted_outcomes: str = "",
    delay: str = "",
    delay_words: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> SafeguardingCase:
    """Record the authority's decision with its reasons, or ours not to refer, also when it is no."""
    at = at or timezone.now()
    late = _late(case, Step.DECISION, at, delay, delay_words)
    perform(
        moves.DECIDE,
        case,
        by=by,
        at=at,
        facts={"threshold_met": threshold_met, "decision": decision, **late},
        changes={
            "threshold_met": threshold_met,
            "decision": decision.strip(),
            "decided_on": timezone.localdate(at),
            "wanted_outcomes": wanted_outcomes.strip() or case.wanted_outcomes,
        },
        told={"threshold_met": threshold_met, "decision": decision, **_told(late)},
    )
    _ended(case, Step.DECISION, at, late, by)
    for step in (Step.REFERRAL, Step.ACKNOWLEDGEMENT):
        clocks.meet(case, CLOCK_OF[step], at=at)
    return case


@transaction.atomic
def close(
    case: SafeguardingCase,
    outcome_met: str,
    reason: str,
    *,
    by: User,
    at: dt.datetime | None = None,
) -> SafeguardingCase:
    """Close the case with what became of the outcomes the adult wanted, or why nobody asked."""
    at = at or timezone.now()
    locked(case)
    perform(
        moves.CLOSE,
        case,
        by=by,
        at=at,
        facts={
            "outcome_met": outcome_met,
            "reason": reason,
            "actions_open": queries.open_actions(case).count(),
        },
        changes={
            "outcome_met": outcome_met,
            "closed_because": reason.strip(),
            "closed_at": at,
            "closed_by": by,
        },
    )
    clocks.stop(case, LEAD_CLOCK, "The case is closed", at=at)
    return case


def locked(case: SafeguardingCase) -> SafeguardingCase:
    """The case as it stands, kept from others until the transaction ends: nothing joins a case
    while it closes."""
    return SafeguardingCase.objects.select_for_update().get(pk=case.pk)


def wait(kind: str, case: SafeguardingCase, at: dt.datetime) -> None:
    """Start a clock of the case, which waits for whoever leads on safeguarding."""
    clocks.start(kind, case, unit=case.unit, at=at, owner_role=LEAD_ROLE, thread=case.incident_id)


def _late(
    case: SafeguardingCase, step: Step, at: dt.datetime, delay: str, words: str
) -> dict[str, Any]:
    """What SAF-10 asks: when the step was due if it is late, and the reason given."""
    return {"due_at": queries.late_since(case, step, at), "delay": delay, "delay_words": words}


def _told(late: dict[str, Any]) -> dict[str, Any]:
    return {"delay": late["delay"], "delay_words": late["delay_words"]} if late["due_at"] else {}


def _ended(
    case: SafeguardingCase, step: Step, at: dt.datetime, late: dict[str, Any], by: User
) -> None:
    """End the step's clock, and keep why it was late."""
    if late["due_at"]:
        Delay.objects.create(
            case=case,
            step=step,
            reason=late["delay"],
            words=late["delay_words"].strip(),
            due_at=late["due_at"],
            taken_at=at,
            recorded_by=by,
        )
    clocks.meet(case, CLOCK_OF[step], at=at)

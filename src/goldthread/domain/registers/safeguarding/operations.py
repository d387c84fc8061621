"""Working a safeguarding case."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.safeguarding import transitions as moves
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from goldthread.notices import operations as notices
from goldthread.trail.operations import Actor
from goldthread.workflow.operations import perform, start

LEAD_ROLE = "safeguarding_lead"


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
    _wait("safeguarding_referral", case, at)
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
    case: SafeguardingCase, to: str, how: str, *, by: User, at: dt.datetime | None = None
) -> SafeguardingCase:
    """Record that the referral was made; ends its clock and waits for the acknowledgement."""
    at = at or timezone.now()
    perform(
        moves.REFER,
        case,
        by=by,
        at=at,
        facts={"referred_to": to, "referred_how": how},
        changes={
            "referred_at": at,
            "referred_by": by,
            "referred_to": to.strip(),
            "referred_how": how.strip(),
        },
    )
    clocks.meet(case, "safeguarding_referral", at=at)
    _wait("safeguarding_authority_decision", case, at)
    return case


def acknowledge(
    case: SafeguardingCase, name: str, *, by: User, at: dt.datetime | None = None
) -> SafeguardingCase:
    """Record who at the agency acknowledged the referral."""
    at = at or timezone.now()
    changes = {"acknowledged_at": at, "acknowledged_by_name": name.strip()}
    return perform(moves.ACKNOWLEDGE, case, by=by, at=at, facts={"name": name}, changes=changes)


def name_lead(
    case: SafeguardingCase,
    lead_agency: str,
    *,
    name: str = "",
    how: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> SafeguardingCase:
    """Record which agency leads: confirmed by name and how, or flagged as assumed."""
    return perform(
        moves.NAME_LEAD,
        case,
        by=by,
        at=at,
        facts={"lead_agency": lead_agency, "name": name, "how": how},
        changes={
            "lead_agency": lead_agency,
            "lead_agency_name": name.strip(),
            "lead_agency_how": how.strip(),
        },
    )


@transaction.atomic
def decide(
    case: SafeguardingCase,
    decision: str,
    *,
    threshold_met: bool | None,
    wanted_outcomes: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> SafeguardingCase:
    """Record the threshold decision with its reasons, also when it is no."""
    at = at or timezone.now()
    perform(
        moves.DECIDE,
        case,
        by=by,
        at=at,
        facts={"threshold_met": threshold_met, "decision": decision},
        changes={
            "threshold_met": threshold_met,
            "decision": decision.strip(),
            "decided_on": timezone.localdate(at),
            "wanted_outcomes": wanted_outcomes.strip(),
        },
    )
    for kind in ("safeguarding_referral", "safeguarding_authority_decision"):
        clocks.meet(case, kind, at=at)
    return case


def close(
    case: SafeguardingCase,
    outcome_met: str,
    reason: str,
    *,
    by: User,
    at: dt.datetime | None = None,
) -> SafeguardingCase:
    """Close the case with what became of the outcomes the adult wanted."""
    at = at or timezone.now()
    return perform(
        moves.CLOSE,
        case,
        by=by,
        at=at,
        facts={"outcome_met": outcome_met, "reason": reason},
        changes={
            "outcome_met": outcome_met,
            "closed_because": reason.strip(),
            "closed_at": at,
            "closed_by": by,
        },
    )


def _wait(kind: str, case: SafeguardingCase, at: dt.datetime) -> None:
    clocks.start(kind, case, unit=case.unit, at=at, owner_role=LEAD_ROLE, thread=case.incident_id)

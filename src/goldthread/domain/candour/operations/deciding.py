"""Opening the record and deciding whether the duty of candour applies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.decision_tools import operations as tools
from goldthread.decision_tools.models import Run, ToolVersion
from goldthread.domain.candour import transitions as moves
from goldthread.domain.candour.models import Candour, Decision
from goldthread.domain.candour.queries import candour_of, tool_code, why_suggested
from goldthread.domain.candour.terms import Status
from goldthread.domain.incidents.models import Incident
from goldthread.trail.operations import Actor
from goldthread.workflow.operations import perform, start

LEAD_ROLE = "triage_lead"  # whom candour clocks wait for until a person leads
MOVE_FOR = {
    Status.TRIGGERED: moves.DECIDE_YES,
    Status.NOT_TRIGGERED: moves.DECIDE_NO,
    Status.UNDECIDED: moves.LEAVE_OPEN,
}


@dataclass(frozen=True)
class Opinion:
    """What stands beside the answers: whose opinion, why, and who decides next if it is open."""

    professional: str
    reason: str
    next_decider: User | None = None
    next_decision_on: dt.date | None = None
    answered: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def record_of(incident: Incident, *, by: Actor, at: dt.datetime | None = None) -> Candour:
    """The candour record of the incident, opened now if nobody needed it before."""
    Incident.objects.select_for_update().get(pk=incident.pk)
    found = candour_of(incident)
    if found is not None:
        return found
    at = at or timezone.now()
    made = Candour(incident=incident, organisation_id=incident.organisation_id, opened_at=at)
    return start(made, moves.OPEN, by=by, at=at)


@transaction.atomic
def suggest(incident: Incident, *, at: dt.datetime | None = None) -> Candour | None:
    """Ask for a decision where the harm puts the question; starts the clock of the decision once.

    Returns None when nothing suggests one. Never decides anything.
    """
    reasons = why_suggested(incident)
    if not reasons:
        return None
    at = at or timezone.now()
    candour = record_of(incident, by="system", at=at)
    first = not candour.suggested_because
    Candour.objects.filter(pk=candour.pk).update(suggested_because=reasons)
    candour.refresh_from_db()
    if first and candour.status == Status.UNDECIDED:
        start_clock(candour, "candour_decision", at)
    return candour


def start_clock(candour: Candour, kind: str, at: dt.datetime) -> None:
    """Start one of candour's clocks, for whoever leads it or the role that does until then."""
    clocks.start(
        kind,
        candour,
        unit=candour.incident.unit,
        at=at,
        owner=candour.lead,
        owner_role="" if candour.lead else LEAD_ROLE,
        thread=candour.incident_id,
    )


@transaction.atomic
def decide(
    incident: Incident,
    answers: Mapping[str, str],
    opinion: Opinion,
    *,
    by: User,
    at: dt.datetime | None = None,
    version: ToolVersion | None = None,
) -> Candour:
    """Run the candour tool for this kind of provider and record what follows, also when “no”.

    A later decision is added to the earlier ones. Raises Refused; then nothing is kept.
    """
    at = at or timezone.now()
    candour = record_of(incident, by=by, at=at)
    made = tools.run(
        tool_code(incident),
        incident.organisation,
        answers,
        subject=candour,
        by=by,
        at=at,
        answered=opinion.answered,
        reasons=opinion.reasons,
        thread=incident.pk,
        version=version,
    )
    outcome = Status(made.outcome_value)
    perform(
        MOVE_FOR[outcome],
        candour,
        by=by,
        at=at,
        facts={
            "professional": opinion.professional,
            "reason": opinion.reason,
            "next_decider": opinion.next_decider,
            "next_decision_on": opinion.next_decision_on,
            "today": timezone.localdate(at),
            "run": made.pk,
        },
    )
    _keep_decision(candour, made, outcome, opinion, by, at)
    _clocks_after(candour, outcome, opinion, at)
    return candour


def _keep_decision(
    candour: Candour, made: Run, outcome: Status, opinion: Opinion, by: User, at: dt.datetime
) -> None:
    still_open = outcome == Status.UNDECIDED
    Decision.objects.create(
        candour=candour,
        number=candour.decisions.count() + 1,
        run=made,
        outcome=outcome,
        professional=opinion.professional.strip()[:200],
        reason=opinion.reason.strip(),
        decided_at=at,
        decided_by=by,
        next_decider=opinion.next_decider if still_open else None,
        next_decision_on=opinion.next_decision_on if still_open else None,
    )


def _clocks_after(candour: Candour, outcome: Status, opinion: Opinion, at: dt.datetime) -> None:
    clocks.meet(candour, "candour_decision", at=at)
    if outcome == Status.TRIGGERED:
        start_clock(candour, "candour_notify", at)
        # The contract counts from when the incident was known, not from the decision.
        start_clock(candour, "candour_notify_contract", candour.incident.reported_at)
        return
    for kind in ("candour_notify", "candour_notify_contract"):
        clocks.stop(candour, kind, "The duty of candour does not apply", at=at)
    if outcome == Status.UNDECIDED and opinion.next_decision_on:
        due = dt.datetime.combine(opinion.next_decision_on, dt.time(23, 59))
        clocks.start_due(
            "candour_decision",
            candour,
            unit=candour.incident.unit,
            at=at,
            due_at=timezone.make_aware(due),
            label="Decide whether the duty of candour applies",
            owner=opinion.next_decider,
            thread=candour.incident_id,
            source_text="The day agreed when the decision was left open",
        )

"""Playing the safeguarding case that triage opened."""

from __future__ import annotations

from goldthread.demo.playing.world import World
from goldthread.demo.scripts import Incident
from goldthread.domain.incidents.models import Incident as IncidentRecord
from goldthread.domain.registers.safeguarding import operations as safeguarding
from goldthread.domain.registers.safeguarding.queries import of_incident


def work(world: World, script: Incident, incident: IncidentRecord) -> None:
    """Refer, be acknowledged, name the lead, decide and close, as far as the script goes."""
    told = script.safeguarding
    if told is None or told.referred_at is None:
        return
    by, case = world.staff[told.by], of_incident(incident)
    assert case is not None  # noqa: S101 - triage opened it in the step before
    safeguarding.refer(case, told.to, told.how, by=by, at=told.referred_at)
    if told.acknowledged_at is None:
        return
    at = told.acknowledged_at
    safeguarding.acknowledge(case, told.acknowledged_by, by=by, at=at)
    safeguarding.name_lead(
        case, "confirmed", name=told.acknowledged_by, how=told.lead_how, by=by, at=at
    )
    if told.decided_at is None:
        return
    safeguarding.decide(
        case,
        told.decision,
        threshold_met=told.threshold_met,
        wanted_outcomes=told.wanted,
        by=by,
        at=told.decided_at,
    )
    if told.closed_at:
        safeguarding.close(case, told.outcome_met, told.closed_because, by=by, at=told.closed_at)

"""Playing the safeguarding case that triage opened."""

from __future__ import annotations

import datetime as dt

from goldthread.demo.case_scripts import CaseTask, Interface
from goldthread.demo.playing.world import World
from goldthread.demo.scripts import Incident, Safeguarding
from goldthread.domain.incidents.models import Incident as IncidentRecord
from goldthread.domain.registers.interfaces import operations as interfaces
from goldthread.domain.registers.interfaces.definition import Task
from goldthread.domain.registers.safeguarding import operations as safeguarding
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from goldthread.domain.registers.safeguarding.queries import late_since, of_incident
from goldthread.domain.registers.safeguarding.terms import CLOCK_OF, Step

# What is said of a delay that a script gives no reason for, in turn.
USUAL = {
    Step.REFERRAL: ("threshold_unclear", "lead_assumed", "where_unclear", "threshold_unclear"),
    Step.ACKNOWLEDGEMENT: ("partner_silent", "out_of_hours"),
    Step.DECISION: ("partner_process", "partner_silent", "information"),
}


def work(world: World, script: Incident, incident: IncidentRecord) -> None:
    """Decide, refer, be acknowledged, name the lead, be answered and close, as far as it goes."""
    told = script.safeguarding
    if told is None:
        return
    case = of_incident(incident)
    assert case is not None  # noqa: S101 - triage opened it in the step before
    by = world.staff[told.by]
    if script.triage is not None and script.report.affected:
        served = world.people[script.report.affected[0].person]
        person = world.recorded(served, at=script.triage.at)
        safeguarding.link_person(case, person, by=by, at=script.triage.at)
    for one in told.thresholds:
        safeguarding.decide_threshold(case, one.reasons, met=one.met, by=by, at=one.at)
    if told.referred_at is not None:
        _refer(world, told, case, told.referred_at)


def _refer(world: World, told: Safeguarding, case: SafeguardingCase, at: dt.datetime) -> None:
    by = world.staff[told.by]
    late = _late(case, Step.REFERRAL, at, told.delay)
    safeguarding.refer(case, told.to, told.how, by=by, at=at, delay=late)
    if told.acknowledged_at is None:
        return
    at = told.acknowledged_at
    late = _late(case, Step.ACKNOWLEDGEMENT, at)
    safeguarding.acknowledge(case, told.acknowledged_by, by=by, at=at, delay=late)
    safeguarding.name_lead(
        case, "confirmed", name=told.acknowledged_by, how=told.lead_how, by=by, at=at
    )
    for one in told.ladder:
        safeguarding.log_ladder_step(
            case,
            CLOCK_OF[Step.DECISION],
            one.rung,
            name=one.name,
            role=one.role,
            how=one.how,
            response=one.response,
            by=world.staff[one.by],
            at=one.at,
        )
    if told.decided_at is not None:
        _decide(world, told, case, told.decided_at)


def _decide(world: World, told: Safeguarding, case: SafeguardingCase, at: dt.datetime) -> None:
    by = world.staff[told.by]
    safeguarding.decide(
        case,
        told.decision,
        threshold_met=told.threshold_met,
        wanted_outcomes=told.wanted,
        by=by,
        at=at,
        delay=_late(case, Step.DECISION, at),
    )
    for task in told.tasks:
        _task(world, told, case, task)
    if told.agreement is not None:
        _agree(world, told, case, told.agreement)
    if told.closed_at:
        safeguarding.close(case, told.outcome_met, told.closed_because, by=by, at=told.closed_at)


def _task(world: World, told: Safeguarding, case: SafeguardingCase, task: CaseTask) -> None:
    by = world.staff[told.by]
    action = safeguarding.add_action(
        case,
        task.what,
        due_on=task.at.date() + dt.timedelta(days=task.days),
        owner=world.staff[task.owner] if task.owner else None,
        owner_agency=task.agency,
        owner_name=task.person,
        by=by,
        at=task.at,
    )
    if task.not_done_at is not None:
        safeguarding.confirm_action(
            action, done=False, note=task.not_done, by=by, at=task.not_done_at
        )
    if task.done_at is not None:
        safeguarding.confirm_action(action, done=True, by=by, at=task.done_at)


def _agree(world: World, told: Safeguarding, case: SafeguardingCase, said: Interface) -> None:
    by = world.staff[told.by]
    assert case.partner is not None  # noqa: S101 - it was referred to someone
    agreement = interfaces.draft_agreement(case.partner, case=case, by=by, at=said.at)
    tasks = [Task(*row) for row in said.rows]
    interfaces.write_agreement(agreement, tasks, said.escalation, by=by, at=said.at)
    interfaces.record_agreed(
        agreement, name=said.name, role=said.role, how=said.how, by=by, at=said.agreed_at
    )


def _late(case: SafeguardingCase, step: Step, at: dt.datetime, said: str = "") -> str:
    usual = USUAL[step]
    return (said or usual[case.pk % len(usual)]) if late_since(case, step, at) else ""

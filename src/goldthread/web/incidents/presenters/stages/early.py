"""The stages until people are safe and told: report, triage, stabilise, openness, safeguarding."""

from __future__ import annotations

from typing import Any

from goldthread.domain.incidents import rules as incident_rules
from goldthread.domain.incidents import triage_rules
from goldthread.domain.incidents.terms import Status
from goldthread.domain.registers.safeguarding import rules as safeguarding_rules
from goldthread.domain.registers.safeguarding.terms import Status as CaseStatus
from goldthread.web.components import Stage, Step
from goldthread.web.incidents.finding import who_can
from goldthread.web.incidents.presenters.reading import Reading
from goldthread.web.incidents.presenters.stages.parts import (
    P,
    address,
    asked,
    clock_for,
    is_open,
    main_step,
    offer,
    owner_for,
    owner_words,
    sentences,
    state_since,
)
from goldthread.web.words import until, when
from goldthread.workflow.rules import Rule, broken


def report(reading: Reading) -> Stage:
    incident = reading.incident
    unsafe = incident.unsafe_now and incident.made_safe_at is None
    gaps = [incident_rules.says_how_made_safe] if unsafe and is_open(incident) else []
    steps, who = offer(
        reading, "Record that people are safe", "incidents:make_safe", P.INCIDENT_STABILISE
    )
    return Stage(
        "Report",
        "blocked" if gaps else "done",
        "People may be unsafe" if gaps else "Reported",
        at=when(incident.reported_at),
        clock=clock_for(reading, "report"),
        summary=_made_safe(incident),
        missing=asked(gaps),
        steps=steps if gaps else (),
        who=who if gaps else "",
    )


def _made_safe(incident: Any) -> str:
    if incident.made_safe_at is None:
        return ""
    by = incident.made_safe_by.name
    return f"Made safe {when(incident.made_safe_at)} by {by}: {incident.made_safe_how}"


def triage(reading: Reading) -> Stage:
    incident, decision = reading.incident, reading.triage
    if decision is not None:
        return Stage(
            "Triage",
            "done",
            decision.get_tier_display(),
            href=address("incidents:decisions", incident),
            owner=decision.decided_by.name,
            at=when(decision.decided_at),
            clock=clock_for(reading, "triage"),
            summary=f"{decision.category.name}. {decision.why}",
            missing=tuple(_waits_for(reading, one) for one in _follow_ups(reading)),
            steps=_triage_steps(reading),
        )
    if not is_open(incident):
        return Stage("Triage", "not_needed", "Not triaged here")
    steps, who = offer(reading, "Triage this incident", "incidents:triage", P.INCIDENT_TRIAGE)
    if not incident.placed:
        steps, who = offer(reading, "Place it with a team", "incidents:place", P.INCIDENT_PLACE)
    return Stage(
        "Triage",
        "current",
        "Waits for triage",
        owner=owner_for(reading, "triage"),
        clock=clock_for(reading, "triage"),
        missing=asked(_triage_gaps(incident)),
        steps=steps,
        who=who,
    )


FOLLOW_UPS = {
    "clinical_review": ("Record the clinical review", "incidents:clinical_review"),
    "partner_acknowledgement": ("Record that the partner was told", "incidents:partner"),
}


def _follow_ups(reading: Reading) -> list[Any]:
    """The clocks of what a yes at triage asked for and nobody has done yet."""
    return [one for one in reading.clocks if one.kind in FOLLOW_UPS and one.ended_at is None]


def _waits_for(reading: Reading, clock: Any) -> str:
    due = f", due {until(clock.due_at, reading.now)}" if clock.due_at else ""
    return f"{clock.label}: waits for {owner_words(clock) or 'someone'}{due}."


def _triage_steps(reading: Reading) -> tuple[Step, ...]:
    incident = reading.incident
    steps: list[Step] = []
    if not is_open(incident):
        return ()
    if reading.may(P.INCIDENT_ADD):
        offered = [FOLLOW_UPS[one.kind] for one in _follow_ups(reading)]
        steps += [Step(words, address(name, incident)) for words, name in offered]
    if reading.may(P.INCIDENT_TRIAGE):
        steps.append(Step("Triage again", address("incidents:triage", incident)))
    return tuple(steps)


def _triage_gaps(incident: Any) -> list[Rule]:
    if not incident.placed:
        return [triage_rules.is_placed]
    done_at_once = list(incident.immediate_actions.all())
    return [
        triage_rules.says_which_category,
        *([] if done_at_once else [triage_rules.says_what_was_done]),
        triage_rules.answers_four_questions,
        triage_rules.chooses_tier,
    ]


def stabilise(reading: Reading) -> Stage:
    row, incident = reading.stabilisation, reading.incident
    if row.signed_off_at is not None:
        return Stage(
            "Stabilise",
            "done",
            "Signed off",
            href=address("incidents:stabilise", incident),
            owner=row.leader.name if row.leader else "",
            at=when(row.signed_off_at),
            clock=clock_for(reading, "stabilise"),
        )
    if not is_open(incident):
        return Stage("Stabilise", "not_needed", "Not signed off")
    gaps = (triage_rules.three_parts_are_done, triage_rules.support_is_recorded)
    steps, who = offer(reading, "Open the checklist", "incidents:stabilise", P.INCIDENT_STABILISE)
    return Stage(
        "Stabilise",
        "current",
        "Not signed off yet",
        href=address("incidents:stabilise", incident),
        owner=row.leader.name if row.leader else owner_for(reading, "stabilise"),
        clock=clock_for(reading, "stabilise"),
        missing=sentences(broken(gaps, incident, {})),
        steps=steps,
        who=who,
    )


def openness(reading: Reading) -> Stage:
    facts, incident = reading.openness, reading.incident
    complete = not facts.missing
    state = "done" if complete else state_since(reading, Status.REPORTED)
    steps: tuple[Step, ...] = ()
    who = ""
    if not complete and is_open(incident):
        steps = main_step(reading.may(P.INCIDENT_ADD), "Record openness", facts.link)
        who = "" if steps else who_can(P.INCIDENT_ADD)
    return Stage(
        "Openness",
        state,
        facts.state,
        href=facts.link,
        owner=facts.owner or ("" if complete else owner_for(reading, "openness")),
        clock=clock_for(reading, "openness"),
        summary="The engagement log says who was spoken to." if facts.engaged else "",
        missing=sentences(facts.missing) if is_open(incident) else (),
        steps=steps,
        who=who,
    )


CASE_GAPS = {
    CaseStatus.CONCERN: safeguarding_rules.referral_says_to_whom,
    CaseStatus.REFERRED: safeguarding_rules.acknowledgement_names_someone,
    CaseStatus.ACKNOWLEDGED: safeguarding_rules.decision_has_reasons,
    CaseStatus.DECIDED: safeguarding_rules.closes_with_outcome,
}


def safeguarding(reading: Reading) -> Stage:
    case, incident = reading.case, reading.incident
    href = address("incidents:safeguarding", incident)
    if case.status == CaseStatus.CLOSED:
        return Stage("Safeguarding", "done", "Closed", href, "", when(case.closed_at))
    steps, who = offer(reading, "Open the case", "incidents:safeguarding", P.SAFEGUARDING_MANAGE)
    return Stage(
        "Safeguarding",
        "current",
        case.get_status_display(),
        href=href,
        owner=owner_for(reading, "safeguarding"),
        clock=clock_for(reading, "safeguarding"),
        summary=f"Lead agency: {case.get_lead_agency_display().lower()}.",
        missing=asked([CASE_GAPS[CaseStatus(case.status)]]),
        steps=steps,
        who=who,
    )

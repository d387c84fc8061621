"""Playing reports, their questions, triage and stabilisation."""

from __future__ import annotations

import datetime as dt
import random

from goldthread.demo.playing.world import World
from goldthread.demo.scripts import Incident, Report, Triage, YesNo
from goldthread.demo.words import word
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident as IncidentRecord
from goldthread.domain.incidents.reports import DoneAtOnce, Step
from goldthread.domain.incidents.reports import Report as ReportSent
from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.incidents.triage_decisions import (
    Decision,
    Proposal,
    QuestionAnswer,
    propose_tier,
)

ROUTES = {"family": "person_or_family"}
PRECISIONS = {"time": "exact"}
PLACES = {
    "private_home": "At home",
    "care_home": "Supported living",
    "other_healthcare": "Clinic or team base",
    "public_place": "Out of doors or in a public place",
}
UNSAFE = "Hurt or very distressed, and on their own tonight unless someone goes."


def report(world: World, script: Incident) -> IncidentRecord:
    """Send the report, as its route would, at the time it was sent."""
    told = script.report
    sent = ReportSent(
        unit=world.units[told.team],
        event_type=told.event_type,
        narrative=told.narrative,
        route=ROUTES.get(told.route, told.route),
        reporter=world.staff[told.reporter] if told.reporter else None,
        reporter_name=told.family_name,
        reporter_relationship=told.relationship.replace("_", " "),
        occurred_at=told.occurred_at,
        occurred_precision=PRECISIONS.get(told.occurred_precision, told.occurred_precision),
        discovered_at=told.discovered_at,
        location=PLACES.get(told.location, told.location),
        unsafe_now=told.unsafe_now,
        unsafe_what=(told.unsafe_what or UNSAFE) if told.unsafe_now else "",
        pathway=world.pathways.get(script.triage.pathway) if script.triage else None,
        service_model=world.service_model(told.team),
        people=tuple(
            world.affected(
                one.person, told.occurred_at.date(), one.physical_harm, one.psychological_harm
            )
            for one in told.affected
        ),
        sequence=tuple(Step(step.what, step.at) for step in told.steps),
        immediate_actions=_done_at_once(world, told),
        idempotency_key=script.key,
    )
    return incidents.report_incident(sent, at=told.reported_at).incident


def _done_at_once(world: World, told: Report) -> tuple[DoneAtOnce, ...]:
    if not told.immediate_action:
        return ()
    who = world.staff[told.reporter].name if told.route == "signed_in" and told.reporter else ""
    return (DoneAtOnce(told.immediate_action, who),)


def ask(world: World, script: Incident, incident: IncidentRecord) -> None:
    """Ask the reporter, and let them answer."""
    for question in script.questions:
        by = world.staff[question.by]
        incidents.ask_reporter(incident, question.text, by=by, at=question.at)
        if question.answered_at:
            incidents.answer_as_reporter(incident, question.answer, at=question.answered_at)


def restrict(world: World, script: Incident, incident: IncidentRecord, by: str) -> None:
    """Let only those named see it, from the hour in which it was read."""
    if script.restricted_to:
        named = [world.staff[code] for code in script.restricted_to]
        at = script.report.reported_at + dt.timedelta(hours=1)
        why = script.restricted_because
        incidents.restrict(incident, why, named, by=world.staff[by], at=at)


def triage(
    world: World, script: Incident, incident: IncidentRecord, rng: random.Random, *, together: bool
) -> str:
    """Record the triage decision and tell the reporter; returns the tier.

    `together` says whether this one may begin a thematic review; otherwise the tool's proposal
    of one is overridden, because the pattern is being looked at already.
    """
    told = script.triage
    assert told is not None  # noqa: S101 - the caller plays only what the script has
    themes = tuple(world.themes[code] for code in told.themes)
    proposal = propose_tier(
        incident,
        potential_harm=told.potential_harm,
        national_trigger=told.national_trigger,
        themes=themes,
    )
    tier, reason = _tier(told, proposal, rng, together=together)
    by = world.staff[told.by]
    incidents.triage(
        incident,
        Decision(
            category=world.categories[told.category],
            why=told.why,
            potential_harm=told.potential_harm,
            answers=_answers(world, told),
            tier=tier,
            override_reason=reason,
            immediate_actions=(DoneAtOnce(told.immediate_action, by.name, told.at),)
            if told.immediate_action
            else (),
            none_needed_because=told.none_needed_because,
            national_trigger=told.national_trigger,
            themes=themes,
            pathway=world.pathways.get(told.pathway),
            service_model=world.service_model(script.report.team),
        ),
        by=by,
        at=told.at,
    )
    incidents.tell_reporter(incident, told.told_reporter, by=by, at=told.at)
    _follow_up(world, told, incident)
    return tier


def _tier(
    told: Triage, proposal: Proposal, rng: random.Random, *, together: bool
) -> tuple[str, str]:
    if told.tier:
        return told.tier, told.tier_reason if told.tier != proposal.tier else ""
    if proposal.tier == "thematic" and not together:
        return "rapid", word(rng, "override_rapid")
    return proposal.tier, ""


def _answers(world: World, told: Triage) -> dict[str, QuestionAnswer]:
    clinical, partner = told.clinical_review, told.partner
    return {
        TriageQuestion.SAFEGUARDING: _plain(told.safeguarding),
        TriageQuestion.CLINICAL_REVIEW: QuestionAnswer(
            clinical.answer,
            clinical.reason,
            clinician=world.staff[clinical.who] if clinical.answer else None,
        ),
        TriageQuestion.PARTNER: QuestionAnswer(
            partner.answer, partner.reason, partner=partner.who if partner.answer else ""
        ),
        TriageQuestion.SERIOUS: _plain(told.serious),
    }


def _plain(answer: YesNo) -> QuestionAnswer:
    return QuestionAnswer(answer.answer, answer.reason)


def _follow_up(world: World, told: Triage, incident: IncidentRecord) -> None:
    clinical, partner = told.clinical_review, told.partner
    if clinical.answer and clinical.done_at:
        at = max(clinical.done_at, told.at)
        who = world.staff[clinical.who]
        by = who if who.grants.filter(role="team_manager").exists() else world.staff[told.by]
        incidents.record_clinical_review(incident, clinical.done_words, by=by, at=at)
    if partner.answer and partner.done_at:
        incidents.partner_told(
            incident,
            partner.done_words,
            told_at=partner.done_at,
            acknowledged=True,
            by=world.staff[told.by],
            at=max(partner.done_at, told.at),
        )


def stabilise(world: World, script: Incident, incident: IncidentRecord) -> None:
    """Make people safe, and work through the three parts with the named leader."""
    told = script.stabilisation
    if told is None:
        return
    leader = world.staff[told.leader]
    if told.made_safe_at:
        incidents.make_safe(incident, told.made_safe_how, by=leader, at=told.made_safe_at)
    for part in ("safety", "communication", "documentation"):
        incidents.stabilise_part(incident, part, getattr(told, part), by=leader, at=told.at)
    incidents.record_staff_support(
        incident, told.support, offered=True, taken=told.support_taken, by=leader, at=told.at
    )
    incidents.sign_off_stabilisation(incident, by=leader, at=told.at)

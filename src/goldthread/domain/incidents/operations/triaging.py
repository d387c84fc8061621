"""Recording triage, again if facts change, and stabilisation."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import profile_of
from goldthread.clocks import operations as clocks
from goldthread.decision_tools import operations as tools
from goldthread.domain.incidents import transitions as moves
from goldthread.domain.incidents.consequences import Consequence, consequences
from goldthread.domain.incidents.models import (
    ImmediateAction,
    Incident,
    IncidentTheme,
    Stabilisation,
    Triage,
    TriageAnswer,
)
from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.incidents.triage_decisions import (
    TIER_TOOL,
    Decision,
    Proposal,
    QuestionAnswer,
    propose_tier,
)
from goldthread.notices import operations as notices
from goldthread.workflow.operations import perform
from goldthread.workflow.transitions import Transition

HARM_NEEDS_STABILISING = {"low", "moderate", "severe", "fatal"}


def triage(
    incident: Incident, decision: Decision, *, by: User, at: dt.datetime | None = None
) -> Triage:
    """Record the first triage decision and what follows from it. Raises Refused."""
    return _decide(moves.TRIAGE, incident, decision, by, at or timezone.now())


def triage_again(
    incident: Incident, decision: Decision, *, by: User, at: dt.datetime | None = None
) -> Triage:
    """Record another decision because facts changed; the earlier ones are kept."""
    return _decide(moves.TRIAGE_AGAIN, incident, decision, by, at or timezone.now())


@transaction.atomic
def _decide(
    move: Transition, incident: Incident, decision: Decision, by: User, at: dt.datetime
) -> Triage:
    proposal = _proposal(incident, decision)
    duties = duties_of(incident, decision)
    perform(
        move,
        incident,
        by=by,
        at=at,
        facts={"decision": decision, "proposal": proposal, "duties": duties},
        told=_told(decision, proposal, duties),
        changes={
            "category": decision.category,
            "tier": decision.tier,
            "potential_harm": decision.potential_harm,
            "pathway": decision.pathway or incident.pathway,
            "service_model": decision.service_model or incident.service_model,
        },
    )
    assert proposal is not None  # noqa: S101 - rules TRI-11 and TRI-13 have held
    row = _store(incident, decision, proposal, duties, by, at)
    _follow(incident, decision, at)
    return row


def _proposal(incident: Incident, decision: Decision) -> Proposal | None:
    """What the tool proposes, or None while it lacks an answer (rules TRI-11 and TRI-13)."""
    if not decision.potential_harm or not decision.national_trigger:
        return None
    return propose_tier(
        incident,
        potential_harm=decision.potential_harm,
        national_trigger=decision.national_trigger,
        themes=decision.themes,
    )


def duties_of(incident: Incident, decision: Decision) -> list[Consequence]:
    """What LFPSE, CQC and candour may ask of this provider, given the decision so far."""
    return consequences(
        provider=profile_of(incident.unit).provider_type,
        event=incident.event_type,
        physical=incident.physical_harm,
        psychological=incident.psychological_harm,
        yes=decision.yes,
        national_trigger=decision.national_trigger,
    )


def _told(
    decision: Decision, proposal: Proposal | None, duties: list[Consequence]
) -> dict[str, object]:
    return {
        "category": decision.category.code if decision.category else "",
        "why": decision.why,
        "potential_harm": decision.potential_harm,
        "proposed": proposal.tier if proposal else "",
        "tier": decision.tier,
        "override_reason": decision.override_reason,
        "answers": {q: {"yes": a.yes, "reason": a.reason} for q, a in decision.answers.items()},
        "none_needed_because": decision.none_needed_because,
        "duties": [duty.code for duty in duties],
        "again_because": decision.again_because,
    }


def _store(
    incident: Incident,
    decision: Decision,
    proposal: Proposal,
    duties: list[Consequence],
    by: User,
    at: dt.datetime,
) -> Triage:
    run = tools.run(
        TIER_TOOL,
        incident.organisation,
        proposal.answers,
        subject=incident,
        by=by,
        at=at,
        answered=dict.fromkeys(proposal.answers, "facts"),
        thread=incident.pk,
        version=proposal.version,
    )
    ImmediateAction.objects.bulk_create(
        ImmediateAction(
            incident=incident,
            what=action.what,
            done_by=action.done_by,
            done_at=action.done_at,
            recorded_at=at,
            recorded_by=by,
        )
        for action in decision.immediate_actions
    )
    assert decision.category is not None  # noqa: S101 - rule TRI-01 has held
    row = Triage.objects.create(
        incident=incident,
        number=incident.triages.count() + 1,
        category=decision.category,
        why=decision.why.strip(),
        potential_harm=decision.potential_harm,
        actions_needed=not decision.none_needed_because.strip(),
        none_needed_because=decision.none_needed_because.strip(),
        proposed_tier=proposal.tier,
        proposed_because=[
            {"question": b.question, "answer": b.answer, "source": b.source}
            for b in proposal.because
        ],
        tool_run_id=run.pk,
        tier=decision.tier,
        override_reason=decision.override_reason.strip(),
        consequences=[duty.as_json() for duty in duties],
        again_because=decision.again_because.strip(),
        decided_at=at,
        decided_by=by,
    )
    TriageAnswer.objects.bulk_create(_answer(row, q, a) for q, a in decision.answers.items())
    IncidentTheme.objects.bulk_create(
        [
            IncidentTheme(incident=incident, theme=theme, added_at=at, added_by=by)
            for theme in decision.themes
        ],
        ignore_conflicts=True,
    )
    return row


def _answer(row: Triage, question: str, answer: QuestionAnswer) -> TriageAnswer:
    return TriageAnswer(
        triage=row,
        question=question,
        yes=bool(answer.yes),
        reason=answer.reason.strip(),
        clinician=answer.clinician if answer.yes else None,
        partner=answer.partner.strip(),
        partner_told_at=answer.partner_told_at,
        partner_told_how=answer.partner_told_how.strip(),
    )


def _follow(incident: Incident, decision: Decision, at: dt.datetime) -> None:
    clocks.meet(incident, "triage", at=at)
    _follow_clinician(incident, decision, at)
    _follow_partner(incident, decision, at)
    harms = {incident.physical_harm, incident.psychological_harm}
    if harms & HARM_NEEDS_STABILISING:
        _, opened = Stabilisation.objects.get_or_create(incident=incident)
        if opened:
            clocks.start(
                "stabilisation",
                incident,
                unit=incident.unit,
                at=at,
                owner_role="team_manager",
                thread=incident.pk,
            )


def _follow_clinician(incident: Incident, decision: Decision, at: dt.datetime) -> None:
    answer = decision.answers[TriageQuestion.CLINICAL_REVIEW]
    if not answer.yes or answer.clinician is None:
        return
    clocks.start(
        "clinical_review",
        incident,
        unit=incident.unit,
        at=at,
        owner=answer.clinician,
        thread=incident.pk,
    )
    notices.send(
        [answer.clinician],
        kind="clinical_review",
        subject=f"Clinical review of {incident.reference}",
        body="Triage asks you for a clinical review.",
        link=f"/incidents/{incident.reference}/",
        thread=incident.pk,
        at=at,
    )


def _follow_partner(incident: Incident, decision: Decision, at: dt.datetime) -> None:
    if decision.answers[TriageQuestion.PARTNER].yes:
        clocks.start(
            "partner_acknowledgement",
            incident,
            unit=incident.unit,
            at=at,
            owner_role="triage_lead",
            thread=incident.pk,
        )


@transaction.atomic
def record_clinical_review(
    incident: Incident, finding: str, *, by: User, at: dt.datetime | None = None
) -> None:
    """Record what the clinical review found; ends its clock."""
    at = at or timezone.now()
    perform(
        moves.CLINICALLY_REVIEWED,
        incident,
        by=by,
        at=at,
        facts={"note": finding},
    )
    clocks.meet(incident, "clinical_review", at=at)

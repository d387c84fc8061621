"""Rules of triage and stabilisation. TRI: triage, STA: stabilisation."""

from __future__ import annotations

from typing import Any

from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.incidents.triage_decisions import Decision, Proposal
from goldthread.workflow.rules import Facts, rule


def _decision(facts: Facts) -> Decision:
    decision: Decision = facts["decision"]
    return decision


@rule(
    "TRI-01",
    "Triage says which category",
    refusal="Choose the category. It decides who learns from this.",
    field="category",
)
def says_which_category(_: Any, facts: Facts) -> bool:
    return _decision(facts).category is not None


@rule(
    "TRI-02",
    "Triage says why this category",
    refusal="Say in a sentence why this category fits.",
    field="why",
)
def says_why(_: Any, facts: Facts) -> bool:
    return bool(_decision(facts).why.strip())


@rule(
    "TRI-03",
    "Triage says what was done at once, or why nothing was needed",
    refusal="Record what was done straight away, by whom and when, or say why nothing was needed.",
    field="immediate_actions",
)
def says_what_was_done(incident: Any, facts: Facts) -> bool:
    decision = _decision(facts)
    return (
        bool(decision.immediate_actions)
        or bool(decision.none_needed_because.strip())
        or incident.immediate_actions.exists()
    )


@rule(
    "TRI-04",
    "Triage answers the four questions, each with a reason",
    refusal="Answer each of the four questions yes or no, and give the reason.",
    field="answers",
)
def answers_four_questions(_: Any, facts: Facts) -> bool | str:
    answers = _decision(facts).answers
    missing = [
        question.label
        for question in TriageQuestion
        if question not in answers
        or answers[question].yes is None
        or not answers[question].reason.strip()
    ]
    return True if not missing else "Answer yes or no, with the reason: " + " ".join(missing)


@rule(
    "TRI-05",
    "A clinical review has a named clinician",
    refusal="Name the clinician who will do the clinical review.",
    field="clinician",
)
def clinical_review_names_clinician(_: Any, facts: Facts) -> bool:
    answer = _decision(facts).answers.get(TriageQuestion.CLINICAL_REVIEW)
    return answer is None or not answer.yes or answer.clinician is not None


@rule(
    "TRI-06",
    "Telling a partner says which partner",
    refusal="Name the partner agency, so that somebody can tell them.",
    field="partner",
)
def partner_is_named(_: Any, facts: Facts) -> bool:
    answer = _decision(facts).answers.get(TriageQuestion.PARTNER)
    return answer is None or not answer.yes or bool(answer.partner.strip())


@rule(
    "TRI-07",
    "Another tier than the one proposed has a reason",
    refusal="The tool proposes another tier. Say why this one fits better.",
    field="override_reason",
)
def override_has_reason(_: Any, facts: Facts) -> bool | str:
    decision: Decision = _decision(facts)
    proposal: Proposal | None = facts["proposal"]
    if proposal is None or not decision.tier:
        return True  # TRI-11 and TRI-08 speak first
    if decision.tier == proposal.tier or decision.override_reason.strip():
        return True
    return f"The tool proposes: {proposal.label}. Say why another tier fits better."


@rule(
    "TRI-08",
    "Triage chooses a tier",
    refusal="Choose the tier of review.",
    field="tier",
)
def chooses_tier(_: Any, facts: Facts) -> bool:
    return bool(_decision(facts).tier)


@rule(
    "TRI-09",
    "Triage again says why",
    refusal="Say what changed, so that the earlier decision can be understood.",
    field="again_because",
)
def again_says_why(_: Any, facts: Facts) -> bool:
    return bool(_decision(facts).again_because.strip())


@rule(
    "TRI-10",
    "Only a placed incident is triaged",
    refusal="Place this incident with a team first, so that the right people see it.",
    field="unit",
)
def is_placed(incident: Any, _: Facts) -> bool:
    return bool(incident.placed)


@rule(
    "TRI-11",
    "Triage says what could believably be the worst result",
    refusal="Say what the worst believable result would be if it happened again.",
    field="potential_harm",
)
def says_worst_believable(_: Any, facts: Facts) -> bool:
    return bool(_decision(facts).potential_harm)


@rule(
    "TRI-13",
    "Triage says whether a national rule requires an investigation",
    refusal="Say whether a national rule requires an investigation, or that it is not known yet.",
    field="national_trigger",
)
def says_national_trigger(_: Any, facts: Facts) -> bool:
    return bool(_decision(facts).national_trigger)


@rule(
    "TRI-30",
    "A partner who was asked acknowledges by name and role",
    refusal="Enter your name and your role.",
    field="name",
)
def partner_says_who(_: Any, facts: Facts) -> bool | str:
    if not facts["asked"]:
        return "Nobody is waiting for an answer to this any more."
    return bool(facts["name"].strip()) and bool(facts["role"].strip())


TRIAGE_RULES = (
    is_placed,
    says_which_category,
    says_why,
    says_what_was_done,
    answers_four_questions,
    clinical_review_names_clinician,
    partner_is_named,
    says_worst_believable,
    says_national_trigger,
    chooses_tier,
    override_has_reason,
)


@rule(
    "STA-01",
    "A part of stabilisation is done by writing what was done",
    refusal="Write what was done, or why it is not needed here.",
    field="note",
)
def part_has_note(_: Any, facts: Facts) -> bool:
    return bool(str(facts.get("note", "")).strip())


@rule(
    "STA-02",
    "A named leader signs stabilisation off when all three parts are done",
    refusal="Immediate safety, communication and documentation all have to be recorded first.",
)
def three_parts_are_done(incident: Any, _: Facts) -> bool | str:
    row = incident.stabilisation
    parts = {
        "immediate safety": row.safety_at,
        "communication": row.communication_at,
        "documentation": row.documentation_at,
    }
    missing = [name for name, done_at in parts.items() if done_at is None]
    return True if not missing else f"Still to record: {', '.join(missing)}."


@rule(
    "STA-03",
    "Staff support is offered, or it says why not",
    refusal="Record whether support was offered to the staff involved, and what they said.",
    field="support_note",
)
def support_is_recorded(incident: Any, _: Facts) -> bool:
    row = incident.stabilisation
    return row.support_offered_at is not None or bool(row.support_note.strip())

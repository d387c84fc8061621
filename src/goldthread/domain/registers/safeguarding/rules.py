"""Rules of safeguarding cases. SAF."""

from __future__ import annotations

from typing import Any

from goldthread.domain.registers.safeguarding.terms import LeadAgency, OutcomeMet
from goldthread.workflow.rules import Facts, rule


@rule(
    "SAF-01",
    "A referral says to whom and how",
    refusal="Name the local authority or other agency, and say how the referral was made.",
    field="referred_to",
)
def referral_says_to_whom(_: Any, facts: Facts) -> bool:
    return bool(facts["referred_to"].strip()) and bool(facts["referred_how"].strip())


@rule(
    "SAF-02",
    "A confirmed lead agency has a name and says how it was confirmed",
    refusal="A lead is confirmed by a name and how you know. Otherwise choose “assumed”.",
    field="lead_agency",
)
def confirmed_lead_says_how(_: Any, facts: Facts) -> bool:
    if facts["lead_agency"] != LeadAgency.CONFIRMED:
        return True
    return bool(facts["name"].strip()) and bool(facts["how"].strip())


@rule(
    "SAF-03",
    "A decision is recorded with its reasons, also when it is no",
    refusal="Write the decision and the reasons, also when the threshold was not met.",
    field="decision",
)
def decision_has_reasons(_: Any, facts: Facts) -> bool:
    return facts["threshold_met"] is not None and bool(facts["decision"].strip())


@rule(
    "SAF-04",
    "A case closes with what became of the adult's wanted outcomes",
    refusal="Say whether the outcome the person wanted was met, or why they were not asked.",
    field="outcome_met",
)
def closes_with_outcome(_: Any, facts: Facts) -> bool:
    return facts["outcome_met"] in OutcomeMet.values and bool(facts["reason"].strip())


@rule(
    "SAF-05",
    "An acknowledgement names who gave it",
    refusal="Name the person at the agency who acknowledged the referral.",
    field="acknowledged_by_name",
)
def acknowledgement_names_someone(_: Any, facts: Facts) -> bool:
    return bool(facts["name"].strip())

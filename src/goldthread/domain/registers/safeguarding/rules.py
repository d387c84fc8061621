"""Rules of safeguarding cases. SAF."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goldthread.domain.registers.safeguarding.terms import (
    DelayReason,
    LeadAgency,
    OutcomeMet,
    Status,
)
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
    "SAF-12",
    "A lead is confirmed on a day that has come",
    refusal="Give the day on which the lead was confirmed: today or earlier.",
    field="confirmed_on",
)
def confirmed_on_a_past_day(_: Any, facts: Facts) -> bool:
    return facts["on"] is None or facts["on"] <= timezone.localdate(facts["at"])


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


@rule(
    "SAF-06",
    "An action in a case says what is to be done, who does it and by when",
    refusal="Say what is to be done, choose who does it (a colleague, or a partner agency and "
    "the name of a person there), and by which day.",
    field="what",
)
def action_is_whole(_: Any, facts: Facts) -> bool:
    partner = bool(facts["owner_agency"].strip()), bool(facts["owner_name"].strip())
    one_owner = partner == ((False, False) if facts["owner"] else (True, True))
    return bool(facts["what"].strip()) and one_owner and facts["due_on"] is not None


@rule(
    "SAF-07",
    "An action that is not done or not needed says why",
    refusal="Say what stands in the way and what happens next, or why it is not needed any more.",
    field="note",
)
def not_done_says_why(_: Any, facts: Facts) -> bool:
    return facts["done"] is True or bool(facts["note"].strip())


@rule(
    "SAF-08",
    "A case closes with every action confirmed as done or not needed",
    refusal="Actions of this case are still to do. Confirm each as done, or say why it is not "
    "needed any more.",
)
def actions_have_ended(_: Any, facts: Facts) -> bool:
    return not facts["actions_open"]


@rule(
    "SAF-09",
    "Actions are added to a case that is open",
    refusal="This case is closed. Open a new concern on the incident if something is still to do.",
)
def case_is_open(action: Any, _: Facts) -> bool:
    return action.case.status != Status.CLOSED


@rule(
    "SAF-10",
    "A step that is late says why",
    refusal="This step is later than your time limit. Choose why, so that delays can be counted "
    "and their causes mended.",
    field="delay",
)
def late_says_why(_: Any, facts: Facts) -> bool | str:
    if facts["due_at"] is None:
        return True
    if facts["delay"] == DelayReason.OTHER and not facts["delay_words"].strip():
        return "Say in a few words what the other reason for the delay was."
    return facts["delay"] in DelayReason.values


@rule(
    "SAF-11",
    "A referral does not go out over a threshold decision of no",
    refusal="The last threshold decision was no. Record a new one that says what changed, then "
    "refer.",
)
def no_is_not_passed_over(_: Any, facts: Facts) -> bool:
    return not facts["last_no"]


@rule(
    "SAF-13",
    "A threshold decision gives its reasons, whichever way it went",
    refusal="Choose yes or no, and write the reasons: for a no they count as much as for a yes.",
    field="reasons",
)
def threshold_has_reasons(_: Any, facts: Facts) -> bool:
    return facts["met"] is not None and bool(facts["reasons"].strip())


@rule(
    "SAF-14",
    "A threshold decision rests on a run of the tool on the same incident",
    refusal="Choose a run of the decision tool that was made on this incident.",
    field="run",
)
def run_is_of_this_thread(_: Any, facts: Facts) -> bool:
    return not facts["run_elsewhere"]


@rule(
    "SAF-15",
    "The person of a case is served by the same organisation",
    refusal="No person you can see has this reference. Check it, or record them first.",
    field="person",
)
def person_is_ours(case: Any, facts: Facts) -> bool:
    person = facts["person"]
    return person is None or (
        person.organisation_id == case.organisation_id and person.merged_into_id is None
    )


@rule(
    "SAF-16",
    "What became of a wish is said of a wish on record",
    refusal="Record first what the person wants to happen, or choose “not asked” and say why.",
    field="outcome_met",
)
def wish_is_on_record(case: Any, facts: Facts) -> bool:
    asked = facts["outcome_met"] in (OutcomeMet.MET, OutcomeMet.PARTLY, OutcomeMet.NOT_MET)
    return not asked or bool(case.wanted_outcomes.strip())


@rule(
    "SAF-17",
    "A wish is recorded in words",
    refusal="Write what the person wants to happen, in their own words where you can.",
    field="wanted",
)
def wish_has_words(_: Any, facts: Facts) -> bool:
    return bool(facts["wanted"].strip())


@rule(
    "SAF-18",
    "A step of the ladder says who was contacted, how, and what they answered",
    refusal="Choose the rung, and say who was contacted (name and role), how, and what they "
    "answered; “no answer” is an answer.",
    field="response",
)
def ladder_step_is_whole(_: Any, facts: Facts) -> bool:
    said = ("name", "role", "how", "response")
    return facts["known"] and all(facts[name].strip() for name in said)


@rule(
    "SAF-19",
    "A note says something",
    refusal="Write the note first.",
    field="text",
)
def note_has_words(_: Any, facts: Facts) -> bool:
    return bool(facts["text"].strip())


@rule(
    "PAG-01",
    "A partner agency has a name",
    refusal="Enter the name of the agency.",
    field="name",
)
def agency_has_a_name(_: Any, facts: Facts) -> bool:
    return bool(facts["name"].strip())


@rule(
    "PAG-02",
    "A partner agency is on the list once",
    refusal="An agency of this name is on the list already.",
    field="name",
)
def agency_is_listed_once(_: Any, facts: Facts) -> bool:
    return not facts["taken"]


OF_PARTNERS = (agency_has_a_name, agency_is_listed_once)

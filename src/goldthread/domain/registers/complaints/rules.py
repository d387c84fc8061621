"""Rules of complaints. CMP."""

from __future__ import annotations

from typing import Any

from goldthread.domain.registers.complaints.terms import Consent, From, Outcome
from goldthread.workflow.rules import Facts, rule


@rule(
    "CMP-01",
    "A complaint says who made it, what it is about, and in their words",
    refusal="Give the name of whoever complains, a line on what it is about, and their own words.",
    field="words",
)
def says_who_and_what(complaint: Any, _: Facts) -> bool:
    return all(text.strip() for text in (complaint.from_name, complaint.about, complaint.words))


@rule(
    "CMP-02",
    "A complaint has been received already",
    refusal="The complaint cannot have been received after now.",
    field="received_at",
)
def received_already(complaint: Any, facts: Facts) -> bool:
    return bool(complaint.received_at <= facts["now"])


@rule(
    "CMP-03",
    "An acknowledgement says how it was given",
    refusal="Say how it was acknowledged, and what was offered.",
    field="acknowledged_how",
)
def acknowledged_somehow(_: Any, facts: Facts) -> bool:
    return bool(facts["acknowledged_how"].strip())


@rule(
    "CMP-04",
    "An answer has words and says what was upheld",
    refusal="Write the answer, and say whether the complaint was upheld, partly upheld or not.",
    field="answer",
)
def answer_says_what_was_upheld(_: Any, facts: Facts) -> bool:
    return bool(facts["answer"].strip()) and facts["outcome"] in Outcome.values


@rule(
    "CMP-05",
    "Someone else is answered with the person's consent, or in their best interests",
    refusal="Ask the person whether they agree that someone else is answered about them. Until "
    "then, answer only in general terms and record that here as not answered.",
    field="consent",
)
def answered_with_consent(complaint: Any, facts: Facts) -> bool:
    if complaint.made_by == From.PERSON:
        return True
    return facts["consent"] in (Consent.GIVEN, Consent.BEST_INTERESTS)


@rule(
    "CMP-06",
    "A complaint closes with its learning",
    refusal="Write what was upheld, and what changes because of it, or why nothing has to change.",
    field="changes",
)
def closes_with_learning(_: Any, facts: Facts) -> bool:
    return bool(facts["upheld"].strip()) and bool(facts["changes"].strip())


@rule(
    "CMP-07",
    "A complaint belongs to one incident",
    refusal="This complaint is linked to an incident already. Link the two incidents instead.",
    field="incident",
)
def not_linked_yet(complaint: Any, _: Facts) -> bool:
    return complaint.incident_id is None


@rule(
    "CMP-08",
    "A complaint made by the person themselves is about that person",
    refusal="Say who the person is: a complaint they make themselves is on their own record.",
    field="person",
)
def own_complaint_names_the_person(complaint: Any, _: Facts) -> bool:
    return complaint.made_by != From.PERSON or complaint.person_id is not None

"""Rules of the duty of candour (CAN; regulation 20). Engagement and letters: `log_rules`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.timezone import localdate

from goldthread.domain.candour.models import Candour
from goldthread.domain.candour.queries import open_questions, sent_letters
from goldthread.domain.candour.terms import (
    IN_PERSON,
    AttemptResult,
    ContactOutcome,
    LetterStep,
    Relationship,
    ToldHow,
)
from goldthread.workflow.rules import Facts, rule

CLOCK_SKEW = dt.timedelta(minutes=10)  # a phone's clock may run ahead of the server's


def said(facts: Facts, name: str) -> bool:
    """Whether something other than spaces was given under `name`."""
    return bool(str(facts.get(name) or "").strip())


def past(moment: dt.datetime | None, facts: Facts) -> bool:
    """Whether the moment is not later than now, a phone's clock running ahead allowed for."""
    return moment is None or moment <= facts["at"] + CLOCK_SKEW


@rule(
    "CAN-01",
    "A candour decision names the healthcare professional whose opinion it is",
    refusal="Give the name and profession of the healthcare professional whose opinion this is. "
    "It may be you.",
    field="professional",
)
def names_professional(_: Any, facts: Facts) -> bool:
    return said(facts, "professional")


@rule(
    "CAN-02",
    "A candour decision says why, also when the duty does not apply",
    refusal="Say why, in a sentence or two. “No” needs its reason as much as “yes”.",
    field="reason",
)
def says_why(_: Any, facts: Facts) -> bool:
    return said(facts, "reason")


@rule(
    "CAN-03",
    "A decision left open says who will decide and by when",
    refusal="Name the person who will decide and the day by which they will. "
    "The law says as soon as reasonably practicable; it does not wait for the review.",
    field="next_decider",
)
def says_who_decides_next(_: Any, facts: Facts) -> bool:
    day = facts.get("next_decision_on")
    return facts.get("next_decider") is not None and day is not None and day >= facts["today"]


@rule(
    "CAN-04",
    "It is known who is to be told before anyone is told",
    refusal="First record who is to be told: the person affected, or someone lawfully acting "
    "for them.",
    field="person_name",
)
def relevant_person_known(candour: Candour, _: Facts) -> bool:
    return bool(candour.person_relationship and candour.person_name)


@rule(
    "CAN-05",
    "Someone acts for the person only for a lawful reason that is written down",
    refusal="Say what lets this person act for the person affected, for example next of kin of "
    "someone who died, or a deputy for health and welfare.",
    field="person_basis",
)
def acts_lawfully(_: Any, facts: Facts) -> bool:
    return facts.get("person_relationship") == Relationship.SELF or said(facts, "person_basis")


@rule(
    "CAN-06",
    "Telling someone is done in person",
    refusal="The regulation says in person. Record a telephone call as contact, and arrange to "
    "meet. If the person asked for video instead, choose that and say why.",
    field="told_how",
)
def told_in_person(_: Any, facts: Facts) -> bool:
    if facts.get("told_how") == ToldHow.VIDEO:
        return said(facts, "told_how_why")
    return facts.get("told_how") in IN_PERSON


@rule(
    "CAN-07",
    "Whoever is told is given a true account of all the facts known",
    refusal="Write down the account that was given: all the facts known on that day.",
    field="account",
)
def gives_account(_: Any, facts: Facts) -> bool:
    return said(facts, "account")


@rule(
    "CAN-08",
    "Whoever is told hears what further enquiries are planned",
    refusal="Write down what they were told about further enquiries. If there are none, say so.",
    field="enquiries",
)
def advises_enquiries(_: Any, facts: Facts) -> bool:
    return said(facts, "enquiries")


@rule(
    "CAN-09",
    "Whoever is told is given an apology",
    refusal="Write down how you said sorry. An apology is an expression of sorrow or regret and "
    "not an admission of liability.",
    field="apology",
)
def gives_apology(_: Any, facts: Facts) -> bool:
    return said(facts, "apology")


@rule(
    "CAN-10",
    "What is recorded as done has been done, and after the incident",
    refusal="This time is in the future, or before the incident. Check the day, month and year.",
    field="happened_at",
)
def done_between_incident_and_now(candour: Candour, facts: Facts) -> bool:
    moment = facts["happened_at"]
    began = candour.incident.occurred_at
    return past(moment, facts) and (began is None or localdate(moment) >= localdate(began))


@rule(
    "CAN-11",
    "Support that is offered is described",
    refusal="Say what support was offered, for example an interpreter, an advocate or "
    "emotional support.",
    field="support_offered",
)
def describes_support(_: Any, facts: Facts) -> bool:
    return said(facts, "support_offered")


@rule(
    "CAN-12",
    "The written follow-up is on record as sent, on or after the day they were told",
    refusal="First write and send the follow-up letter, on or after the day they were told. "
    "A copy is kept with the record.",
)
def follow_up_sent(candour: Candour, _: Facts) -> bool:
    told = localdate(candour.told_at)
    letters = sent_letters(candour.incident, LetterStep.WRITTEN_FOLLOW_UP)
    return any(localdate(letter.sent_at) >= told for letter in letters)


@rule(
    "CAN-13",
    "The results of enquiries are shared in writing",
    refusal="First write and send the letter with the results of the enquiries.",
)
def results_sent(candour: Candour, _: Facts) -> bool:
    return sent_letters(candour.incident, LetterStep.RESULTS_SHARED).exists()


@rule(
    "CAN-14",
    "Every question the person or family asked is answered, or says why it cannot be",
    refusal="A question from the person or family is still open. Answer it, or say why it "
    "cannot be answered.",
)
def questions_settled(candour: Candour, _: Facts) -> bool:
    return not open_questions(candour.incident).exists()


@rule(
    "CAN-15",
    "Ending without contact rests on recorded attempts",
    refusal="Record the attempts first: each with its date, how it was made and what came of it. "
    "To say that the person does not want contact, one of them must say so.",
    field="contact_outcome",
)
def attempts_recorded(candour: Candour, facts: Facts) -> bool:
    results = set(candour.attempts.values_list("result", flat=True))
    if facts.get("contact_outcome") == ContactOutcome.DECLINES:
        return AttemptResult.DECLINED in results
    return bool(results - {AttemptResult.REACHED.value})


@rule(
    "CAN-16",
    "Ending without contact says what is known of the person's wishes, and when to look again",
    refusal="Say what the person has told you about contact, and when you will look at this "
    "again. Someone who changes their mind is told at any time.",
    field="contact_note",
)
def says_wishes(_: Any, facts: Facts) -> bool:
    return said(facts, "contact_note")


@rule(
    "CAN-17",
    "An attempt says who made it",
    refusal="Say who tried to make contact.",
    field="tried_by",
)
def attempt_has_person(_: Any, facts: Facts) -> bool:
    return said(facts, "tried_by")


@rule(
    "CAN-18",
    "Candour that ended without contact opens again only for a reason",
    refusal="Say what has changed, for example that the person has asked to be told.",
    field="reason",
)
def resumes_with_reason(candour: Candour, facts: Facts) -> bool:
    return bool(candour.contact_outcome) and said(facts, "reason")

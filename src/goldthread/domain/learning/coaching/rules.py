"""Rules of coaching sessions (COA) and of vignettes sat in supervision (SIT)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goldthread.domain.learning.coaching.terms import ProofType, Rating
from goldthread.domain.learning.scenarios.terms import Status as ScenarioStatus
from goldthread.instruments.terms import Kind
from goldthread.workflow.rules import Facts, rule


@rule(
    "COA-01",
    "A session uses published scenarios of the organisation, at least one",
    refusal="Choose at least one scenario from the bank.",
    field="scenarios",
)
def uses_published_scenarios(record: Any, facts: Facts) -> bool | str:
    used = facts["held"].scenarios
    if any(one.organisation_id != record.organisation_id for one in used):
        return False
    gone = next((one for one in used if one.status != ScenarioStatus.PUBLISHED), None)
    if gone is not None:
        return f"“{gone.title}” is not in the bank now. Choose a published scenario."
    return bool(used)


@rule(
    "COA-02",
    "A session is recorded once it has begun",
    refusal="This is in the future. Record the session once it has begun.",
    field="held_on",
)
def has_begun(_: Any, facts: Facts) -> bool:
    return bool(facts["held"].held_at <= facts["at"])


@rule(
    "COA-03",
    "At least one of the eligible staff came, and nobody else is counted",
    refusal="Tick at least one person who came. People of other teams are guests.",
    field="attended",
)
def someone_came(_: Any, facts: Facts) -> bool:
    came = facts["held"].attended
    return bool(came) and came <= facts["eligible"]


@rule(
    "COA-04",
    "An answer is to a question of the session, by someone who came or by the group",
    refusal="Choose a question of this session, and someone who came or the whole group.",
    field="question",
)
def answers_belong(_: Any, facts: Facts) -> bool:
    return all(
        one.question.scenario_id in facts["scenarios"]
        and (one.person is None or one.person.pk in facts["came"])
        for one in facts["answers"]
    )


@rule(
    "COA-05",
    "An answer says what was answered and how it stands against a good answer",
    refusal="Write the answer, and say whether it meets what a good answer holds.",
    field="text",
)
def answers_are_whole(_: Any, facts: Facts) -> bool:
    return all(one.text.strip() and one.rating in Rating.values for one in facts["answers"])


@rule(
    "COA-06",
    "Each person, and the group, answers a question once in a session",
    refusal="This question has an answer from them already.",
    field="question",
)
def answered_once(_: Any, facts: Facts) -> bool:
    keys = [(one.question.pk, one.person.pk if one.person else None) for one in facts["answers"]]
    return len(keys) == len(set(keys)) and not set(keys) & facts["answered"]


@rule(
    "COA-07",
    "A competency check is of one person whose own answers were rated, and not of the assessor",
    refusal="Choose someone whose own answers are in this session, other than who led it.",
    field="person",
)
def competency_is_of_one_who_answered(record: Any, facts: Facts) -> bool:
    if facts["type"] != ProofType.COMPETENCY:
        return True
    person = facts["person"]
    return person is not None and bool(facts["ratings"]) and person.pk != record.facilitator_id


@rule(
    "COA-08",
    "A session proves the same thing of an action once",
    refusal="This session is evidence of this action already.",
    field="action",
)
def proves_once(_: Any, facts: Facts) -> bool:
    return not facts["used"]


@rule(
    "COA-09",
    "A session is withdrawn with a reason, and not while it is evidence",
    refusal="Say why the session is withdrawn.",
    field="reason",
)
def withdrawn_because(_: Any, facts: Facts) -> bool | str:
    if facts["proves"]:
        return "This session is evidence of an action. Withdraw that evidence there first."
    return bool(facts["reason"].strip())


@rule(
    "SIT-01",
    "A vignette is sat by a member of staff of the team with somebody else",
    refusal="Choose a member of staff of this team, other than yourself.",
    field="staff",
)
def sat_with_another(_: Any, facts: Facts) -> bool:
    staff = facts["sat"].staff
    return staff.pk != facts["by"].pk and staff.pk in facts["eligible"]


@rule(
    "SIT-02",
    "What is sat is a supervision vignette of the organisation",
    refusal="Choose a supervision vignette.",
    field="vignette",
)
def is_a_vignette(record: Any, facts: Facts) -> bool:
    instrument = facts["sat"].version.instrument
    same = instrument.organisation_id == record.organisation_id
    return bool(same and instrument.kind == Kind.VIGNETTE)


@rule(
    "SIT-03",
    "A sitting that was not safe says what will be done to help",
    refusal="This was not a safe decision. Say what will be done to help.",
    field="follow_up",
)
def unsafe_says_what_follows(_: Any, facts: Facts) -> bool:
    return bool(facts["safe"]) or bool(facts["sat"].follow_up.strip())


@rule(
    "SIT-04",
    "A sitting that was not safe is sat again by a day not before it",
    refusal="Give the day by which it is sat again.",
    field="follow_up_by",
)
def unsafe_says_by_when(_: Any, facts: Facts) -> bool | str:
    sat = facts["sat"]
    if facts["safe"]:
        return True
    if sat.follow_up_by is None:
        return False
    day = timezone.localdate(sat.sat_at)
    return sat.follow_up_by >= day or "The day must not be before the vignette was sat."


@rule(
    "SIT-05",
    "A sitting is recorded once it has begun",
    refusal="This is in the future. Record the vignette once it was sat.",
    field="sat_on",
)
def sitting_has_begun(_: Any, facts: Facts) -> bool:
    return bool(facts["sat"].sat_at <= facts["at"])


@rule(
    "SIT-06",
    "A re-test is of the same person with the same vignette, after the first",
    refusal="A re-test is of the same person with the same vignette, after the first sitting.",
    field="sat_on",
)
def retest_is_the_same(_: Any, facts: Facts) -> bool:
    first, sat = facts["retest_of"], facts["sat"]
    if first is None:
        return True
    same = (first.staff_id, first.code) == (sat.staff.pk, sat.version.instrument.code)
    return bool(same and sat.sat_at > first.sat_at)

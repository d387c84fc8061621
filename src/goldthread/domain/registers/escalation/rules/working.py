"""Rules of an episode, from the first sign to its end. ESC-01 to ESC-18."""

from __future__ import annotations

from typing import Any

from goldthread.domain.registers.escalation.terms import Finding
from goldthread.workflow.rules import Facts, rule


@rule(
    "ESC-01",
    "Monitoring says at what point we step up",
    refusal="“Monitoring” needs a threshold: say at what point you step up, so that anyone could "
    "tell when it is reached.",
    field="threshold",
)
def monitoring_has_threshold(_: Any, facts: Facts) -> bool:
    return bool(facts["threshold"].strip())


@rule(
    "ESC-02",
    "Monitoring has one named person who works here",
    refusal="“Monitoring” needs one person who watches. A team cannot watch.",
    field="owner",
)
def monitoring_has_owner(record: Any, facts: Facts) -> bool:
    owner = facts["owner"]
    return owner is not None and owner.is_active and owner.organisation_id == record.organisation_id


@rule(
    "ESC-03",
    "Monitoring has a time ahead at which someone looks again",
    refusal="“Monitoring” needs a day and time, still to come, at which someone looks again.",
    field="recheck_on",
)
def monitoring_has_recheck(_: Any, facts: Facts) -> bool:
    return facts["recheck_at"] is not None and facts["recheck_at"] > facts["now"]


@rule(
    "ESC-04",
    "What was observed has happened already",
    refusal="The time it was observed cannot be still to come.",
    field="observed_on",
)
def observed_already(_: Any, facts: Facts) -> bool:
    return facts["observed_at"] <= facts["now"]


@rule(
    "ESC-05",
    "An observation names an indicator in use",
    refusal="This indicator is no longer in use. Choose one of those offered.",
    field="indicator",
)
def indicator_in_use(record: Any, facts: Facts) -> bool:
    indicator = facts["version"].indicator
    return indicator.retired_on is None and indicator.organisation_id == record.organisation_id


@rule(
    "ESC-06",
    "A threshold that is met leads to a step-up with a time",
    refusal="This indicator has no step-up defined yet. Say what is done, and within what time.",
    field="step_up",
)
def threshold_leads_to_step_up(_: Any, facts: Facts) -> bool:
    due = facts["due_at"]
    return bool(facts["action"].strip()) and due is not None and due >= facts["met_at"]


@rule(
    "ESC-07",
    "A step-up says what was done",
    refusal="Say what was done, and by whom it was received.",
    field="what",
)
def step_up_says_what(_: Any, facts: Facts) -> bool:
    return bool(facts["what"].strip())


@rule(
    "ESC-08",
    "A step-up was done after its threshold was met, and has happened already",
    refusal="The step-up was done after the threshold was met, and not later than now. "
    "Check the day and time.",
    field="done_on",
)
def step_up_done_between(_: Any, facts: Facts) -> bool:
    open_one = facts["step_up"]
    return open_one is not None and bool(open_one.met_at <= facts["done_at"] <= facts["now"])


@rule(
    "ESC-09",
    "A senior review says why the step-up was late",
    refusal="Write the rationale: what stood in the way, and what was decided about it.",
    field="rationale",
)
def review_has_rationale(_: Any, facts: Facts) -> bool:
    return bool(facts["rationale"].strip())


@rule(
    "ESC-10",
    "A senior review says what is learnt",
    refusal="Write the learning: what should change so that the next step-up is in time.",
    field="learning",
)
def review_has_learning(_: Any, facts: Facts) -> bool:
    return bool(facts["learning"].strip())


@rule(
    "ESC-11",
    "A senior review is of a step-up that is late",
    refusal="This step-up is not late, so there is no delay to review.",
)
def review_is_of_a_delay(_: Any, facts: Facts) -> bool:
    return bool(facts["step_up"].late(facts["now"]))


@rule(
    "ESC-12",
    "A delay is reviewed once",
    refusal="Another senior has reviewed this delay meanwhile. Your text is below: read theirs "
    "on the page of the episode, and tell them what they missed.",
)
def reviewed_once(_: Any, facts: Facts) -> bool:
    return not facts["reviewed"]


@rule(
    "ESC-13",
    "A delay is reviewed by someone who did not own the step-up",
    refusal="You owned this step-up. Another senior reviews why it was late.",
)
def reviewed_by_another(_: Any, facts: Facts) -> bool:
    late = facts["step_up"]
    return facts["by"] is None or facts["by"].pk not in (late.owner_id, late.done_by_id)


@rule(
    "ESC-14",
    "A delay is reviewed before its episode is closed",
    refusal="A step-up was late. A senior records the rationale and the learning first.",
)
def delays_are_reviewed(_: Any, facts: Facts) -> bool:
    return not facts["unreviewed"]


@rule(
    "ESC-15",
    "An episode ends with a reason",
    refusal="Say how the person is now, and why nothing more is due.",
    field="reason",
)
def ends_with_a_reason(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())


@rule(
    "ESC-16",
    "A re-check says what was found",
    refusal="Say what you found when you looked again.",
    field="result",
)
def recheck_says_what(_: Any, facts: Facts) -> bool:
    return bool(facts["result"].strip()) and facts["finding"] in Finding.values


@rule(
    "ESC-17",
    "An episode belongs to an incident of its own organisation",
    refusal="Choose an incident of this organisation that you can open.",
    field="incident",
)
def incident_is_ours(record: Any, facts: Facts) -> bool:
    incident = facts["incident"]
    return incident is not None and incident.organisation_id == record.organisation_id


@rule(
    "ESC-18",
    "What was recorded in error is taken back with a reason",
    refusal="Say what was wrong, for example that it was about someone else.",
    field="reason",
)
def withdrawn_with_a_reason(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())

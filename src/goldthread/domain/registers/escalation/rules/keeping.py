"""Rules of indicators, the cohort and the crisis log. ESC-20 to ESC-27."""

from __future__ import annotations

from typing import Any

from goldthread.domain.registers.escalation.terms import Contact, Stage
from goldthread.workflow.rules import Facts, rule


@rule(
    "ESC-20",
    "An indicator has a name of its own",
    refusal="Enter a name that no other indicator in use has.",
    field="name",
)
def indicator_has_a_name(_: Any, facts: Facts) -> bool:
    name = facts["name"].strip().casefold()
    return bool(name) and name not in facts["taken"]


@rule(
    "ESC-21",
    "A step-up and its timescale come together",
    refusal="Give both what is done and within what time, or neither yet.",
    field="step_up",
)
def mapped_wholly(_: Any, facts: Facts) -> bool:
    given = (facts["step_up"].strip(), facts["within_amount"], facts["within_unit"])
    return all(given) or not any(given)


@rule(
    "ESC-22",
    "A crisis has happened already",
    refusal="The time of the crisis cannot be still to come.",
    field="happened_on",
)
def crisis_happened(_: Any, facts: Facts) -> bool:
    return facts["happened_at"] <= facts["now"]


@rule(
    "ESC-23",
    "A crisis says at which stage escalation came",
    refusal="Say at which stage escalation came, and how the crisis came to notice.",
    field="stage",
)
def crisis_has_a_stage(_: Any, facts: Facts) -> bool:
    return facts["stage"] in Stage.values and facts["contact"] in Contact.values


@rule(
    "ESC-24",
    "A cohort has at least one person",
    refusal="Nobody meets the definition at that time, so there is nothing to freeze.",
)
def cohort_has_someone(_: Any, facts: Facts) -> bool:
    return bool(facts["members"])


@rule(
    "ESC-25",
    "A cohort has a name and counts from a day that has come",
    refusal="Give the cohort a name, and a first day to count from that is not still to come.",
    field="counts_from_on",
)
def cohort_counts_from(_: Any, facts: Facts) -> bool:
    first = facts["counts_from_on"]
    return bool(facts["name"].strip()) and first is not None and first <= facts["today"]


@rule(
    "ESC-26",
    "A flag has a reason",
    refusal="Say what you know of this person that the indicators do not show.",
    field="reason",
)
def flag_has_a_reason(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())


@rule(
    "ESC-27",
    "A definition of the cohort counts at least one indicator and day, and has a reason",
    refusal="Give how many indicators, within how many days, and why it is drawn there.",
    field="because",
)
def definition_is_whole(_: Any, facts: Facts) -> bool:
    return facts["indicators"] >= 1 and facts["days"] >= 1 and bool(facts["because"].strip())

"""Rules of registered measures and recorded effects. VER, from 27."""

from __future__ import annotations

from django.utils import timezone

from goldthread.domain.verification.measured import live_fact
from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.terms import Direction
from goldthread.workflow.rules import Facts, rule

FROZEN = ("measure", "standard")


@rule(
    "VER-27",
    "A registered measure says what counts, over what, and which way is better",
    refusal="Say what is measured, what counts as an event, what it is counted over and which way "
    "is better.",
    field="event",
)
def measure_is_complete(_: Plan, facts: Facts) -> bool | str:
    said = facts["registration"]
    if not all((said.measure.strip(), said.event.strip(), said.denominator.strip())):
        return False
    if said.direction not in Direction.values:
        return False
    if not 0 < said.worthwhile < 1:
        return "The worthwhile effect is a part between 0 and 1: 0.5 is a halving."
    return True


@rule(
    "VER-28",
    "The baseline ends before the change goes live, and the check comes after",
    refusal="Give the first and the last day of the baseline, and the day of the first check.",
    field="baseline_until",
)
def windows_are_in_order(plan: Plan, facts: Facts) -> bool | str:
    said, fact = facts["registration"], live_fact(plan)
    if not (said.baseline_from and said.baseline_until and said.check_on):
        return False
    if said.baseline_until <= said.baseline_from:
        return "The baseline has to end after it begins."
    if fact is not None and said.baseline_until > fact.live_on:
        return "The baseline has to end before the change went live."
    if said.check_on <= said.baseline_until:
        return "The first check comes after the baseline."
    return True


@rule(
    "VER-29",
    "A registered measure is changed after the change went live only with a reason",
    refusal="The change is live, so the measure stands as it was registered. Say why it has to be "
    "amended: the reason and the first wording are both shown.",
    field="amends_because",
)
def amendment_has_reason(plan: Plan, facts: Facts) -> bool:
    if facts["before"] is None or live_fact(plan) is None:
        return True
    return bool(facts["registration"].amends_because.strip())


@rule(
    "VER-30",
    "What is measured and the standard stand once the change is live",
    refusal="The change is live, so what is measured and the standard stay as they were planned.",
    field="measure",
)
def plan_stands_once_live(plan: Plan, facts: Facts) -> bool:
    return not any(facts["changed"].get(name) for name in FROZEN) or live_fact(plan) is None


@rule(
    "VER-31",
    "An effect is measured on a registered measure",
    refusal="Say first what is measured, over what, and which way is better. The measure is "
    "registered on the plan.",
)
def measure_is_registered(_: Plan, facts: Facts) -> bool:
    return facts["registration"] is not None


@rule(
    "VER-32",
    "An effect is counted after the change went live",
    refusal="The change is not live yet, so nothing has been counted after it.",
    field="after_until",
)
def counted_after_the_change(plan: Plan, facts: Facts) -> bool | str:
    fact, until = live_fact(plan), facts["after_until"]
    if fact is None:
        return False
    if until <= fact.live_on:
        return "The figures after the change have to reach beyond the day it went live."
    if until > timezone.localdate(facts["at"]):
        return "The figures after the change cannot reach into the future."
    return True


@rule(
    "VER-33",
    "An effect says where its figures come from",
    refusal="Say where the figures come from, so that someone else can count them again.",
    field="source",
)
def figures_have_a_source(_: Plan, facts: Facts) -> bool:
    return bool(facts["source"].strip())

"""What an action needs to be proposed and agreed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.analytics.wording import find_wording
from goldthread.domain.actions.queries.hints import about, in_service, kept_from
from goldthread.domain.actions.terms import Kind, Method, Route, Strength
from goldthread.workflow.rules import Facts, rule

RAPID_DAYS = 7  # "What will we implement this week?"
FEWEST_WORDS = 5
WHOLE = 100


@rule(
    "ACT-01",
    "An action has a name and says what will change",
    refusal="Give the action a short name and say what will be different once it is done.",
    field="title",
)
def says_what_changes(action: Any, _: Facts) -> bool:
    return bool(action.title.strip()) and bool(action.change.strip())


@rule(
    "ACT-02",
    "An action is specific: it changes something that people see or use",
    refusal="Say what will be different, not that people will be told.",
    field="change",
)
def is_specific(action: Any, _: Facts) -> bool | str:
    """Weak wording stops an action unless it is graded weak and someone says why that is enough.

    A short sentence cannot be specific whatever its words.
    """
    if len(action.change.split()) < FEWEST_WORDS:
        return "Say in a sentence or two what people will see, use or do that they did not before."
    if action.strength == Strength.WEAK and action.weak_reason.strip():
        return True
    found = find_wording(about(action.title, action.change), ("weak_action",))
    if not found:
        return True
    return (
        f"“{found[0].text}” relies on people remembering. {found[0].ask} Reword it, "
        "or grade it as weak and say why a weak action is enough here."
    )


@rule(
    "ACT-03",
    "An action has one owner who works here now",
    refusal="Choose the person who will see this through. A team cannot own an action.",
    field="owner",
)
def owner_works_here(action: Any, facts: Facts) -> bool | str:
    owner = facts.get("owner", action.owner)
    if owner is None:
        return False
    if not in_service(owner, action.organisation_id, timezone.localdate(facts["at"])):
        return f"{owner.name} no longer works here. Choose someone who can see this through."
    if kept_from(owner, action.incident):
        return (
            f"The incident is restricted and {owner.name} is not named to see it. "
            "Name them on the incident first, or choose someone who is."
        )
    return True


@rule(
    "ACT-05",
    "An action is due on a day that has not passed",
    refusal="Give the day by which it will be done.",
    field="due_on",
)
def due_day_is_ahead(action: Any, facts: Facts) -> bool | str:
    if action.due_on is None:
        return False
    past = action.due_on < timezone.localdate(facts["at"])
    return "That day has passed. Choose today or a later day." if past else True


@rule(
    "ACT-06",
    "An action for this week is due within seven days",
    refusal="This was promised for this week, so it is due within seven days. "
    "Choose an earlier day, or make it an ordinary action.",
    field="due_on",
)
def rapid_within_the_week(action: Any, facts: Facts) -> bool:
    if not action.rapid or action.due_on is None:
        return True
    last = timezone.localdate(facts["at"]) + dt.timedelta(days=RAPID_DAYS)
    return bool(action.due_on <= last)


@rule(
    "ACT-07",
    "An action says how success will be seen",
    refusal="Say what you will count or see if this has worked.",
    field="success_measure",
)
def has_success_measure(action: Any, _: Facts) -> bool:
    return bool(action.success_measure.strip())


@rule(
    "ACT-08",
    "An action is embedded by at least one route, and names what carries it",
    refusal="Choose at least one way the change gets into daily work.",
    field="routes",
)
def has_route(_: Any, facts: Facts) -> bool | str:
    routes = facts["routes"]
    for route, artefact in routes:
        if not artefact.strip():
            label = Route(route).label.lower()
            return f"For {label}, name the thing that will carry the change, for example its title."
    return bool(routes)


@rule(
    "ACT-09",
    "The strength of an action is graded, with a reason where it differs from the suggestion",
    refusal="Grade the action: weak, medium or strong.",
    field="strength",
)
def strength_is_graded(action: Any, _: Facts) -> bool | str:
    if action.strength not in Strength.values:
        return False
    suggested = action.suggested_strength or Strength.WEAK
    if action.strength == suggested or action.strength_reason.strip():
        return True
    if not action.suggested_strength:
        return "The wording gives nothing to grade it by. Say why it is more than weak."
    return (
        f"The wording suggests {suggested}. "
        f"Say why you grade it {Strength(action.strength).label.lower()}."
    )


@rule(
    "ACT-10",
    "A change with a partner names the partner",
    refusal="Name the partner agency this change is agreed with.",
    field="partner",
)
def partner_is_named(action: Any, facts: Facts) -> bool:
    interface = action.kind == Kind.INTERFACE or Route.INTERFACE in {r for r, _ in facts["routes"]}
    return not interface or bool(action.partner.strip())


@rule(
    "ACT-11",
    "An agreed action has a plan for verifying it",
    refusal="Say how it will be shown that practice changed: a method, what is measured, "
    "and the standard to meet.",
    field="method",
)
def has_plan(_: Any, facts: Facts) -> bool | str:
    plan = facts.get("plan") or {}
    if plan.get("method") not in Method.values or not str(plan.get("measure") or "").strip():
        return False
    standard = plan.get("standard")
    if standard is None or not 0 < float(standard) <= WHOLE:
        return "Give the standard to meet as a percentage from 1 to 100."
    return True


@rule(
    "ACT-12",
    "Whoever verifies an action does not own it",
    refusal="Choose a verifier who does not own the action.",
    field="verifier",
)
def verifier_is_not_owner(action: Any, facts: Facts) -> bool:
    verifier = (facts.get("plan") or {}).get("verifier")
    return verifier is None or verifier.pk != action.owner_id

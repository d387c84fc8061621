"""What it takes to complete, extend, hand over, withdraw and conclude an action."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goldthread.domain.actions.queries.hints import labels_of, proving
from goldthread.domain.actions.terms import Route, Status, Way
from goldthread.workflow.rules import Facts, rule

VERDICTS = ("practice_changed", "repeat_risk_fell")


@rule(
    "ACT-04",
    "Completed means implemented and communicated",
    refusal="Completed means implemented and communicated.",
)
def implemented_and_communicated(_: Any, facts: Facts) -> bool | str:
    missing = []
    if not facts["implemented"]:
        missing.append("no evidence yet that the change is live")
    if not facts["communicated"]:
        missing.append("no record yet of who was told, how, and how many were reached")
    if not missing:
        return True
    return (
        f"Completed means implemented and communicated. This action has {', and '.join(missing)}."
    )


@rule(
    "ACT-20",
    "An implemented action has evidence of a type that fits how it is embedded",
    refusal="Add evidence first.",
    field="evidence",
)
def has_fitting_evidence(_: Any, facts: Facts) -> bool | str:
    routes, types = facts["routes"], set(facts["evidence"])
    if Route.INTERFACE in routes and not types & proving([Route.INTERFACE]):
        return "Add the agreement with the partner agency as evidence first."
    if types & proving(routes):
        return True
    fitting = " or ".join(labels_of(proving(routes)))
    return (
        f"This action has no evidence yet that the change is live. Add evidence first: {fitting}."
    )


@rule(
    "ACT-21",
    "A change is live from a day that has come",
    refusal="Give the day from which the change is live.",
    field="live_on",
)
def live_day_has_come(_: Any, facts: Facts) -> bool | str:
    live_on = facts.get("live_on")
    if live_on is None:
        return False
    ahead = live_on > timezone.localdate(facts["at"])
    return "That day is in the future. Record it once the change is live." if ahead else True


@rule(
    "ACT-22",
    "Implementation says what is in place now",
    refusal="Say in a sentence what is in place now.",
    field="how",
)
def says_what_is_in_place(_: Any, facts: Facts) -> bool:
    return bool(str(facts.get("how", "")).strip())


@rule(
    "ACT-23",
    "A change is implemented once",
    refusal="This is already recorded as implemented. Reload the page to see by whom.",
)
def not_yet_implemented(_: Any, facts: Facts) -> bool:
    return not facts["implemented"]


@rule(
    "ACT-24",
    "Communication says who was told and how",
    refusal="Say who was told.",
    field="who",
)
def says_who_and_how(_: Any, facts: Facts) -> bool | str:
    told = facts["told"]
    if not told.who.strip():
        return False
    return told.way in Way.values or "Choose how they were told."


@rule(
    "ACT-25",
    "Communication says how many were reached of how many should be",
    refusal="Say how many people were reached, and how many should be.",
    field="reached",
)
def says_reach(_: Any, facts: Facts) -> bool | str:
    told = facts["told"]
    if told.reached is None or told.of is None:
        return False
    if told.reached < 1:
        return "Nobody was reached yet. Record it once people have been told."
    if told.reached > told.of:
        return f"{told.reached} cannot be reached of {told.of}. Check both numbers."
    if told.acknowledged is not None and not 0 <= told.acknowledged <= told.reached:
        return "No more people can have acknowledged it than were reached."
    return True


@rule(
    "ACT-26",
    "People were told on a day that has come",
    refusal="Give the day on which people were told.",
    field="told_on",
)
def told_day_has_come(_: Any, facts: Facts) -> bool | str:
    told_on = facts["told"].told_on
    if told_on is None:
        return False
    ahead = told_on > timezone.localdate(facts["at"])
    return "That day is in the future. Record it once people have been told." if ahead else True


@rule(
    "ACT-30",
    "A later date has a reason",
    refusal="Say why more time is needed and what is done meanwhile.",
    field="reason",
)
def extension_has_reason(_: Any, facts: Facts) -> bool:
    return bool(str(facts.get("reason", "")).strip())


@rule(
    "ACT-31",
    "An extension is to a later day that is still ahead",
    refusal="Choose a day after the present due date.",
    field="due_on",
)
def extension_is_later(action: Any, facts: Facts) -> bool | str:
    due_on = facts.get("due_on")
    if due_on is None or due_on <= action.due_on:
        return False
    ahead = due_on >= timezone.localdate(facts["at"])
    return ahead or "That day has passed. Choose today or a later day."


@rule(
    "ACT-32",
    "One extension is asked for at a time",
    refusal="A later date is already asked for and waits for a decision.",
)
def no_extension_waits(_: Any, facts: Facts) -> bool:
    return facts["waiting"] is None


@rule(
    "ACT-33",
    "An extension is decided by someone who neither owns the action nor asked for it",
    refusal="Someone who neither owns this action nor asked for more time has to decide.",
)
def decided_by_another(action: Any, facts: Facts) -> bool:
    return facts["by"].pk not in (action.owner_id, facts["waiting"].requested_by_id)


@rule(
    "ACT-34",
    "Declining a later date has a reason",
    refusal="Say why the date stays as it is.",
    field="reason",
)
def decline_has_reason(_: Any, facts: Facts) -> bool:
    return bool(str(facts.get("reason", "")).strip())


@rule(
    "ACT-35",
    "A new owner is another person, and there is a reason",
    refusal="Say why the action passes to someone else.",
    field="reason",
)
def hand_over_has_reason(action: Any, facts: Facts) -> bool | str:
    owner = facts.get("owner")
    if owner is not None and owner.pk == action.owner_id:
        return f"{owner.name} owns this action already. Choose someone else."
    return bool(str(facts.get("reason", "")).strip())


@rule(
    "ACT-36",
    "A withdrawn action has a reason",
    refusal="Say why this action is no longer right. The reason is kept.",
    field="reason",
)
def withdrawal_has_reason(_: Any, facts: Facts) -> bool:
    return bool(str(facts.get("reason", "")).strip())


@rule(
    "ACT-37",
    "An implemented action keeps evidence of a type that fits how it is embedded",
    refusal="This is the only evidence that the change is live. Add better evidence first, "
    "then withdraw this one.",
)
def keeps_fitting_evidence(action: Any, facts: Facts) -> bool:
    return not facts["implemented"] or has_fitting_evidence.check(action, facts) is True


@rule(
    "ACT-40",
    "An action is verified by its two verdicts",
    refusal="Verification needs both verdicts: did practice change, and did repeat risk fall?",
)
def has_verdicts(_: Any, facts: Facts) -> bool:
    return all(str(facts.get(verdict) or "").strip() for verdict in VERDICTS)


@rule(
    "ACT-41",
    "A successor takes over from an action that was not effective, on the same thread",
    refusal="Only an action found not effective is taken over, by a new one on the same incident.",
)
def takes_over_ineffective(action: Any, _: Facts) -> bool:
    before = action.replaces
    return before is None or (
        before.status == Status.NOT_EFFECTIVE and before.incident_id == action.incident_id
    )


@rule(
    "ACT-42",
    "A successor is stronger than the action it takes over from",
    refusal="The earlier action did not work. Choose something stronger than it was.",
    field="strength",
)
def is_stronger_than_before(action: Any, _: Facts) -> bool:
    before = action.replaces
    order = ("weak", "medium", "strong")
    if before is None or before.strength not in order or action.strength not in order:
        return True
    strongest = before.strength == order[-1]
    return strongest or order.index(action.strength) > order.index(before.strength)


@rule(
    "ACT-43",
    "A reopened action is due on a day that is still ahead",
    refusal="Give the day by which it will be done this time, today or later.",
    field="due_on",
)
def reopened_for_a_later_day(_: Any, facts: Facts) -> bool:
    due_on = facts.get("due_on")
    return due_on is not None and due_on >= timezone.localdate(facts["at"])

"""Rules of bulletins. BUL."""

from __future__ import annotations

from typing import Any

from goldthread.domain.learning.bulletins.terms import Applies
from goldthread.domain.learning.library.terms import Status as ItemStatus
from goldthread.workflow.rules import Facts, rule


@rule(
    "BUL-01",
    "A bulletin has a title and carries published learning",
    refusal="Give the bulletin a title, and choose at least one published learning item.",
    field="items",
)
def carries_learning(_: Any, facts: Facts) -> bool:
    draft = facts["draft"]
    published = all(one.status == ItemStatus.PUBLISHED for one in draft.items)
    return bool(draft.title.strip()) and bool(draft.items) and published


@rule(
    "BUL-02",
    "A bulletin goes to teams and roles in which there is somebody",
    refusal="Nobody holds these roles in these teams today. Choose other teams or roles.",
    field="roles",
)
def reaches_somebody(_: Any, facts: Facts) -> bool:
    return bool(facts["audience"])


@rule(
    "BUL-03",
    "Teams have until a later day to answer a bulletin",
    refusal="Choose a day after today by which teams answer.",
    field="answer_by",
)
def day_is_ahead(_: Any, facts: Facts) -> bool:
    return bool(facts["draft"].answer_by > facts["today"])


@rule(
    "BUL-04",
    "A bulletin names nobody",
    refusal="Take out what could name somebody.",
    field="words",
)
def names_nobody(_: Any, facts: Facts) -> bool | str:
    left = facts["left"]
    if not left:
        return True
    named = "; ".join(f"“{one.found.text}” in {one.where} ({one.found.label})" for one in left[:3])
    return f"Somebody could be named here: {named}. Take it out."


@rule(
    "BUL-05",
    "A bulletin goes only to teams that its sender reaches",
    refusal="You cannot send to all of these teams.",
    field="units",
)
def sender_reaches_teams(_: Any, facts: Facts) -> bool | str:
    beyond = facts["beyond"]
    if not beyond:
        return True
    return f"You cannot send to {', '.join(unit.name for unit in beyond[:3])}. Leave it out."


@rule(
    "BUL-06",
    "A team answers whether it applies with an action or a reason",
    refusal="Say whether it applies here.",
    field="applies",
)
def answers_with_action_or_reason(_: Any, facts: Facts) -> bool | str:
    applies = facts["applies"]
    if applies == Applies.ACTION:
        return facts["has_action"] or "Choose the action that follows, or propose one."
    if applies in (Applies.ALREADY, Applies.NO):
        return bool(facts["reason"].strip()) or "Say in a sentence why."
    return False


@rule(
    "BUL-07",
    "The action of a team's answer is one of that team",
    refusal="Choose an action of this team that you may open.",
    field="action",
)
def action_is_of_the_team(_: Any, facts: Facts) -> bool:
    return not facts["strange"]


@rule(
    "BUL-08",
    "A bulletin communicates an action of its own learning, once",
    refusal="Choose an action that this bulletin's learning rests on and that it was not used for.",
    field="action",
)
def carries_the_action(_: Any, facts: Facts) -> bool:
    return bool(facts["carried"])


@rule(
    "BUL-09",
    "A team's reason names nobody",
    refusal="Take out what could name somebody. All staff read the reason.",
    field="reason",
)
def reason_names_nobody(_: Any, facts: Facts) -> bool | str:
    left = facts["named"]
    if not left:
        return True
    named = "; ".join(f"“{one.text}” ({one.label})" for one in left[:3])
    return f"Somebody could be named here: {named}. All staff read the reason: take it out."

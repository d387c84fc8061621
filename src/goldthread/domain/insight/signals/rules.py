"""Rules of signals. SIG."""

from __future__ import annotations

from typing import Any

from goldthread.domain.incidents.terms import Tier
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.terms import ANSWERABLE, OF_ACTIONS, TAKES_MORE, Way
from goldthread.workflow.rules import Facts, rule


@rule(
    "SIG-01",
    "A dismissed signal says why",
    refusal="Say why this needs no work, for whoever reads it later.",
    field="reason",
)
def dismissal_has_reason(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())


@rule(
    "SIG-02",
    "An accepted signal says what follows",
    refusal="Choose what follows: a review, work on the action, or another follow-up.",
    field="way",
)
def says_what_follows(_: Any, facts: Facts) -> bool:
    return facts["way"] in Way.values


@rule(
    "SIG-03",
    "A review is opened on incidents the person may open",
    refusal="There is no incident behind this signal that you can open, so no review can begin "
    "here. Follow it up another way.",
    field="way",
)
def review_has_incidents(_: Any, facts: Facts) -> bool:
    return facts["way"] != Way.NEW_REVIEW or bool(facts["incidents"])


@rule(
    "SIG-04",
    "A signal joins a thematic review that still takes incidents",
    refusal="Choose a thematic review that is planned or under way.",
    field="review",
)
def joins_an_open_review(_: Any, facts: Facts) -> bool:
    if facts["way"] != Way.JOIN_REVIEW:
        return True
    review = facts["review"]
    return review is not None and review.tier == Tier.THEMATIC and review.status in TAKES_MORE


@rule(
    "SIG-05",
    "Work on an action needs an action that was completed",
    refusal="The action of this signal is not complete now. Look at it, or choose a review.",
    field="way",
)
def action_was_completed(signal: Signal, facts: Facts) -> bool:
    if facts["way"] not in OF_ACTIONS:
        return True
    return signal.action is not None and signal.action.status in ANSWERABLE


@rule(
    "SIG-06",
    "Another follow-up says what will be done",
    refusal="Say what will be done, and by whom.",
    field="reason",
)
def follow_up_says_what(_: Any, facts: Facts) -> bool:
    return facts["way"] != Way.FOLLOW_UP or bool(facts["reason"].strip())


@rule(
    "SIG-07",
    "A reopened action has a new due date",
    refusal="Give the day by which the action is to be done again.",
    field="due_on",
)
def reopening_has_day(_: Any, facts: Facts) -> bool:
    return facts["way"] != Way.REOPEN or facts["due_on"] is not None

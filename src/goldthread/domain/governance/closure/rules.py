"""Rules of closing as verified. CLO."""

from __future__ import annotations

from typing import Any

from goldthread.domain.governance.closure.queries import facts_of
from goldthread.domain.incidents.models import Incident
from goldthread.workflow.refusals import Refusal
from goldthread.workflow.rules import Facts, broken, rule


@rule(
    "CLO-01",
    "An incident closes as verified when its actions are",
    refusal="The learning is not verified yet: each action has to be checked by someone who does "
    "not own it, and found effective.",
)
def actions_are_verified(_: Any, facts: Facts) -> bool | str:
    if not facts["has_actions"]:
        return (
            "There is no action to verify. Agree one, or ask a governance lead to close the "
            "incident with a reason; it is then not counted as verified."
        )
    return bool(facts["verified"])


@rule(
    "CLO-02",
    "Candour and engagement are recorded",
    refusal="Record candour, and how the person and family were engaged.",
)
def openness_is_recorded(_: Any, facts: Facts) -> bool | str:
    found = facts["openness"]
    return True if not found else " ".join(found)


@rule(
    "CLO-03",
    "No safeguarding case waits",
    refusal="The safeguarding case is still open. Close it first, with what became of the outcome "
    "the person wanted.",
)
def no_safeguarding_waits(_: Any, facts: Facts) -> bool:
    return not facts["safeguarding_waits"]


@rule(
    "CLO-04",
    "The reporter has been answered",
    refusal="The reporter has not been told anything yet. Write to them: what you found and what "
    "changed.",
)
def reporter_is_answered(_: Any, facts: Facts) -> bool:
    return bool(facts["reporter_answered"])


CLOSING_RULES = (
    actions_are_verified,
    openness_is_recorded,
    no_safeguarding_waits,
    reporter_is_answered,
)


def missing(incident: Incident) -> list[Refusal]:
    """Every reason why the incident may not close as verified yet; empty when it may."""
    return broken(CLOSING_RULES, incident, facts_of(incident))

"""Transitions: rows that drive permission, button, rules and message alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.workflow.rules import Rule

Policy = Callable[[Scope], Q]


@dataclass(frozen=True)
class Transition:
    """One way a record may move.

    `code` is `record.verb`; `allowed` gives the filter of records the person may move;
    `label` is the button, `done` the message afterwards.
    """

    code: str
    sources: frozenset[str]
    target: str
    label: str
    done: str
    allowed: Policy
    rules: tuple[Rule, ...] = ()
    exceptional: bool = False


TRANSITIONS: dict[str, Transition] = {}


def transition(
    code: str,
    *,
    sources: tuple[str, ...],
    target: str,
    label: str,
    done: str,
    allowed: Policy,
    rules: tuple[Rule, ...] = (),
    exceptional: bool = False,
) -> Transition:
    """Declare a transition. An empty `target` keeps the status (an event that has rules)."""
    if code in TRANSITIONS:
        raise ValueError(f"Two transitions have the code {code}.")
    TRANSITIONS[code] = Transition(
        code, frozenset(sources), target, label, done, allowed, rules, exceptional
    )
    return TRANSITIONS[code]


def of_record(noun: str) -> list[Transition]:
    """The transitions of a kind of record, in the order they were declared."""
    return [row for code, row in TRANSITIONS.items() if code.split(".")[0] == noun]


def anyone(_: Scope) -> Q:
    """For moves the product makes by itself when an earlier fact makes them follow."""
    return Q()


def key(value: Any) -> str:
    """The stored code of a status, whether an enumeration member or a string."""
    return str(getattr(value, "value", value))

"""The trail of an action in plain words."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.access.models import User
from goldthread.evidence.terms import TYPES
from goldthread.web.words import date, when


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    when: str
    what: str
    who: str


PLAIN = {
    "action.propose": "Proposed",
    "action.revise": "Changed the proposal",
    "action.agree": "Agreed, with its plan for verifying it",
    "action.implement": "Recorded as implemented",
    "action.communicate": "Recorded as communicated",
    "action.complete": "Complete: implemented and communicated",
    "action.request_extension": "Asked for a later date",
    "action.approve_extension": "Approved the later date",
    "action.decline_extension": "Declined the later date",
    "action.reassign": "Passed to another owner",
    "action.withdraw": "Withdrawn",
    "action.verify": "Verified: practice changed",
    "action.find_not_effective": "Found not effective",
    "action.reopen": "Reopened",
    "evidence.add": "Added evidence",
    "evidence.withdraw": "Withdrew evidence",
}


def history(entries: Iterable[Any]) -> list[Happening]:
    """The trail of an action in plain words, oldest first."""
    rows = list(entries)
    numbers = {int(e.actor[5:]) for e in rows if e.actor.startswith("user:")}
    names = {f"user:{user.pk}": user.name for user in User.objects.filter(pk__in=numbers)}
    return [
        Happening(
            when(entry.at),
            PLAIN.get(entry.kind, entry.kind) + _detail(json.loads(entry.body)["facts"]),
            names.get(entry.actor, "The product"),
        )
        for entry in rows
    ]


def _detail(facts: Mapping[str, Any]) -> str:
    said = []
    if facts.get("reached") is not None:
        said.append(f"{facts['reached']} of {facts['of']} reached")
    if facts.get("type") in TYPES:
        said.append(TYPES[facts["type"]].label.lower())
    if facts.get("due_on"):
        said.append(f"due {date(dt.date.fromisoformat(facts['due_on']))}")
    if facts.get("reason"):
        said.append(f"“{facts['reason']}”")
    return ": " + ", ".join(said) if said else ""

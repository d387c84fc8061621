"""The trail of one golden thread in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from goldthread.access.queries import names_of
from goldthread.web.words import when
from goldthread.workflow.transitions import TRANSITIONS

WORDS = {
    "incident.report": "Reported",
    "incident.import": "Imported",
    "incident.import_history": "Imported as history",
    "incident.addendum": "Added a later fact",
    "incident.person": "Added a person affected",
    "incident.step": "Added a step of what happened",
    "incident.immediate_action": "Recorded an immediate action",
    "incident.message": "Wrote in the conversation with the reporter",
    "incident.themes": "Set the themes",
    "incident.opened": "Opened the record",
    "incident.opened_in_emergency": "Opened the restricted record in an emergency",
    "incident.stabilise": "Recorded a part of stabilisation",
    "incident.partner_told": "Recorded that the partner was told",
    "incident.restrict": "Restricted who sees this",
    "incident.lift_restriction": "Lifted the restriction",
    "candour.answer": "Answered a question of the person or family",
    "candour.letter_drafted": "Drafted a letter",
    "candour.question": "Recorded a question of the person or family",
    "decision_tool.run": "Ran a decision tool",
    "evidence.add": "Added evidence",
    "evidence.store_file": "Added a file",
    "evidence.withdraw": "Withdrew evidence",
}
SAID = ("reason", "why", "note", "again_because", "how", "concern", "decision", "override_reason")
ROUTES = {
    "anonymous": "An anonymous reporter",
    "confidential": "A confidential reporter",
    "person_or_family": "A person using the service, or their family",
}


@dataclass(frozen=True)
class Happened:
    """One line of the history: what, by whom, when, and the reason they gave."""

    what: str
    who: str
    at: str
    said: str


def history(entries: Iterable[Any]) -> list[Happened]:
    """Newest first, in two queries whatever the number of entries."""
    rows = list(entries)
    codes = {row.actor for row in rows if row.actor.startswith("user:")}
    names = names_of(int(code.removeprefix("user:")) for code in codes)
    return [
        Happened(_what(row), _who(row.actor, names), when(row.at), _said(row))
        for row in reversed(rows)
    ]


def _what(row: Any) -> str:
    if row.kind in WORDS:
        return WORDS[row.kind]
    move = TRANSITIONS.get(row.kind)
    return move.done if move else row.kind.replace(".", ": ").replace("_", " ").capitalize()


def _who(actor: str, names: dict[int, str]) -> str:
    kind, _, rest = actor.partition(":")
    if kind == "user":
        return names.get(int(rest), "Someone who has left")
    return ROUTES.get(rest, "The product") if kind == "reporter" else "The product"


def _said(row: Any) -> str:
    facts = json.loads(row.body).get("facts", {})
    words = (facts.get(name) for name in SAID)
    return next((text for text in words if isinstance(text, str) and text.strip()), "")

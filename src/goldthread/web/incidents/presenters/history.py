"""The trail of one golden thread in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from goldthread.web.trail_viewer.words import names_in, what, who
from goldthread.web.words import when

SAID = ("reason", "why", "note", "again_because", "how", "concern", "decision", "override_reason")


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
    names = names_in(rows)
    return [
        Happened(what(row), who(row.actor, names), when(row.at), _said(row))
        for row in reversed(rows)
    ]


def _said(row: Any) -> str:
    facts = json.loads(row.body).get("facts", {})
    words = (facts.get(name) for name in SAID)
    return next((text for text in words if isinstance(text, str) and text.strip()), "")

"""What an incident may oblige the provider to do, worked out from its profile, with the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from goldthread import defaults


@dataclass(frozen=True)
class Consequence:
    """A duty that may follow. `needs_checking` marks words from general knowledge."""

    code: str
    duty: str
    words: str
    source: str
    needs_checking: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@cache
def _table() -> tuple[Mapping[str, Any], ...]:
    return tuple(defaults.consequences())


def consequences(
    *,
    provider: str,
    event: str,
    physical: str,
    psychological: str,
    yes: frozenset[str],
    national_trigger: str,
) -> list[Consequence]:
    """Every duty whose conditions all hold, in the order of the table."""
    facts = {
        "provider": provider,
        "event": event,
        "physical": physical,
        "psychological": psychological,
        "national_trigger": national_trigger,
    }
    return [
        Consequence(row["code"], row["label"], row["words"], row["source"], row["check"])
        for row in _table()
        if _holds(row["when"], facts, yes)
    ]


def _holds(when: Mapping[str, Any], facts: Mapping[str, str], yes: frozenset[str]) -> bool:
    for condition, wanted in when.items():
        if condition == "answered_yes":
            if not set(wanted) <= yes:
                return False
        elif condition == "any_harm":
            if not {facts["physical"], facts["psychological"]} & set(wanted):
                return False
        elif facts[condition] not in wanted:
            return False
    return True

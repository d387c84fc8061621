"""The template of an organisation: its rows, escalation route, rule and letter. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.domain.registers.interfaces.terms import LETTER_FIELDS
from goldthread.versions.faults import Fault, FaultyError

NUMBERS = ("late_responses", "ladder_steps", "from_rung", "within_days")
FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


@dataclass(frozen=True)
class Task:
    """A row an agreement begins with, or a row as it was typed."""

    task: str
    agency: str = ""
    person: str = ""
    deadline: str = ""
    shared: str = ""
    contact: str = ""
    backup: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything a partner would read of it."""
        return (
            self.task,
            self.agency,
            self.person,
            self.deadline,
            self.shared,
            self.contact,
            self.backup,
        )


@dataclass(frozen=True)
class Sustained:
    """When a partner's problem counts as sustained."""

    late_responses: int
    ladder_steps: int
    from_rung: int
    within_days: int
    source: str

    @property
    def words(self) -> str:
        """The rule in a sentence."""
        return (
            f"{self.late_responses} or more late answers within {self.within_days} days, or "
            f"{self.ladder_steps} or more contacts at rung {self.from_rung} or above."
        )


@dataclass(frozen=True)
class Definition:
    """A template ready to use."""

    name: str
    tasks: tuple[Task, ...]
    escalation: str
    sustained: Sustained
    letter_subject: str
    letter_body: str


def parse(data: Mapping[str, Any]) -> Definition:
    """The template's data as a definition."""
    return Definition(
        str(data["name"]),
        tuple(Task(**{k: str(v) for k, v in row.items()}) for row in data["rows"]),
        str(data["escalation"]).strip(),
        Sustained(**{k: data["sustained"][k] for k in (*NUMBERS, "source")}),
        str(data["letter"]["subject"]),
        str(data["letter"]["body"]),
    )


def checked(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as it is kept. Raises `FaultyError` naming every place to mend."""
    faults = list(_faults(data))
    if faults:
        raise FaultyError(faults)
    return dict(data)


def _faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    if not data["rows"] or any(not str(row.get("task", "")).strip() for row in data["rows"]):
        yield Fault("Give at least one task; every row begins with its task.", "rows")
    if not str(data["escalation"]).strip():
        yield Fault("Write the route for when an answer does not come.", "escalation")
    for name in NUMBERS:
        number = data["sustained"].get(name)
        if not isinstance(number, int) or number < 1:
            yield Fault("Give a whole number from 1.", name)
    if not str(data["sustained"].get("source", "")).strip():
        yield Fault("Say where these numbers come from.", "source")
    unknown = sorted(set(FIELD.findall(data["letter"]["body"])) - LETTER_FIELDS.keys())
    if unknown:
        yield Fault(f"The letter asks for something nobody knows: {', '.join(unknown)}.", "body")
    if not data["letter"]["subject"].strip() or not data["letter"]["body"].strip():
        yield Fault("Write the letter: its subject and its text.", "body")

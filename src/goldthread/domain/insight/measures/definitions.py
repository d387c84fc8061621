"""The registry of measures, read from the shipped definitions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from goldthread import defaults

REGISTERS = ("escalation", "restrictions")


@dataclass(frozen=True)
class Target:
    """What is aimed at, in the measure's own unit (a share from 0 to 1), and where it is from."""

    value: float
    source: str


@dataclass(frozen=True)
class Measure:
    """One definition; its fields are described at the head of `defaults/measures.yaml`."""

    code: str
    label: str
    question: str
    engine: str
    unit: str
    direction: str
    numerator: str
    denominator: str
    note: str
    source_text: str
    check: bool
    group: str
    source: str = ""
    counts: str = ""
    of: str = ""
    uses: str = ""
    per: str = ""
    scale: int = 1
    clock: str = ""
    within: str = ""
    instrument: str = ""
    criterion: str = ""
    month: str = "reported"
    rare: bool = False
    target: Target | None = None
    watched_after: int | None = 0

    @property
    def counted_as(self) -> str:
        """The code of the measure whose roll-ups it reads: its own, or those it divides."""
        return self.uses or self.code

    @property
    def of_a_register(self) -> bool:
        """Whether it counts what a register holds: no incident stands behind it, and no theme,
        pathway, kind of event or harm splits it."""
        return measures()[self.counted_as].source in REGISTERS


@cache
def measures() -> dict[str, Measure]:
    """Every measure by its code, in the order of the page."""
    return {row["code"]: _measure(row) for row in defaults.measures()}


def _measure(row: dict[str, Any]) -> Measure:
    known = {field.name for field in fields(Measure)}
    values = {name: value for name, value in row.items() if name in known}
    target = values.pop("target", None)
    if target is not None:
        share = row["engine"] == "share"
        values["target"] = Target(target["value"] / (100 if share else 1), target["source"])
    return Measure(**values | {"within": str(row.get("within", ""))})


def counted(source: str) -> list[Measure]:
    """The measures that are counted from one source."""
    return [one for one in measures().values() if one.source == source]


@cache
def fingerprint() -> str:
    """Changes when a definition does, so that everything is counted again."""
    text = json.dumps(defaults.measures(), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def fewer_than() -> int:
    """Counts below this are not shown outside the provider."""
    return int(defaults.suppression()["fewer_than"])

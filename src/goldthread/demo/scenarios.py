"""The families of scenario that reports are composed from, read from `content/scenarios`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from goldthread.demo.provider import content


@dataclass(frozen=True)
class Change:
    """An action that a scenario suggests: what, how it is measured, its strength and route."""

    title: str
    measure: str
    strength: str
    route: str


@dataclass(frozen=True)
class Scenario:
    """One kind of event, with several ways of telling each part of it."""

    code: str
    category: str
    theme: str
    kinds: tuple[str, ...]
    harm: str
    weight: float
    route: str
    types: dict[str, int]
    season: str
    restricted: bool
    title: str
    opening: tuple[str, ...]
    then: tuple[str, ...]
    did: tuple[str, ...]
    learn: tuple[str, ...]
    changes: tuple[Change, ...]


def variants(block: str) -> tuple[str, ...]:
    """The lines of a block, one variant each."""
    return tuple(line.strip() for line in block.splitlines() if line.strip())


def _scenario(code: str, row: dict[str, Any]) -> Scenario:
    return Scenario(
        code=code,
        category=row["category"],
        theme=row["theme"],
        kinds=tuple(row["kinds"]),
        harm=row["harm"],
        weight=row["weight"],
        route=row.get("route", "signed_in"),
        types=row.get("types", {"incident": 9, "near_miss": 1}),
        season=row.get("season", ""),
        restricted=row.get("restricted", False),
        title=row["title"],
        opening=variants(row["open"]),
        then=variants(row["then"]),
        did=variants(row["did"]),
        learn=variants(row["learn"]),
        changes=tuple(_change(line) for line in variants(row["act"])),
    )


def _change(line: str) -> Change:
    title, measure, strength, route = (part.strip() for part in line.split("||"))
    return Change(title, measure, strength, route)


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Every family, in the order of the files."""
    folder = files("goldthread.demo").joinpath("content", "scenarios")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(
        _scenario(code, row) for name in names for code, row in content(f"scenarios/{name}").items()
    )

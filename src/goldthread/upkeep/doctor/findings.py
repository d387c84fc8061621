"""What the doctor says."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    """`notice` is worth knowing; `wrong` makes the command end with 1."""

    WELL = "well"
    NOTICE = "notice"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `what` says how it is, `todo` what to do about it."""

    check: str
    level: Level
    what: str
    todo: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def well(check: str, what: str) -> Finding:
    return Finding(check, Level.WELL, what)


def notice(check: str, what: str, todo: str) -> Finding:
    return Finding(check, Level.NOTICE, what, todo)


def wrong(check: str, what: str, todo: str) -> Finding:
    return Finding(check, Level.WRONG, what, todo)

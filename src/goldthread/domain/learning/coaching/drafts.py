"""What a person says of a session and of a sitting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from goldthread.access.models import Unit, User


@dataclass(frozen=True)
class Given:
    """One answer to a question of a scenario: of one person, or of the group (`person` None)."""

    question: Any
    text: str
    rating: str
    person: User | None = None


@dataclass(frozen=True)
class Held:
    """A coaching session as it was held. `attended` are the numbers of the staff who came."""

    units: tuple[Unit, ...]
    subject: str
    scenarios: tuple[Any, ...]
    held_at: dt.datetime
    facilitator: User
    attended: frozenset[int]
    guests: str = ""
    take_away: str = ""
    answers: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Sat:
    """A vignette sat with one person: what was answered, and what follows if it was not safe."""

    unit: Unit
    staff: User
    version: Any
    answers: Mapping[str, str]
    sat_at: dt.datetime
    comments: Mapping[str, str] = field(default_factory=dict)
    follow_up: str = ""
    follow_up_by: dt.date | None = None

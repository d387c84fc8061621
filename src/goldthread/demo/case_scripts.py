"""What a script says of the work within a safeguarding case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Threshold:
    """One of our own threshold decisions."""

    at: dt.datetime
    met: bool
    reasons: str


@dataclass(frozen=True)
class CaseTask:
    """An action within a case: by one of the staff, or by a partner's person."""

    at: dt.datetime
    what: str
    days: int
    owner: str = ""
    agency: str = ""
    person: str = ""
    done_at: dt.datetime | None = None
    not_done_at: dt.datetime | None = None
    not_done: str = ""


@dataclass(frozen=True)
class Contact:
    """One step of the ladder."""

    at: dt.datetime
    by: str
    rung: int
    name: str
    role: str
    how: str
    response: str


@dataclass(frozen=True)
class Interface:
    """Who owns what in the case, as the partner agreed it; each row is task, agency, person,
    deadline, what is shared, contact and backup."""

    at: dt.datetime
    agreed_at: dt.datetime
    name: str
    role: str
    how: str
    rows: tuple[tuple[str, ...], ...]
    escalation: str

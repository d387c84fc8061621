"""Two snapshots side by side: what started, was reduced, went on, ended, or was not reviewed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import QuerySet

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.restrictions.models import Snapshot

Row = dict[str, Any]


class Change(Enum):
    """What became of one restriction between two snapshots."""

    STARTED = "Started"
    REDUCED = "Reduced"
    CONTINUED = "Continued"
    ENDED = "Ended"
    NOT_REVIEWED = "Not reviewed"


@dataclass(frozen=True)
class Comparison:
    """The rows of each change, in the order of their references, and how many were overdue."""

    by_change: dict[Change, list[Row]]
    overdue_before: int
    overdue_now: int

    def number(self, change: Change) -> int:
        """How many restrictions changed so."""
        return len(self.by_change[change])


def snapshots_of(user: User) -> QuerySet[Snapshot]:
    """The snapshots of the person's organisation, the newest month first, if they read any part."""
    organisations = {user.organisation_id}
    if not scope_of(user).holds(Permission.RESTRICTION_SEE):
        organisations = set()
    rows = Snapshot.objects.filter(organisation__in=organisations).select_related("taken_by")
    return rows.order_by("-month", "-taken_at", "-pk")


def rows_for(snapshot: Snapshot, user: User) -> list[Row]:
    """The frozen rows of the units the person may read."""
    units = scope_of(user).units(Permission.RESTRICTION_SEE)
    return [row for row in json.loads(snapshot.rows) if row["unit"] in units]


def is_intact(snapshot: Snapshot) -> bool:
    """Whether the rows are still those whose digest the trail holds."""
    return hashlib.sha256(snapshot.rows.encode()).hexdigest() == snapshot.digest


def the_one_before(snapshot: Snapshot) -> Snapshot | None:
    """The last snapshot of the newest month before."""
    return (
        Snapshot.objects.filter(organisation=snapshot.organisation_id, month__lt=snapshot.month)
        .order_by("-month", "-taken_at", "-pk")
        .first()
    )


def compare(before: list[Row], now: list[Row]) -> Comparison:
    """What became of every restriction in either."""
    old = {row["reference"]: row for row in before}
    new = {row["reference"]: row for row in now}
    by_change: dict[Change, list[Row]] = {change: [] for change in Change}
    for reference in sorted(old | new):
        change = _change(old.get(reference), new.get(reference))
        by_change[change].append(new.get(reference) or old[reference])
    return Comparison(by_change, _overdue(before), _overdue(now))


def _change(before: Row | None, now: Row | None) -> Change:
    if now is None:
        return Change.ENDED
    if before is None:
        return Change.STARTED
    if now["reduced"] > before["reduced"]:
        return Change.REDUCED
    return Change.CONTINUED if now["reviews"] > before["reviews"] else Change.NOT_REVIEWED


def _overdue(rows: list[Row]) -> int:
    return sum(bool(row["overdue"]) for row in rows)

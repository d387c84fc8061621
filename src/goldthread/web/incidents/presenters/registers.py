"""What the registers hold on the thread of one incident, as far as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.urls import reverse

from goldthread.access.models import User
from goldthread.domain.registers.complaints import queries as complaints
from goldthread.domain.registers.complaints.terms import Status as ComplaintStatus
from goldthread.domain.registers.escalation import queries as escalation
from goldthread.domain.registers.escalation.terms import Status as EpisodeStatus
from goldthread.domain.registers.restrictions import queries as restrictions
from goldthread.domain.registers.restrictions.terms import Status as RestrictionStatus

SHOWN = 30
WORDS: dict[str, tuple[str, str, Any]] = {
    "complaint": ("Complaint", "complaints:one", ComplaintStatus),
    "restriction": ("Restriction", "restrictions:one", RestrictionStatus),
    "episode": ("Early warning signs", "escalation:one", EpisodeStatus),
}


@dataclass(frozen=True)
class Held:
    """One record: the words of its link, where it leads, and how it stands."""

    words: str
    href: str
    note: str


def on_registers(incident: Any, user: User) -> list[Held]:
    """Complaints, restrictions and escalation on this thread; read in one go, whatever there is."""
    found = _named("complaint", complaints.of_incident(incident, user)).union(
        _named("restriction", restrictions.of_incident(incident, user)),
        _named("episode", escalation.of_incident(incident, user)),
    )
    return [_held(*row) for row in sorted(found[:SHOWN], key=lambda row: (row[0], row[2]))]


def _named(kind: str, found: QuerySet[Any]) -> Any:
    """A list cut down to what the lists have in common, which can be read together."""
    plain = found.order_by().annotate(kind=Value(kind, CharField()))
    return plain.values_list("kind", "pk", "reference", "status")


def _held(kind: str, pk: int, reference: str, status: str) -> Held:
    label, name, statuses = WORDS[kind]
    return Held(f"{label} {reference}", reverse(name, args=[pk]), str(statuses(status).label))

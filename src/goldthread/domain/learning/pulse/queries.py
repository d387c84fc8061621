"""Which pulse is open, and what closed ones show: groups large enough, and the trend of all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import all_units, teams_of
from goldthread.access.scope import scope_of
from goldthread.access.sealed import blind_index
from goldthread.access.terms import Permission
from goldthread.domain.learning.pulse.grouping import Group, groups
from goldthread.domain.learning.pulse.models import Pulse, TakenPart, Tally
from goldthread.domain.learning.pulse.terms import Status


def visible_to(user: User) -> QuerySet[Pulse]:
    """The pulses of the person's organisation: all staff answer, and all read the results."""
    held = scope_of(user).holds(Permission.INCIDENT_REPORT)
    rows = Pulse.objects.filter(organisation=user.organisation_id)
    return rows if held else rows.none()


def open_now(organisation_id: int | None, today: dt.date | None = None) -> Pulse | None:
    """The pulse that can be answered today."""
    today = today or timezone.localdate()
    rows = Pulse.objects.filter(organisation=organisation_id, status=Status.OPEN)
    return rows.filter(closes_on__gte=today).first()


def not_closed(organisation_id: int | None) -> Pulse | None:
    """The pulse that nobody closed yet, perhaps past its day."""
    return Pulse.objects.filter(organisation=organisation_id, status=Status.OPEN).first()


def mark_of(pulse: Pulse, user: User) -> str:
    """The keyed mark that somebody took part; nobody without the key can tell whose it is."""
    return blind_index(f"pulse {pulse.pk} {user.pk}")


def took_part(pulse: Pulse, user: User) -> bool:
    """Whether the person answered this pulse already."""
    return TakenPart.objects.filter(pulse=pulse, mark=mark_of(pulse, user)).exists()


def places_of(user: User) -> list[Unit]:
    """Where the person may say they work: their teams, else their organisation."""
    found = list(teams_of(user))
    if not found and user.organisation is not None:
        return [user.organisation]
    return found


def smallest_of(pulse: Pulse) -> int:
    """The fewest answers that are shown by themselves."""
    return int(pulse.definition["smallest_group"]["value"])


def answered_in_all(pulse: Pulse) -> int:
    """How many answered, everywhere together."""
    return sum(_answered(pulse).values())


def _answered(pulse: Pulse) -> dict[int, int]:
    first = pulse.definition["questions"][0]["code"]
    rows = Tally.objects.filter(pulse=pulse, question=first).values_list("unit")
    return dict(rows.annotate(answered=Sum("count")).order_by())


@dataclass(frozen=True)
class Share:
    """How many of a group agree with one question."""

    question: str
    agree: int
    of: int


@dataclass(frozen=True)
class Shown:
    """One group with its answers to each question."""

    group: Group
    shares: tuple[Share, ...]


def results(pulse: Pulse) -> list[Shown] | None:
    """The groups of a closed pulse that may be shown; None while it is open or where too few
    answered altogether."""
    if pulse.status != Status.CLOSED:
        return None
    units = list(all_units(pulse.organisation_id))
    found = groups(units, _answered(pulse), smallest_of(pulse))
    if found is None:
        return None
    counts = _counts(pulse)
    return [Shown(group, _shares(pulse, counts, group.units)) for group in found]


def whole(pulse: Pulse) -> Shown | None:
    """Everyone's answers together, where there are enough of them."""
    found = results(pulse)
    if found is None:
        return None
    units = frozenset().union(*(one.group.units for one in found))
    total = sum(one.group.answered for one in found)
    return Shown(Group("Everyone", units, total), _shares(pulse, _counts(pulse), units))


def _counts(pulse: Pulse) -> dict[tuple[int, str], list[tuple[int, int]]]:
    counts: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    rows = Tally.objects.filter(pulse=pulse).values_list("unit", "question", "score", "count")
    for unit, question, score, count in rows:
        counts[unit, question].append((score, count))
    return counts


def _shares(pulse: Pulse, counts: Any, units: frozenset[int]) -> tuple[Share, ...]:
    agrees_from = int(pulse.definition["agrees_from"])
    found = []
    for question in pulse.definition["questions"]:
        rows = [row for unit in units for row in counts.get((unit, question["code"]), ())]
        agree = sum(count for score, count in rows if score >= agrees_from)
        found.append(Share(question["code"], agree, sum(count for _, count in rows)))
    return tuple(found)


def closed(organisation_id: int | None) -> QuerySet[Pulse]:
    """Closed pulses, oldest first."""
    rows = Pulse.objects.filter(organisation=organisation_id, status=Status.CLOSED)
    return rows.order_by("opened_on", "pk")

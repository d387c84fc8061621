"""The safeguarding log: every case in scope, filtered, with what it waits for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from goldthread.access.models import User
from goldthread.clocks.models import Clock
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from goldthread.domain.registers.safeguarding.queries.case import visible_to
from goldthread.domain.registers.safeguarding.terms import (
    WAITS_FOR_PARTNER,
    WAITS_FOR_US,
    ActionStatus,
    LeadAgency,
    Status,
)

SUBJECT = SafeguardingCase._meta.label_lower
PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What the reader asks to see; empty shows the active cases."""

    status: str = "active"
    waits: str = ""
    overdue: bool = False
    assumed: bool = False


@dataclass(frozen=True)
class Logged:
    """One case of the log with its running clocks, soonest first."""

    case: SafeguardingCase
    clocks: tuple[Clock, ...]
    actions_open: int


def log(user: User, wanted: Wanted, at: dt.datetime) -> QuerySet[SafeguardingCase]:
    """The cases asked for, the newest concern first."""
    found = visible_to(user)
    if wanted.status == "closed":
        found = found.filter(status=Status.CLOSED)
    elif wanted.status != "all":
        found = found.exclude(status=Status.CLOSED)
    if wanted.waits:
        found = found.filter(
            status__in=WAITS_FOR_PARTNER if wanted.waits == "partner" else WAITS_FOR_US
        )
    if wanted.overdue:
        late = Clock.objects.filter(
            subject_type=SUBJECT, subject_id=OuterRef("pk"), ended_at__isnull=True, due_at__lte=at
        )
        found = found.filter(Exists(late))
    if wanted.assumed:
        found = found.exclude(lead_agency=LeadAgency.CONFIRMED)
    return found.order_by("-raised_at", "-pk")


def page_of_log(cases: QuerySet[SafeguardingCase], *, start: int = 0) -> tuple[list[Logged], bool]:
    """Up to fifty cases from `start` with their clocks, and whether more follow."""
    still_open = Count("actions", filter=Q(actions__status=ActionStatus.OPEN))
    rows = list(
        cases.select_related("incident", "unit", "partner", "person").annotate(
            actions_open=still_open
        )[start : start + PAGE + 1]
    )
    clocks: dict[int, list[Clock]] = defaultdict(list)
    running = Clock.objects.filter(
        subject_type=SUBJECT, subject_id__in=[row.pk for row in rows], ended_at__isnull=True
    )
    for clock in running.order_by("due_at", "pk"):
        clocks[clock.subject_id].append(clock)
    shown = [Logged(row, tuple(clocks[row.pk]), row.actions_open) for row in rows[:PAGE]]
    return shown, len(rows) > PAGE

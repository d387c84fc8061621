"""What is counted from escalation: step-ups in the month of their sign, crises in their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Min, Q
from django.utils import timezone

from goldthread.analytics.months import months_between
from goldthread.domain.insight.measures.counting.facts import Fact, Month, at_unit
from goldthread.domain.insight.measures.definitions import counted
from goldthread.domain.insight.measures.terms import (
    month_of,
    next_month,
    start_of,
)
from goldthread.domain.registers.escalation.models import Cohort, Crisis, Observation
from goldthread.domain.registers.escalation.queries import late_crises, members_in
from goldthread.domain.registers.escalation.terms import Status
from goldthread.trail.models import Entry

LINKAGE, LATE_CRISES = "step_up_linkage", "late_stage_crises"
EPISODE, CRISIS, COHORT = "escalation.episode", "escalation.crisis", "escalation.cohort"
Moments = Iterator[tuple[int, dt.datetime]]


def facts(month: Month) -> Iterator[Fact]:
    """The facts of the two measures that are counted from escalation."""
    ways = {LINKAGE: _linkage, LATE_CRISES: _late}
    for measure in counted("escalation"):
        yield from ways[measure.code](month)


def _linkage(month: Month) -> Iterator[Fact]:
    """Each threshold met, and whether its mapped step-up came within its own timescale.

    Left out while it may still come in time.
    """
    met = Observation.objects.filter(
        month.within("observed_at"),
        threshold_met=True,
        episode__organisation=month.organisation_id,
    ).exclude(episode__status=Status.WITHDRAWN)
    waits = Q(step_up__done_at__isnull=True, own_due_at__gt=month.at)
    rows = met.exclude(waits).annotate(unit=F("episode__unit"), done=F("step_up__done_at"))
    for unit, due, done in rows.values_list("unit", "own_due_at", "done"):
        yield Fact(at_unit(unit), LINKAGE, due is not None and done is not None and done <= due)


def _late(month: Month) -> Iterator[Fact]:
    """Late-stage crises of the people whose cohort counts in the month."""
    members = members_in(month.organisation_id, month.first)
    begins, ends = start_of(month.first), start_of(next_month(month.first))
    found = late_crises(month.organisation_id, begins, ends).filter(person__in=members)
    for person, happened_at in found.values_list("person_id", "happened_at"):
        day = timezone.localtime(happened_at).day
        yield Fact(at_unit(members[person]), LATE_CRISES, place=day)


def moments_changed(after: int, to: int) -> Moments:
    """(organisation, moment) of every month that entries numbered in (after, to] may change."""
    entries = Entry.objects.filter(pk__gt=after, pk__lte=to)
    yield from _of(entries, EPISODE, Observation, "episode__organisation", "observed_at", "episode")
    yield from _of(entries, CRISIS, Crisis, "organisation", "happened_at", "pk")
    if entries.filter(Q(record_type=COHORT) | Q(kind="person.merge")).exists():
        now = month_of(timezone.now())
        rows = Cohort.objects.values_list("organisation").annotate(first=Min("counts_from_on"))
        for organisation, first in rows.order_by():
            yield from ((organisation, start_of(m)) for m in months_between(first, now))


def _of(
    entries: Any, record_type: str, model: Any, organisation: str, moment: str, key: str
) -> Moments:
    ids = entries.filter(record_type=record_type).values("record_id")
    rows = model.objects.filter(**{f"{key}__in": ids}).values_list(organisation, moment)
    yield from rows.order_by().distinct()

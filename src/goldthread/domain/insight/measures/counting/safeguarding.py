"""What is counted from safeguarding cases: threshold decisions, actions, delays that come back,
and incidents in which roles between agencies were unclear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from goldthread.domain.incidents.models import IncidentTheme
from goldthread.domain.insight.measures.counting.facts import Fact, Month, about_incidents
from goldthread.domain.insight.measures.definitions import counted
from goldthread.domain.insight.measures.terms import next_month
from goldthread.domain.registers.safeguarding.models import (
    Delay,
    SafeguardingAction,
    ThresholdDecision,
)
from goldthread.domain.registers.safeguarding.terms import ActionStatus

GROUNDED, ACTIONS = "safeguarding_decisions_grounded", "safeguarding_actions_done"
REPEATS, ROLES = "safeguarding_repeat_delays", "interface_incidents"
AGAIN = dt.timedelta(days=90)
LENS = "interfaces"

Found = Iterator[tuple[int, bool, int | None]]  # the thread, whether it counts, its day


def facts(month: Month) -> Iterator[Fact]:
    """The facts of every measure that is counted from safeguarding."""
    ways = {GROUNDED: _grounded, ACTIONS: _actions, REPEATS: _repeats, ROLES: _roles}
    for measure in counted("safeguarding"):
        yield from _placed(measure.code, list(ways[measure.code](month)), month)


def _placed(code: str, rows: list[tuple[int, bool, int | None]], month: Month) -> Iterator[Fact]:
    about = about_incidents((thread for thread, _, _ in rows), month.organisation_id)
    for thread, counts, place in rows:
        if thread in about:
            yield Fact(about[thread], code, counts, place)


def _grounded(month: Month) -> Found:
    """Each threshold decision, and whether it has its reasons and rests on a run of the tool."""
    made = ThresholdDecision.objects.filter(
        month.within("decided_at"), case__organisation=month.organisation_id
    )
    for thread, reasons, run in made.values_list("case__incident", "reasons", "run"):
        yield thread, bool(reasons.strip()) and run is not None, None


def _actions(month: Month) -> Found:
    """Each action that fell due, and whether it was done by its day; those not needed left out."""
    today = timezone.localdate(month.at)
    due = SafeguardingAction.objects.filter(
        organisation=month.organisation_id,
        due_on__gte=month.first,
        due_on__lt=next_month(month.first),
    ).exclude(status=ActionStatus.DROPPED)
    for thread, day, ended in due.values_list("case__incident", "due_on", "ended_at"):
        if ended is not None:
            yield thread, timezone.localdate(ended) <= day, None
        elif day < today:
            yield thread, False, None


def _repeats(month: Month) -> Found:
    """Late steps whose cause had made a step late in the same team within the days before."""
    late = Delay.objects.filter(
        month.within("taken_at"), case__organisation=month.organisation_id
    ).select_related("case")
    for delay in late:
        before = Delay.objects.filter(
            case__unit=delay.case.unit_id,
            reason=delay.reason,
            taken_at__gte=delay.taken_at - AGAIN,
            taken_at__lt=delay.taken_at,
        )
        if before.exclude(case=delay.case_id).exists():
            yield delay.case.incident_id, True, timezone.localtime(delay.taken_at).day


def _roles(month: Month) -> Found:
    """Incidents that have a theme of the interfaces lens, once each."""
    incidents = dict(month.incidents().values_list("pk", "reported_at"))
    themed = IncidentTheme.objects.filter(incident__in=month.incidents(), theme__lens=LENS)
    for thread in sorted(set(themed.values_list("incident", flat=True))):
        yield thread, True, timezone.localtime(incidents[thread]).day

"""Every active safeguarding case, with each open action in it and on its thread (rows 77, 78)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from goldthread.access.terms import ROLES
from goldthread.analytics.months import in_words as day
from goldthread.clocks.models import Clock
from goldthread.clocks.queries import open_clocks
from goldthread.domain.actions.models import Action
from goldthread.domain.governance.forums.agenda import Line, Period, source
from goldthread.domain.governance.forums.models import Forum
from goldthread.domain.governance.forums.sources.actions import open_at
from goldthread.domain.registers.safeguarding.models import SafeguardingAction, SafeguardingCase
from goldthread.domain.registers.safeguarding.queries import visible_to
from goldthread.domain.registers.safeguarding.terms import ActionStatus, LeadAgency, Status

TYPE = SafeguardingCase._meta.label_lower


@source(
    "safeguarding_cases",
    "Active safeguarding cases",
    "Where does it stand, who is waited for, and is each action done?",
    visible_to=visible_to,
)
def active_cases(forum: Forum, period: Period) -> list[Line]:
    """Every case that is not closed, the oldest first."""
    cases = list(
        SafeguardingCase.objects.filter(
            ~Q(status=Status.CLOSED) | Q(closed_at__gt=period.until),
            unit__path__startswith=forum.unit.path,
            raised_at__lte=period.until,
        )
        .select_related("incident", "unit")
        .order_by("raised_at", "pk")
    )
    waits, actions = _waits(cases), _open_actions(cases, period.until)
    own = _case_actions(cases, period.until)
    return [
        Line(
            title=f"{case.incident.reference}, {case.unit.name}: {_stage(case, period.until)}",
            facts=_facts(case, waits.get(case.pk, ""), period),
            link=f"/incidents/{case.incident.reference}/safeguarding/",
            subject=(TYPE, case.pk),
            incident_id=case.incident_id,
            actions=tuple(actions.get(case.incident_id, ())),
            case_actions=tuple(own.get(case.pk, ())),
        )
        for case in cases
    ]


def _stage(case: SafeguardingCase, at: dt.datetime) -> str:
    """Where it stood at `at`: its status, unless it went on after that."""
    decided_at = case.decided_on and timezone.make_aware(
        dt.datetime.combine(case.decided_on, dt.time())
    )
    steps = (
        (Status.REFERRED, case.referred_at),
        (Status.ACKNOWLEDGED, case.acknowledged_at),
        (Status.DECIDED, decided_at),
        (Status.CLOSED, case.closed_at),
    )
    if not any(when > at for _, when in steps if when):
        return str(case.get_status_display()).lower()
    reached = [status for status, when in steps if when and when <= at]
    return Status(reached[-1] if reached else Status.CONCERN).label.lower()


def _facts(case: SafeguardingCase, waits: str, period: Period) -> tuple[tuple[str, str], ...]:
    age = (period.until - case.raised_at).days
    lead = LeadAgency(case.lead_agency).label
    confirmed = f"{lead}: {case.lead_agency_name}" if case.lead_agency_name else lead
    return (
        ("Team", case.unit.name),
        ("Open for", f"{age} day{'' if age == 1 else 's'}"),
        ("Concern", case.concern),
        ("Lead agency", confirmed),
        ("Waiting for", waits or "Nobody is named. Say who acts next."),
    )


def _waits(cases: list[SafeguardingCase]) -> dict[int, str]:
    """What each case waits for: its clock that is due first."""
    clocks = open_clocks().filter(subject_type=TYPE, subject_id__in=[case.pk for case in cases])
    found: dict[int, str] = {}
    for clock in clocks.select_related("owner").order_by("due_at", "pk"):
        found.setdefault(clock.subject_id, _words(clock))
    return found


def _words(clock: Clock) -> str:
    role = ROLES[clock.owner_role].label if clock.owner_role in ROLES else "nobody by name"
    who = clock.owner.name if clock.owner else role
    due = f", due {day(clock.due_at.date())}" if clock.due_at else ""
    return f"{clock.label}: {who}{due}"


def _open_actions(cases: list[SafeguardingCase], at: dt.datetime) -> dict[int, list[Action]]:
    rows = open_at(at).filter(incident__in=[case.incident_id for case in cases])
    found: dict[int, list[Action]] = {}
    for action in rows.select_related("owner").order_by("due_on", "pk"):
        found.setdefault(action.incident_id, []).append(action)
    return found


def _case_actions(
    cases: list[SafeguardingCase], at: dt.datetime
) -> dict[int, list[SafeguardingAction]]:
    """What was still to do within each case at a moment, by the day it is due."""
    undone = Q(status=ActionStatus.OPEN) | Q(ended_at__gt=at)
    rows = SafeguardingAction.objects.filter(undone, case__in=cases, added_at__lte=at)
    found: dict[int, list[SafeguardingAction]] = {}
    for action in rows.select_related("owner").order_by("due_on", "pk"):
        found.setdefault(action.case_id, []).append(action)
    return found

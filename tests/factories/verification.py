"""Verifications for tests, brought to where they stand by the product's own operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident
from goldthread.domain.verification import operations
from goldthread.domain.verification.frames import Frame, read_frame
from goldthread.domain.verification.models import Effect, Plan, Round
from goldthread.domain.verification.terms import FrameSource, RoundKind
from tests.factories.actions import communicate, implement, make_proposed, plan_of
from tests.factories.provider import Provider

YES = {"indicators_recorded": "yes", "threshold_written": "yes", "owner_and_recheck": "yes"}
PASSES = YES | {"threshold_met": "no"}
FAILS = PASSES | {"threshold_written": "no"}


def planned(
    provider: Provider,
    incident: Incident | None = None,
    *,
    at: dt.datetime | None = None,
    more: dict[str, Any] | None = None,
    **plan: Any,
) -> Plan:
    """An agreed action's plan: twenty files against a standard of 95%."""
    action = make_proposed(provider, incident, at=at)
    more = {"instrument": "escalation_file_audit", "sample_size": 20} | (more or {})
    facts = plan_of(provider, **({"standard": 95, "more": more} | plan))
    action = actions.agree(action, facts, by=provider.people["governance_lead"], at=at)
    return Plan.objects.get(action=action)


def running(provider: Provider, incident: Incident | None = None, **plan: Any) -> Plan:
    """A plan whose action is implemented and communicated."""
    at = plan.get("at")
    plan_row = planned(provider, incident, **plan)
    action: Action = plan_row.action
    communicate(provider, implement(provider, action, at=at), at=at)
    plan_row.refresh_from_db()
    return plan_row


def frame_of(size: int = 60) -> Frame:
    """A caseload of invented file numbers."""
    return read_frame("\n".join(f"File {n:03d}" for n in range(1, size + 1)), FrameSource.PASTED)


def drawn(provider: Provider, row: Round, size: int = 60, **options: Any) -> Round:
    """The round with its sample drawn by the verifier."""
    options = {"seed": "21-november"} | options
    return operations.draw_sample(row, frame_of(size), by=provider.people["verifier"], **options)


def checked(provider: Provider, row: Round, passed: int, *, size: int = 60) -> Round:
    """The round with every case checked, `passed` of them passing."""
    by = provider.people["verifier"]
    row = drawn(provider, row, size)
    for number, case in enumerate(row.cases.all(), 1):
        operations.check_case(case, PASSES if number <= passed else FAILS, by=by)
    return operations.finish_round(row, by=by)


def first_round(plan: Plan) -> Round:
    """The first round after the change, in the present cycle."""
    return plan.rounds.get(cycle=plan.cycle, kind=RoundKind.ROUND, number=1)


def verdicts(**changes: Any) -> dict[str, Any]:
    """Two verdicts and a reason."""
    values = {
        "practice_changed": "yes",
        "repeat_risk": "cannot_tell",
        "reason": "Twenty files were read; the threshold is written in all of them.",
    }
    return values | changes


def next_week() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=7)


def measure_of(at: dt.datetime | None = None, **changes: Any) -> operations.Measure:
    """Missed visits by month: a year of baseline until the day of `at`, checked half a year on."""
    day = timezone.localdate(at or timezone.now())
    values: dict[str, Any] = {
        "measure": "Visits missed without a covering worker",
        "event": "A visit in the diary that nobody made, whoever should have.",
        "denominator": "months",
        "direction": "decrease",
        "baseline_from": day - dt.timedelta(days=365),
        "baseline_until": day - dt.timedelta(days=1),
        "check_on": day + dt.timedelta(days=183),
    }
    return operations.Measure(**(values | changes))


def registered(
    provider: Provider, plan: Plan, *, at: dt.datetime | None = None, **changes: Any
) -> Plan:
    """The plan with its measure registered by whoever leads governance."""
    measure = measure_of(at, **changes)
    operations.register_measure(plan, measure, by=provider.people["governance_lead"], at=at)
    return Plan.objects.get(pk=plan.pk)


def measured(provider: Provider, *, days: int = 183, late: bool = False, **plan: Any) -> Plan:
    """A plan whose change went live `days` ago, its measure registered before it, or `late`."""
    at = timezone.now() - dt.timedelta(days=days)
    row = planned(provider, at=at, **plan)
    if not late:
        row = registered(provider, row, at=at)
    communicate(provider, implement(provider, row.action, at=at), at=at)
    row = Plan.objects.get(pk=row.pk)
    return registered(provider, row, baseline_until=timezone.localdate(at)) if late else row


def effect_of(
    provider: Provider, plan: Plan, before: float = 12, after: float = 4, **options: Any
) -> Effect:
    """Missed visits in the twelve months before and the six since."""
    values: dict[str, Any] = {"source": "The rota, counted by the office.", **options}
    source = values.pop("source")
    figures = (int(before), 12.0, int(after), 6.0)
    by = values.pop("by", provider.people["verifier"])
    return operations.record_effect(plan, *figures, source, by, **values)

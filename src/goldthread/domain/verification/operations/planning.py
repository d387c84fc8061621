"""Making the plan when the action is agreed, and starting it when the action is complete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.clocks.calendar import end_of
from goldthread.clocks.terms import Source
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Method
from goldthread.domain.verification import transitions as moves
from goldthread.domain.verification.models import Plan, Round
from goldthread.domain.verification.terms import RECHECK_MONTHS, RoundKind
from goldthread.instruments.queries import current
from goldthread.trail.operations import Actor
from goldthread.workflow.operations import perform, start

DEFAULT_SAMPLE = 20  # five files a week for four weeks is a minimum (domain.md section 8)
CHANGEABLE = frozenset(
    {
        "measure",
        "standard",
        "instrument_version",
        "sample_size",
        "rounds_planned",
        "days_between",
        "begins_on",
        "verifier",
    }
)


@transaction.atomic
def plan_verification(
    action: Action, plan: Mapping[str, Any], *, by: Actor, at: dt.datetime
) -> Plan:
    """Keep the plan that the action was agreed with, with a baseline round where it has one.

    `plan` holds `method`, `measure`, `standard`, `verifier`, `begins_on`, and optionally
    `instrument` (a code), `sample_size`, `rounds` and `days_between`.
    """
    code = plan.get("instrument")
    row = Plan(
        action=action,
        incident=action.incident,
        organisation_id=action.organisation_id,
        unit=action.unit,
        method=plan["method"],
        measure=plan["measure"],
        standard=plan["standard"],
        verifier=plan.get("verifier"),
        begins_on=plan.get("begins_on"),
        instrument_version=current(action.organisation_id, code) if code else None,
        sample_size=plan.get("sample_size") or DEFAULT_SAMPLE,
        rounds_planned=plan.get("rounds") or 1,
        days_between=plan.get("days_between") or 7,
        planned_at=at,
    )
    start(row, moves.MAKE_PLAN, by=by, at=at, told=dict(plan))
    if row.method == Method.RE_AUDIT:
        add_round(row, RoundKind.BASELINE, 1, action.due_on or timezone.localdate(at), at)
    return row


def change_plan(
    plan: Plan, changes: Mapping[str, Any], *, by: User, at: dt.datetime | None = None
) -> Plan:
    """Change the plan before checking begins; what it was stays in the trail."""
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"A plan has no {', '.join(sorted(unknown))} to change.")
    changed = {name: getattr(plan, name) != value for name, value in changes.items()}
    for name, value in changes.items():
        setattr(plan, name, value)
    facts = {"by": changes.get("verifier"), "changed": changed}
    return perform(
        moves.CHANGE_PLAN, plan, by=by, at=at, facts=facts, told=dict(changes), changes=changes
    )


@transaction.atomic
def begin(plan: Plan, *, at: dt.datetime) -> Plan:
    """The action is complete: plan the rounds and start their clocks."""
    perform(moves.BEGIN, plan, by="system", at=at, changes={"began_at": at})
    first = max(plan.begins_on or timezone.localdate(at), timezone.localdate(at))
    for number in range(plan.rounds_planned):
        due = first + dt.timedelta(days=plan.days_between * (number + 1))
        add_round(plan, RoundKind.ROUND, number + 1, due, at)
    return plan


def add_round(plan: Plan, kind: str, number: int, due_on: dt.date, at: dt.datetime) -> Round:
    """Add a round and let it wait for the verifier."""
    row = Round.objects.create(plan=plan, cycle=plan.cycle, kind=kind, number=number, due_on=due_on)
    clocks.start_due(
        "verification_round",
        row,
        unit=plan.unit,
        at=at,
        due_at=end_of(due_on),
        label=f"{row.get_kind_display()} {number} of a verification",
        owner=plan.verifier,
        owner_role="" if plan.verifier else "verifier",
        # A re-check outlives its incident's closure, which ends every clock of the thread.
        thread=None if kind == RoundKind.RECHECK else plan.incident_id,
        source=Source.LOCAL_POLICY,
        source_text="The verification plan",
    )
    return row


@transaction.atomic
def plan_rechecks(plan: Plan, *, at: dt.datetime) -> None:
    """Look again at 3, 6 and 12 months: a change that held once may slip back (row 56)."""
    day = timezone.localdate(at)
    for number, months in enumerate(RECHECK_MONTHS, 1):
        add_round(plan, RoundKind.RECHECK, number, day + relativedelta(months=months), at)


def stop_for(action: Action, reason: str, *, at: dt.datetime) -> None:
    """The action was withdrawn: nothing of its plan waits for anyone."""
    for row in Round.objects.filter(plan__action=action, done_at__isnull=True):
        clocks.stop(row, "verification_round", reason, at=at)

"""What follows in verification when an action moves."""

from __future__ import annotations

from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.operations import (
    begin,
    plan_verification,
    restart,
    stop_for,
)
from goldthread.domain.verification.terms import Status
from goldthread.workflow.operations import Event, subscribe


@subscribe("action.agree")
def agreeing_makes_the_plan(event: Event) -> None:
    """An action is agreed together with the plan by which it will be verified."""
    plan_verification(event.record, event.facts["plan"], by=event.by, at=event.at)


@subscribe("action.complete")
def completing_begins_the_rounds(event: Event) -> None:
    """Checking begins when the change is implemented and communicated."""
    plan = Plan.objects.get(action=event.record)
    if plan.status == Status.PLANNED:
        begin(plan, at=event.at)


@subscribe("action.reopen")
def reopening_starts_again(event: Event) -> None:
    """A reopened action is verified afresh."""
    restart(Plan.objects.get(action=event.record), at=event.at)


@subscribe("action.withdraw")
def withdrawing_stops_the_rounds(event: Event) -> None:
    """Nothing of a withdrawn action waits to be checked."""
    stop_for(event.record, "The action was withdrawn", at=event.at)


@subscribe("incident.place")
def plans_stand_with_their_incident(event: Event) -> None:
    """Plans stand where their incident stands."""
    Plan.objects.filter(incident=event.record).update(unit=event.record.unit)

"""What follows in reviews when an incident moves."""

from __future__ import annotations

from goldthread.domain.reviews.operations import plan
from goldthread.workflow.operations import Event, subscribe


@subscribe("incident.triage")
def triage_plans_a_review(event: Event) -> None:
    """Every triaged incident gets a review at its tier."""
    plan(event.record, by="system", at=event.at)

"""What follows in themes when an incident is triaged, restricted or withdrawn."""

from __future__ import annotations

from goldthread.domain.insight.themes.operations.following import forget_member, keep_choice
from goldthread.workflow.operations import Event, subscribe


@subscribe("incident.triage")
@subscribe("incident.triage_again")
def triage_is_kept_beside_the_suggestion(event: Event) -> None:
    """The chosen category stands beside the suggested one."""
    keep_choice(event.record, event.facts["decision"].category, by=event.by, at=event.at)


@subscribe("incident.restrict")
@subscribe("incident.withdraw")
def an_account_that_may_not_be_read_is_forgotten(event: Event) -> None:
    """A restricted or withdrawn incident is no example of anything."""
    forget_member(event.record)

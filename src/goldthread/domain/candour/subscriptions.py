"""What follows here when an incident moves."""

from __future__ import annotations

from goldthread.domain.candour.operations import suggest
from goldthread.workflow.operations import Event, subscribe


@subscribe("incident.triage")
@subscribe("incident.triage_again")
def ask_whether_candour_applies(event: Event) -> None:
    """Triage has looked at the harm: where it puts the question, someone has to decide."""
    suggest(event.record, at=event.at)

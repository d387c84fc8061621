"""What follows in signals when incidents and verifications move."""

from __future__ import annotations

from goldthread.domain.insight.signals.operations.relapses import raise_relapse
from goldthread.domain.insight.signals.operations.repeats import raise_repeats
from goldthread.workflow.operations import Event, subscribe


@subscribe("incident.triage")
@subscribe("incident.triage_again")
def triage_shows_repeats(event: Event) -> None:
    """Triage says what the incident is about, so a repeat is seen at once."""
    raise_repeats(event.record, event.facts["decision"].themes, at=event.at)


@subscribe("verification.relapse")
def a_relapse_raises_a_signal(event: Event) -> None:
    """A change that slipped back is said aloud, not only written on its plan."""
    raise_relapse(event.record, at=event.at)

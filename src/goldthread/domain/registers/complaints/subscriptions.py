"""What follows for complaints when people's records move."""

from __future__ import annotations

from goldthread.domain.registers.complaints.models import Complaint
from goldthread.workflow.operations import Event, subscribe


@subscribe("person.merge")
def complaints_follow_the_person(event: Event) -> None:
    """What was recorded of either record belongs to the one that goes on."""
    Complaint.objects.filter(person=event.record).update(person=event.facts["into"])

"""What follows in safeguarding when an incident moves."""

from __future__ import annotations

from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from goldthread.domain.registers.safeguarding.operations import raise_concern
from goldthread.workflow.operations import Event, subscribe


@subscribe("incident.triage")
@subscribe("incident.triage_again")
def yes_opens_a_case(event: Event) -> None:
    """A yes to the first triage question opens a case; a later no leaves it open for its lead."""
    answer = event.facts["decision"].answers[TriageQuestion.SAFEGUARDING]
    opened = SafeguardingCase.objects.filter(incident=event.record).exists()
    if answer.yes and not opened:
        raise_concern(event.record, answer.reason, by=event.by, at=event.at)


@subscribe("incident.place")
def cases_stand_with_their_incident(event: Event) -> None:
    """Cases stand where their incident stands."""
    SafeguardingCase.objects.filter(incident=event.record).update(unit=event.record.unit)


@subscribe("person.merge")
def cases_follow_their_person(event: Event) -> None:
    """Cases of a record that was a double are of the record that goes on."""
    SafeguardingCase.objects.filter(person=event.record).update(person=event.facts["into"])

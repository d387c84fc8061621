"""What follows for restrictions when people's records move."""

from __future__ import annotations

from goldthread.clocks import operations as clocks
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.restrictions.models import Restriction
from goldthread.domain.registers.restrictions.terms import LIVE, Status
from goldthread.workflow.operations import Event, subscribe


@subscribe("person.merge")
def restrictions_follow_the_person(event: Event) -> None:
    """What limits either record limits the one person, and is reviewed where they are served."""
    into = event.facts["into"]
    Restriction.objects.filter(person=event.record).update(person=into)
    _stand_with(into)


@subscribe("person.correct")
def restrictions_stand_with_the_person(event: Event) -> None:
    """Someone who moves to another team takes what limits them along, with its review."""
    _stand_with(event.record)


def _stand_with(person: Person) -> None:
    unit = person.unit
    open_ones = Restriction.objects.filter(person=person, status__in=(Status.PROPOSED, *LIVE))
    for restriction in open_ones.exclude(unit=unit):
        Restriction.objects.filter(pk=restriction.pk).update(unit=unit)
        clocks.stand_at(restriction, unit)

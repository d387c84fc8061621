"""What follows in escalation when a person's record moves."""

from __future__ import annotations

from goldthread.clocks import operations as clocks
from goldthread.domain.registers.escalation.models import (
    CohortMember,
    Crisis,
    Episode,
    RiskFlag,
)
from goldthread.domain.registers.escalation.terms import (
    OPEN_STATUSES,
    RECHECK_CLOCK,
    REVIEW_CLOCK,
    STEP_UP_CLOCK,
)
from goldthread.workflow.operations import Event, subscribe


@subscribe("person.merge")
def everything_follows_the_person(event: Event) -> None:
    """What was recorded of the duplicate belongs to the record that goes on."""
    into = event.facts["into"]
    for model in (Episode, Crisis, RiskFlag, CohortMember):
        model._default_manager.filter(person=event.record).update(person=into)


@subscribe("person.correct")
def open_episodes_stand_with_the_person(event: Event) -> None:
    """When another team takes over, what is still open waits there."""
    person = event.record
    moved = Episode.objects.filter(person=person, status__in=OPEN_STATUSES).exclude(
        unit=person.unit_id
    )
    for episode in moved:
        Episode.objects.filter(pk=episode.pk).update(unit=person.unit_id)
        for kind in (STEP_UP_CLOCK, RECHECK_CLOCK, REVIEW_CLOCK):
            clocks.move_subject(episode, kind, person.unit)

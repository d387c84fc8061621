"""The crisis log: when, who, and at which stage escalation came."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.escalation import transitions as moves
from goldthread.domain.registers.escalation.models import Crisis, Episode
from goldthread.domain.registers.escalation.terms import Precision
from goldthread.domain.registers.people.models import Person
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


@dataclass(frozen=True)
class CrisisFacts:
    """A crisis as it is recorded."""

    happened_at: dt.datetime
    contact: str
    stage: str
    note: str = ""
    precision: str = Precision.EXACT


@transaction.atomic
def log_crisis(
    person: Person,
    crisis: CrisisFacts,
    *,
    by: User,
    episode: Episode | None = None,
    at: dt.datetime | None = None,
) -> Crisis:
    """Record a crisis with the stage at which escalation came (row 69)."""
    at = at or timezone.now()
    if not scope_of(by).holds(Permission.ESCALATION_RECORD, person.unit_id):
        raise refuse(NOT_ALLOWED, f"You cannot record a crisis at {person.unit.name}.")
    if episode is not None and episode.person_id != person.pk:
        raise refuse(NOT_ALLOWED, "This episode is about someone else.", "episode")
    row = Crisis(
        organisation_id=person.organisation_id,
        unit=person.unit,
        person=person,
        episode=episode,
        happened_at=crisis.happened_at,
        precision=crisis.precision,
        contact=crisis.contact,
        stage=crisis.stage,
        note=crisis.note.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    facts = {"happened_at": crisis.happened_at, "stage": crisis.stage, "contact": crisis.contact}
    return start(
        row,
        moves.LOG_CRISIS,
        by=by,
        at=at,
        facts={**facts, "now": at},
        told={"person": person.pk, **facts},
        thread=episode.incident_id if episode else None,
    )


@transaction.atomic
def withdraw_crisis(
    crisis: Crisis, reason: str, *, by: User, at: dt.datetime | None = None
) -> Crisis:
    """Take back a crisis recorded in error; it is counted nowhere."""
    return perform(
        moves.WITHDRAW_CRISIS,
        crisis,
        by=by,
        at=at,
        facts={"reason": reason},
        changes={"withdrawn_because": reason.strip()},
        told={"happened_at": crisis.happened_at},
    )

"""Defining the high-risk cohort, flagging someone, and freezing it for a measurement."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.escalation import transitions as moves
from goldthread.domain.registers.escalation.models import (
    Cohort,
    CohortDefinition,
    CohortMember,
    RiskFlag,
)
from goldthread.domain.registers.escalation.operations.indicators import may_keep
from goldthread.domain.registers.escalation.queries.cohorts import (
    definition_of,
    frame_text,
    in_cohort,
)
from goldthread.domain.registers.escalation.rules import keeping
from goldthread.domain.registers.people.models import Person
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.operations import start
from goldthread.workflow.refusals import NOT_ALLOWED, Refused, refuse
from goldthread.workflow.rules import broken


@transaction.atomic
def define_cohort(
    organisation: Unit,
    *,
    indicators: int,
    days: int,
    flagged_too: bool,
    because: str,
    by: Actor,
    at: dt.datetime | None = None,
) -> CohortDefinition:
    """Keep a new definition; cohorts frozen before keep the one they were frozen by."""
    may_keep(organisation, by)
    facts = {"indicators": indicators, "days": days, "because": because}
    refusals = broken((keeping.definition_is_whole,), None, facts)
    if refusals:
        raise Refused(refusals)
    Unit.objects.select_for_update().get(pk=organisation.pk)
    row = CohortDefinition(
        organisation=organisation,
        number=definition_of(organisation.pk).number + 1,
        indicators=indicators,
        days=days,
        flagged_too=flagged_too,
        because=because.strip(),
        made_at=at or timezone.now(),
        made_by=by if isinstance(by, User) else None,
    )
    row.save(force_insert=True)
    told = {"number": row.number, "flagged_too": flagged_too, **facts}
    write_trail(row, "cohort.define", by=by, at=at, facts=told, organisation_id=row.organisation_id)
    return row


@transaction.atomic
def flag_person(
    person: Person, reason: str, *, by: User, at: dt.datetime | None = None
) -> RiskFlag:
    """Count someone in the cohort whom the indicators do not show, with the reason."""
    _may_review(person.unit, by)
    refusals = broken((keeping.flag_has_a_reason,), None, {"reason": reason})
    if refusals:
        raise Refused(refusals)
    row = RiskFlag.objects.create(
        person=person,
        unit=person.unit,
        organisation_id=person.organisation_id,
        reason=reason.strip(),
        flagged_at=at or timezone.now(),
        flagged_by=by,
    )
    told = {"person": person.pk}
    write_trail(row, "cohort.flag", by=by, at=at, facts=told, organisation_id=row.organisation_id)
    return row


@transaction.atomic
def end_flag(flag: RiskFlag, reason: str, *, by: User, at: dt.datetime | None = None) -> RiskFlag:
    """End a flag, with the reason; an ended one stays as it is."""
    _may_review(flag.unit, by)
    refusals = broken((keeping.flag_has_a_reason,), None, {"reason": reason})
    if refusals:
        raise Refused(refusals)
    at = at or timezone.now()
    running = RiskFlag.objects.filter(pk=flag.pk, ended_at__isnull=True)
    if running.update(ended_at=at, ended_by=by, ended_because=reason.strip()):
        write_trail(
            flag, "cohort.unflag", by=by, at=at, facts={}, organisation_id=flag.organisation_id
        )
    flag.refresh_from_db()
    return flag


def _may_review(unit: Unit, by: User) -> None:
    if not scope_of(by).holds(Permission.ESCALATION_REVIEW, unit.pk):
        raise refuse(NOT_ALLOWED, f"Only a senior of {unit.name} can do this.")


@transaction.atomic
def freeze_cohort(
    unit: Unit,
    name: str,
    counts_from_on: dt.date | None,
    *,
    by: User,
    at: dt.datetime | None = None,
) -> Cohort:
    """Freeze who meets the definition now at the unit and below it, for a measurement."""
    at = at or timezone.now()
    if not scope_of(by).holds(Permission.COHORT_KEEP, unit.pk):
        raise refuse(NOT_ALLOWED, f"You cannot freeze the cohort of {unit.name}.")
    definition = definition_of(unit.organisation_id or unit.pk)
    members = in_cohort(unit, definition, at)
    frame = frame_text(members)
    cohort = Cohort(
        organisation_id=unit.organisation_id or unit.pk,
        unit=unit,
        definition=definition,
        name=name.strip(),
        as_of=at,
        counts_from_on=counts_from_on or timezone.localdate(at),
        size=len(members),
        frame=frame,
        frame_hash=hashlib.sha256(frame.encode()).hexdigest(),
        frozen_at=at,
        frozen_by=by,
    )
    facts = {
        "name": name,
        "counts_from_on": counts_from_on,
        "today": timezone.localdate(at),
        "members": members,
    }
    told = {
        "definition": definition.number,
        "size": cohort.size,
        "frame_hash": cohort.frame_hash,
        "counts_from_on": counts_from_on,
    }
    start(cohort, moves.FREEZE, by=by, at=at, facts=facts, told=told)
    CohortMember.objects.bulk_create(
        CohortMember(cohort=cohort, person=one.person, unit_id=one.person.unit_id)
        for one in members
    )
    return cohort

"""Recording people served, correcting their records, and merging two records of one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.sealed import blind_index
from goldthread.access.terms import Permission
from goldthread.analytics.personal_data.patterns import is_nhs_number
from goldthread.domain.registers.people import rules
from goldthread.domain.registers.people import transitions as moves
from goldthread.domain.registers.people.models import Person, PersonCounter
from goldthread.domain.registers.people.terms import Status
from goldthread.trail.operations import Actor
from goldthread.workflow.numbers import take
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, Refusal, Refused, refuse


@dataclass(frozen=True)
class Identity:
    """What names a person: a name, the service's record number, the NHS number."""

    name: str
    record_number: str = ""
    nhs_number: str = ""

    def columns(self) -> dict[str, str]:
        """The stored columns, keyed indexes included."""
        plain = {
            "name": self.name.strip(),
            "record_number": self.record_number.strip(),
            "nhs_number": "".join(self.nhs_number.split()),
        }
        indexes = {
            "name_index": blind_index(plain["name"]),
            "record_index": blind_index(plain["record_number"]),
            "nhs_index": blind_index(plain["nhs_number"]),
        }
        return plain | indexes


@transaction.atomic
def record_person(
    unit: Unit, identity: Identity, *, by: Actor, at: dt.datetime | None = None
) -> Person:
    """Record someone the unit serves. `Refused` when a number is recorded already (PER-02)."""
    at = at or timezone.now()
    if isinstance(by, User) and not scope_of(by).holds(Permission.PERSON_KEEP, unit.pk):
        raise refuse(NOT_ALLOWED, f"You cannot record people at {unit.name}.")
    person = Person(
        organisation_id=unit.organisation_id or unit.pk,
        unit=unit,
        recorded_at=at,
        recorded_by=by if isinstance(by, User) else None,
        **identity.columns(),
    )
    with _number_once():
        return start(
            person,
            moves.RECORD,
            by=by,
            at=at,
            facts=_facts(person, identity),
            told={"unit": unit.pk},
            before_save=_number,
        )


@transaction.atomic
def correct_person(
    person: Person, identity: Identity, *, unit: Unit | None = None, by: User
) -> Person:
    """Change the name, the numbers or the team. The trail says which, never what they are."""
    columns = identity.columns()
    named = ("name", "record_number", "nhs_number")
    changed = [name for name in named if getattr(person, name) != columns[name]]
    changes: dict[str, Any] = {**columns}
    told: dict[str, Any] = {"changed": changed}
    if unit is not None and unit.pk != person.unit_id:
        if not scope_of(by).holds(Permission.PERSON_KEEP, unit.pk):
            raise refuse(NOT_ALLOWED, f"You cannot move people to {unit.name}.", "unit")
        changes["unit"] = unit
        told["unit"] = {"from": person.unit_id, "to": unit.pk}
    candidate = Person(pk=person.pk, organisation_id=person.organisation_id, **columns)
    with _number_once():
        return perform(
            moves.CORRECT,
            person,
            by=by,
            facts=_facts(candidate, identity),
            changes=changes,
            told=told,
        )


@transaction.atomic
def merge_people(
    duplicate: Person, into: Person, reason: str, *, by: User, at: dt.datetime | None = None
) -> Person:
    """Merge `duplicate` into `into`: every register's records follow, and nothing is lost.

    Registers subscribe to `person.merge`. Numbers that the one that goes on lacked are kept.
    Returns the record that goes on.
    """
    perform(
        moves.MERGE,
        duplicate,
        by=by,
        at=at,
        facts={"into": into, "reason": reason},
        changes={"merged_into": into},
        told={"into": into.pk, "reason": reason.strip()},
    )
    Person.objects.filter(merged_into=duplicate).update(merged_into=into)
    lacking = [name for name in ("record_number", "nhs_number") if not getattr(into, name)]
    gained = {name: getattr(duplicate, name) for name in lacking if getattr(duplicate, name)}
    if gained:
        kept = {name: getattr(into, name) for name in ("name", "record_number", "nhs_number")}
        correct_person(into, Identity(**(kept | gained)), by=by)
    return into


def _facts(person: Person, identity: Identity) -> dict[str, Any]:
    """What the rules ask: the name, whether the numbers check, and whether they are free."""
    number = "".join(identity.nhs_number.split())
    return {
        "name": identity.name,
        "nhs_valid": not number or is_nhs_number(number),
        "taken": _taken(person),
    }


def _taken(person: Person) -> bool:
    """Whether another current record of the organisation has one of the numbers."""
    others = Person.objects.filter(
        organisation=person.organisation_id, status=Status.CURRENT
    ).exclude(pk=person.pk)
    return any(
        value and others.filter(**{column: value}).exists()
        for column, value in (
            ("record_index", person.record_index),
            ("nhs_index", person.nhs_index),
        )
    )


@contextmanager
def _number_once() -> Iterator[None]:
    """Two people recording the same number in the same instant: the second is refused (PER-02)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        rule = rules.number_belongs_to_one
        raise Refused([Refusal(rule.code, rule.refusal, rule.field)]) from error


def _number(person: Person) -> None:
    """Give the next reference of the organisation, as P-00042."""
    person.reference = f"P-{take(PersonCounter, person.organisation_id):05d}"

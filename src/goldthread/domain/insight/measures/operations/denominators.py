"""Entering denominators: every figure, and every figure written over, is in the unit's trail."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.operations import must_manage
from goldthread.access.queries import all_units, organisation_id_of
from goldthread.domain.insight.measures.given_denominators import LARGEST, Given, Read, read
from goldthread.domain.insight.measures.models import Denominator
from goldthread.domain.insight.measures.terms import month_of
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import refuse

LOOK_UP = 500


@dataclass(frozen=True)
class Entered:
    """What entering figures did."""

    added: int
    replaced: int
    same: int


def read_denominators(organisation: Unit, text: str) -> Read:
    """The figures of a file for the units of the organisation, or what is wrong with it."""
    named: dict[str, Unit] = {}
    for unit in all_units(organisation.pk):
        named.setdefault(unit.name.casefold(), unit)
        named[unit.code.casefold()] = unit
    return read(text, named, timezone.localdate())


@transaction.atomic
def enter_denominators(
    given: Iterable[Given], *, by: Actor, at: dt.datetime | None = None
) -> Entered:
    """Keep the figures; one given before for the same unit and month is written over.

    The trail of each unit says what was there before. Raises Refused.
    """
    at, figures = at or timezone.now(), list(given)
    units = {figure.unit.pk: figure.unit for figure in figures}
    for unit in units.values():
        must_manage(by, unit)
    for figure in figures:
        _check(figure, at)
    before = _kept(units)
    changes: dict[int, list[list[object]]] = defaultdict(list)
    rows: list[Denominator] = []
    for figure in figures:
        old = before.get((figure.unit.pk, figure.exposure, figure.month))
        if old != figure.amount:
            rows.append(_row(figure, by, at))
            changes[figure.unit.pk].append([figure.month, figure.exposure, old, figure.amount])
    _save(rows)
    for pk, told in changes.items():
        unit, facts = units[pk], {"changed": told}
        write_trail(
            unit,
            "settings.denominators",
            by=by,
            at=at,
            facts=facts,
            organisation_id=unit.organisation_id,
        )
    replaced = sum(old is not None for told in changes.values() for _, _, old, _ in told)
    return Entered(len(rows) - replaced, replaced, len(figures) - len(rows))


def _check(figure: Given, at: dt.datetime) -> None:
    if figure.month > month_of(at):
        raise refuse("MEA-01", "A month that has not begun has no figure yet.", "month")
    if not 0 <= figure.amount <= LARGEST:
        sentence = f"A figure must be a whole number from 0 to {LARGEST:,}."
        raise refuse("MEA-02", sentence, "amount")


def _kept(units: dict[int, Unit]) -> dict[tuple[int, str, dt.date], int]:
    kept: dict[tuple[int, str, dt.date], int] = {}
    pks = sorted(units)
    for start in range(0, len(pks), LOOK_UP):
        rows = Denominator.objects.filter(unit__in=pks[start : start + LOOK_UP])
        for unit, exposure, month, amount in rows.values_list(
            "unit_id", "exposure", "month", "amount"
        ):
            kept[(unit, exposure, month)] = amount
    return kept


def _row(figure: Given, by: Actor, at: dt.datetime) -> Denominator:
    return Denominator(
        organisation_id=organisation_id_of(figure.unit),
        unit=figure.unit,
        month=figure.month,
        exposure=figure.exposure,
        amount=figure.amount,
        entered_at=at,
        entered_by=by if isinstance(by, User) else None,
    )


def _save(rows: list[Denominator]) -> None:
    Denominator.objects.bulk_create(
        rows,
        batch_size=LOOK_UP,
        update_conflicts=True,
        unique_fields=["unit", "exposure", "month"],
        update_fields=["amount", "entered_at", "entered_by"],
    )

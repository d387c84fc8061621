"""Stabilisation: immediate safety, communication and documentation, with a named leader."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents import transitions as moves
from goldthread.domain.incidents.models import (
    Incident,
    Stabilisation,
)
from goldthread.workflow.operations import perform

PARTS = ("safety", "communication", "documentation")


@transaction.atomic
def stabilise_part(
    incident: Incident, part: str, note: str, *, by: User, at: dt.datetime | None = None
) -> Stabilisation:
    """Record one of the three parts of stabilisation as done."""
    if part not in PARTS:
        raise ValueError(f"There is no part of stabilisation called {part}.")
    at = at or timezone.now()
    row, _ = Stabilisation.objects.get_or_create(incident=incident)
    perform(
        moves.STABILISE, incident, by=by, at=at, facts={"note": note}, told={part: note.strip()}
    )
    values = {f"{part}_note": note.strip(), f"{part}_at": at, f"{part}_by": by}
    Stabilisation.objects.filter(pk=row.pk).update(leader=row.leader or by, **values)
    row.refresh_from_db()
    return row


@transaction.atomic
def record_staff_support(
    incident: Incident,
    note: str,
    *,
    offered: bool,
    taken: bool | None,
    by: User,
    at: dt.datetime | None = None,
) -> Stabilisation:
    """Record whether support was offered to the staff involved and whether they took it."""
    at = at or timezone.now()
    row, _ = Stabilisation.objects.get_or_create(incident=incident)
    told = {"support_offered": offered, "support_taken": taken, "note": note.strip()}
    perform(moves.STABILISE, incident, by=by, at=at, facts={"note": note}, told=told)
    Stabilisation.objects.filter(pk=row.pk).update(
        support_note=note.strip(),
        support_taken=taken if offered else None,
        support_offered_at=at if offered else None,
        support_offered_by=by if offered else None,
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def sign_off_stabilisation(
    incident: Incident, *, by: User, at: dt.datetime | None = None
) -> Stabilisation:
    """The named leader signs that people are safe, told and recorded; ends the clock."""
    at = at or timezone.now()
    row, _ = Stabilisation.objects.get_or_create(incident=incident)
    incident.stabilisation = row
    perform(moves.SIGN_OFF_STABILISATION, incident, by=by, at=at, told={"leader": by.pk})
    Stabilisation.objects.filter(pk=row.pk).update(leader=by, signed_off_at=at, signed_off_by=by)
    clocks.meet(incident, "stabilisation", at=at)
    row.refresh_from_db()
    return row

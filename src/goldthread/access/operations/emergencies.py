"""Who answers now, and opening a restricted record in an emergency."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import EmergencyOpening, OnCall, Unit, User
from goldthread.access.operations.permitted import must_manage
from goldthread.access.refusals import refuse
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail

EMERGENCY_OPENING_HOURS = 8


@transaction.atomic
def put_on_call(
    unit: Unit, user: User, starts_at: dt.datetime, ends_at: dt.datetime, *, by: Actor = None
) -> OnCall:
    """Record who answers for `unit` between two times. Raises Refused."""
    must_manage(by, unit)
    if ends_at <= starts_at:
        raise refuse("ACC-08", "The end is before the start. Check both.", "ends_on")
    if user.left_on is not None or not user.is_active:
        raise refuse("ACC-12", "This person has left. Choose another person.", "user")
    made = OnCall.objects.create(unit=unit, user=user, starts_at=starts_at, ends_at=ends_at)
    _write(made, "access.put_on_call", by)
    return made


@transaction.atomic
def take_off_call(entry: OnCall, *, by: Actor = None) -> None:
    """Take an entry off the rota. Raises Refused."""
    must_manage(by, entry.unit)
    _write(entry, "access.take_off_call", by)
    entry.delete()


def _write(entry: OnCall, kind: str, by: Actor) -> None:
    """In the trail of the unit, which outlives the entry."""
    facts = {"user": entry.user, "starts_at": entry.starts_at, "ends_at": entry.ends_at}
    organisation_id = entry.unit.organisation_id
    write_trail(entry.unit, kind, by=by, facts=facts, organisation_id=organisation_id)


def open_in_emergency(
    user: User, record_type: str, record_id: int, reason: str, *, at: dt.datetime | None = None
) -> EmergencyOpening:
    """Open one restricted record for a few hours.

    The caller tells the record's owner and writes the record's trail.
    """
    at = at or timezone.now()
    return EmergencyOpening.objects.create(
        user=user,
        record_type=record_type,
        record_id=record_id,
        reason=reason,
        opened_at=at,
        ends_at=at + dt.timedelta(hours=EMERGENCY_OPENING_HOURS),
    )

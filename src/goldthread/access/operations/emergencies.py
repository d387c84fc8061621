"""Who answers now, and opening a restricted record in an emergency."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldthread.access.models import EmergencyOpening, OnCall, Unit, User
from goldthread.access.refusals import refuse

EMERGENCY_OPENING_HOURS = 8


def put_on_call(unit: Unit, user: User, starts_at: dt.datetime, ends_at: dt.datetime) -> OnCall:
    """Record who answers for `unit` between two times. Raises Refused."""
    if ends_at <= starts_at:
        raise refuse("ACC-08", "The end is before the start. Check both.", "ends_at")
    return OnCall.objects.create(unit=unit, user=user, starts_at=starts_at, ends_at=ends_at)


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

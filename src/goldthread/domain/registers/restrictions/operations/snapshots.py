"""Keeping the register as it stood at the end of each month."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import organisations
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.restrictions.models import Snapshot
from goldthread.domain.registers.restrictions.queries import register_on
from goldthread.domain.registers.restrictions.terms import a_month_after
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


def take_snapshots(at: dt.datetime | None = None) -> int:
    """Keep last month's register of every organisation that has none yet; returns how many.

    The rows say how it stood on the last day of the month, on whichever day this runs.
    """
    at = at or timezone.now()
    this_month = timezone.localdate(at).replace(day=1)
    month = (this_month - dt.timedelta(days=1)).replace(day=1)
    done = set(
        Snapshot.objects.filter(month=month, taken_by__isnull=True).values_list(
            "organisation_id", flat=True
        )
    )
    taken = [keep_month(one, month, at) for one in organisations() if one.pk not in done]
    return len([one for one in taken if one is not None])


def keep_month(organisation: Unit, month: dt.date, at: dt.datetime) -> Snapshot | None:
    """The product's own snapshot of a whole month; None when another process kept it just now."""
    try:
        with transaction.atomic():
            last_day = a_month_after(month) - dt.timedelta(days=1)
            return _keep(organisation, month, last_day, None, at)
    except IntegrityError:
        return None


@transaction.atomic
def take_snapshot(organisation: Unit, *, by: User, at: dt.datetime | None = None) -> Snapshot:
    """Keep the register as it stands now, by hand; it joins the month's other snapshots."""
    at = at or timezone.now()
    if not scope_of(by).holds(Permission.RESTRICTION_AUTHORISE, organisation.pk):
        raise refuse(
            NOT_ALLOWED,
            "Only those who authorise restrictions for the whole organisation keep its register.",
        )
    today = timezone.localdate(at)
    return _keep(organisation, today.replace(day=1), today, by, at)


def _keep(
    organisation: Unit, month: dt.date, day: dt.date, by: User | None, at: dt.datetime
) -> Snapshot:
    standing = register_on(organisation.pk, day)
    rows = json.dumps([asdict(one) for one in standing], ensure_ascii=False, separators=(",", ":"))
    snapshot = Snapshot.objects.create(
        organisation=organisation,
        month=month,
        stands_on=day,
        taken_at=at,
        taken_by=by,
        rows=rows,
        digest=hashlib.sha256(rows.encode()).hexdigest(),
        in_force=len(standing),
        overdue=sum(one.overdue for one in standing),
    )
    facts = {
        "month": f"{month:%Y-%m}",
        "stands_on": day.isoformat(),
        "in_force": len(standing),
        "rows_sha256": snapshot.digest,
    }
    write_trail(
        snapshot,
        "restrictions.snapshot",
        by=by,
        at=at,
        facts=facts,
        organisation_id=organisation.pk,
    )
    return snapshot

"""Who supervises whom: beginning and ending, with the clock of the next session."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import organisation_id_of
from goldthread.clocks import operations as clocks
from goldthread.domain.learning.coaching.queries import eligible
from goldthread.domain.learning.supervision import transitions as moves
from goldthread.domain.learning.supervision.models import Pair
from goldthread.domain.learning.supervision.queries import may_supervise
from goldthread.domain.learning.supervision.terms import DUE, PairStatus
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


@transaction.atomic
def begin_pair(unit: Unit, supervisee: User, *, by: User, at: dt.datetime | None = None) -> Pair:
    """Begin to supervise a member of staff of the unit. Raises `Refused`."""
    at = at or timezone.now()
    if not may_supervise(by, unit):
        raise refuse(NOT_ALLOWED, f"You cannot supervise the staff of {unit.name}.", "unit")
    same = Pair.objects.filter(
        unit=unit, supervisor=by, supervisee=supervisee, status=PairStatus.ACTIVE
    )
    staff = eligible([unit], on=timezone.localdate(at)).values_list("pk", flat=True)
    pair = Pair(
        organisation_id=organisation_id_of(unit),
        unit=unit,
        supervisor=by,
        supervisee=supervisee,
        began_at=at,
        began_by=by,
    )
    facts = {"staff": frozenset(staff), "paired": same.exists()}
    start(pair, moves.PAIR, by=by, at=at, facts=facts, told={})
    next_due(pair, at)
    return pair


@transaction.atomic
def end_pair(pair: Pair, *, by: User, at: dt.datetime | None = None) -> Pair:
    """End a supervision; nothing waits any more, and what was held stays."""
    at = at or timezone.now()
    perform(moves.END, pair, by=by, at=at, changes={"ended_at": at, "ended_by": by}, told={})
    clocks.stop(pair, DUE, "This supervision has ended", at=at)
    return pair


def next_due(pair: Pair, at: dt.datetime) -> None:
    """Let the next session wait for the supervisor, under the organisation's policy."""
    clocks.start(DUE, pair, unit=pair.unit, at=at, owner=pair.supervisor)

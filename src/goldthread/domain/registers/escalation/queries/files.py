"""What the product's own times say of one person's file, for whoever samples it (row 66)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q

from goldthread.access.models import User
from goldthread.domain.registers.escalation.models import StepUp
from goldthread.domain.registers.escalation.queries.seeing import visible_to
from goldthread.domain.registers.escalation.terms import Status
from goldthread.domain.registers.people.models import Person

WINDOW = dt.timedelta(days=28)


@dataclass(frozen=True)
class FileFacts:
    """The step-up of a file that decides whether action was in time, or None without any.

    Of several, one that was late counts before one in time, since every action has to be in time.
    """

    since: dt.datetime
    until: dt.datetime
    step_ups: int
    step_up: StepUp | None
    late: bool
    reviewed: bool


def file_facts(person: Person, user: User, until: dt.datetime) -> FileFacts:
    """The step-ups whose threshold was met in the four weeks before `until`.

    One that may still be done in time decides nothing yet, and is left out.
    """
    since = until - WINDOW
    seen = visible_to(user).filter(person=person).exclude(status=Status.WITHDRAWN)
    decided = Q(done_at__isnull=False) | Q(due_at__lt=until)
    window = {"met_at__gt": since, "met_at__lte": until}
    found = StepUp.objects.filter(decided, episode__in=seen, **window)
    late = Q(done_at__gt=F("due_at")) | Q(done_at__isnull=True, due_at__lt=until)
    first_late = found.filter(late).select_related("review").order_by("-due_at", "pk").first()
    chosen = first_late or found.select_related("review").order_by("-due_at", "pk").first()
    reviewed = chosen is not None and getattr(chosen, "review", None) is not None
    return FileFacts(since, until, found.count(), chosen, first_late is not None, reviewed)

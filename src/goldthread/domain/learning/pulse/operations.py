"""Opening and closing a pulse, and answering it without a trace of who did.

An answer writes no trail, no time and no row of its own: it only adds one to the counts of a
team. What is kept of the person is a keyed mark that they took part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from goldthread import defaults
from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.learning.pulse import rules
from goldthread.domain.learning.pulse import transitions as moves
from goldthread.domain.learning.pulse.models import Pulse, TakenPart, Tally
from goldthread.domain.learning.pulse.queries import mark_of, not_closed, places_of, took_part
from goldthread.domain.learning.pulse.terms import Status
from goldthread.notices.operations import send
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, Refused, refuse
from goldthread.workflow.rules import broken

ANSWER_RULES = (rules.open_at_own_team, rules.answered_once, rules.answers_are_whole)


@transaction.atomic
def open_pulse(
    organisation: Unit, closes_on: dt.date, *, by: User, at: dt.datetime | None = None
) -> Pulse:
    """Ask all staff of the organisation, until the day. Raises `Refused`."""
    at = at or timezone.now()
    if organisation.pk not in scope_of(by).whole_organisations(Permission.PULSE_RUN):
        raise refuse(NOT_ALLOWED, f"You do not run the pulse of {organisation.name}.")
    pulse = Pulse(
        organisation=organisation,
        definition=defaults.pulse(),
        opened_on=timezone.localdate(at),
        closes_on=closes_on,
        opened_by=by,
    )
    facts = {"other": not_closed(organisation.pk)}
    start(pulse, moves.OPEN, by=by, at=at, facts=facts, told={"closes_on": closes_on})
    staff = User.objects.filter(organisation=organisation, is_active=True, left_on__isnull=True)
    send(
        [one for one in staff if scope_of(one).holds(Permission.INCIDENT_REPORT)],
        "pulse_open",
        subject="Four questions about reporting and learning",
        body="It takes a minute, and nobody can see who answered what.",
        link="/pulse/",
        key=f"pulse-{pulse.pk}",
        at=at,
    )
    return pulse


def answer_pulse(
    pulse: Pulse, unit: Unit, answers: Mapping[str, int], *, by: User, on: dt.date | None = None
) -> None:
    """Add one to the counts of a team for each question. Raises `Refused`."""
    today = on or timezone.localdate()
    facts = {
        "open": pulse.status == Status.OPEN and today <= pulse.closes_on,
        "own": unit.pk in {one.pk for one in places_of(by)},
        "took_part": took_part(pulse, by),
        "answers": answers,
    }
    refusals = broken(ANSWER_RULES, pulse, facts)
    if refusals:
        raise Refused(refusals)
    try:
        with transaction.atomic():
            TakenPart.objects.create(pulse=pulse, mark=mark_of(pulse, by))
            for question, score in sorted(answers.items()):
                _count(pulse, unit, question, score)
    except IntegrityError:
        raise refuse(rules.answered_once.code, rules.answered_once.refusal) from None


def _count(pulse: Pulse, unit: Unit, question: str, score: int) -> None:
    where: dict[str, Any] = {"pulse": pulse, "unit": unit, "question": question, "score": score}
    row = Tally.objects.get_or_create(**where)[0]
    Tally.objects.filter(pk=row.pk).update(count=F("count") + 1)


@transaction.atomic
def close_pulse(pulse: Pulse, *, by: User, at: dt.datetime | None = None) -> Pulse:
    """End a pulse; from then on its results can be read, in groups that are large enough."""
    at = at or timezone.now()
    changes = {"closed_at": at, "closed_by": by}
    return perform(moves.CLOSE, pulse, by=by, at=at, changes=changes, told={})

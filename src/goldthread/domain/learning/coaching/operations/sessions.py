"""Recording coaching sessions, adding answers to them, and withdrawing them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import organisation_id_of
from goldthread.domain.learning.coaching import transitions as moves
from goldthread.domain.learning.coaching.drafts import Given, Held
from goldthread.domain.learning.coaching.models import Answer, Attendance, Session
from goldthread.domain.learning.coaching.queries import came, eligible, may_lead, proofs_of
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


@transaction.atomic
def record_session(held: Held, *, by: User, at: dt.datetime | None = None) -> Session:
    """Record a session with who was eligible, who came, and what was answered. Raises `Refused`.

    Whoever led it is not counted among those who should have come.
    """
    at = at or timezone.now()
    if not held.units or not may_lead(by, [unit.pk for unit in held.units]):
        raise refuse(NOT_ALLOWED, "You do not coach the staff of every team you chose.", "units")
    on = timezone.localdate(held.held_at)
    staff = eligible(held.units, on=on).exclude(pk=held.facilitator.pk)
    expected = frozenset(staff.values_list("pk", flat=True))
    session = Session(
        organisation_id=organisation_id_of(held.units[0]),
        unit=held.units[0],
        subject=held.subject,
        held_at=held.held_at,
        facilitator=held.facilitator,
        guests=held.guests.strip()[:300],
        take_away=held.take_away.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    used = frozenset(one.pk for one in held.scenarios)
    facts = {
        "held": held,
        "at": at,
        "eligible": expected,
        **_answering(held.answers, used, held.attended),
    }
    told = {
        "subject": held.subject,
        "scenarios": sorted(used),
        "attended": len(held.attended),
        "eligible": len(expected),
    }
    start(session, moves.RECORD, by=by, at=at, facts=facts, told=told)
    session.units.set(held.units)
    session.scenarios.set(held.scenarios)
    Attendance.objects.bulk_create(
        Attendance(session=session, person_id=pk, attended=pk in held.attended)
        for pk in sorted(expected)
    )
    _keep(session, held.answers, by, at)
    return session


@transaction.atomic
def add_answer(
    session: Session, given: Given, *, by: User, at: dt.datetime | None = None
) -> Session:
    """Add what one person or the group answered to a question of the session."""
    at = at or timezone.now()
    people = session.attendance.filter(attended=True).values_list("person", flat=True)
    used = frozenset(session.scenarios.values_list("pk", flat=True))
    facts = _answering((given,), used, frozenset(people))
    facts["answered"] = set(session.answers.values_list("question", "person"))
    told = {"question": given.question.pk, "rating": given.rating}
    perform(moves.ANSWER, session, by=by, at=at, facts=facts, told=told)
    _keep(session, (given,), by, at)
    return session


@transaction.atomic
def withdraw_session(
    session: Session, reason: str, *, by: User, at: dt.datetime | None = None
) -> Session:
    """Withdraw a session that was recorded by mistake; it stays readable."""
    at = at or timezone.now()
    return perform(
        moves.WITHDRAW,
        session,
        by=by,
        at=at,
        facts={"reason": reason, "proves": proofs_of(session).exists()},
        changes={"withdrawn_at": at, "withdrawn_by": by, "withdrawn_because": reason.strip()},
        told=dict(zip(("attended", "eligible"), came(session), strict=True)),
    )


def _answering(
    answers: Iterable[Given], scenarios: frozenset[int], people: frozenset[int]
) -> dict[str, Any]:
    """What the rules of answers ask."""
    return {
        "answers": tuple(answers),
        "scenarios": scenarios,
        "came": people,
        "answered": set(),
    }


def _keep(session: Session, answers: Iterable[Given], by: User, at: dt.datetime) -> None:
    Answer.objects.bulk_create(
        Answer(
            session=session,
            question=one.question,
            person=one.person,
            text=one.text.strip(),
            rating=one.rating,
            recorded_at=at,
            recorded_by=by,
        )
        for one in answers
    )

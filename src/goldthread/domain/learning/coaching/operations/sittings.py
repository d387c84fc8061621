"""Recording vignettes sat in supervision, with the follow-up of those that were not safe."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import organisation_id_of
from goldthread.clocks import operations as clocks
from goldthread.clocks.terms import Source
from goldthread.domain.learning.coaching import transitions as moves
from goldthread.domain.learning.coaching.drafts import Sat
from goldthread.domain.learning.coaching.models import Sitting
from goldthread.domain.learning.coaching.queries import eligible, may_lead
from goldthread.domain.learning.coaching.terms import FOLLOW_UP, FOLLOW_UP_QUESTION
from goldthread.instruments.operations import judge, respond
from goldthread.instruments.queries import definition_of
from goldthread.workflow.operations import hindrances, perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, Refused, refuse

LABEL = "Follow up a vignette that was not safe, and sit it again"
CHOSEN = "The day was chosen when the vignette was sat."


@transaction.atomic
def sit_vignette(
    sat: Sat, *, by: User, retest_of: Sitting | None = None, at: dt.datetime | None = None
) -> Sitting:
    """Record a vignette that a member of staff sat with the supervisor `by`. Raises `Refused`.

    Where the decision was not safe, what will be done and the re-test wait in the supervisor's
    work. A re-test ends the follow-up of the sitting before, whatever it shows.
    """
    at = at or timezone.now()
    if not may_lead(by, [sat.unit.pk]):
        raise refuse(NOT_ALLOWED, f"You do not coach the staff of {sat.unit.name}.", "unit")
    first = None if retest_of is None else _still_open(retest_of, by)
    answers = _with_follow_up(sat)
    safe = judge(sat.version, answers).passes is True
    sitting = _sitting(sat, safe, first, by, at)
    people = eligible([sat.unit], on=timezone.localdate(sat.sat_at))
    facts = {
        "sat": sat,
        "safe": safe,
        "by": by,
        "at": at,
        "eligible": frozenset(people.values_list("pk", flat=True)),
        "retest_of": first,
    }
    told: dict[str, Any] = {"vignette": sitting.code, "safe": safe}
    start(
        sitting, moves.SAT_SAFE if safe else moves.SAT_UNSAFE, by=by, at=at, facts=facts, told=told
    )
    sitting.response = respond(
        sat.version,
        answers,
        subject=sitting,
        case_label=f"Sitting {sitting.pk}",
        by=by,
        at=at,
        comments=sat.comments,
    )
    sitting.save(update_fields=["response"])
    _follow(sitting, at)
    if first is not None:
        perform(moves.RETEST, first, by=by, at=at, told={"by_sitting": sitting.pk})
        clocks.meet(first, FOLLOW_UP, at=sat.sat_at)
    return sitting


def _still_open(sitting: Sitting, by: User) -> Sitting:
    """The sitting to follow up, kept from others until the transaction ends. Raises `Refused`."""
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    found = hindrances(moves.RETEST, locked, by=by)
    if found:
        raise Refused(found)
    return locked


def _with_follow_up(sat: Sat) -> dict[str, str]:
    """The answers; what will be done is asked once and kept where the vignette has a place for it."""
    asked = {question.id for question in definition_of(sat.version).questions()}
    answers = {name: said for name, said in sat.answers.items() if name != FOLLOW_UP_QUESTION}
    if FOLLOW_UP_QUESTION in asked and sat.follow_up.strip():
        answers[FOLLOW_UP_QUESTION] = sat.follow_up.strip()
    return answers


def _sitting(sat: Sat, safe: bool, retest_of: Sitting | None, by: User, at: dt.datetime) -> Sitting:
    return Sitting(
        organisation_id=organisation_id_of(sat.unit),
        unit=sat.unit,
        staff=sat.staff,
        supervisor=by,
        code=sat.version.instrument.code,
        sat_at=sat.sat_at,
        safe=safe,
        follow_up=sat.follow_up.strip(),
        follow_up_by=None if safe else sat.follow_up_by,
        retest_of=retest_of,
        recorded_at=at,
        recorded_by=by,
    )


def _follow(sitting: Sitting, at: dt.datetime) -> None:
    """Let the follow-up wait for the supervisor until the end of its day."""
    if sitting.safe or sitting.follow_up_by is None:
        return
    end = dt.datetime.combine(sitting.follow_up_by, dt.time(23, 59))
    clocks.start_due(
        FOLLOW_UP,
        sitting,
        unit=sitting.unit,
        at=at,
        due_at=timezone.make_aware(end),
        label=LABEL,
        owner=sitting.supervisor,
        source=Source.LOCAL_POLICY,
        source_text=CHOSEN,
    )

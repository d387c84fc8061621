"""Recording a session, what is sat and checked in it, and what the two keep for themselves.

No trail entry holds a word of a private note: it says that one was added, and by whom.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.domain.learning.coaching.drafts import Sat
from goldthread.domain.learning.coaching.models import Sitting
from goldthread.domain.learning.coaching.operations import sit_vignette
from goldthread.domain.learning.supervision import transitions as moves
from goldthread.domain.learning.supervision.drafts import Held, Shown
from goldthread.domain.learning.supervision.models import (
    Check,
    Pair,
    PrivateNote,
    PromptUse,
    Session,
)
from goldthread.domain.learning.supervision.operations.pairs import next_due
from goldthread.domain.learning.supervision.queries import waiting_for
from goldthread.domain.learning.supervision.terms import DUE, PairStatus, Use
from goldthread.instruments.operations import respond
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, refuse


@transaction.atomic
def hold_session(pair: Pair, held: Held, *, by: User, at: dt.datetime | None = None) -> Session:
    """Record a session of the pair, with what became of each prompt. Raises `Refused`.

    It meets the clock of this session and starts that of the next, from the day it was held.
    """
    at = at or timezone.now()
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if by.pk != pair.supervisor_id:
        raise refuse(NOT_ALLOWED, "The supervisor records the session.")
    if pair.status != PairStatus.ACTIVE:
        raise refuse(WRONG_STATE, "This supervision has ended. Begin it again first.")
    session = Session(
        organisation_id=pair.organisation_id,
        unit=pair.unit,
        pair=pair,
        supervisor=pair.supervisor,
        supervisee=pair.supervisee,
        held_at=held.held_at,
        wellbeing_asked=held.wellbeing_asked,
        agreed=held.agreed.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    facts = {
        "held": held,
        "at": at,
        "latest": pair.sessions.order_by("-held_at").values_list("held_at", flat=True).first(),
        "waiting": waiting_for(pair, timezone.localdate(at)),
    }
    start(session, moves.HOLD, by=by, at=at, facts=facts, told=_told(held))
    PromptUse.objects.bulk_create(
        PromptUse(session=session, prompt=one.prompt, use=one.use, words=one.words.strip())
        for one in held.prompts
    )
    _keep(session, held.notes, by, at)
    clocks.meet(pair, DUE, at=held.held_at)
    next_due(pair, held.held_at)
    return session


def _told(held: Held) -> dict[str, Any]:
    """For the trail: which prompts, and whether well-being was asked; none of the words."""
    return {
        "wellbeing_asked": held.wellbeing_asked,
        "prompts_used": [one.prompt.pk for one in held.prompts if one.use == Use.USED],
        "prompts_not_used": [one.prompt.pk for one in held.prompts if one.use == Use.NOT_USED],
        "private_note": bool(held.notes.strip()),
    }


def _keep(session: Session, text: str, by: User, at: dt.datetime) -> None:
    if text.strip():
        PrivateNote.objects.create(session=session, written_by=by, written_at=at, text=text.strip())


@transaction.atomic
def add_note(session: Session, text: str, *, by: User, at: dt.datetime | None = None) -> Session:
    """Add a private note, by either of the two."""
    at = at or timezone.now()
    facts = {"words": bool(text.strip())}
    perform(moves.NOTE, session, by=by, at=at, facts=facts, told={})
    _keep(session, text, by, at)
    return session


@transaction.atomic
def sit_in_session(
    session: Session,
    sat: Sat,
    *,
    by: User,
    retest_of: Sitting | None = None,
    at: dt.datetime | None = None,
) -> Sitting:
    """Sit a vignette with the supervisee of the session; it belongs to the session. `Refused`."""
    at = at or timezone.now()
    perform(moves.SIT, session, by=by, at=at, told={"vignette": sat.version.instrument.code})
    sat = replace(sat, unit=session.unit, staff=session.supervisee)
    sitting = sit_vignette(sat, by=by, retest_of=retest_of, at=at)
    session.sittings.add(sitting)
    return sitting


@transaction.atomic
def check_competency(
    session: Session, shown: Shown, *, by: User, at: dt.datetime | None = None
) -> Check:
    """Record a competency check done in the session, judged by its instrument. `Refused`."""
    at = at or timezone.now()
    code = shown.version.instrument.code
    perform(moves.CHECK, session, by=by, at=at, told={"instrument": code})
    response = respond(
        shown.version,
        shown.answers,
        subject=session,
        case_label=f"Supervision {session.pk}",
        by=by,
        at=at,
        comments=shown.comments,
    )
    return Check.objects.create(session=session, response=response)

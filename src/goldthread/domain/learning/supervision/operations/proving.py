"""Using a session as evidence of an action, with what its record says and no private word."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.operations import add_evidence
from goldthread.domain.learning.supervision import transitions as moves
from goldthread.domain.learning.supervision.models import Proof, Session
from goldthread.domain.learning.supervision.queries import proofs_of, uses_of
from goldthread.domain.learning.supervision.terms import SESSION_RECORD, Use
from goldthread.workflow.operations import perform


@transaction.atomic
def use_as_evidence(
    session: Session, action: Action, *, by: User, at: dt.datetime | None = None
) -> Proof:
    """Add the session to the evidence of an action as a supervision record.

    It says which prompts were discussed and what was said of them. Neither the supervisee nor a
    private note is named. Raises `Refused` by SUP-07, SUP-08, or by the action's own rules.
    """
    at = at or timezone.now()
    discussed = _discussed(session)
    same = proofs_of(session).filter(action=action)
    facts = {"discussed": discussed, "used": same.exists()}
    perform(moves.PROVE, session, by=by, at=at, facts=facts, told={"action": action.pk})
    fields = {
        "supervisor": session.supervisor.name,
        "held_on": timezone.localdate(session.held_at),
        "discussed": "\n\n".join(discussed)[:5000],
    }
    item = add_evidence(action, SESSION_RECORD, fields, by=by, at=at)
    return Proof.objects.create(session=session, action=action, item=item, used_at=at, used_by=by)


def _discussed(session: Session) -> list[str]:
    said = [f"{one.prompt.question} {one.words}" for one in uses_of(session) if one.use == Use.USED]
    said += [
        f"Vignette sat, {one.get_status_display().lower()}: {one.code.replace('_', ' ')}."
        for one in session.sittings.order_by("pk")
    ]
    return said

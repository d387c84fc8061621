"""Using a session as evidence of an action, with the numbers of its own record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.operations import add_evidence
from goldthread.domain.learning.coaching import transitions as moves
from goldthread.domain.learning.coaching.models import Proof, Session
from goldthread.domain.learning.coaching.queries import came, proofs_of
from goldthread.domain.learning.coaching.terms import ProofType, Rating
from goldthread.workflow.operations import perform

# The poorest rating decides: somebody who met all but one is competent with support.
COMPETENCE = {Rating.MEETS: "competent", Rating.PARTLY: "partly", Rating.NOT_YET: "not_yet"}
POOREST = (Rating.NOT_YET, Rating.PARTLY, Rating.MEETS)


@transaction.atomic
def use_as_evidence(
    session: Session,
    action: Action,
    type_code: str,
    *,
    by: User,
    person: User | None = None,
    at: dt.datetime | None = None,
) -> Proof:
    """Add the session to the evidence of an action; the item says what the session recorded.

    `person` is who a competency check is of. Raises `Refused`: by the session's rules (COA-07,
    COA-08), by the action's, or by those of the evidence.
    """
    at = at or timezone.now()
    person = person if type_code == ProofType.COMPETENCY else None
    same = proofs_of(session).filter(action=action, item__type=type_code, person=person)
    ratings = _ratings(session, person)
    facts = {"type": type_code, "person": person, "ratings": ratings, "used": same.exists()}
    told = {"action": action.pk, "type": type_code}
    perform(moves.PROVE, session, by=by, at=at, facts=facts, told=told)
    fields = FIELDS[ProofType(type_code)](session, person)
    item = add_evidence(action, type_code, fields, by=by, at=at)
    return Proof.objects.create(
        session=session, action=action, item=item, person=person, used_at=at, used_by=by
    )


def _ratings(session: Session, person: User | None) -> list[str]:
    if person is None:
        return []
    return list(session.answers.filter(person=person).values_list("rating", flat=True))


def _title(session: Session) -> str:
    used = session.scenarios.order_by("title").values_list("title", flat=True)
    return f"Coaching on {session.get_subject_display().lower()}: {'; '.join(used)}"


def _attendance(session: Session, _: User | None) -> dict[str, Any]:
    attended, eligible = came(session)
    return {
        "title": _title(session)[:300],
        "held_on": timezone.localdate(session.held_at),
        "attended": attended,
        "eligible": eligible,
    }


def _supervision(session: Session, _: User | None) -> dict[str, Any]:
    attended, eligible = came(session)
    said = [_title(session), f"{attended} of {eligible} eligible staff came."]
    if session.take_away:
        said.append(f"What we take away: {session.take_away}")
    return {
        "supervisor": session.facilitator.name,
        "held_on": timezone.localdate(session.held_at),
        "discussed": "\n\n".join(said)[:5000],
    }


def _competency(session: Session, person: User | None) -> dict[str, Any]:
    ratings = _ratings(session, person)
    poorest = next(rating for rating in POOREST if rating in ratings)
    return {
        "assessor": session.facilitator.name,
        "assessed": person.name if person else "",
        "result": COMPETENCE[poorest],
        "held_on": timezone.localdate(session.held_at),
    }


FIELDS = {
    ProofType.ATTENDANCE: _attendance,
    ProofType.SUPERVISION: _supervision,
    ProofType.COMPETENCY: _competency,
}

"""The engagement log of an incident, and the questions people want answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.domain.candour import log_rules as rules
from goldthread.domain.candour.models import EngagementEntry, FamilyQuestion
from goldthread.domain.candour.terms import Party
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import may
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import NOT_ALLOWED, Refused, refuse
from goldthread.workflow.rules import broken


@dataclass(frozen=True)
class Engagement:
    """A conversation, or with `party` NOBODY the reason why there was none."""

    party: str
    engaged_at: dt.datetime | None = None
    engaged_by: str = ""
    how: str = ""
    said: str = ""
    not_engaged_because: str = ""
    questions: tuple[str, ...] = ()


@transaction.atomic
def engage(
    incident: Incident, engagement: Engagement, *, by: User, at: dt.datetime | None = None
) -> EngagementEntry:
    """Add to the engagement log; the questions asked wait to be answered."""
    at = at or timezone.now()
    _may_add(incident, by)
    facts = asdict(engagement) | {"at": at}
    refusals = broken(rules.ENGAGEMENT_RULES, incident, facts)
    if refusals:
        raise Refused(refusals)
    nobody = engagement.party == Party.NOBODY
    entry = EngagementEntry.objects.create(
        incident=incident,
        organisation_id=incident.organisation_id,
        party=engagement.party,
        engaged_at=None if nobody else engagement.engaged_at,
        engaged_by="" if nobody else engagement.engaged_by.strip()[:160],
        how="" if nobody else engagement.how,
        said="" if nobody else engagement.said.strip(),
        not_engaged_because=engagement.not_engaged_because.strip() if nobody else "",
        recorded_at=at,
        recorded_by=by,
    )
    asked = [] if nobody else [text.strip() for text in engagement.questions if text.strip()]
    _add_questions(incident, entry, asked, at)
    _write(
        incident,
        "candour.engage",
        by,
        at,
        {
            "entry": entry.pk,
            "party": entry.party,
            "engaged_at": entry.engaged_at,
            "how": entry.how,
            "said": entry.said,
            "because": entry.not_engaged_because,
            "questions": asked,
        },
    )
    return entry


def _add_questions(
    incident: Incident, entry: EngagementEntry | None, asked: Iterable[str], at: dt.datetime
) -> None:
    FamilyQuestion.objects.bulk_create(
        [FamilyQuestion(incident=incident, entry=entry, text=text, asked_at=at) for text in asked]
    )


@transaction.atomic
def ask(
    incident: Incident, text: str, *, by: User, at: dt.datetime | None = None
) -> FamilyQuestion:
    """Record a question that the person or family wants answered, outside a conversation."""
    at = at or timezone.now()
    _may_add(incident, by)
    if not text.strip():
        raise refuse("ENG-06", "Write the question down.", "text")
    question = FamilyQuestion.objects.create(incident=incident, text=text.strip(), asked_at=at)
    _write(incident, "candour.question", by, at, {"question": question.pk, "text": question.text})
    return question


@transaction.atomic
def settle_question(
    question: FamilyQuestion,
    *,
    answer: str = "",
    unanswered_because: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> FamilyQuestion:
    """Answer a question, or say why it cannot be answered; may be settled again, better."""
    at = at or timezone.now()
    _may_add(question.incident, by)
    facts = {"answer": answer, "unanswered_because": unanswered_because}
    refusals = broken((rules.answer_or_reason,), question, facts)
    if refusals:
        raise Refused(refusals)
    question.answer, question.unanswered_because = answer.strip(), unanswered_because.strip()
    question.answered_at, question.answered_by = at, by
    question.save(update_fields=["answer", "unanswered_because", "answered_at", "answered_by"])
    _write(question.incident, "candour.answer", by, at, {"question": question.pk, **facts})
    return question


def _may_add(incident: Incident, by: User) -> None:
    if not may(by, Permission.INCIDENT_ADD, incident):
        raise refuse(NOT_ALLOWED, "You cannot add to this incident.")


def _write(
    incident: Incident, kind: str, by: User, at: dt.datetime, facts: dict[str, object]
) -> None:
    write_trail(
        incident,
        kind,
        by=by,
        at=at,
        facts=facts,
        thread=incident.pk,
        organisation_id=incident.organisation_id,
    )

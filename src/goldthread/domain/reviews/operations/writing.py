"""Writing a review: its words and everything it saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Precision
from goldthread.domain.incidents.terms import Status as IncidentStatus
from goldthread.domain.reviews import transitions as moves
from goldthread.domain.reviews.models import (
    Answer,
    ChronologyEntry,
    Factor,
    FamilyQuestion,
    Finding,
    LearningPoint,
    LensNote,
    LinkedIncident,
    Pattern,
    Review,
    Session,
)
from goldthread.workflow.operations import perform

WRITABLE = frozenset(
    {
        "title",
        "terms_of_reference",
        "system_gap",
        "what_happened",
        "what_should_change",
        "this_week",
        "week_owner",
        "week_due_on",
        "rights",
        "no_family_questions_because",
        "no_action_because",
        "lead",
        "method",
    }
)


def write(
    review: Review, changes: dict[str, Any], *, by: User, at: dt.datetime | None = None
) -> Review:
    """Save words of the review. Raises ValueError for a field that is not its words."""
    unknown = set(changes) - WRITABLE
    if unknown:
        raise ValueError(f"A review has no words called {', '.join(sorted(unknown))}.")
    return perform(
        moves.WRITE, review, by=by, at=at, told=changes, changes={**changes, **_unseen()}
    )


def answer_questions(
    review: Review, answers: dict[str, str], *, by: User, at: dt.datetime | None = None
) -> Review:
    """Save the answers to the method's questions, by their codes."""
    return _add(review, "answers", answers, by, at, lambda: _save_answers(review, answers))


def _save_answers(review: Review, answers: dict[str, str]) -> None:
    for question, text in answers.items():
        Answer.objects.update_or_create(
            review=review, question=question, defaults={"text": text.strip()}
        )


def look_through(
    review: Review,
    lens: str,
    text: str,
    *,
    relevant: bool = True,
    by: User,
    at: dt.datetime | None = None,
) -> Review:
    """Save what a lens showed, or why it is not relevant."""
    values = {"relevant": relevant, "text": text.strip()}
    return _add(
        review,
        "lens",
        {"lens": lens, **values},
        by,
        at,
        lambda: LensNote.objects.update_or_create(review=review, lens=lens, defaults=values),
    )


def add_factor(
    review: Review,
    seips: str,
    text: str,
    *,
    work_as_imagined: str = "",
    work_as_done: str = "",
    no_action_because: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> Factor:
    """Add a contributory factor of the work system."""
    at = at or timezone.now()
    row = Factor(
        review=review,
        seips=seips,
        text=text.strip(),
        work_as_imagined=work_as_imagined.strip(),
        work_as_done=work_as_done.strip(),
        no_action_because=no_action_because.strip(),
        added_at=at,
        added_by=by,
    )
    _add(review, "factor", {"seips": seips, "text": row.text}, by, at, row.save)
    return row


@transaction.atomic
def answer_without_action(
    source: Factor | Pattern, reason: str, *, by: User, at: dt.datetime | None = None
) -> None:
    """Say why a factor or a weakness gets no action; possible until sign-off."""
    told = {"about": source, "no_action_because": reason.strip()}
    perform(moves.ANSWER, source.review, by=by, at=at, facts={"reason": reason}, told=told)
    type(source)._default_manager.filter(pk=source.pk).update(no_action_because=reason.strip())


def add_chronology(
    review: Review,
    what: str,
    *,
    happened_at: dt.datetime | None,
    precision: str = Precision.EXACT,
    known_from: str = "",
    was_expected: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> ChronologyEntry:
    """Add a line to the chronology."""
    row = ChronologyEntry(
        review=review,
        happened_at=happened_at,
        precision=precision,
        what=what.strip(),
        known_from=known_from.strip(),
        was_expected=was_expected.strip(),
    )
    _add(review, "chronology", {"what": row.what, "when": happened_at}, by, at, row.save)
    return row


def ask_for_family(
    review: Review, question: str, *, answer: str = "", by: User, at: dt.datetime | None = None
) -> FamilyQuestion:
    """Record a question the person or family asked."""
    row = FamilyQuestion(review=review, question=question.strip(), answer=answer.strip())
    _add(review, "family_question", {"question": row.question}, by, at, row.save)
    return row


def answer_family(
    row: FamilyQuestion, answer: str, *, by: User, at: dt.datetime | None = None
) -> None:
    """Answer a question of the person or family."""
    row.answer = answer.strip()
    told = {"question": row.question, "answer": row.answer}
    _add(row.review, "family_answer", told, by, at, row.save)


def add_session(
    review: Review,
    held_on: dt.date,
    *,
    disciplines: str,
    reflections: str,
    outputs: str,
    missing_voices: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> Session:
    """Record a sitting of a multidisciplinary reflection, a huddle or an after action review."""
    row = Session(
        review=review,
        held_on=held_on,
        disciplines=disciplines.strip(),
        missing_voices=missing_voices.strip(),
        reflections=reflections.strip(),
        outputs=outputs.strip(),
        recorded_at=at or timezone.now(),
        recorded_by=by,
    )
    told = {"held_on": held_on, "disciplines": row.disciplines, "outputs": row.outputs}
    _add(review, "session", told, by, at, row.save)
    return row


def add_finding(review: Review, text: str, *, by: User, at: dt.datetime | None = None) -> Finding:
    """Add what the review saw."""
    at = at or timezone.now()
    row = Finding(review=review, text=text.strip(), added_at=at, added_by=by)
    _add(review, "finding", {"text": row.text}, by, at, row.save)
    return row


def add_learning_point(
    review: Review,
    text: str,
    *,
    finding: Finding | None = None,
    applies_to: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> LearningPoint:
    """Add what it means beyond this case."""
    at = at or timezone.now()
    row = LearningPoint(
        review=review,
        finding=finding,
        text=text.strip(),
        applies_to=applies_to.strip(),
        added_at=at,
        added_by=by,
    )
    _add(review, "learning_point", {"text": row.text}, by, at, row.save)
    return row


def link_incidents(
    review: Review, linked: Iterable[Incident], *, by: User, at: dt.datetime | None = None
) -> Review:
    """Add incidents to the set of a thematic review; those that wait for a review move on."""
    at = at or timezone.now()
    rows = [LinkedIncident(review=review, incident=i, linked_at=at, linked_by=by) for i in linked]
    told = {"incidents": [row.incident.reference for row in rows]}
    _add(
        review,
        "link",
        told,
        by,
        at,
        lambda: LinkedIncident.objects.bulk_create(rows, ignore_conflicts=True),
    )
    for row in rows:
        if row.incident.status == IncidentStatus.TRIAGED:
            incidents.begin_review(row.incident, at=at)
    return review


def add_pattern(
    review: Review,
    kind: str,
    text: str,
    shown_by: Iterable[Incident],
    *,
    no_action_because: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> Pattern:
    """Add a pattern or weakness, with the incidents that show it."""
    row = Pattern(
        review=review, kind=kind, text=text.strip(), no_action_because=no_action_because.strip()
    )

    def save() -> None:
        row.save()
        row.incidents.set(shown_by)

    _add(review, "pattern", {"kind": kind, "text": row.text}, by, at, save)
    return row


def see_wording(review: Review, *, by: User, at: dt.datetime | None = None) -> Review:
    """Confirm that the sentences of the wording check were looked at."""
    at = at or timezone.now()
    changes = {"wording_seen_at": at, "wording_seen_by": by}
    return perform(moves.WRITE, review, by=by, at=at, told={"wording": "seen"}, changes=changes)


def _unseen() -> dict[str, Any]:
    """New words have not been through the wording check yet."""
    return {"wording_seen_at": None, "wording_seen_by": None}


@transaction.atomic
def _add(
    review: Review,
    kind: str,
    told: dict[str, Any],
    by: User,
    at: dt.datetime | None,
    save: Any,
) -> Review:
    """Save a part of the review and write it to the trail, while the review is being written."""
    perform(moves.WRITE, review, by=by, at=at, told={kind: told}, changes=_unseen())
    save()
    return review

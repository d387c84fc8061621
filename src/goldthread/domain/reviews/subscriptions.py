"""What follows in reviews when an incident moves, and in openness when a review moves."""

from __future__ import annotations

from goldthread.access.models import User
from goldthread.domain.candour import operations as openness
from goldthread.domain.candour.queries import candour_of, open_questions, questions_of
from goldthread.domain.reviews.models import Review
from goldthread.domain.reviews.operations import ask_for_family, drop, plan
from goldthread.domain.reviews.terms import DONE_STATUSES
from goldthread.workflow.operations import Event, subscribe


@subscribe("incident.triage")
def triage_plans_a_review(event: Event) -> None:
    """Every triaged incident gets a review at its tier."""
    plan(event.record, by="system", at=event.at)


def _person(event: Event) -> User:
    """Who began or signed off: always a person, by the permission of those moves."""
    assert isinstance(event.by, User)  # noqa: S101 - the transitions' own contract
    return event.by


@subscribe("review.begin")
def a_review_takes_up_what_people_asked(event: Event) -> None:
    """Questions already asked of us are not asked for again."""
    by = _person(event)
    for asked in questions_of(event.record.incident):
        ask_for_family(event.record, asked.text, answer=asked.answer, by=by, at=event.at)


@subscribe("review.sign_off")
def a_signed_off_review_answers_what_people_asked(event: Event) -> None:
    """Answers go back to the open questions they came from, and the results wait to be shared."""
    by = _person(event)
    answers = {
        row.question: row.answer for row in event.record.family_questions.all() if row.answer
    }
    for asked in open_questions(event.record.incident):
        if asked.text in answers:
            openness.settle_question(asked, answer=answers[asked.text], by=by, at=event.at)
    candour = candour_of(event.record.incident)
    if candour is not None:
        openness.results_due(candour, at=event.at)


@subscribe("incident.close_with_reason")
@subscribe("incident.withdraw")
def an_ended_incident_needs_no_review(event: Event) -> None:
    """A review that serves only an incident that has ended is not left waiting for anyone.

    A thematic review of several incidents goes on for the others.
    """
    open_reviews = Review.objects.filter(incident=event.record).exclude(status__in=DONE_STATUSES)
    for review in open_reviews:
        if not review.links.exclude(incident=event.record).exists():
            drop(review, event.transition.done, at=event.at)

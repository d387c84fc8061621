"""What people asked is taken up by the review, and its answers go back to them."""

from __future__ import annotations

from django.utils import timezone

from goldthread.clocks.models import Clock
from goldthread.domain.candour import operations as openness
from goldthread.domain.candour.queries import open_questions, questions_of
from goldthread.domain.reviews import operations
from goldthread.domain.reviews.models import Review
from tests.factories.candour import harmful_incident, talked, triggered
from tests.factories.provider import Provider
from tests.factories.reviews import review_of, write_rapid


def asked_review(provider: Provider) -> Review:
    """A rapid review of an incident about which the family asked one question."""
    incident = harmful_incident(provider)
    openness.engage(incident, talked(), by=provider.people["supervisor"])
    return review_of(provider, incident)


def signed_off(provider: Provider, review: Review) -> Review:
    write_rapid(provider, review)
    operations.submit(review, by=provider.people["reviewer"])
    return operations.sign_off(review, by=provider.people["governance_lead"])


def test_a_review_begins_with_the_questions_already_asked(provider: Provider) -> None:
    questions = [row.question for row in asked_review(provider).family_questions.all()]
    assert questions == ["Why did nobody ring?"]


def test_an_answer_of_the_review_settles_the_question_that_was_asked(provider: Provider) -> None:
    review = asked_review(provider)
    operations.answer_family(
        review.family_questions.get(), "The number was old.", by=provider.people["reviewer"]
    )
    signed_off(provider, review)
    assert not open_questions(review.incident).exists()
    assert questions_of(review.incident).get().answer == "The number was old."


def test_a_question_the_review_does_not_answer_stays_open(provider: Provider) -> None:
    review = asked_review(provider)
    openness.ask(review.incident, "Who decides?", by=provider.people["supervisor"])
    operations.answer_family(
        review.family_questions.get(), "The number was old.", by=provider.people["reviewer"]
    )
    signed_off(provider, review)
    assert [row.text for row in open_questions(review.incident)] == ["Who decides?"]


def test_signing_off_starts_the_clock_of_sharing_the_results(provider: Provider) -> None:
    candour = triggered(provider)
    signed_off(provider, review_of(provider, candour.incident))
    clock = Clock.objects.get(kind="candour_share_results", ended_at__isnull=True)
    assert clock.due_at is not None
    assert clock.due_at > timezone.now()


def test_signing_off_starts_no_such_clock_where_candour_does_not_apply(
    provider: Provider,
) -> None:
    signed_off(provider, asked_review(provider))
    assert not Clock.objects.filter(kind="candour_share_results").exists()

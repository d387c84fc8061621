"""A person accepts a signal, and something follows, or dismisses it with a reason."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Status as ActionStatus
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.insight.signals import operations
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.operations import Answer
from goldthread.domain.insight.signals.rules import action_was_completed
from goldthread.domain.insight.signals.terms import Status, Way
from goldthread.domain.reviews import operations as reviews
from goldthread.domain.reviews.models import Review
from goldthread.domain.reviews.queries import unanswered_sources
from goldthread.domain.verification.terms import Status as PlanStatus
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories import signals as made
from tests.factories.actions import draft_of
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

IN_TWO_WEEKS = dt.timedelta(days=14)


def later() -> dt.date:
    return timezone.localdate() + IN_TWO_WEEKS


@pytest.mark.capability(30)
@pytest.mark.capability(34)
@pytest.mark.rule("SIG-02", "allowed")
@pytest.mark.rule("SIG-03", "allowed")
def test_an_accepted_signal_opens_a_thematic_review_of_its_incidents(provider: Provider) -> None:
    signal = made.repeat(provider)
    by = provider.people["triage_lead"]
    signal = operations.accept(signal, Answer(Way.NEW_REVIEW, "Look at both teams."), by=by)
    assert signal.status == Status.ACCEPTED
    review = signal.review
    assert review is not None
    assert (review.tier, review.method) == ("thematic", "thematic")
    assert set(review.linked.all()) == set(signal.evidence.all())


@pytest.mark.capability(34)
@pytest.mark.rule("SIG-04", "allowed")
def test_an_accepted_signal_joins_a_thematic_review_that_is_open(provider: Provider) -> None:
    signal = made.repeat(provider)
    by = provider.people["governance_lead"]
    review = reviews.plan(make_incident(provider), tier="thematic", by=by)
    signal = operations.accept(signal, Answer(Way.JOIN_REVIEW, review=review), by=by)
    assert signal.review == review
    assert set(signal.evidence.all()) < set(review.linked.all())


@pytest.mark.rule("SIG-04", "refused")
def test_a_signal_does_not_join_a_review_of_one_incident_or_none(provider: Provider) -> None:
    signal = made.repeat(provider)
    by = provider.people["governance_lead"]
    rapid = Review.objects.filter(tier="rapid").first()
    for review in (rapid, None):
        with pytest.raises(Refused) as refused:
            operations.accept(signal, Answer(Way.JOIN_REVIEW, review=review), by=by)
        assert refused.value.codes == ("SIG-04",)


@pytest.mark.capability(6)
@pytest.mark.rule("SIG-05", "allowed")
@pytest.mark.rule("SIG-07", "allowed")
def test_an_accepted_repeat_reopens_the_action_and_its_verification(provider: Provider) -> None:
    signal = made.repeat(provider)
    by = provider.people["governance_lead"]
    answer = Answer(Way.REOPEN, "The board is not used on the new ward.", due_on=later())
    operations.accept(signal, answer, by=by)
    action = Action.objects.get(pk=signal.action_id)
    assert (action.status, action.round, action.due_on) == (ActionStatus.AGREED, 2, later())
    assert action.verification.status == PlanStatus.PLANNED


@pytest.mark.capability(6)
@pytest.mark.rule("SIG-05", "boundary")
def test_an_accepted_repeat_may_ask_for_a_stronger_action(provider: Provider) -> None:
    signal = made.repeat(provider)
    operations.accept(signal, Answer(Way.STRONGER), by=provider.people["governance_lead"])
    assert Action.objects.get(pk=signal.action_id).status == ActionStatus.NOT_EFFECTIVE


@pytest.mark.rule("SIG-07", "refused")
def test_a_reopened_action_needs_a_day(provider: Provider) -> None:
    signal = made.repeat(provider)
    with pytest.raises(Refused) as refused:
        operations.accept(signal, Answer(Way.REOPEN), by=provider.people["governance_lead"])
    assert refused.value.codes == ("SIG-07",)
    assert Signal.objects.get().status == Status.OPEN


@pytest.mark.rule("SIG-05", "refused")
def test_work_on_an_action_that_was_taken_up_meanwhile_is_refused(provider: Provider) -> None:
    signal = made.repeat(provider)
    by = provider.people["governance_lead"]
    operations.accept(signal, Answer(Way.REOPEN, due_on=later()), by=by)
    other = Signal(action=Action.objects.get(pk=signal.action_id))
    assert action_was_completed.check(other, {"way": Way.STRONGER}) is False


@pytest.mark.rule("SIG-02", "refused")
@pytest.mark.rule("SIG-06", "refused")
@pytest.mark.parametrize(("way", "code"), [("", "SIG-02"), (Way.FOLLOW_UP, "SIG-06")])
def test_accepting_without_saying_what_follows_is_refused(
    provider: Provider, way: str, code: str
) -> None:
    signal = made.repeat(provider)
    with pytest.raises(Refused) as refused:
        operations.accept(signal, Answer(way), by=provider.people["governance_lead"])
    assert refused.value.codes == (code,)


@pytest.mark.rule("SIG-06", "allowed")
def test_another_follow_up_is_kept_in_words(provider: Provider) -> None:
    signal = made.repeat(provider)
    words = "The manager looks at the next ten handovers with the ward."
    operations.accept(signal, Answer(Way.FOLLOW_UP, words), by=provider.people["governance_lead"])
    signal = Signal.objects.get()
    assert (signal.way, signal.reason, signal.review) == (Way.FOLLOW_UP, words, None)


@pytest.mark.rule("SIG-03", "refused")
def test_a_review_cannot_begin_where_nobody_can_open_an_incident(provider: Provider) -> None:
    signal = made.repeat(provider)
    signal.evidence.clear()
    Signal.objects.filter(pk=signal.pk).update(incident=None)
    signal.refresh_from_db()
    with pytest.raises(Refused) as refused:
        operations.accept(signal, Answer(Way.NEW_REVIEW), by=provider.people["governance_lead"])
    assert refused.value.codes == ("SIG-03",)


@pytest.mark.rule("SIG-01", "allowed")
@pytest.mark.rule("SIG-01", "refused")
def test_dismissing_needs_a_reason_and_keeps_it_with_who_and_when(provider: Provider) -> None:
    signal = made.repeat(provider)
    by = provider.people["triage_lead"]
    with pytest.raises(Refused) as refused:
        operations.dismiss(signal, "  ", by=by)
    assert refused.value.codes == ("SIG-01",)
    signal = operations.dismiss(signal, "One visit on a bank holiday.", by=by)
    assert (signal.status, signal.decided_by) == (Status.DISMISSED, by)
    kinds = Entry.objects.filter(record_type="signals.signal").values_list("kind", flat=True)
    assert list(kinds) == ["signal.raise", "signal.dismiss"]


def test_a_signal_is_decided_once(provider: Provider) -> None:
    signal = made.repeat(provider)
    by = provider.people["governance_lead"]
    operations.dismiss(signal, "Known.", by=by)
    with pytest.raises(Refused) as refused:
        operations.accept(Signal.objects.get(), Answer(Way.NEW_REVIEW), by=by)
    assert WRONG_STATE in refused.value.codes


@pytest.mark.parametrize("role", ["reviewer", "executive", "team_manager", "commissioner"])
def test_only_those_who_answer_for_it_decide(provider: Provider, role: str) -> None:
    signal = made.repeat(provider)
    with pytest.raises(Refused) as refused:
        operations.dismiss(signal, "Known.", by=provider.people[role])
    assert NOT_ALLOWED in refused.value.codes


def test_closing_the_incident_leaves_its_signal_to_be_decided(provider: Provider) -> None:
    signal = made.repeat(provider)
    incident = signal.evidence.get()
    by = provider.people["governance_lead"]
    incidents.close_with_reason(incident, "Handled in the review of the other.", by=by)
    assert operations.dismiss(signal, "Handled.", by=by).status == Status.DISMISSED


@pytest.mark.capability(37)
def test_a_pattern_of_a_review_from_a_signal_needs_an_action_or_a_reason(
    provider: Provider,
) -> None:
    by = provider.people["triage_lead"]
    signal = operations.accept(made.repeat(provider), Answer(Way.NEW_REVIEW), by=by)
    assert signal.review is not None
    review = reviews.begin(signal.review, by=by)
    words = "Nobody says who rings the ward back."
    pattern = reviews.add_pattern(review, "pattern", words, signal.evidence.all(), by=by)
    assert unanswered_sources(review) == [pattern]
    draft = draft_of(provider, source_type=pattern._meta.label_lower, source_id=pattern.pk)
    actions.propose(review.incident, draft, by=by)
    assert unanswered_sources(review) == []

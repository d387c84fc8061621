"""The pages of signals: who sees them, what they say, and deciding on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Status as ActionStatus
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.insight.signals import operations
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.terms import Status, Way
from goldthread.domain.reviews.models import Review
from tests.factories import signals as made
from tests.factories.provider import Provider

SignIn = Callable[[str], Client]
SEE = {"governance_lead", "triage_lead", "reviewer", "executive"}


@pytest.fixture
def signal(provider: Provider) -> Signal:
    return made.repeat(provider)


@pytest.mark.parametrize(
    "role", ["governance_lead", "triage_lead", "reviewer", "executive", "commissioner", "reporter"]
)
def test_those_who_answer_for_safety_see_signals_and_others_do_not(
    signal: Signal, client_of: SignIn, role: str
) -> None:
    wanted = 200 if role in SEE else 403
    client = client_of(role)
    assert client.get("/signals/").status_code == wanted
    assert client.get(f"/signals/{signal.pk}/").status_code == wanted


@pytest.mark.capability(30)
def test_a_signal_explains_itself_with_its_numbers_and_its_incidents(
    signal: Signal, client_of: SignIn
) -> None:
    page = client_of("triage_lead").get(f"/signals/{signal.pk}/").content.decode()
    assert "Weak interface handovers" in page
    assert "One repeat does not show that the action failed" in page
    assert "In the year before the action" in page
    assert signal.evidence.get().reference in page
    assert "Accept" in page
    assert "Dismiss with a reason" in page


def test_the_list_shows_open_ones_first_and_can_be_narrowed(
    provider: Provider, signal: Signal, client_of: SignIn
) -> None:
    client = client_of("governance_lead")
    assert signal.explanation[:40] in client.get("/signals/").content.decode()
    assert "No signal of this kind here" in client.get("/signals/?kind=cluster").content.decode()
    operations.dismiss(signal, "Known.", by=provider.people["governance_lead"])
    assert "No open signals" in client.get("/signals/").content.decode()
    assert "Dismissed by" in client.get("/signals/?status=dismissed").content.decode()
    assert client.get("/signals/?status=nonsense&kind=nonsense").status_code == 200


@pytest.mark.capability(34)
def test_accepting_opens_a_thematic_review_and_leads_to_it(
    signal: Signal, client_of: SignIn
) -> None:
    client = client_of("triage_lead")
    page = client.get(f"/signals/{signal.pk}/accept").content.decode()
    assert "Open a thematic review" in page
    assert "Find the action not effective and reopen it" in page
    response = client.post(f"/signals/{signal.pk}/accept", {"way": Way.NEW_REVIEW, "reason": ""})
    review = Review.objects.get(tier="thematic")
    assert (response.status_code, response["Location"]) == (302, f"/reviews/{review.pk}/")
    assert Signal.objects.get().status == Status.ACCEPTED


def test_accepting_can_join_a_review_that_is_open(
    provider: Provider, signal: Signal, client_of: SignIn
) -> None:
    client = client_of("governance_lead")
    client.post(f"/signals/{signal.pk}/accept", {"way": Way.NEW_REVIEW, "reason": ""})
    made.completed_on_theme(provider, code="capacity_and_caseload")
    made.themed(provider, at=timezone.now() - dt.timedelta(days=1), code="capacity_and_caseload")
    other = Signal.objects.get(status=Status.OPEN)
    review = Review.objects.get(tier="thematic")
    page = client.get(f"/signals/{other.pk}/accept").content.decode()
    assert "Join a thematic review" in page
    client.post(
        f"/signals/{other.pk}/accept",
        {"way": Way.JOIN_REVIEW, "review": str(review.pk), "reason": ""},
    )
    assert Signal.objects.get(pk=other.pk).review == review
    assert set(other.evidence.all()) <= set(review.linked.all())


@pytest.mark.capability(6)
def test_accepting_can_reopen_the_action(signal: Signal, client_of: SignIn) -> None:
    client, day = client_of("governance_lead"), timezone.localdate() + dt.timedelta(days=20)
    typed = {"way": Way.REOPEN, "reason": "Not used on the new ward."}
    refused = client.post(f"/signals/{signal.pk}/accept", typed)
    assert refused.status_code == 422
    assert "Give the day by which the action is to be done again" in refused.content.decode()
    assert "Not used on the new ward." in refused.content.decode()
    dated = {"due_on-day": day.day, "due_on-month": day.month, "due_on-year": day.year}
    response = client.post(f"/signals/{signal.pk}/accept", typed | dated)
    assert response["Location"] == f"/actions/{signal.action_id}/"
    assert Action.objects.get(pk=signal.action_id).status == ActionStatus.AGREED


def test_dismissing_asks_why_and_keeps_what_was_typed(signal: Signal, client_of: SignIn) -> None:
    client = client_of("triage_lead")
    assert client.post(f"/signals/{signal.pk}/dismiss", {"reason": " "}).status_code == 422
    client.post(f"/signals/{signal.pk}/dismiss", {"reason": "One bank holiday."})
    page = client.get(f"/signals/{signal.pk}/").content.decode()
    assert "One bank holiday." in page
    assert "Dismissed by Test Triage lead" in page


def test_a_reviewer_reads_and_does_not_decide(signal: Signal, client_of: SignIn) -> None:
    client = client_of("reviewer")
    page = client.get(f"/signals/{signal.pk}/").content.decode()
    assert "Dismiss with a reason" not in page
    assert client.get(f"/signals/{signal.pk}/dismiss").status_code == 403


@pytest.mark.capability(6)
def test_the_action_and_the_incident_say_what_the_signal_says(
    signal: Signal, client_of: SignIn
) -> None:
    client, again = client_of("governance_lead"), signal.evidence.get()
    for path in (f"/actions/{signal.action_id}/", f"/incidents/{again.reference}/"):
        page = client.get(path).content.decode()
        assert "A signal says: Weak interface handovers: again after an action" in page
        assert f"/signals/{signal.pk}/" in page
    manager = client_of("team_manager").get(f"/actions/{signal.action_id}/").content.decode()
    assert "A signal says" not in manager


def test_an_open_signal_stands_on_my_work_and_leads_to_its_page(
    signal: Signal, client_of: SignIn
) -> None:
    page = client_of("governance_lead").get("/my-work/").content.decode()
    assert f'href="/signals/{signal.pk}/"' in page
    assert "Signal: repeat after an action, Weak interface handovers" in page


def test_a_signal_on_a_restricted_incident_is_not_found_by_others(
    provider: Provider, signal: Signal, client_of: SignIn
) -> None:
    named = provider.people["governance_lead"]
    incidents.restrict(signal.evidence.get(), "About a colleague", [named], by=named)
    assert client_of("triage_lead").get(f"/signals/{signal.pk}/").status_code == 404
    assert "Weak interface" not in client_of("triage_lead").get("/signals/").content.decode()
    assert client_of("governance_lead").get(f"/signals/{signal.pk}/").status_code == 200


def test_the_list_asks_as_much_for_many_as_for_one(
    provider: Provider, signal: Signal, client_of: SignIn, django_assert_max_num_queries: object
) -> None:
    for code in ("capacity_and_caseload", "physical_health"):
        made.completed_on_theme(provider, code=code)
        made.themed(provider, at=timezone.now() - dt.timedelta(days=1), code=code)
    assert Signal.objects.count() == 3
    client = client_of("governance_lead")
    client.get("/signals/")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get("/signals/")

"""Coaching sessions on pages: who should have come, who came, what was answered, what it proves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.actions.models import Action
from goldthread.domain.learning.coaching.models import Session
from goldthread.domain.learning.coaching.terms import SessionStatus
from tests.factories import learning
from tests.factories.actions import make_agreed
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider, make_provider

ClientOf = Callable[[str], Client]


def text(response: Any) -> str:
    return str(response.content.decode())


def chosen(provider: Provider, scenario: Any, **changes: Any) -> str:
    """The address of the second page, as the first one makes it."""
    day = timezone.localdate() - dt.timedelta(days=1)
    said = {
        "scenarios": scenario.pk,
        "units": provider.team.pk,
        "held_on-day": day.day,
        "held_on-month": day.month,
        "held_on-year": day.year,
        "led_by": provider.people["supervisor"].pk,
    } | changes
    asked = "&".join(f"{name}={value}" for name, value in said.items())
    return f"/coaching/sessions/record?{asked}"


def told(provider: Provider, scenario: Any, **changes: Any) -> dict[str, Any]:
    question = scenario.questions.get(position=1)
    return {
        "began": "14:00",
        "subject": "escalation",
        "attended": [str(provider.people["reporter"].pk)],
        f"text_{question.pk}": "On the second sign.",
        f"rating_{question.pk}": "meets",
        "take_away": "We ring the duty senior the same day.",
    } | changes


@pytest.mark.capability(63)
@pytest.mark.capability(96)
def test_a_session_is_recorded_with_who_should_have_come_and_who_came(
    provider: Provider, client_of: ClientOf
) -> None:
    scenario, client = learning.published(provider), client_of("supervisor")
    assert scenario.title in text(client.get("/coaching/sessions/new"))
    address = chosen(provider, scenario)
    page = text(client.get(address))
    assert "Test Reporter" in page and learning.QUESTION.good_answer in page
    response = client.post(address, told(provider, scenario))
    session = Session.objects.get()
    assert response["Location"] == f"/coaching/sessions/{session.pk}/"
    assert session.attendance.count() == 2
    page = text(client.get(response["Location"]))
    assert "1 of 2 who should have" in page
    assert "Test Team manager: did not come" in page
    assert "On the second sign." in page
    assert "1 of 2" in text(client.get("/coaching/"))


def test_an_answer_without_its_rating_is_asked_for_and_nothing_typed_is_lost(
    provider: Provider, client_of: ClientOf
) -> None:
    scenario = learning.published(provider)
    question = scenario.questions.get(position=1)
    wrong = told(provider, scenario, **{f"rating_{question.pk}": "", "guests": "Two from housing"})
    response = client_of("supervisor").post(chosen(provider, scenario), wrong)
    assert response.status_code == 422
    page = text(response)
    assert "Say whether the answer meets what a good answer holds" in page
    assert "Two from housing" in page
    assert not Session.objects.exists()


def test_nobody_ticked_is_refused_at_its_field(provider: Provider, client_of: ClientOf) -> None:
    scenario = learning.published(provider)
    response = client_of("supervisor").post(
        chosen(provider, scenario), told(provider, scenario, attended=[])
    )
    assert response.status_code == 422
    assert "Tick at least one person who came." in text(response)


def test_a_day_to_come_or_nothing_chosen_goes_back_to_the_first_page(
    provider: Provider, client_of: ClientOf
) -> None:
    scenario, client = learning.published(provider), client_of("supervisor")
    late = chosen(provider, scenario, **{"held_on-year": timezone.localdate().year + 1})
    assert "must be today or in the past" in text(client.get(late))
    assert "Choose at least one answer" in text(client.get("/coaching/sessions/record?units=1"))


def test_a_draft_or_a_team_one_does_not_coach_is_not_offered(
    provider: Provider, client_of: ClientOf
) -> None:
    draft = learning.drafted(provider, title="Not yet checked")
    client = client_of("supervisor")
    page = text(client.get("/coaching/sessions/new"))
    assert "Not yet checked" not in page
    assert "Choose one of the answers shown" in text(client.get(chosen(provider, draft)))
    other = chosen(provider, learning.published(provider), units=provider.other_team.pk)
    assert "Choose one of the answers shown" in text(client.get(other))


@pytest.mark.capability(96)
def test_a_session_becomes_evidence_of_an_action(provider: Provider, client_of: ClientOf) -> None:
    session = learning.session_of(provider)
    action = make_agreed(provider, make_incident(provider))
    client = client_of("supervisor")
    assert action.title in text(client.get(f"/coaching/sessions/{session.pk}/evidence"))
    answers = {"action": str(action.pk), "type": "training_attendance"}
    client.post(f"/coaching/sessions/{session.pk}/evidence", answers)
    again = client.post(f"/coaching/sessions/{session.pk}/evidence", answers)
    assert "This session is evidence of this action already." in text(again)
    assert action.title in text(client.get(f"/coaching/sessions/{session.pk}/"))
    shown = text(client.get(f"/actions/{action.pk}/"))
    assert "Coaching on escalation" in shown
    assert Action.objects.get(pk=action.pk).status == "agreed"


def test_one_persons_answer_is_read_by_them_and_those_who_coach_but_no_colleague(
    provider: Provider, client_of: ClientOf
) -> None:
    colleague = provider.person("Hermione Quillfeather", "reporter")
    reporter = provider.people["reporter"]
    session = learning.session_of(provider, attended=frozenset({reporter.pk, colleague.pk}))
    question = session.scenarios.get().questions.get()
    said = {
        "question": str(question.pk),
        "person": str(reporter.pk),
        "text": "Wait until Monday.",
        "rating": "not_yet",
    }
    address = f"/coaching/sessions/{session.pk}/"
    client_of("supervisor").post(f"{address}answer", said)
    assert "Wait until Monday." in text(client_of("supervisor").get(address))
    assert "Wait until Monday." in text(client_of("reporter").get(address))
    other = Client()
    other.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = text(other.get(address))
    assert "Wait until Monday." not in page
    assert "did not come" not in page


def test_a_session_is_withdrawn_with_its_reason(provider: Provider, client_of: ClientOf) -> None:
    session, client = learning.session_of(provider), client_of("supervisor")
    address = f"/coaching/sessions/{session.pk}/"
    assert client.post(f"{address}withdraw", {"reason": ""}).status_code == 422
    client.post(f"{address}withdraw", {"reason": "Recorded twice."})
    session.refresh_from_db()
    assert session.status == SessionStatus.WITHDRAWN
    assert "Recorded twice." in text(client.get(address))


def test_who_was_not_there_and_leads_nobody_does_not_find_it(
    provider: Provider, client_of: ClientOf
) -> None:
    session = learning.session_of(provider)
    stranger = provider.person("Basil Thornapple", "reporter", provider.other_team)
    client = Client()
    client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/coaching/sessions/{session.pk}/").status_code == 404
    assert client_of("reporter").get("/coaching/sessions/new").status_code == 403


def test_another_organisation_finds_no_session(provider: Provider) -> None:
    session, elsewhere = learning.session_of(provider), make_provider("Wrenfield Care")
    client = Client()
    client.force_login(
        elsewhere.people["governance_lead"],
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    for page in ("", "answer", "evidence", "withdraw"):
        assert client.get(f"/coaching/sessions/{session.pk}/{page}").status_code == 404


def test_the_pages_ask_few_questions_of_the_database(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    scenario = learning.published(provider)
    sessions = [learning.session_of(provider, scenario) for _ in range(5)]
    learning.sitting_of(provider, learning.unsafe_of(provider))
    client = client_of("supervisor")
    for address in ("/coaching/", f"/coaching/sessions/{sessions[0].pk}/"):
        with django_assert_max_num_queries(25):
            client.get(address)
    with django_assert_max_num_queries(25):
        client.get(chosen(provider, scenario))

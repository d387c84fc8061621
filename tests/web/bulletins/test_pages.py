"""Pages of bulletins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.actions.models import Action
from goldthread.domain.learning.bulletins.models import Bulletin
from tests.factories import bulletins as made
from tests.factories import library, verification
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]


def text(response: Any) -> str:
    return str(response.content.decode())


def typed(provider: Provider, **changes: Any) -> dict[str, Any]:
    day = timezone.localdate() + dt.timedelta(days=10)
    return {
        "title": "Signs and decisions",
        "words": "Please read this.",
        "units": [str(provider.team.pk)],
        "roles": ["reporter"],
        "answer_by-day": day.day,
        "answer_by-month": day.month,
        "answer_by-year": day.year,
    } | changes


@pytest.mark.capability(117)
def test_a_bulletin_is_written_sent_read_acknowledged_and_answered(
    provider: Provider, client_of: ClientOf
) -> None:
    item = library.published(provider)
    sender, reader = client_of("governance_lead"), client_of("reporter")
    assert item.title in text(sender.get(f"/bulletins/new?item={item.reference}"))
    sender.post("/bulletins/new", typed(provider, items=[str(item.pk)]))
    bulletin = Bulletin.objects.get()
    at = f"/bulletins/{bulletin.pk}/"
    assert "It goes to 1 person, once" in text(sender.get(f"{at}send"))
    assert sender.post(f"{at}send", {}).status_code == 302
    assert at in text(reader.get("/my-work/"))
    assert "I have read it" in text(reader.get(at))
    reader.post(f"{at}acknowledge")
    assert "1 of 1 acknowledged it (100%); 1 opened it." in text(sender.get(at))
    assert at not in text(reader.get("/my-work/"))
    manager, asked = client_of("team_manager"), bulletin.answers.get()
    assert f"/bulletins/answers/{asked.pk}/" in text(manager.get("/my-work/"))
    answers = {"applies": "no", "reason": "No huddle here."}
    assert manager.post(f"/bulletins/answers/{asked.pk}/", answers).status_code == 302
    assert "No huddle here." in text(reader.get(at))


def test_a_bulletin_without_learning_says_so_and_keeps_what_was_typed(
    provider: Provider, client_of: ClientOf
) -> None:
    response = client_of("governance_lead").post("/bulletins/new", typed(provider))
    assert response.status_code == 422
    assert "choose at least one published learning item" in text(response)
    assert "Please read this." in text(response)


def test_a_team_answers_with_a_new_action(provider: Provider, client_of: ClientOf) -> None:
    asked = made.answer_at_team(provider, made.sent(provider))
    incident, manager = make_incident(provider), client_of("team_manager")
    path = f"/bulletins/answers/{asked.pk}/"
    wrong = manager.post(path, {"applies": "action", "incident": "INC-00-1", "title": "Try it"})
    assert "no incident with this reference" in text(wrong)
    answers = {
        "applies": "action",
        "incident": incident.reference,
        "title": "Four questions here",
        "change": "Each sign ends with a decision.",
    }
    assert manager.post(path, answers).status_code == 302
    assert Action.objects.get(incident=incident).title == "Four questions here"


def test_someone_who_does_not_lead_the_team_reads_the_answer_and_has_no_form(
    provider: Provider, client_of: ClientOf
) -> None:
    asked = made.answer_at_team(provider, made.sent(provider))
    page = text(client_of("reporter").get(f"/bulletins/answers/{asked.pk}/"))
    assert "Not answered yet" in page
    assert 'name="applies"' not in page


def test_a_bulletin_serves_as_the_communication_of_an_action(
    provider: Provider, client_of: ClientOf
) -> None:
    plan = verification.planned(provider)
    bulletin = made.sent(provider, items=(library.resting_on(provider, plan),))
    client_of("reporter").post(f"/bulletins/{bulletin.pk}/acknowledge")
    sender, path = client_of("governance_lead"), f"/bulletins/{bulletin.pk}/communicates"
    assert sender.post(path, {}).status_code == 422
    assert sender.post(path, {"action": str(plan.action_id)}).status_code == 302
    assert bulletin.uses.get().reached == 1


def test_who_joined_since_can_be_sent_it(provider: Provider, client_of: ClientOf) -> None:
    bulletin = made.sent(provider)
    provider.person("Wenna Latecomer", "reporter")
    sender = client_of("governance_lead")
    assert "1 person joined these roles since" in text(sender.get(f"/bulletins/{bulletin.pk}/"))
    sender.post(f"/bulletins/{bulletin.pk}/joined", {})
    assert "They are counted apart" in text(sender.get(f"/bulletins/{bulletin.pk}/"))


def test_pages_take_few_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    bulletin = made.sent(provider)
    client = client_of("governance_lead")
    for path in ("/bulletins/", f"/bulletins/{bulletin.pk}/"):
        with django_assert_max_num_queries(25):
            assert client.get(path).status_code == 200

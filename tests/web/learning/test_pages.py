"""Pages of the learning library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goldthread.domain.incidents.operations import restrict
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.library.terms import Status
from tests.factories import library
from tests.factories import verification as made
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]


def text(response: Any) -> str:
    return str(response.content.decode())


def typed(provider: Provider, **changes: Any) -> dict[str, Any]:
    theme = library.draft_of(provider).themes[0]
    return {
        "title": "A sign is a reason to act",
        "happened": "Signs were seen and help came late.",
        "learnt": "Watching needs a time.",
        "what_changed": "The record asks for it.",
        "family": "We were slow. Now somebody looks again.",
        "themes": [str(theme.pk)],
    } | changes


@pytest.mark.capability(118)
def test_learning_is_written_checked_published_and_read_by_a_reporter(
    provider: Provider, client_of: ClientOf
) -> None:
    writer, lead = client_of("reviewer"), client_of("governance_lead")
    writer.post("/learning/new", typed(provider))
    item = Item.objects.get()
    writer.post(f"/learning/{item.reference}/hand-over", {})
    answers = {"recognised": "no", "because": "Nothing of the place is left."}
    lead.post(f"/learning/{item.reference}/check", answers)
    lead.post(f"/learning/{item.reference}/publish", {})
    item.refresh_from_db()
    assert item.status == Status.PUBLISHED
    reader = client_of("reporter")
    assert item.title in text(reader.get("/learning/"))
    assert "Nobody has shown yet" not in text(reader.get(f"/learning/{item.reference}/"))


def test_a_name_is_refused_with_its_place_and_nothing_typed_is_lost(
    provider: Provider, client_of: ClientOf
) -> None:
    item = library.drafted(provider, learnt="Ask Mrs Verrigan.")
    client = client_of("reviewer")
    response = client.post(f"/learning/{item.reference}/hand-over", {})
    assert response.status_code == 422
    assert "“Verrigan” in what we learnt (name)" in text(response)
    wrong = client.post("/learning/new", typed(provider, title="", learnt="Kept words."))
    assert wrong.status_code == 422
    assert "Kept words." in text(wrong)


def test_words_are_said_to_name_nobody_from_the_page(
    provider: Provider, client_of: ClientOf
) -> None:
    item = library.drafted(provider, learnt="Ask Mrs Verrigan.")
    client = client_of("reviewer")
    assert "These words name nobody" in text(client.get(f"/learning/{item.reference}/"))
    answers = {"text": "Verrigan", "reason": "Invented."}
    client.post(f"/learning/{item.reference}/not-personal", answers)
    assert "Somebody could be named" not in text(client.get(f"/learning/{item.reference}/"))


def test_learning_from_an_incident_begins_with_its_learning_points(
    provider: Provider, client_of: ClientOf
) -> None:
    plan = made.planned(provider)
    client = client_of("reviewer")
    page = client.get(f"/learning/from/{plan.incident.reference}/new")
    assert plan.action.title in text(page)
    answers = typed(provider, actions=[str(plan.action_id)])
    client.post(f"/learning/from/{plan.incident.reference}/new", answers)
    item = Item.objects.get()
    assert (item.source, list(item.actions.all())) == (plan.incident, [plan.action])
    assert item.title in text(client.get(f"/learning/from/{plan.incident.reference}/"))


def test_the_source_is_shown_only_to_those_who_may_open_it(
    provider: Provider, client_of: ClientOf
) -> None:
    source = make_incident(provider)
    item = library.published(provider, source=source)
    assert source.reference not in text(client_of("reporter").get(f"/learning/{item.reference}/"))
    assert source.reference in text(client_of("triage_lead").get(f"/learning/{item.reference}/"))
    people = provider.people
    restrict(source, "A colleague", [people["verifier"]], by=people["governance_lead"])
    hidden = client_of("triage_lead")
    assert source.reference not in text(hidden.get(f"/learning/{item.reference}/"))
    assert hidden.get(f"/learning/from/{source.reference}/").status_code == 404


def test_the_feed_can_be_narrowed_to_what_was_shown_to_work(
    provider: Provider, client_of: ClientOf
) -> None:
    works = library.resting_on(provider, library.proven(provider), title="This one works")
    library.published(provider, title="Nobody knows yet")
    page = text(client_of("reporter").get("/learning/?view=verified"))
    assert works.title in page
    assert "Nobody knows yet" not in page
    assert "Shown to work" in page


def test_the_feed_is_paged(provider: Provider, client_of: ClientOf) -> None:
    for number in range(21):
        library.published(provider, title=f"Learning number {number}")
    client = client_of("reporter")
    assert "Learning number 0<" not in text(client.get("/learning/"))
    assert "Learning number 0<" in text(client.get("/learning/?from=20"))


@pytest.mark.capability(104)
def test_the_family_version_stands_by_itself(provider: Provider, client_of: ClientOf) -> None:
    item = library.published(provider)
    page = text(client_of("reporter").get(f"/learning/{item.reference}/family"))
    assert "a named person looks again" in page
    assert item.learnt not in page


def test_a_task_leads_to_the_item(provider: Provider, client_of: ClientOf) -> None:
    item = library.ready(provider)
    client = client_of("governance_lead")
    assert f"/learning/number/{item.pk}/" in text(client.get("/my-work/"))
    assert client.get(f"/learning/number/{item.pk}/")["Location"] == f"/learning/{item.reference}/"


def test_sending_back_and_retiring_ask_why(provider: Provider, client_of: ClientOf) -> None:
    waiting, shown = library.ready(provider), library.published(provider)
    client = client_of("governance_lead")
    for item, step in ((waiting, "send-back"), (shown, "retire")):
        assert client.post(f"/learning/{item.reference}/{step}", {}).status_code == 422
        answers = {"reason": "Because a newer one stands."}
        assert client.post(f"/learning/{item.reference}/{step}", answers).status_code == 302


def test_pages_take_few_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        library.resting_on(provider, made.planned(provider))
    item = library.resting_on(provider, library.proven(provider))
    client = client_of("governance_lead")
    for path in ("/learning/", f"/learning/{item.reference}/", "/learning/drafts/"):
        with django_assert_max_num_queries(25):
            assert client.get(path).status_code == 200

"""Pages of the scenario bank: made without identities, checked by another, found, retired."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from goldthread.domain.incidents.operations import restrict
from goldthread.domain.learning.scenarios.models import Scenario
from goldthread.domain.learning.scenarios.terms import Status
from tests.factories import learning
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider, make_provider

ClientOf = Callable[[str], Client]


def text(response: Any) -> str:
    return str(response.content.decode())


def sent(**changes: Any) -> dict[str, Any]:
    written = {
        "title": "Three signs in four days",
        "subject": "escalation",
        "story": learning.STORY,
        "question_1": learning.QUESTION.text,
        "good_1": learning.QUESTION.good_answer,
        "question_2": "",
        "good_2": "",
    }
    return written | changes


@pytest.mark.capability(63)
def test_a_scenario_is_made_checked_by_another_put_into_the_bank_and_retired(
    provider: Provider, client_of: ClientOf
) -> None:
    maker, checker = client_of("reviewer"), client_of("governance_lead")
    maker.post("/coaching/scenarios/new", sent())
    scenario = Scenario.objects.get()
    address = f"/coaching/scenarios/{scenario.pk}"
    assert maker.post(f"{address}/hand-over").status_code == 302
    assert scenario.title in text(checker.get("/coaching/scenarios/"))
    answers = {"recognised": "no", "altered": "yes", "because": "Place and family are changed."}
    checker.post(f"{address}/check", answers)
    checker.post(f"{address}/publish")
    scenario.refresh_from_db()
    assert (scenario.status, scenario.checked_by) == (
        Status.PUBLISHED,
        provider.people["governance_lead"],
    )
    assert "What a good answer to question 1 holds" in text(maker.get(f"{address}/"))
    checker.post(f"{address}/retire", {"reason": "The pathway has changed."})
    scenario.refresh_from_db()
    assert scenario.status == Status.RETIRED


@pytest.mark.capability(63)
def test_a_story_from_an_incident_begins_without_identities(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = learning.identifying_incident(provider)
    page = text(client_of("reviewer").get(f"/coaching/scenarios/from/{incident.reference}"))
    story = page[page.index("<textarea") : page.index("</textarea>")]
    assert "[name] (NHS number [NHS number]) rang [team] at noon." in story
    assert "Taken out of its account: " in page
    for name in ("Ottoline", "Verrigan", "Casimir", "943 476 5919"):
        assert name not in page


def test_a_name_that_was_left_is_refused_with_its_place(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, client = learning.identifying_incident(provider), client_of("reviewer")
    words = sent(story="Then Verrigan rang again.")
    client.post(f"/coaching/scenarios/from/{incident.reference}", words)
    scenario = Scenario.objects.get()
    page = text(client.get(f"/coaching/scenarios/{scenario.pk}/"))
    assert "“Verrigan” in the story (name)" in page
    refused = client.post(f"/coaching/scenarios/{scenario.pk}/hand-over")
    assert refused.status_code == 422
    assert "“Verrigan” in the story (name)" in text(refused)


def test_words_that_name_nobody_are_answered_for_with_a_reason(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, client = learning.identifying_incident(provider), client_of("reviewer")
    words = sent(story="The Verrigan scale was at four.")
    client.post(f"/coaching/scenarios/from/{incident.reference}", words)
    address = f"/coaching/scenarios/{Scenario.objects.get().pk}"
    without = client.post(f"{address}/no-personal-data", {"words": "Verrigan", "reason": ""})
    assert without.status_code == 422
    client.post(f"{address}/no-personal-data", {"words": "Verrigan", "reason": "Name of a scale."})
    assert client.post(f"{address}/hand-over").status_code == 302


def test_the_maker_is_offered_no_check_and_is_refused_one(
    provider: Provider, client_of: ClientOf
) -> None:
    scenario = learning.ready(provider)
    address, client = f"/coaching/scenarios/{scenario.pk}", client_of("reviewer")
    assert f"{address}/check" not in text(client.get(f"{address}/"))
    answers = {"recognised": "no", "altered": "yes", "because": "Changed."}
    refused = client.post(f"{address}/check", answers)
    assert refused.status_code == 422
    assert "You wrote this scenario." in text(refused)
    assert "Changed." in text(refused)


def test_what_is_missing_from_a_check_is_said_and_what_was_typed_stays(
    provider: Provider, client_of: ClientOf
) -> None:
    scenario = learning.ready(provider)
    address = f"/coaching/scenarios/{scenario.pk}/check"
    answers = {"recognised": "no", "altered": "no", "because": "The place is left out."}
    refused = client_of("governance_lead").post(address, answers)
    assert "Change the rare circumstances first" in text(refused)
    assert "The place is left out." in text(refused)


def test_sending_back_tells_the_maker_what_to_change(
    provider: Provider, client_of: ClientOf
) -> None:
    scenario = learning.ready(provider)
    address = f"/coaching/scenarios/{scenario.pk}"
    client_of("governance_lead").post(f"{address}/send-back", {"reason": "Change the boat."})
    assert "Sent back: Change the boat." in text(client_of("reviewer").get(f"{address}/"))


def test_a_change_made_for_an_older_version_is_refused_once_and_loses_nothing(
    provider: Provider, client_of: ClientOf
) -> None:
    scenario, client = learning.drafted(provider), client_of("reviewer")
    address = f"/coaching/scenarios/{scenario.pk}/change"
    seen = scenario.version
    client.post(address, sent(title="First", page_version=seen))
    late = client.post(address, sent(title="Second", page_version=seen))
    assert late.status_code == 409
    assert "Second" in text(late)
    scenario.refresh_from_db()
    assert scenario.title == "First"


@pytest.mark.capability(63)
def test_the_bank_is_found_by_words_by_what_it_practises_and_by_status(
    provider: Provider, client_of: ClientOf
) -> None:
    learning.published(provider)
    learning.drafted(provider, title="A card on the table", subject="safeguarding")
    client = client_of("reviewer")

    def found(query: str) -> list[str]:
        page = text(client.get(f"/coaching/scenarios/?{query}"))
        return [t for t in ("Three signs in four days", "A card on the table") if escape(t) in page]

    assert found("") == ["Three signs in four days", "A card on the table"]
    assert found("text=three+signs") == ["Three signs in four days"]
    assert found("subject=safeguarding") == ["A card on the table"]
    assert found("standing=published") == ["Three signs in four days"]
    assert found("standing=nonsense") == ["Three signs in four days", "A card on the table"]


def test_the_card_holds_no_good_answers_but_the_facilitators_does(
    provider: Provider, client_of: ClientOf
) -> None:
    scenario = learning.published(provider)
    address, client = f"/coaching/scenarios/{scenario.pk}/card", client_of("supervisor")
    assert learning.QUESTION.good_answer not in text(client.get(address))
    assert learning.QUESTION.good_answer in text(client.get(f"{address}?for=facilitator"))


def test_nobody_learns_which_restricted_incident_a_scenario_came_from(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    scenario = learning.published(provider, source=incident)
    named = provider.people["governance_lead"]
    restrict(incident, "About a colleague", [named], by=named)
    address = f"/coaching/scenarios/{scenario.pk}/"
    assert incident.reference in text(client_of("governance_lead").get(address))
    assert incident.reference not in text(client_of("supervisor").get(address))


def test_a_scenario_is_not_made_from_an_incident_that_the_maker_may_not_open(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, named = make_incident(provider), provider.people["governance_lead"]
    restrict(incident, "About a colleague", [named], by=named)
    address = f"/coaching/scenarios/from/{incident.reference}"
    assert client_of("reviewer").get(address).status_code == 404
    assert client_of("reviewer").post(address, sent()).status_code == 404


def test_drafts_are_not_found_by_those_who_neither_made_nor_check_them(
    provider: Provider, client_of: ClientOf
) -> None:
    scenario = learning.drafted(provider)
    for role, status in (("supervisor", 404), ("executive", 404), ("administrator", 403)):
        found = client_of(role).get(f"/coaching/scenarios/{scenario.pk}/")
        assert found.status_code == status, role


def test_another_organisation_finds_nothing(provider: Provider) -> None:
    scenario, elsewhere = learning.published(provider), make_provider("Wrenfield Care")
    client = Client()
    client.force_login(
        elsewhere.people["governance_lead"],
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    for page in ("", "card", "check", "retire"):
        assert client.get(f"/coaching/scenarios/{scenario.pk}/{page}").status_code == 404


def test_the_page_of_an_incident_leads_to_making_a_scenario(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    address = f"/coaching/scenarios/from/{incident.reference}"
    assert address in text(client_of("reviewer").get(f"/incidents/{incident.reference}/"))
    assert address not in text(client_of("verifier").get(f"/incidents/{incident.reference}/"))


def test_the_bank_and_a_scenario_ask_few_questions_of_the_database(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        learning.session_of(provider, learning.published(provider, title=f"Story {number}"))
    scenario, client = Scenario.objects.first(), client_of("governance_lead")
    assert scenario is not None
    with django_assert_max_num_queries(25):
        client.get("/coaching/scenarios/")
    with django_assert_max_num_queries(25):
        client.get(f"/coaching/scenarios/{scenario.pk}/")

"""The triage page: suggestions with reasons, every refusal at its place, nothing typed lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goldthread.domain.incidents import operations, queries
from goldthread.domain.incidents.models import Category, Incident, Theme
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.registers.safeguarding.queries import of_incident
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]


def typed(provider: Provider, incident: Incident, **changes: str) -> dict[str, str]:
    """A whole decision as a person types it."""
    category = Category.objects.get(organisation=provider.organisation, code="missed_contact")
    values = {
        "page_version": str(incident.version),
        "category": str(category.pk),
        "why": "A planned visit did not take place.",
        "potential_harm": "low",
        "national_trigger": "no",
        "none_needed_because": "The visit was made the same evening.",
        "tier": "rapid",
    }
    for question in TriageQuestion:
        values[f"answer_{question}"] = "no"
        values[f"reason_{question}"] = f"Checked: not needed for {question}."
    return values | changes


def send(client: Client, incident: Incident, values: dict[str, str]) -> Any:
    return client.post(f"/incidents/{incident}/triage/", values)


def errors_of(response: Any) -> set[str]:
    """The names of the fields that say what is wrong with them."""
    return set(re.findall(r'id="id_(\w+)-error"', response.content.decode()))


@pytest.mark.capability(22)
def test_a_decision_is_recorded_with_category_and_why(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    response = send(client_of("triage_lead"), incident, typed(provider, incident))
    assert response.status_code == 302
    decision = queries.current_triage(incident)
    assert decision is not None
    assert decision.why == "A planned visit did not take place."


@pytest.mark.capability(22)
def test_what_is_missing_is_said_at_each_field_and_what_was_typed_stays(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    values = {"page_version": str(incident.version), "why": "Because of the rota"}
    response = send(client_of("triage_lead"), incident, values)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Because of the rota" in text
    for sentence in (
        "Choose the category",
        "Record what was done straight away",
        "Say what the worst believable result would be",
        "Say whether a national rule requires an investigation",
        "Choose the tier of review",
    ):
        assert sentence in text


@pytest.mark.capability(18, 19, 20, 21)
def test_each_of_the_four_questions_says_where_its_answer_or_reason_is_missing(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    gaps = {"reason_partner": "", "answer_serious": ""}
    response = send(client_of("triage_lead"), incident, typed(provider, incident, **gaps))
    assert errors_of(response) == {"reason_partner", "answer_serious"}


@pytest.mark.capability(18)
def test_yes_to_safeguarding_opens_a_case(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    send(client_of("triage_lead"), incident, typed(provider, incident, answer_safeguarding="yes"))
    assert of_incident(incident) is not None


@pytest.mark.capability(19)
def test_a_clinical_review_needs_its_clinician_at_that_field(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    values = typed(provider, incident, answer_clinical_review="yes")
    client = client_of("triage_lead")
    assert "clinician" in errors_of(send(client, incident, values))
    manager = provider.people["team_manager"]
    values["clinician"] = str(manager.pk)
    assert send(client, incident, values).status_code == 302
    answer = queries.current_triage(incident).answers.get(question="clinical_review")  # type: ignore[union-attr]
    assert answer.clinician == manager


@pytest.mark.capability(20)
def test_a_partner_is_named_with_when_and_how(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    told = {
        "answer_partner": "yes",
        "partner": "Crisis line",
        "partner_how": "Sam, by telephone",
        "partner_on-day": "1",
        "partner_on-month": "3",
        "partner_on-year": "2026",
        "partner_time": "14:05",
    }
    send(client_of("triage_lead"), incident, typed(provider, incident, **told))
    answer = queries.partner_answer(incident)
    assert answer is not None
    assert (answer.partner, answer.partner_told_how) == ("Crisis line", "Sam, by telephone")
    assert answer.partner_told_at is not None


@pytest.mark.capability(23)
def test_immediate_actions_are_recorded_with_who_and_when(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    row = {
        "none_needed_because": "",
        "what_1": "Rang the person at once",
        "by_1": "Duty worker",
        "on_1-day": "2",
        "on_1-month": "3",
        "on_1-year": "2026",
        "at_1": "9:30",
    }
    response = send(client_of("triage_lead"), incident, typed(provider, incident, **row))
    assert response.status_code == 302
    done = incident.immediate_actions.get()
    assert (done.what, done.done_by) == ("Rang the person at once", "Duty worker")
    assert done.done_at is not None


@pytest.mark.capability(16, 27)
def test_the_proposed_tier_is_shown_with_why_and_the_version_of_the_tool(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    values = typed(provider, incident, show="1", potential_harm="severe")
    response = send(client_of("triage_lead"), incident, values)
    text = response.content.decode()
    assert response.status_code == 200
    assert "The tool proposes:" in text
    assert "Which tier of review fits this incident?, version 1" in text
    assert queries.current_triage(incident) is None


def test_the_live_proposal_says_the_same_as_the_button(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    values = typed(provider, incident, potential_harm="severe")
    client = client_of("triage_lead")
    live = client.post(f"/incidents/{incident}/triage/proposal", values).content.decode()
    assert live.strip() in send(client, incident, values | {"show": "1"}).content.decode()


@pytest.mark.capability(16)
def test_another_tier_needs_a_reason_at_its_field(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    response = send(client_of("triage_lead"), incident, typed(provider, incident, tier="thematic"))
    assert "override_reason" in errors_of(response)


@pytest.mark.capability(21)
def test_duties_are_shown_with_their_source_and_what_is_to_be_checked(
    provider: Provider, client_of: ClientOf
) -> None:
    people = (AffectedPerson(physical_harm="severe", psychological_harm="none"),)
    incident = make_incident(provider, people=people)
    values = typed(provider, incident, show="1")
    text = send(client_of("triage_lead"), incident, values).content.decode()
    assert "Duty of candour." in text
    assert "Regulation 20(8)" in text


@pytest.mark.capability(2)
def test_a_theme_is_suggested_with_the_words_that_suggest_it(
    provider: Provider, client_of: ClientOf
) -> None:
    theme = Theme.objects.filter(organisation=provider.organisation, built_in=True)[0]
    words = theme.phrases[0]
    incident = make_incident(provider, narrative=f"On the ward round {words} was not clear to us.")
    text = client_of("triage_lead").get(f"/incidents/{incident}/triage/").content.decode()
    assert f"Suggested by the words “{words}”." in text


def test_two_people_triage_at_once_and_the_second_reads_the_first_and_keeps_their_text(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    values = typed(provider, incident, why="My own words about it")
    triaged(provider, incident)
    response = send(client_of("governance_lead"), incident, values)
    text = response.content.decode()
    assert response.status_code == 409
    assert "My own words about it" in text
    assert "Decided by Test Triage lead" in text


def test_a_decision_sent_after_someone_withdrew_the_incident_keeps_its_text(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, other = make_incident(provider), make_incident(provider)
    values = typed(provider, incident, why="My own words about it")
    operations.withdraw(incident, other, by=provider.people["governance_lead"])
    response = send(client_of("triage_lead"), incident, values)
    assert response.status_code == 409
    assert "My own words about it" in response.content.decode()


@pytest.mark.capability(22)
def test_triage_again_asks_what_changed_and_keeps_the_first_decision(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    incident.refresh_from_db()
    client = client_of("triage_lead")
    refused = send(client, incident, typed(provider, incident))
    assert "again_because" in errors_of(refused)
    values = typed(provider, incident, again_because="The person was hurt after all.")
    assert send(client, incident, values).status_code == 302
    text = client.get(f"/incidents/{incident}/triage/").content.decode()
    assert "Decided again because: The person was hurt after all." in text
    assert incident.triages.count() == 2


@pytest.mark.capability(121)
def test_pathway_and_service_model_are_tagged_at_triage(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    pathway = queries.tags(provider.organisation.pk, "pathway")[0]
    values = typed(provider, incident, pathway=str(pathway.pk))
    send(client_of("triage_lead"), incident, values)
    incident.refresh_from_db()
    assert incident.pathway == pathway


@pytest.mark.capability(17)
def test_the_triage_clock_stands_on_the_page_with_its_source(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    text = client_of("triage_lead").get(f"/incidents/{incident}/triage/").content.decode()
    assert "in 23 hours" in text
    assert "Local policy" in text


def test_similar_incidents_are_those_the_person_may_see(
    provider: Provider, client_of: ClientOf
) -> None:
    earlier, hidden = make_incident(provider), make_incident(provider)
    operations.restrict(hidden, "About staff", [], by=provider.people["governance_lead"])
    incident = make_incident(provider)
    text = client_of("triage_lead").get(f"/incidents/{incident}/triage/").content.decode()
    assert earlier.reference in text
    assert hidden.reference not in text


@pytest.mark.parametrize("role", ["team_manager", "supervisor", "executive", "reporter"])
def test_those_who_do_not_triage_are_refused(
    role: str, provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    assert client_of(role).get(f"/incidents/{incident}/triage/").status_code == 403


def test_triage_takes_few_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    for _ in range(7):
        make_incident(provider)
    incident = make_incident(provider)
    client = client_of("triage_lead")
    with django_assert_max_num_queries(30):
        client.get(f"/incidents/{incident}/triage/")


def test_the_words_of_one_narrative_never_show_on_the_page_of_another(
    provider: Provider, client_of: ClientOf
) -> None:
    theme = Theme.objects.filter(organisation=provider.organisation, built_in=True)[0]
    telling = make_incident(provider, narrative=f"On the round {theme.phrases[0]} was unclear.")
    silent = make_incident(provider, narrative="The door was open for an hour today.")
    client = client_of("triage_lead")
    client.get(f"/incidents/{telling}/triage/")
    text = client.get(f"/incidents/{silent}/triage/").content.decode()
    assert "Suggested by the words" not in text

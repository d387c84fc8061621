"""The pages of people served: found by what is known of them, and never named in an address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.people.terms import Status
from goldthread.web.people import panels
from goldthread.web.people.panels import Content, Line
from tests.factories.clients import client_for
from tests.factories.incidents import make_incident
from tests.factories.people import person, team
from tests.factories.provider import Provider
from tests.factories.registers import person_served

ClientOf = Callable[[str], Client]


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_one_match_leads_to_the_person_whose_name_is_in_no_address(
    provider: Provider, client_of: ClientOf
) -> None:
    one = person_served(provider, "Ottoline Verrigan")
    answer = client_of("supervisor").post("/people/", {"text": "ottoline verrigan"})
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{one.reference}/")
    page = text(client_of("supervisor").get(answer["Location"]))
    assert "Ottoline Verrigan" in page
    assert "<title>P-00001 - Goldthread</title>" in page


def test_two_people_of_one_name_are_both_shown(provider: Provider, client_of: ClientOf) -> None:
    for _ in range(2):
        person_served(provider, "Ottoline Verrigan")
    page = text(client_of("supervisor").post("/people/", {"text": "Ottoline Verrigan"}))
    assert page.count("Ottoline Verrigan</a>") == 4  # found, and in the list below


def test_a_search_without_a_match_says_what_to_do(provider: Provider, client_of: ClientOf) -> None:
    page = text(client_of("supervisor").post("/people/", {"text": "Verrigan"}))
    assert "Nobody found" in page and "record the person" in page


def test_a_person_of_another_team_is_not_found(provider: Provider) -> None:
    one = person_served(provider, "Ottoline Verrigan")
    stranger = client_for(person(team(provider.organisation), "supervisor"))
    assert stranger.get(f"/people/{one.reference}/").status_code == 404
    assert "Nobody found" in text(stranger.post("/people/", {"text": "Ottoline Verrigan"}))
    assert "Ottoline" not in text(stranger.get("/people/"))


@pytest.mark.parametrize("role", ["reporter", "executive", "inspector", "administrator"])
def test_those_who_may_not_see_names_open_no_page_of_people(
    provider: Provider, client_of: ClientOf, role: str
) -> None:
    answer = client_of(role).get("/people/")
    assert answer.status_code == 403
    assert "see names of people affected" in text(answer).lower()


def test_a_person_is_recorded_and_their_page_opens(provider: Provider, client_of: ClientOf) -> None:
    said = {"name": "Ottoline Verrigan", "record_number": "RX 7", "unit": provider.team.pk}
    page = text(client_of("supervisor").post("/people/new", said, follow=True))
    assert "The person is recorded as P-00001." in page
    assert "RX 7" in page


def test_a_number_recorded_already_is_refused_at_its_field_and_nothing_typed_is_lost(
    provider: Provider, client_of: ClientOf
) -> None:
    person_served(provider, record_number="RX7")
    said = {"name": "Otty Verrigan", "record_number": "rx-7", "unit": provider.team.pk}
    answer = client_of("supervisor").post("/people/new", said)
    assert answer.status_code == 422
    assert 'href="#id_record_number">Someone with this number is recorded already' in text(answer)
    assert "Otty Verrigan" in text(answer)


def test_two_corrections_at_once_keep_the_second_persons_text(
    provider: Provider, client_of: ClientOf
) -> None:
    one = person_served(provider, "Ottoline Verrigan", record_number="RX7")
    said = {
        "name": "Otty Verrigan",
        "record_number": "RX7",
        "unit": provider.team.pk,
        "page_version": one.version,
    }
    client = client_of("supervisor")
    assert client.post(f"/people/{one.reference}/correct", said).status_code == 302
    answer = client.post(f"/people/{one.reference}/correct", said | {"name": "Third Name"})
    assert answer.status_code == 409
    assert "Third Name" in text(answer)


def test_a_merged_record_leads_to_the_one_that_goes_on(
    provider: Provider, client_of: ClientOf
) -> None:
    kept, twice = person_served(provider, "Same Name"), person_served(provider, "Same Name")
    client = client_of("governance_lead")
    assert "Perhaps recorded twice" in text(client.get(f"/people/{twice.reference}/"))
    said = {"into": kept.reference, "reason": "Same address.", "page_version": twice.version}
    answer = client.post(f"/people/{twice.reference}/merge", said)
    assert answer["Location"] == f"/people/{kept.reference}/"
    assert client.get(f"/people/{twice.reference}/")["Location"] == f"/people/{kept.reference}/"
    assert Person.objects.get(pk=twice.pk).status == Status.MERGED
    assert f'Also recorded as</dt><dd class="nhsuk-summary-list__value">{twice.reference}' in text(
        client.get(f"/people/{kept.reference}/")
    )


def test_merging_into_a_record_that_is_not_there_keeps_the_reason(
    provider: Provider, client_of: ClientOf
) -> None:
    one = person_served(provider)
    said = {"into": "P-99999", "reason": "Same address.", "page_version": one.version}
    answer = client_of("governance_lead").post(f"/people/{one.reference}/merge", said)
    assert answer.status_code == 422
    assert "No record you can see has this reference" in text(answer)
    assert "Same address." in text(answer)


def test_the_person_page_gathers_incidents_and_what_registers_add(
    provider: Provider, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goldthread.domain.incidents.reports import AffectedPerson

    monkeypatch.setattr(panels, "_panels", dict(panels._panels))
    panels.add("Letters", 99, lambda *_: Content((Line("One letter", "/x", "Sent"),), "None."))
    panels.add("Kept from the reader", 98, lambda *_: None)
    affected = AffectedPerson(physical_harm="none", record_number="RX 7")
    incident = make_incident(provider, people=(affected,))
    one = person_served(provider, record_number="RX7")
    page = text(client_of("supervisor").get(f"/people/{one.reference}/"))
    assert f"/incidents/{incident.reference}/" in page
    assert "One letter" in page
    assert "Kept from the reader" not in page


def test_the_list_is_fifty_a_page_in_a_fixed_number_of_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries
) -> None:
    for _ in range(53):
        person_served(provider)
    client = client_of("supervisor")
    with django_assert_max_num_queries(15):
        first = text(client.get("/people/"))
    assert first.count('href="/people/P-') == 50
    second = text(client.get("/people/?after=P-00050"))
    assert second.count('href="/people/P-') == 3
    assert 'href="?before=P-00051"' in second
    assert text(client.get("/people/?before=P-00051")).count('href="/people/P-') == 50

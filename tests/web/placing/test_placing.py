"""Whoever triages says once which team an unknown name is, for all its incidents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goldthread.domain.incidents.models import Incident
from goldthread.interchange.importing.committing import Choices, commit
from goldthread.interchange.importing.plan import plan_import
from tests.factories.provider import Provider
from tests.interchange.importing.clean import TODAY, as_csv, clean

ClientOf = Callable[[str], Client]
HARBOUR = "/placing/one?name=Harbour+Crisis+Team"


@pytest.fixture
def imported(provider: Provider) -> dict[str, int]:
    """Eighty imported incidents of five teams that are not known; how many each has."""
    table = clean()
    commit(
        plan_import(as_csv(table.table()), TODAY),
        provider.organisation,
        Choices(),
        by="command-line",
    )
    return table.answers["team"]


@pytest.mark.django_db
def test_my_work_leads_to_the_names_that_wait(imported, client_of: ClientOf) -> None:
    client = client_of("triage_lead")
    assert 'href="/placing/"' in client.get("/my-work/").text
    page = client.get("/placing/").text
    assert all(name.replace("&", "&amp;") in page for name in imported)


@pytest.mark.django_db
def test_choosing_a_team_places_all_incidents_of_the_name(
    imported, provider: Provider, client_of: ClientOf
) -> None:
    client = client_of("triage_lead")
    answer = client.post(HARBOUR, {"unit": provider.team.pk}, follow=True)
    assert f"{imported['Harbour Crisis Team']} incidents placed with Alder Team." in answer.text
    placed = Incident.objects.filter(unit=provider.team, placed=True)
    assert placed.count() == imported["Harbour Crisis Team"]
    assert client.get(HARBOUR).status_code == 404


@pytest.mark.django_db
def test_without_a_team_it_asks_for_one(imported, client_of: ClientOf) -> None:
    answer = client_of("triage_lead").post(HARBOUR, {"unit": ""})
    assert answer.status_code == 422
    assert "Choose a team, or ask an administrator" in answer.text


@pytest.mark.django_db
def test_a_reporter_may_not_place(imported, client_of: ClientOf) -> None:
    assert client_of("reporter").get("/placing/").status_code == 403


@pytest.mark.django_db
def test_when_nothing_waits_the_page_says_so(provider: Provider, client_of: ClientOf) -> None:
    assert "Every incident is placed" in client_of("triage_lead").get("/placing/").text


@pytest.mark.django_db
def test_the_incident_page_shows_what_came_from_the_other_system(
    imported, client_of: ClientOf
) -> None:
    incident = Incident.objects.get(source_reference="W10007")
    client = client_of("triage_lead")
    page = client.get(f"/incidents/{incident.reference}/").text
    assert "From the other system" in page
    assert "W10007" in page
    assert "Immediate action taken" in page or "Degree of harm" in page
    assert client.get(f"/incidents/{incident.reference}/history/").status_code == 200
    assert client.get(f"/incidents/{incident.reference}/triage/").status_code == 200

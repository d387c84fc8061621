"""My work lists everything that waits for me, the worst first, and nothing kept from me."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.incidents.operations import ask_reporter, restrict
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]


@pytest.mark.capability(17)
def test_a_triage_waits_for_whoever_leads_triage_here(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    page = client_of("triage_lead").get("/my-work/").text
    assert f"/incidents/{incident.reference}/triage/" in page
    assert incident.reference not in client_of("reviewer").get("/my-work/").text


def test_breached_work_comes_before_work_that_is_on_time(
    provider: Provider, client_of: ClientOf
) -> None:
    new = make_incident(provider)
    late = make_incident(provider, at=timezone.now() - dt.timedelta(hours=50))
    page = client_of("triage_lead").get("/my-work/").text
    assert page.index(late.reference) < page.index(new.reference)
    assert "Late" in page


def test_work_that_is_done_is_gone(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    page = client_of("triage_lead").get("/my-work/").text
    assert f"/incidents/{incident.reference}/triage/" not in page


def test_work_on_a_restricted_incident_is_not_shown_to_others(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    restrict(incident, "Staff involved", [], by=provider.people["governance_lead"])
    assert incident.reference not in client_of("triage_lead").get("/my-work/").text


def test_the_team_page_shows_who_each_thing_waits_for(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    page = client_of("team_manager").get("/my-work/team/").text
    assert incident.reference in page
    assert "Waits for whoever is triage lead here" in page


def test_an_empty_list_says_so(provider: Provider, client_of: ClientOf) -> None:
    assert "Nothing waits for you" in client_of("reviewer").get("/my-work/").text


def test_a_question_to_the_reporter_stands_on_their_page(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    ask_reporter(incident, "When did you ring?", by=provider.people["triage_lead"])
    assert "There is a question for you" in client_of("reporter").get("/my-work/").text


def test_opening_the_notices_reads_them(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    ask_reporter(incident, "When did you ring?", by=provider.people["triage_lead"])
    client = client_of("reporter")
    assert "1 new notice" in client.get("/my-work/").text
    assert f"About your report {incident.reference}" in client.get("/my-work/notices/").text
    assert "new notice" not in client.get("/my-work/").text


def test_my_work_costs_few_queries_whatever_waits(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Callable
) -> None:
    for _ in range(10):
        make_incident(provider)
    client = client_of("triage_lead")
    with django_assert_max_num_queries(15):
        client.get("/my-work/")


def test_work_asks_for_sign_in(db: None) -> None:
    assert Client().get("/my-work/").status_code == 302

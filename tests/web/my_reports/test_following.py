"""What became of a report, for its reporter: by account or by code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from goldthread.domain.incidents import operations
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import Reported
from goldthread.domain.incidents.terms import Route
from tests.factories.incidents import make_incident, report_of, triaged
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def anonymous(provider: Provider) -> Reported:
    """An anonymous report with its code."""
    report = report_of(provider, route=Route.ANONYMOUS, reporter=None)
    return operations.report_incident(report)


def opened(client: Client, code: str) -> str:
    client.post("/follow/", {"code": code})
    return client.get("/follow/report/").content.decode()


@pytest.mark.capability(12)
@pytest.mark.capability(119)
def test_the_code_opens_the_report_and_its_stages(anonymous: Reported, client: Client) -> None:
    page = opened(client, anonymous.follow_up_code.lower().replace("-", " "))
    assert anonymous.incident.reference in page
    assert "Waiting to be read" in page
    for stage in ("Received", "Read and decided", "Looked into", "Changed", "Checked", "Closed"):
        assert stage in page


@pytest.mark.capability(12)
def test_the_code_is_in_no_address_and_in_no_session(
    anonymous: Reported, client_of: ClientOf
) -> None:
    client = client_of("reporter")
    answer = client.post("/follow/", {"code": anonymous.follow_up_code})
    assert answer["Location"] == "/follow/report/"
    assert anonymous.follow_up_code not in str(dict(client.session))
    assert anonymous.follow_up_code not in answer.cookies["follow"].value
    assert answer.cookies["follow"]["httponly"]


@pytest.mark.capability(12)
def test_wrong_codes_are_answered_alike_and_slowed_down(
    anonymous: Reported, client: Client
) -> None:
    for _ in range(10):
        page = client.post("/follow/", {"code": "AAAA-AAAA-AAAA"}).content.decode()
        assert "No report has this code" in page
    page = client.post("/follow/", {"code": anonymous.follow_up_code}).content.decode()
    assert "Too many tries" in page


@pytest.mark.capability(12)
def test_both_sides_ask_and_answer(anonymous: Reported, client: Client, provider: Provider) -> None:
    lead = provider.people["triage_lead"]
    operations.ask_reporter(anonymous.incident, "When did the step-up happen?", by=lead)
    page = opened(client, anonymous.follow_up_code)
    assert "When did the step-up happen?" in page
    assert "A question waits for you" in page
    assert lead.name not in page
    client.post("/follow/report/", {"text": "At 18:30.", "asks": ""})
    page = client.get("/follow/report/").content.decode()
    assert "At 18:30." in page
    assert "A question waits for you" not in page


def test_leaving_forgets_the_code(anonymous: Reported, client: Client) -> None:
    opened(client, anonymous.follow_up_code)
    client.post("/follow/leave/")
    assert client.get("/follow/report/")["Location"] == "/follow/"


@pytest.mark.capability(119)
def test_my_report_shows_how_far_it_has_come(client_of: ClientOf, provider: Provider) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    page = client_of("reporter").get(f"/my-reports/{incident.reference}/").content.decode()
    assert "Read; it will be looked into" in page
    assert "The patient-safety team read it and decided how to look into it." in page
    assert provider.people["triage_lead"].name not in page


def test_nobody_else_opens_my_report(client_of: ClientOf, provider: Provider) -> None:
    incident = make_incident(provider)
    answer = client_of("supervisor").get(f"/my-reports/{incident.reference}/")
    assert answer.status_code == 404


def test_the_list_says_which_report_waits_for_me(client_of: ClientOf, provider: Provider) -> None:
    incident = make_incident(provider)
    operations.ask_reporter(incident, "Where was it?", by=provider.people["triage_lead"])
    page = client_of("reporter").get("/my-reports/").content.decode()
    assert "A question waits for you" in page


@pytest.mark.capability(12)
def test_a_duplicate_is_told_of_kindly(client_of: ClientOf, provider: Provider) -> None:
    first = make_incident(provider)
    second = make_incident(provider)
    operations.withdraw(second, first, by=provider.people["triage_lead"])
    page = client_of("reporter").get(f"/my-reports/{second.reference}/").content.decode()
    assert "joined with the earlier one" in page
    assert Incident.objects.count() == 2

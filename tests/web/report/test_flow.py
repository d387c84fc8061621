"""Reporting a question a page, by every route, without script."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.incidents import queries
from goldthread.domain.incidents.models import Incident, ReportDraft
from goldthread.domain.incidents.terms import Route
from goldthread.notices.models import Notice
from tests.factories.provider import PASSWORD, Provider
from tests.web.report.typing import NO_HARM, TOLD, send

ClientOf = Callable[[str], Client]
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


@pytest.mark.capability(11)
@pytest.mark.capability(13)
def test_a_no_harm_report_takes_seven_short_pages_and_a_last_look(client_of: ClientOf) -> None:
    crossed, answer = send(client_of("reporter"), "/report/")
    assert crossed == ["safe", "kind", "what", "when", "where", "anyone", "done", "check"]
    incident = Incident.objects.get()
    assert answer["Location"] == f"/report/sent/{incident.reference}/"


@pytest.mark.capability(9)
def test_what_was_typed_becomes_the_incident(client_of: ClientOf, provider: Provider) -> None:
    send(client_of("reporter"), "/report/", where={"unit": provider.team.pk, "location": "At home"})
    incident = Incident.objects.get()
    assert incident.narrative == TOLD
    assert incident.unit == provider.team
    assert incident.location == "At home"
    assert incident.reported_by == provider.people["reporter"]
    assert incident.immediate_actions.get().what == "The duty worker visited."
    assert timezone.localtime(incident.occurred_at).strftime("%H:%M") == "14:05"
    assert incident.occurred_precision == "exact"


@pytest.mark.capability(12)
def test_a_confidential_report_hides_its_reporter(client_of: ClientOf) -> None:
    client = client_of("reporter")
    client.post("/report/", {"unsafe": "no"})
    client.post("/report/name/", {"route": "confidential"})
    send(client, "/report/safe/")
    assert Incident.objects.get().route == Route.CONFIDENTIAL


@pytest.mark.capability(12)
def test_choosing_nobody_moves_what_was_typed_to_a_report_without_a_name(
    client_of: ClientOf, provider: Provider
) -> None:
    client = client_of("reporter")
    client.post("/report/", {"unsafe": "no"})
    client.post("/report/kind/", {"event_type": "near_miss"})
    answer = client.post("/report/name/", {"route": "anonymous"})
    assert answer["Location"] == "/report/anonymous/what/"
    draft = ReportDraft.objects.get()
    assert draft.owner is None
    send(client, "/report/anonymous/what/", potential={"potential_harm": "low"})
    incident = Incident.objects.get()
    assert (incident.route, incident.reported_by, incident.unit) == (
        Route.ANONYMOUS,
        None,
        provider.team,
    )


@pytest.mark.capability(12)
def test_an_anonymous_report_shows_its_code_until_the_reporter_has_kept_it(
    provider: Provider, client: Client
) -> None:
    _, answer = send(client, f"/report/anonymous/?team={provider.team.report_token}")
    page = client.get(answer["Location"])
    assert CODE.search(page.content.decode())
    assert Incident.objects.get().unit == provider.team
    assert client.post(answer["Location"])["Location"] == "/follow/"
    assert client.get(answer["Location"])["Location"] == "/follow/"
    assert not ReportDraft.objects.exists()


@pytest.mark.capability(12)
def test_the_code_is_gone_after_a_quarter_of_an_hour(provider: Provider, client: Client) -> None:
    _, answer = send(client, "/report/anonymous/")
    ReportDraft.objects.update(saved_at=timezone.now() - dt.timedelta(minutes=16))
    assert client.get(answer["Location"])["Location"] == "/follow/"


@pytest.mark.capability(11)
def test_a_family_member_reports_through_the_team_link_without_an_account(
    provider: Provider, client: Client
) -> None:
    token = provider.team.report_token
    page = client.get(f"/r/{token}/").content.decode()
    assert f"/report/family/?team={token}" in page
    you = {"reporter_name": "Wren Halloway", "reporter_relationship": "Sister"}
    send(client, f"/report/family/?team={token}", you=you)
    incident = Incident.objects.get()
    assert (incident.route, incident.reporter_name) == (Route.PERSON_OR_FAMILY, "Wren Halloway")
    assert incident.reporter_relationship == "Sister"


@pytest.mark.capability(13)
def test_good_care_is_asked_nothing_about_harm(client_of: ClientOf) -> None:
    crossed, _ = send(client_of("reporter"), "/report/", kind={"event_type": "good_care"})
    assert crossed == ["safe", "kind", "what", "when", "where", "check"]


@pytest.mark.capability(14)
def test_the_alert_goes_out_before_the_long_form(client_of: ClientOf, provider: Provider) -> None:
    client = client_of("reporter")
    assert client.post("/report/", {"unsafe": "yes"})["Location"] == "/report/alert/"
    words = {"unsafe_what": "She left home in distress and cannot be reached."}
    page = client.get("/report/alert/").content.decode()
    assert "999" in page
    answer = client.post("/report/alert/", words | {"unit": provider.team.pk})
    assert answer["Location"] == "/report/alerted/"
    incident = Incident.objects.get()
    assert incident.unsafe_now
    assert Notice.objects.filter(kind="unsafe_now").exists()


@pytest.mark.capability(14)
def test_the_rest_is_added_to_the_alert_and_no_second_incident_is_made(
    client_of: ClientOf, provider: Provider
) -> None:
    client = client_of("reporter")
    client.post("/report/", {"unsafe": "yes"})
    words = {"unsafe_what": "She left home in distress.", "unit": provider.team.pk}
    client.post("/report/alert/", words)
    send(
        client,
        "/report/kind/",
        kind={"event_type": "near_miss"},
        potential={"potential_harm": "severe"},
    )
    incident = Incident.objects.get()
    assert incident.narrative == "She left home in distress."
    assert incident.addenda.get().text == TOLD
    assert (incident.event_type, incident.potential_harm) == ("near_miss", "severe")
    assert incident.occurred_precision == "exact"
    assert not ReportDraft.objects.exists()


@pytest.mark.capability(13)
def test_more_is_asked_only_when_harm_is_moderate_or_worse(client_of: ClientOf) -> None:
    client = client_of("reporter")
    person = {"kind": "person_served", "physical_harm": "moderate", "psychological_harm": "low"}
    crossed, _ = send(
        client,
        "/report/",
        anyone={"anyone": "yes"},
        person=person,
        people={"another": "no"},
        sequence={"at_1": "14:05", "what_1": "The visit was missed"},
    )
    assert crossed[5:] == ["anyone", "person", "people", "done", "sequence", "check"]
    incident = Incident.objects.get()
    assert (incident.physical_harm, incident.psychological_harm) == ("moderate", "low")
    assert incident.sequence.get().what == "14:05: The visit was missed"


@pytest.mark.capability(13)
def test_a_medicine_in_the_account_is_asked_about(client_of: ClientOf) -> None:
    told = (
        "The medication was missed at the visit on Tuesday and nobody rang the pharmacy about it."
    )
    crossed, _ = send(
        client_of("reporter"),
        "/report/",
        what={"narrative": told},
        more={"TELL-11": "Olanzapine 10 mg, none of it taken"},
    )
    assert "more" in crossed
    assert "Olanzapine" in Incident.objects.get().narrative


def test_a_wrong_date_keeps_everything_typed(client_of: ClientOf) -> None:
    client = client_of("reporter")
    client.post("/report/", {"unsafe": "no"})
    client.post("/report/kind/", {"event_type": "incident"})
    client.post("/report/what/", {"narrative": TOLD})
    wrong = {
        "day": "earlier",
        "occurred_on-day": "31",
        "occurred_on-month": "2",
        "occurred_on-year": "2026",
    }
    answer = client.post("/report/when/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "there is no 31 2 2026" in page
    assert 'value="31"' in page


def test_a_time_in_the_future_is_said_on_its_own_page(client_of: ClientOf) -> None:
    client = client_of("reporter")
    client.post("/report/", {"unsafe": "no"})
    client.post("/report/kind/", {"event_type": "incident"})
    client.post("/report/what/", {"narrative": TOLD})
    year = str(timezone.localdate().year + 1)
    later = {
        "day": "earlier",
        "occurred_on-day": "3",
        "occurred_on-month": "3",
        "occurred_on-year": year,
    }
    answer = client.post("/report/when/", later)
    assert answer.status_code == 422
    assert "in the future" in answer.content.decode()


def test_pressing_send_twice_makes_one_incident(client_of: ClientOf) -> None:
    client = client_of("reporter")
    _, first = send(client, "/report/")
    second = client.post("/report/check/")
    assert second["Location"] == first["Location"]
    assert Incident.objects.count() == 1


def test_saving_for_later_keeps_the_answers(client_of: ClientOf) -> None:
    client = client_of("reporter")
    client.post("/report/", {"unsafe": "no"})
    answer = client.post("/report/what/", {"narrative": "Half a sent", "save": "1"})
    assert answer["Location"] == "/my-reports/"
    assert "A report you have not finished" in client.get("/my-reports/").content.decode()
    assert "Half a sent" in client.get("/report/what/").content.decode()


@pytest.mark.capability(121)
def test_a_report_is_tagged_with_team_pathway_and_service_model(
    client_of: ClientOf, provider: Provider
) -> None:
    organisation = provider.organisation
    tags = {
        kind: queries.tags(organisation.pk, kind).first() for kind in ("pathway", "service_model")
    }
    chosen = {kind: str(tag.pk) for kind, tag in tags.items()}
    send(client_of("reporter"), "/report/", where=chosen)
    incident = Incident.objects.get()
    assert incident.unit == provider.team
    assert (incident.pathway, incident.service_model) == (tags["pathway"], tags["service_model"])


@pytest.mark.capability(13)
def test_what_the_page_shows_costs_few_queries(
    client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    client = client_of("reporter")
    for name, answers in NO_HARM.items():
        client.post(f"/report/{name}/" if name != "safe" else "/report/", answers)
    for address in ("/report/what/", "/report/where/", "/report/check/", "/my-reports/"):
        with django_assert_max_num_queries(25):
            client.get(address)


def test_a_session_that_ends_in_mid_form_gives_the_text_back(
    client_of: ClientOf, provider: Provider
) -> None:
    client = client_of("reporter")
    client.post("/report/", {"unsafe": "no"})
    page = client.get("/report/what/").content.decode()
    owner = page.split('name="_owner" value="')[1].split('"')[0]
    client.logout()
    answer = client.post("/report/what/", {"_owner": owner, "narrative": "Half a sentence"})
    assert answer["Location"].startswith("/account/sign-in")
    words = {"login": provider.people["reporter"].email, "password": PASSWORD}
    answer = client.post("/account/sign-in?next=/report/what/", words)
    page = client.get("/report/what/").content.decode()
    assert "Half a sentence" in page
    assert "was not sent yet" in page

"""The incident page is the thread: what it shows, to whom, and in how many queries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import resolve
from pytest_django import DjangoAssertNumQueries

from goldthread.domain.candour import operations as candour
from goldthread.domain.incidents import operations
from goldthread.domain.incidents.reports import AffectedPerson, Step
from goldthread.domain.incidents.terms import Route
from goldthread.domain.registers.complaints.operations import start_incident
from goldthread.domain.registers.restrictions.records import Links
from goldthread.trail.models import Entry
from tests.factories.actions import make_agreed
from tests.factories.candour import talked
from tests.factories.clients import client_for
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider, make_provider
from tests.factories.restrictions import complaint_of, in_force
from tests.factories.verification import running
from tests.web.incidents.test_roles import with_case

ClientOf = Callable[[str], Client]
# Every page remembers the organisation's name for a minute: any page opened first has asked for it.
WARMING = "/help"
MOST_QUERIES = 25
WRITING_THE_TRAIL = 5  # what it takes to note that a restricted incident was opened


def page(client: Client, incident: object, tail: str = "") -> str:
    response = client.get(f"/incidents/{incident}/{tail}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.capability(119)
def test_every_incident_shows_the_map_of_its_stages(
    provider: Provider, client_of: ClientOf
) -> None:
    text = page(client_of("triage_lead"), make_incident(provider))
    stages = ("Report", "Triage", "Openness", "Review", "Actions", "Verification", "Learning")
    places = [text.index(f'gt-stage__title">{name}', 0) if f'gt-stage__title">{name}' in text
              else text.index(f">{name}</a>") for name in stages]  # fmt: skip
    assert places == sorted(places)


def test_what_is_missing_is_said_in_the_sentence_of_the_rule_with_its_code(
    provider: Provider, client_of: ClientOf
) -> None:
    text = page(client_of("triage_lead"), make_incident(provider))
    assert "Choose the category. It decides who learns from this." in text
    assert "TRI-01" in text


def test_those_who_may_triage_get_the_button_and_others_read_who_can(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    address = f"/incidents/{incident}/triage/"
    assert address in page(client_of("triage_lead"), incident)
    text = page(client_of("supervisor"), incident)
    assert address not in text
    assert "A triage lead or a governance lead can do this." in text


@pytest.mark.parametrize("role", ["reporter", "commissioner", "administrator"])
def test_a_role_that_reads_no_incidents_is_told_why(
    role: str, provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    assert client_of(role).get(f"/incidents/{incident}/").status_code == 403


def test_an_incident_of_another_team_is_not_found(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider, unit=provider.other_team)
    assert client_of("supervisor").get(f"/incidents/{incident}/").status_code == 404


def test_an_incident_of_another_organisation_is_not_found(
    provider: Provider, client_of: ClientOf
) -> None:
    other = make_provider("Oakmere Care")
    incident = make_incident(other)
    assert client_of("governance_lead").get(f"/incidents/{incident}/history/").status_code == 404


def test_names_of_people_are_withheld_from_those_who_may_not_see_them(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider, people=(AffectedPerson(name="Morgan Example"),))
    assert "Morgan Example" in page(client_of("triage_lead"), incident)
    text = page(client_of("executive"), incident)
    assert "Morgan Example" not in text
    assert "Name withheld" in text


@pytest.mark.capability(12)
def test_a_confidential_reporter_is_named_to_the_patient_safety_team_only(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider, route=Route.CONFIDENTIAL)
    name = provider.people["reporter"].name
    assert name in page(client_of("triage_lead"), incident)
    for role in ("team_manager", "executive", "supervisor", "inspector"):
        text = page(client_of(role), incident) + page(client_of(role), incident, "history/")
        assert name not in text


def test_the_first_account_stays_and_later_facts_stand_beside_it(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider, sequence=(Step("The rota changed at noon."),))
    manager = provider.people["team_manager"]
    operations.add_addendum(incident, "The duty line was called at 20:10.", by=manager)
    text = page(client_of("team_manager"), incident)
    assert "The planned visit on Tuesday did not take place" in text
    assert "The duty line was called at 20:10." in text
    assert "The rota changed at noon." in text


def test_typed_text_is_never_read_as_markup(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider, narrative="<script>alert(1)</script> was in the note")
    assert "<script>alert(1)" not in page(client_of("triage_lead"), incident)


def test_an_unsafe_report_says_so_first_and_asks_to_make_people_safe(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider, unsafe_now=True, unsafe_what="Alone with no medicine")
    text = page(client_of("team_manager"), incident)
    assert "Alone with no medicine" in text
    assert f"/incidents/{incident}/made-safe" in text


def test_closed_with_a_reason_never_looks_verified(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    incident.refresh_from_db()
    operations.close_with_reason(incident, "Not ours.", by=provider.people["governance_lead"])
    text = page(client_of("triage_lead"), incident)
    assert "Closed with a reason, not verified" in text
    assert "nhsuk-tag--green" not in text


def test_opening_a_restricted_incident_is_on_the_trail(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    operations.restrict(incident, "About staff", [], by=provider.people["triage_lead"])
    assert "Only the people named may see" in page(client_of("triage_lead"), incident)
    opened = Entry.objects.filter(thread=incident.pk, kind="incident.opened")
    assert [row.actor for row in opened] == [f"user:{provider.people['triage_lead'].pk}"]


def test_a_restricted_incident_is_not_found_by_those_it_is_kept_from(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    operations.restrict(incident, "About staff", [], by=provider.people["triage_lead"])
    for tail in ("", "history/", "stabilise/", "triage/", "themes", "messages/", "emergency"):
        response = client_of("team_manager").get(f"/incidents/{incident}/{tail}")
        assert response.status_code in (403, 404), tail
        assert "About staff" not in response.content.decode()


def test_in_an_emergency_the_page_asks_why_and_tells_the_trail(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    operations.restrict(incident, "About staff", [], by=provider.people["triage_lead"])
    client = client_of("governance_lead")
    assert client.get(f"/incidents/{incident}/").url == f"/incidents/{incident}/emergency"
    assert "your reason is kept in the trail" in page(client, incident, "emergency")
    client.post(f"/incidents/{incident}/emergency", {"reason": "A court asks today"})
    assert "Only the people named may see" in page(client, incident)
    assert Entry.objects.filter(thread=incident.pk, kind="incident.opened_in_emergency").exists()


def test_an_inspector_leaves_a_trace_of_everything_opened(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    page(client_of("inspector"), incident)
    assert Entry.objects.filter(thread=incident.pk, kind="incident.opened").exists()


@pytest.mark.capability(21, 22, 27)
def test_every_reader_sees_who_decided_what_at_triage_why_and_the_duties(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    text = page(client_of("inspector"), incident, "triage/decisions")
    for words in (
        provider.people["triage_lead"].name,
        "A planned visit did not take place.",
        "Rapid learning review, as proposed.",
        "Checked with the team: not needed.",
        "Learn from Patient Safety Events",
    ):
        assert words in text


@pytest.mark.capability(20)
def test_a_partner_whom_triage_wants_told_waits_on_the_thread(
    provider: Provider, client_of: ClientOf
) -> None:
    text = page(client_of("supervisor"), with_case(provider))
    assert "Record that the partner was told" in text


def test_the_history_says_what_happened_in_plain_words(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    text = page(client_of("triage_lead"), incident, "history/")
    assert "Triage is recorded." in text
    assert "Reported" in text
    assert provider.people["triage_lead"].name in text


@pytest.mark.capability(26)
def test_the_engagement_log_is_missed_on_every_thread_until_someone_writes_it(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    client = client_of("triage_lead")
    assert "The engagement log is empty" in page(client, incident)
    candour.engage(incident, talked(), by=provider.people["triage_lead"])
    text = page(client, incident)
    assert "The engagement log is empty" not in text
    assert "The engagement log says who was spoken to." in text


def grown(provider: Provider, size: int) -> object:
    """An incident at verification with `size` of everything that can repeat."""
    people = tuple(AffectedPerson(name=f"Person {n}", physical_harm="low") for n in range(size))
    incident = make_incident(provider, people=people)
    lead = provider.people["triage_lead"]
    triaged(provider, incident)
    incident.refresh_from_db()
    candour.engage(incident, talked(), by=lead)
    for number in range(size):
        operations.add_addendum(incident, f"Later fact {number}", by=lead)
        operations.add_sequence_step(incident, Step(f"Step {number}"), by=lead)
        operations.tell_reporter(incident, f"Message {number}", by=lead)
    return incident


def queries_of_page(client: Client, incident: object, count: DjangoAssertNumQueries) -> int:
    with count(MOST_QUERIES) as seen:
        page(client, incident)
    return len(seen)


def test_the_page_takes_few_queries_whatever_the_data(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of("governance_lead")
    client.get(WARMING)
    small = queries_of_page(client, grown(provider, 1), django_assert_max_num_queries)
    large = queries_of_page(client, grown(provider, 8), django_assert_max_num_queries)
    assert large <= small


def test_a_thread_with_actions_and_plans_takes_few_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = running(provider)
    client = client_of("governance_lead")
    client.get(WARMING)
    queries_of_page(client, plan.incident, django_assert_max_num_queries)


def test_a_restricted_thread_takes_few_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    incident = make_agreed(provider).incident
    lead = provider.people["governance_lead"]
    incident.refresh_from_db()
    operations.restrict(incident, "About staff", [], by=lead)
    client = client_for(lead)
    client.get(WARMING)
    with django_assert_max_num_queries(MOST_QUERIES + WRITING_THE_TRAIL):
        page(client, incident)


def test_every_link_of_the_page_leads_to_a_page(provider: Provider, client_of: ClientOf) -> None:
    threads = [make_incident(provider), with_case(provider), running(provider).incident]
    client = client_of("governance_lead")
    found = {link for one in threads for link in re.findall(r'href="(/[^"#]*)"', page(client, one))}
    for link in found - {"/"}:
        if not link.startswith("/static/"):
            resolve(link.split("?")[0])


@pytest.mark.capability(84)
def test_the_registers_on_the_thread_are_listed_with_how_they_stand(
    provider: Provider, client_of: ClientOf
) -> None:
    complaint = complaint_of(provider)
    incident = start_incident(complaint, by=provider.people["team_manager"])
    restriction = in_force(provider, links=Links(complaint=complaint))
    shown = page(client_of("team_manager"), incident)
    assert f'<a href="/complaints/{complaint.pk}/">Complaint {complaint.reference}</a>' in shown
    assert f'<a href="/restrictions/{restriction.pk}/">Restriction' in shown
    assert complaint.words not in shown


def test_who_may_not_read_complaints_is_shown_none_on_the_thread(
    provider: Provider, client_of: ClientOf
) -> None:
    complaint = complaint_of(provider)
    incident = start_incident(complaint, by=provider.people["team_manager"])
    shown = page(client_of("inspector"), incident)
    assert "/complaints/" not in shown.split("<main")[1]

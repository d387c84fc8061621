"""Reading and checking the trail: what each reader sees of what."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from goldthread.access import operations as access
from goldthread.access.terms import ROLES
from goldthread.domain.incidents import operations
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Route
from goldthread.trail import triggers
from goldthread.trail.checkpoints import checkpoint
from goldthread.trail.models import Entry
from tests.factories.clients import client_for
from tests.factories.incidents import NARRATIVE, make_incident, triaged
from tests.factories.provider import Provider, make_provider

READERS = {"governance_lead", "inspector", "data_protection_officer"}
STORED = "The entry as stored"


@pytest.fixture
def officer(provider: Provider) -> Client:
    return client_for(provider.people["data_protection_officer"])


@pytest.fixture
def lead(provider: Provider) -> Client:
    return client_for(provider.people["governance_lead"])


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def trail_of(incident: Incident) -> str:
    return f"/trail/incidents/{incident.reference}/"


def restricted(provider: Provider) -> Incident:
    incident = make_incident(provider)
    operations.restrict(
        incident,
        "An allegation about a member of staff.",
        [provider.people["safeguarding_lead"]],
        by=provider.people["triage_lead"],
    )
    return incident


def test_the_trail_is_for_those_who_may_read_it_and_nobody_else(provider: Provider) -> None:
    incident = make_incident(provider)
    for role in ROLES:
        client = client_for(provider.people[role])
        expected = 200 if role in READERS else 403
        assert client.get("/trail/").status_code == expected, role
        assert client.get(trail_of(incident)).status_code == expected, role
        assert client.post(f"{trail_of(incident)}check").status_code == expected, role


@pytest.mark.capability(22)
def test_each_entry_says_who_did_what_and_when_on_which_incident(
    provider: Provider, officer: Client
) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    page = text(officer, "/trail/")
    assert incident.reference in page
    assert "Test Triage lead, " in page
    assert "Reported" in page
    assert timezone.localtime(incident.reported_at).strftime("%H:%M") in page


def test_who_may_not_open_incidents_reads_no_narrative_and_no_body(
    provider: Provider, officer: Client
) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    page = text(officer, trail_of(incident))
    assert "Reported" in page
    assert STORED not in page
    assert NARRATIVE[:40] not in page + text(officer, "/trail/")
    assert "What was written is for those who may open the incident." in page


def test_who_may_open_the_incident_reads_the_entry_as_stored(
    provider: Provider, lead: Client
) -> None:
    incident = make_incident(provider)
    page = text(lead, trail_of(incident))
    assert STORED in page
    assert NARRATIVE[:40] in page
    entry = Entry.objects.get(thread=incident.pk, kind="incident.report")
    assert entry.hash in page


def test_a_change_of_a_setting_is_shown_with_what_changed(
    provider: Provider, officer: Client
) -> None:
    administrator = provider.people["administrator"]
    access.change_unit(provider.team, "Alder and Ash", caseload=61, by=administrator)
    page = text(officer, "/trail/?kind=access.")
    assert "Changed a unit: Alder and Ash" in page
    assert "Gave a role: Test Verifier" in page
    assert STORED in page


def test_a_restricted_incident_is_found_neither_by_reference_nor_by_address(
    provider: Provider, officer: Client, lead: Client
) -> None:
    incident = restricted(provider)
    for client in (officer, lead):
        assert client.get(trail_of(incident)).status_code == 404
        assert client.post(f"{trail_of(incident)}check").status_code == 404
        assert incident.reference not in text(client, "/trail/")
        assert "Nothing matches" in text(client, f"/trail/?reference={incident.reference}")


def test_of_a_restricted_incident_an_opening_is_shown_without_its_reference(
    provider: Provider, officer: Client
) -> None:
    incident = restricted(provider)
    operations.open_in_emergency(
        incident, "The person is missing and at risk.", by=provider.people["executive"]
    )
    page = text(officer, "/trail/?kind=incident.opened")
    assert "Opened a restricted incident" in page
    assert "Test Executive" in page
    assert incident.reference not in page
    assert "missing and at risk" not in page


def test_reading_the_trail_of_a_restricted_incident_is_itself_on_the_trail(
    provider: Provider,
) -> None:
    incident = restricted(provider)
    operations.name_viewer(
        incident, provider.people["governance_lead"], by=provider.people["triage_lead"]
    )
    client = client_for(provider.people["governance_lead"])
    assert STORED in text(client, trail_of(incident))
    assert Entry.objects.filter(thread=incident.pk, kind="incident.opened").count() == 1


def test_what_an_inspector_reads_is_on_the_trail(provider: Provider) -> None:
    incident = make_incident(provider)
    text(client_for(provider.people["inspector"]), trail_of(incident))
    opened = Entry.objects.get(thread=incident.pk, kind="incident.opened")
    assert opened.actor == f"user:{provider.people['inspector'].pk}"


def test_nothing_of_another_organisation_is_shown(provider: Provider) -> None:
    other = make_provider("Harrow Street Charity")
    incident = make_incident(provider)
    stranger = client_for(other.people["governance_lead"])
    page = text(stranger, "/trail/")
    assert incident.reference not in page
    assert NARRATIVE[:40] not in page
    assert stranger.get(trail_of(incident)).status_code == 404


def test_a_reader_at_one_team_reads_only_its_incidents(provider: Provider) -> None:
    here = make_incident(provider)
    there = make_incident(provider, unit=provider.other_team)
    local = client_for(provider.person("Local Lead", "governance_lead"))
    page = text(local, "/trail/")
    assert here.reference in page
    assert there.reference not in page
    assert "Added a person" not in page
    assert local.get(trail_of(there)).status_code == 404


def test_an_anonymous_reporter_stays_so(provider: Provider, officer: Client) -> None:
    make_incident(provider, route=Route.ANONYMOUS, reporter=None)
    assert "An anonymous reporter" in text(officer, "/trail/")


def test_the_filters_find_by_person_reference_kind_and_day(
    provider: Provider, officer: Client
) -> None:
    first, second = make_incident(provider), make_incident(provider)
    triaged(provider, first)
    page = text(officer, "/trail/?person=triage lead")
    assert first.reference in page
    assert second.reference not in page
    assert second.reference not in text(officer, f"/trail/?reference={first.reference.lower()}")
    assert first.reference not in text(officer, "/trail/?kind=access.")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    days = f"since-day={tomorrow.day}&since-month={tomorrow.month}&since-year={tomorrow.year}"
    assert "Nothing matches" in text(officer, f"/trail/?{days}")
    today = timezone.localdate()
    day = f"day={today.day}&%s-month={today.month}&%s-year={today.year}"
    both = "&".join(f"{name}-{day.replace('%s', name)}" for name in ("since", "until"))
    assert first.reference in text(officer, f"/trail/?{both}")


def test_a_filter_that_makes_no_sense_is_said_and_the_page_still_shows(officer: Client) -> None:
    response = officer.get("/trail/?since-day=31&since-month=2&since-year=2026")
    assert response.status_code == 200
    assert "there is no 31 2 2026" in response.content.decode()


def test_pages_lead_to_older_entries_and_back(provider: Provider, officer: Client) -> None:
    for number in range(60):
        access.change_unit(provider.team, f"Team {number}", caseload=None)
    places = list(Entry.objects.filter(kind__startswith="access.").order_by("-pk"))
    shown = '<p class="gt-history__what">'
    first = text(officer, "/trail/?kind=access.")
    assert f"before={places[49].pk}" in first
    second = text(officer, f"/trail/?kind=access.&before={places[49].pk}")
    assert (first.count(shown), second.count(shown)) == (50, len(places) - 50)
    assert f"after={places[50].pk}" in second
    assert text(officer, f"/trail/?kind=access.&after={places[50].pk}").count(shown) == 50


def test_the_number_of_queries_does_not_grow_with_the_entries(
    provider: Provider, lead: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    text(lead, "/trail/")
    with django_assert_max_num_queries(15):
        text(lead, "/trail/")


def test_a_whole_trail_is_said_to_be_whole(provider: Provider, officer: Client) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    checkpoint()
    page = officer.post(f"{trail_of(incident)}check").content.decode()
    assert "This trail is whole" in page
    assert "Nothing was changed, removed, added or put in another order." in page
    assert "The last checkpoint was made on" in page


def test_a_changed_entry_is_named_in_plain_words(provider: Provider, officer: Client) -> None:
    incident = make_incident(provider)
    entry = Entry.objects.get(thread=incident.pk, kind="incident.report")
    triggers.remove(connection)
    Entry.objects.filter(pk=entry.pk).update(body=entry.body.replace("rota", "plan"))
    triggers.install(connection)
    page = officer.post(f"{trail_of(incident)}check").content.decode()
    assert "This trail was tampered with" in page
    assert "The incident, entry 1: the entry was changed after it was written." in page


def test_a_chain_cut_off_or_removed_is_noticed(provider: Provider, officer: Client) -> None:
    incident = make_incident(provider)
    triggers.remove(connection)
    Entry.objects.filter(record_type="incidents.incident", record_id=incident.pk).delete()
    triggers.install(connection)
    page = officer.post(f"{trail_of(incident)}check").content.decode()
    assert "The incident: the whole chain was removed." in page

"""The list shows what the person may see, filtered, page by page, and exports the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.incidents import lists
from goldthread.domain.incidents.models import Theme
from goldthread.domain.incidents.operations import restrict
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.trail.models import Entry
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider, make_provider

ClientOf = Callable[[str], Client]


def test_a_lead_sees_incidents_of_the_whole_organisation(
    provider: Provider, client_of: ClientOf
) -> None:
    make_incident(provider, unit=provider.other_team, narrative="A lone worker alarm was silent.")
    page = client_of("governance_lead").get("/incidents/").text
    assert "A lone worker alarm was silent." in page
    assert "1 incident" in page


def test_a_team_manager_sees_only_their_team(provider: Provider, client_of: ClientOf) -> None:
    make_incident(provider, unit=provider.other_team, narrative="A lone worker alarm was silent.")
    assert "alarm was silent" not in client_of("team_manager").get("/incidents/").text


def test_nothing_crosses_between_organisations(provider: Provider, client_of: ClientOf) -> None:
    make_incident(make_provider("Moorland Trust"), narrative="Something at the other provider.")
    assert "other provider" not in client_of("governance_lead").get("/incidents/").text


def test_a_restricted_incident_is_neither_listed_counted_nor_found(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider, narrative="An allegation about a colleague was made.")
    restrict(incident, "Staff involved", [], by=provider.people["governance_lead"])
    client = client_of("triage_lead")
    for address in ("/incidents/", "/incidents/?text=allegation"):
        page = client.get(address).text
        assert "allegation about a colleague" not in page
        assert "0 incidents" in page


def test_a_reporter_may_not_open_the_list(provider: Provider, client_of: ClientOf) -> None:
    assert client_of("reporter").get("/incidents/").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=depot", True),
        ("text=unicorn", False),
        ("status=open", True),
        ("status=reported", False),
        ("status=triaged", True),
        ("event_type=incident", True),
        ("event_type=good_care", False),
        ("harm_at_least=moderate", True),
        ("harm_at_least=severe", False),
        ("late_triage=on", False),
        ("closure=verified", False),
        ("since=2020-01-01", True),
        ("until=2020-01-01", False),
        ("since=nonsense", True),
        ("category=999999", True),
    ],
)
def test_filters_narrow_the_list(
    provider: Provider, client_of: ClientOf, query: str, found: bool
) -> None:
    incident = make_incident(
        provider,
        narrative="The depot clinic was cancelled without notice.",
        people=(AffectedPerson(physical_harm="none", psychological_harm="moderate"),),
    )
    triaged(provider, incident)
    page = client_of("governance_lead").get(f"/incidents/?{query}")
    assert (incident.reference in page.text) is found


def test_a_theme_filters_the_list(provider: Provider, client_of: ClientOf) -> None:
    theme = Theme.objects.get(code="weak_interface_handovers")
    incident = make_incident(provider, themes=(theme,))
    other = make_incident(provider)
    page = client_of("governance_lead").get(f"/incidents/?theme={theme.pk}").text
    assert incident.reference in page
    assert other.reference not in page


def test_late_triage_can_be_listed(provider: Provider, client_of: ClientOf) -> None:
    late = make_incident(provider, at=timezone.now() - dt.timedelta(hours=25))
    page = client_of("triage_lead").get("/incidents/?late_triage=on").text
    assert late.reference in page


def test_pages_go_older_and_back_without_missing_or_repeating_any(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    start = timezone.now() - dt.timedelta(days=2)
    made = [make_incident(provider, at=start + dt.timedelta(minutes=n // 2)) for n in range(8)]
    found = lists.filtered(provider.people["governance_lead"], lists.Filters())
    first = lists.page_of(found)
    second = lists.page_of(found, before=first.older)
    third = lists.page_of(found, before=second.older)
    seen = [row.pk for page in (first, second, third) for row in page.rows]
    assert seen == [row.pk for row in reversed(made)]
    assert (first.newer, third.older) == ("", "")
    assert [r.pk for r in lists.page_of(found, after=second.newer).rows] == seen[:3]


def test_a_place_that_cannot_be_read_gives_the_first_page(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    assert incident.reference in client_of("triage_lead").get("/incidents/?before=x'--").text


def test_a_count_stops_at_a_thousand(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNT_CAP", 2)
    for _ in range(3):
        make_incident(provider)
    found = lists.filtered(provider.people["governance_lead"], lists.Filters())
    assert lists.capped_count(found) == (2, True)


def test_the_list_costs_the_same_queries_whatever_its_length(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Callable
) -> None:
    for _ in range(12):
        make_incident(provider)
    client = client_of("governance_lead")
    with django_assert_max_num_queries(15):
        client.get("/incidents/?text=visit")


def test_the_export_has_what_is_shown_and_no_formula(
    provider: Provider, client_of: ClientOf
) -> None:
    make_incident(provider, narrative='=HYPERLINK("http://example.org") was typed here')
    make_incident(provider, narrative="The depot clinic was cancelled without notice.")
    client = client_of("governance_lead")
    text = client.get("/incidents/export.csv?text=typed").getvalue().decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 2
    assert "'=HYPERLINK" in lines[1]
    assert Entry.objects.filter(kind="incidents.export").count() == 1


def test_a_team_manager_may_not_export(provider: Provider, client_of: ClientOf) -> None:
    assert client_of("team_manager").get("/incidents/export.csv").status_code == 403


def test_a_saved_view_keeps_its_filters(provider: Provider, client_of: ClientOf) -> None:
    client = client_of("triage_lead")
    client.post(
        "/incidents/views/save", {"name": "Late ones", "query": "late_triage=on"}, follow=True
    )
    page = client.get("/incidents/").text
    assert 'href="/incidents/?late_triage=on">Late ones</a>' in page
    view = provider.people["triage_lead"].saved_views.get()
    client_of("governance_lead").post(f"/incidents/views/{view.pk}/delete")
    assert provider.people["triage_lead"].saved_views.exists(), "another person cannot delete it"
    client.post(f"/incidents/views/{view.pk}/delete")
    assert not provider.people["triage_lead"].saved_views.exists()


def test_markup_in_an_account_is_shown_as_text(provider: Provider, client_of: ClientOf) -> None:
    make_incident(provider, narrative="<script>alert(1)</script> was in the message")
    page = client_of("governance_lead").get("/incidents/").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page

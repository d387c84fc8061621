"""The lists of actions: who sees what, how they are narrowed, and how they are taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.queries import Place, page_of, visible_to
from goldthread.domain.incidents.operations import restrict
from tests.factories.actions import acting, make_agreed, make_complete, make_proposed
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

ClientOf = Callable[[str | User], Client]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.capability(42, 49)
def test_the_list_says_how_far_actions_got_and_never_calls_implemented_done(
    provider: Provider, client_of: ClientOf
) -> None:
    make_complete(provider)
    page = text(client_of("governance_lead").get("/actions/"))
    assert "<strong>1</strong> implemented" in page and "<strong>0</strong> verified" in page
    assert 'nhsuk-tag--yellow">Implemented, not verified' in page
    assert "nhsuk-tag--green" not in page


@pytest.mark.parametrize(
    ("role", "sees"),
    [("team_manager", True), ("executive", True), ("verifier", True), ("reporter", False)],
)
def test_each_role_sees_the_actions_of_the_incidents_it_sees(
    provider: Provider, client_of: ClientOf, role: str, sees: bool
) -> None:
    make_proposed(provider, owner=None)
    response = client_of(role).get("/actions/?view=all")
    assert ("Show uncovered visits" in text(response)) == sees


def test_an_owner_without_a_reading_role_finds_their_own(
    provider: Provider, client_of: ClientOf
) -> None:
    owner = provider.person("Una Field", "reporter")
    action = make_agreed(provider, owner=owner)
    assert action.title in text(client_of(owner).get("/actions/"))
    assert client_of(owner).get(f"/actions/{action.pk}/").status_code == 200


@pytest.mark.capability(42)
def test_a_restricted_incidents_actions_are_in_no_list_count_or_file(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    action = make_agreed(provider, incident)
    restrict(incident, "Concerns a colleague", [], by=provider.people["governance_lead"])
    client = client_of("triage_lead")
    page = text(client.get("/actions/?view=all"))
    assert action.title not in page and "<strong>0</strong> recorded" in page
    assert action.owner.name not in page
    assert (
        action.title not in b"".join(client.get("/actions/export.csv").streaming_content).decode()
    )
    assert client.get(f"/actions/{action.pk}/").status_code == 404
    assert client.get(f"/incidents/{incident.reference}/actions/").status_code == 404


def test_filters_narrow_the_list_and_stay_filled_in(
    provider: Provider, client_of: ClientOf
) -> None:
    make_agreed(provider, strength="strong", title="A strong one")
    make_agreed(provider, title="A medium one")
    page = text(client_of("governance_lead").get("/actions/?strength=strong"))
    assert "A strong one" in page and "A medium one" not in page
    assert '<option value="strong" selected>' in page


@pytest.mark.parametrize(
    "query",
    ["owner=x", "unit=9999999", "state=dead", "after=never", "before=2026-99-99.1", "text=%00"],
)
def test_a_broken_address_shows_a_list_all_the_same(
    provider: Provider, client_of: ClientOf, query: str
) -> None:
    assert client_of("governance_lead").get(f"/actions/?{query}").status_code == 200


def test_an_empty_list_says_so(provider: Provider, client_of: ClientOf) -> None:
    client = client_of("team_manager")
    assert "No open action is yours" in text(client.get("/actions/?view=mine"))
    assert "No action fits these filters" in text(client.get("/actions/?strength=strong"))


@pytest.mark.capability(42)
def test_the_file_has_what_the_list_shows(provider: Provider, client_of: ClientOf) -> None:
    make_agreed(provider, title="=HYPERLINK(1)")
    response = client_of("governance_lead").get("/actions/export.csv")
    written = b"".join(response.streaming_content).decode()
    assert "'=HYPERLINK(1)" in written and "Due" in written.splitlines()[0]


def test_whoever_may_not_export_is_told(provider: Provider, client_of: ClientOf) -> None:
    assert client_of("supervisor").get("/actions/export.csv").status_code == 403


def test_pages_follow_one_another_without_gap_or_repeat(provider: Provider) -> None:
    incident = acting(provider)
    for number in range(5):
        make_agreed(provider, incident, title=f"Change {number}")
    make_proposed(provider, incident, due_on=None)
    make_proposed(provider, incident, due_on=None)
    everything = visible_to(provider.people["governance_lead"])
    seen, after = [], None
    while True:
        page = page_of(everything, after=after, size=2)
        seen += page.actions
        if page.later is None:
            break
        after = page.later
    assert len(seen) == len({a.pk for a in seen}) == 7
    back = page_of(everything, before=Place.of(seen[4]), size=2)
    assert back.actions == seen[2:4]
    assert page_of(everything, before=Place.of(seen[1]), size=2).earlier is None


def test_the_list_costs_the_same_whatever_it_holds(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    incident = acting(provider)
    for number in range(6):
        make_agreed(provider, incident, title=f"Change {number}")
    client = client_of("governance_lead")
    with django_assert_max_num_queries(25):
        client.get("/actions/")


def test_the_actions_of_an_incident_say_what_is_missing(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider, acting(provider))
    address = f"/incidents/{action.incident.reference}/actions/"
    page = text(client_of("team_manager").get(address))
    assert "is not implemented and communicated yet" in page and "Propose an action" in page
    assert "Propose an action" not in text(client_of("executive").get(address))


def test_overdue_is_said_in_words(provider: Provider, client_of: ClientOf) -> None:
    at = timezone.now() - dt.timedelta(days=60)
    action = make_agreed(provider, acting(provider, at=at), at=at)
    late = (timezone.localdate() - action.due_on).days
    page = text(client_of("governance_lead").get("/actions/?overdue=on"))
    assert f"{late} days late" in page and "1 action overdue" in page


def test_a_finished_action_is_out_of_the_way_until_asked_for(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    actions.withdraw(action, "Not right", by=provider.people["governance_lead"])
    client = client_of("governance_lead")
    assert action.title not in text(client.get("/actions/"))
    assert action.title in text(client.get("/actions/?state=withdrawn"))

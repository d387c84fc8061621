"""Who sees which actions: the incident decides, restriction included; owners see their own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.domain.actions.queries import (
    Filters,
    filtered,
    funnel,
    incidents_served,
    owners,
    visible_to,
)
from goldthread.domain.actions.terms import Route, Status, Strength
from goldthread.domain.incidents.operations import restrict
from tests.factories.actions import make_agreed, make_complete, make_proposed
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider, make_provider


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("team_manager", True),
        ("verifier", True),
        ("inspector", True),
        ("reporter", False),
        ("administrator", False),
        ("commissioner", False),
    ],
)
def test_whoever_sees_the_incident_sees_its_actions(
    provider: Provider, role: str, sees: bool
) -> None:
    make_proposed(provider, owner=None)
    assert visible_to(provider.people[role]).exists() == sees


def test_an_owner_sees_their_action_and_no_other(provider: Provider) -> None:
    owner = provider.person("Una Field", "reporter")
    mine = make_agreed(provider, owner=owner)
    make_agreed(provider)
    assert list(visible_to(owner)) == [mine]


def test_a_team_does_not_see_another_teams_actions(provider: Provider) -> None:
    stranger = provider.person("Bea Birch", "team_manager", provider.other_team)
    make_agreed(provider)
    assert not visible_to(stranger).exists()


def test_nothing_crosses_between_organisations(provider: Provider) -> None:
    make_agreed(provider)
    other = make_provider("Otherwell Trust")
    assert not visible_to(other.people["governance_lead"]).exists()


def test_actions_of_a_restricted_incident_are_seen_by_the_named_only(provider: Provider) -> None:
    incident = make_incident(provider)
    make_agreed(provider, incident)
    restrict(
        incident,
        "Concerns a colleague",
        [provider.people["reviewer"]],
        by=provider.people["governance_lead"],
    )
    assert visible_to(provider.people["reviewer"]).exists()
    for role in ("team_manager", "triage_lead", "inspector", "executive"):
        assert not visible_to(provider.people[role]).exists()
        assert funnel(visible_to(provider.people[role])).recorded == 0
        assert not owners(visible_to(provider.people[role])).exists()


def test_a_restricted_incident_served_is_not_named_to_others(provider: Provider) -> None:
    kept, open_one = make_incident(provider), make_incident(provider)
    action = make_agreed(provider, open_one, also=(kept,))
    lead, manager = provider.people["governance_lead"], provider.people["team_manager"]
    restrict(kept, "Concerns a colleague", [], by=lead)
    assert list(incidents_served(action, lead)) == [kept]
    assert not incidents_served(action, manager).exists()


@pytest.mark.capability(42)
def test_a_list_is_narrowed_by_each_filter(provider: Provider) -> None:
    strong = make_agreed(provider, strength=Strength.STRONG, routes=((Route.PROCESS, "Duty rota"),))
    other = make_agreed(provider, owner=provider.people["supervisor"], title="Quite another")
    everything = visible_to(provider.people["governance_lead"])
    late = strong.due_on + dt.timedelta(days=1)
    assert list(filtered(everything, Filters(strength="strong"))) == [strong]
    assert list(filtered(everything, Filters(route="process"))) == [strong]
    assert list(filtered(everything, Filters(owner=other.owner_id))) == [other]
    assert list(filtered(everything, Filters(text="quite ANOTHER"))) == [other]
    assert filtered(everything, Filters(unit=provider.locality.pk)).count() == 2
    assert not filtered(everything, Filters(unit=provider.other_team.pk)).exists()
    assert filtered(everything, Filters(overdue=True), on=late).count() == 2
    assert not filtered(everything, Filters(overdue=True), on=strong.due_on).exists()
    assert not filtered(everything, Filters(status=Status.COMPLETE)).exists()


@pytest.mark.capability(42)
def test_the_funnel_counts_how_far_actions_got(provider: Provider) -> None:
    make_proposed(provider)
    make_agreed(provider)
    make_complete(provider)
    counts = funnel(
        visible_to(provider.people["governance_lead"]),
        on=timezone.localdate() + dt.timedelta(days=30),
    )
    assert (counts.recorded, counts.implemented, counts.communicated) == (3, 1, 1)
    assert (counts.verified, counts.overdue) == (0, 2)

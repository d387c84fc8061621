"""On Monday those who lead teams hear what is late, due, unverified and missed there, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from goldthread.domain.governance.team_week.operations import tell_teams
from goldthread.domain.governance.team_week.queries import team_week
from goldthread.domain.incidents.operations import restrict
from goldthread.notices import outbox
from goldthread.notices.choices import choose
from goldthread.notices.models import Notice
from goldthread.notices.terms import Rhythm
from tests.factories.actions import make_complete
from tests.factories.forums import planned
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

MONDAY = dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def to_manager(provider: Provider) -> list[Notice]:
    return list(Notice.objects.filter(recipient=provider.people["team_manager"], kind="team_week"))


def words(notice: Notice) -> list[str]:
    return [line["words"] for line in notice.lines]


def test_late_due_and_missed_are_counted_with_the_lists_behind_them(provider: Provider) -> None:
    before = team_week(provider.people["team_manager"], MONDAY)
    make_incident(provider, at=MONDAY - dt.timedelta(days=3))
    make_incident(provider, at=MONDAY)
    planned(provider, weeks_ago=1)
    found = team_week(provider.people["team_manager"], MONDAY)
    assert found.late > before.late
    assert found.due > before.due
    assert found.missed == before.missed + 1


def test_an_action_complete_and_not_verified_is_counted(provider: Provider) -> None:
    make_complete(provider)
    assert team_week(provider.people["team_manager"], MONDAY).unverified == 1


def test_each_leader_is_told_once_a_week(provider: Provider) -> None:
    make_incident(provider, at=MONDAY - dt.timedelta(days=3))
    assert tell_teams(MONDAY) > 0
    assert tell_teams(MONDAY + dt.timedelta(hours=3)) == 0
    (notice,) = to_manager(provider)
    assert any("past" in one for one in words(notice))


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        (MONDAY.replace(hour=6), False),
        (MONDAY.replace(hour=7), True),
        (MONDAY + dt.timedelta(days=2), True),
        (MONDAY + dt.timedelta(days=3), False),
    ],
    ids=["before seven", "at seven", "on Wednesday, after two days without a worker", "too late"],
)
def test_it_comes_on_monday_or_soon_after(provider: Provider, at: dt.datetime, sent: bool) -> None:
    make_incident(provider, at=MONDAY - dt.timedelta(days=3))
    assert bool(tell_teams(at)) is sent


def test_nothing_to_say_is_not_said(provider: Provider) -> None:
    assert tell_teams(MONDAY) == 0


def test_whoever_does_not_want_it_does_not_get_it(provider: Provider) -> None:
    make_incident(provider, at=MONDAY - dt.timedelta(days=3))
    choose(provider.people["team_manager"], Rhythm.DAILY, hour=8, team_week=False)
    tell_teams(MONDAY)
    assert to_manager(provider) == []


def test_an_incident_kept_from_the_reader_is_not_counted(provider: Provider) -> None:
    incident = make_incident(provider, at=MONDAY - dt.timedelta(days=3))
    restrict(incident, "Staff involved", [], by=provider.people["governance_lead"])
    found = team_week(provider.people["team_manager"], MONDAY)
    assert (found.late, found.due) == (0, 0)


def test_those_who_lead_no_team_are_not_told(provider: Provider) -> None:
    make_incident(provider, at=MONDAY - dt.timedelta(days=3))
    tell_teams(MONDAY)
    assert not Notice.objects.filter(
        recipient=provider.people["reporter"], kind="team_week"
    ).exists()


def test_the_message_names_teams_and_nobody(provider: Provider, settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True
    make_incident(provider, at=MONDAY - dt.timedelta(days=3))
    tell_teams(MONDAY)
    outbox.deliver(timezone.now())
    manager = provider.people["team_manager"]
    (message,) = [one for one in mail.outbox if one.to == [manager.email]]
    assert provider.team.name in message.body
    assert f"{settings.BASE_URL}/my-work/team/" in message.body
    assert [one.name for one in provider.people.values() if one.name in message.body] == []

"""Clocks are reminded of, escalated and told as breached, exactly once each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.clocks import operations as clocks
from goldthread.clocks.models import Clock, ClockPolicy
from goldthread.notices.models import Notice
from goldthread.notices.reminders import sweep
from tests.factories import people

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def lead(organisation: Unit) -> User:
    return people.person(organisation, "governance_lead")


@pytest.fixture
def policy(organisation: Unit) -> ClockPolicy:
    return ClockPolicy.objects.create(
        organisation=organisation,
        kind="triage",
        label="Triage an incident",
        due_amount=24,
        due_unit="hours",
        breach_amount=48,
        breach_unit="hours",
        source="local_policy",
        source_text="Our policy",
        ladder=[
            {"after": {"amount": 0, "unit": "hours"}, "role": "governance_lead"},
            {"after": {"amount": 24, "unit": "hours"}, "role": "governance_lead"},
        ],
    )


def running(team: Unit, **options: Any) -> Clock:
    return clocks.start("triage", team, unit=team, at=timezone.now(), **options)


def told() -> list[tuple[str, User]]:
    return [(n.kind, n.recipient) for n in Notice.objects.order_by("pk")]


@pytest.mark.capability(17)
def test_a_clock_speaks_once_when_due_soon_once_overdue_and_once_breached(
    team: Unit, manager: User, lead: User, policy: ClockPolicy
) -> None:
    clock = running(team, owner=manager)
    begun = clock.starts_at
    for hours in (0, 17, 18, 19, 23, 24, 25, 47, 48, 49, 200):
        sweep(begun + hours * HOUR)
    assert told() == [
        ("clock_due_soon", manager),
        ("clock_overdue", manager),
        ("clock_ladder", lead),
        ("clock_breached", manager),
        ("clock_ladder", lead),
    ]


def test_a_sweep_after_a_day_off_says_only_what_is_still_true(
    team: Unit, manager: User, lead: User, policy: ClockPolicy
) -> None:
    clock = running(team, owner=manager)
    sweep(clock.due_at + 100 * HOUR)
    sweep(clock.due_at + 101 * HOUR)
    assert {kind for kind, _ in told()} == {"clock_breached", "clock_ladder"}


def test_a_rung_before_the_due_time_is_told_before_it(
    team: Unit, manager: User, lead: User, policy: ClockPolicy
) -> None:
    policy.ladder = [{"after": {"amount": -6, "unit": "hours"}, "role": "governance_lead"}]
    policy.save()
    clock = running(team, owner=manager)
    sweep(clock.starts_at + 17 * HOUR)
    assert told() == []
    sweep(clock.starts_at + 18 * HOUR)
    assert ("clock_ladder", lead) in told()


def test_a_clock_that_ended_says_nothing(team: Unit, manager: User, policy: ClockPolicy) -> None:
    clock = running(team, owner=manager)
    clocks.meet(team, "triage")
    assert sweep(clock.due_at + HOUR) == 0


def test_a_clock_that_waits_for_a_role_tells_whoever_holds_it_here(
    team: Unit, manager: User, policy: ClockPolicy
) -> None:
    people.person(people.team(team.organisation), "team_manager")
    clock = running(team, owner_role="team_manager")
    sweep(clock.due_at)
    assert told() == [("clock_overdue", manager)]


def test_a_stand_in_is_told_beside_someone_away(
    team: Unit, manager: User, policy: ClockPolicy
) -> None:
    stand_in = people.person(team, "reporter")
    clock = running(team, owner=manager)
    manager.absent_from, manager.covered_by = timezone.localdate(clock.due_at), stand_in
    manager.save()
    sweep(clock.due_at)
    assert told() == [("clock_overdue", manager), ("clock_overdue", stand_in)]


def test_a_moved_clock_speaks_again_about_its_new_time(
    team: Unit, manager: User, policy: ClockPolicy
) -> None:
    clock = running(team, owner=manager)
    sweep(clock.due_at)
    later = clock.due_at + dt.timedelta(days=7)
    clocks.move(team, "triage", later)
    sweep(clock.due_at + HOUR)
    sweep(later)
    assert [kind for kind, _ in told()] == ["clock_overdue", "clock_overdue"]


def test_two_sweeps_at_once_speak_once(team: Unit, manager: User, policy: ClockPolicy) -> None:
    clock = running(team, owner=manager)
    assert clocks.claim(clock, "escalated_at", clock.due_at)
    assert not clocks.claim(clock, "escalated_at", clock.due_at)


def test_a_message_says_when_and_where_and_quotes_nobody(
    team: Unit, manager: User, policy: ClockPolicy
) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 2, 14, 5, tzinfo=dt.UTC), tick=False):
        clock = running(team, owner=manager, label="Triage what Mr Example said")
    sweep(clock.due_at)
    notice = Notice.objects.get()
    assert notice.subject == "Overdue: Triage an incident"
    assert notice.body == f"It was due by 3 March 2026 at 14:05. Team: {team.name}."

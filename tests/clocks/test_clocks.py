"""How a clock stands follows from its times; what waits for whom follows from roles and cover."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.operations import set_absence
from goldthread.clocks import operations
from goldthread.clocks.models import Clock, ClockPolicy
from goldthread.clocks.queries import at_units, of_subject, owned_by, waiting_for
from goldthread.clocks.terms import Standing
from tests.factories import people

BEGAN = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def team(db: None) -> Unit:
    return people.team()


@pytest.fixture
def manager(team: Unit) -> User:
    return people.person(team, "team_manager")


def clock(team: Unit, hours: float = 24, **options: object) -> Clock:
    return operations.start_due(
        "x",
        team,
        unit=team,
        at=BEGAN,
        due_at=BEGAN + hours * HOUR,
        label="A thing",
        **options,  # type: ignore[arg-type]
    )


@pytest.mark.capability(17)
@pytest.mark.parametrize(
    ("hours", "standing"),
    [
        (0, Standing.ON_TIME),
        (17.99, Standing.ON_TIME),
        (18, Standing.DUE_SOON),
        (23.99, Standing.DUE_SOON),
        (24, Standing.OVERDUE),
        (47.99, Standing.OVERDUE),
        (48, Standing.BREACHED),
        (1000, Standing.BREACHED),
    ],
)
def test_a_running_clock_stands_by_the_time_alone(
    hours: float, standing: Standing, team: Unit
) -> None:
    running = clock(team)
    running.breach_at = BEGAN + 48 * HOUR
    assert running.standing(BEGAN + hours * HOUR) == standing


def test_a_long_clock_is_due_soon_in_its_last_day(team: Unit) -> None:
    running = clock(team, hours=24 * 30)
    assert running.standing(running.due_at - 25 * HOUR) == Standing.ON_TIME
    assert running.standing(running.due_at - 24 * HOUR) == Standing.DUE_SOON


@pytest.mark.parametrize(
    ("ended", "standing"),
    [(23, Standing.MET), (24, Standing.MET), (24.01, Standing.MET_LATE)],
)
def test_an_ended_clock_was_met_in_time_or_late(
    ended: float, standing: Standing, team: Unit
) -> None:
    clock(team)
    assert operations.meet(team, "x", at=BEGAN + ended * HOUR) == 1
    assert of_subject(team).get().standing() == standing


def test_a_stopped_clock_counts_as_neither_and_keeps_its_reason(team: Unit) -> None:
    clock(team)
    operations.stop(team, "x", "Withdrawn as a duplicate")
    stopped = of_subject(team).get()
    assert (stopped.standing(), stopped.end_reason) == (
        Standing.STOPPED,
        "Withdrawn as a duplicate",
    )


def test_a_clock_ends_once(team: Unit) -> None:
    clock(team)
    assert operations.meet(team, "x", at=BEGAN + HOUR) == 1
    assert operations.meet(team, "x", at=BEGAN + 2 * HOUR) == 0
    assert operations.stop(team, "x", "later") == 0
    assert of_subject(team).get().ended_at == BEGAN + HOUR


def test_moving_a_clock_does_not_revive_one_that_ended_meanwhile(
    team: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock(team)
    first_rung = operations._first_rung

    def ended_meanwhile(moved: Clock) -> dt.datetime | None:
        operations.meet(team, "x", at=BEGAN + HOUR)
        return first_rung(moved)

    monkeypatch.setattr(operations, "_first_rung", ended_meanwhile)
    operations.move(team, "x", BEGAN + 100 * HOUR)
    assert of_subject(team).get().ended_at == BEGAN + HOUR


def test_what_waits_for_a_person_is_theirs_by_name_and_by_role_here_soonest_first(
    team: Unit, manager: User
) -> None:
    mine = clock(team, 30, owner=manager)
    by_role = clock(team, 20, owner_role="team_manager")
    clock(team, 10, owner_role="governance_lead")
    clock(people.team(team.organisation), 10, owner_role="team_manager")
    clock(team, 10, owner=people.person(team))
    assert list(waiting_for(manager)) == [by_role, mine]


def test_a_clock_that_names_its_owner_does_not_wait_for_the_role_too(
    team: Unit, manager: User
) -> None:
    clock(team, owner=people.person(team), owner_role="team_manager")
    assert not waiting_for(manager)


def test_a_stand_in_sees_what_waits_for_the_person_away_and_only_then(
    team: Unit, manager: User
) -> None:
    stand_in = people.person(team, "reporter")
    owned = clock(team, owner=manager)
    today = timezone.localdate()
    set_absence(manager, today, today, covered_by=stand_in)
    assert list(waiting_for(stand_in)) == [owned]
    set_absence(
        manager, today - dt.timedelta(days=2), today - dt.timedelta(days=1), covered_by=stand_in
    )
    assert not waiting_for(stand_in)
    set_absence(manager, None)
    assert list(waiting_for(manager)) == [owned]


def test_a_reassigned_clock_waits_for_the_new_owner(team: Unit, manager: User) -> None:
    other = people.person(team)
    owned = clock(team, owner=manager)
    operations.reassign(team, "x", other)
    assert (list(owned_by(manager)), list(owned_by(other))) == ([], [owned])


def test_a_manager_sees_the_open_clocks_of_a_unit_and_those_below(team: Unit) -> None:
    below = clock(team)
    elsewhere = clock(people.team(team.organisation))
    assert list(at_units([team])) == [below]
    assert set(at_units([team.organisation])) == {below, elsewhere}


def test_no_unit_has_no_clocks(team: Unit) -> None:
    clock(team)
    assert not at_units([])


def test_an_organisation_made_before_a_kind_shipped_is_given_its_policy(team: Unit) -> None:
    organisation = team.organisation
    assert organisation is not None
    ClockPolicy.objects.filter(organisation=organisation).delete()
    started = operations.start("restriction_authorisation", team, unit=team, at=BEGAN)
    assert started.due_at is not None
    assert ClockPolicy.objects.filter(organisation=organisation, kind=started.kind).exists()

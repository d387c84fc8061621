"""A role reaches the unit it is held at and those below, on its days, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldthread.access.models import Unit, User
from goldthread.access.operations import grant_role, withdraw_role
from goldthread.access.queries import cover_for, holders_of_roles, lineage, on_call_for
from goldthread.access.scope import Scope, allows, scope_of
from goldthread.access.terms import ROLES, Permission
from goldthread.clocks import operations as clocks
from goldthread.clocks.models import Clock
from tests.factories import people

VIEW = Permission.INCIDENT_VIEW
TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def tree(db: None) -> dict[str, Unit]:
    """Two providers; the first with two localities of two teams each."""
    units = {"a": people.organisation(), "z": people.organisation()}
    for locality in ("north", "south"):
        units[locality] = people.locality(units["a"])
        for number in "12":
            units[locality + number] = people.team(units[locality])
    units["z1"] = people.team(units["z"])
    return units


@pytest.fixture
def placed(tree: dict[str, Unit]) -> dict[str, Clock]:
    """One record at every unit; clocks are placed as all records are."""
    now = timezone.now()
    return {
        name: clocks.start_due("x", unit, unit=unit, at=now, due_at=now, label=name)
        for name, unit in tree.items()
    }


def seen(user: User) -> set[str]:
    """What the list shows; every single check must agree with it."""
    condition = Scope(user).q(VIEW)
    listed = set(Clock.objects.filter(condition))
    for clock in Clock.objects.all():
        assert allows(clock, condition) == (clock in listed)
    return {clock.label for clock in listed}


@pytest.mark.parametrize(
    ("at", "reached"),
    [
        ("north1", {"north1"}),
        ("north", {"north", "north1", "north2"}),
        ("a", {"a", "north", "north1", "north2", "south", "south1", "south2"}),
        ("z", {"z", "z1"}),
    ],
)
def test_a_role_reaches_its_unit_and_those_below(
    at: str, reached: set[str], tree: dict[str, Unit], placed: dict[str, Clock]
) -> None:
    assert seen(people.person(tree[at], "supervisor")) == reached


def test_roles_at_several_places_add_up_across_providers(
    tree: dict[str, Unit], placed: dict[str, Clock]
) -> None:
    user = people.person(tree["a"], "supervisor")
    grant_role(user, "supervisor", tree["z1"])
    assert seen(user) == set(tree) - {"z"}


def test_one_role_does_not_lend_its_permission_to_another_place(
    tree: dict[str, Unit], placed: dict[str, Clock]
) -> None:
    user = people.person(tree["north1"], "supervisor")
    grant_role(user, "reporter", tree["a"])
    assert seen(user) == {"north1"}
    assert Scope(user).holds(Permission.INCIDENT_REPORT, tree["south1"].pk)
    assert not Scope(user).holds(VIEW, tree["south1"].pk)


@pytest.mark.parametrize("who", [None, AnonymousUser()])
def test_someone_not_signed_in_sees_nothing(
    who: object, tree: dict[str, Unit], placed: dict[str, Clock]
) -> None:
    assert not Clock.objects.filter(scope_of(who).q(VIEW)).exists()


def test_someone_without_a_role_or_who_left_sees_nothing(
    tree: dict[str, Unit], placed: dict[str, Clock]
) -> None:
    assert seen(people.person(tree["a"])) == set()
    leaver = people.person(tree["a"], "supervisor")
    leaver.is_active = False
    assert seen(leaver) == set()


def test_a_role_holds_from_its_first_day_to_its_last(tree: dict[str, Unit]) -> None:
    user = people.person(tree["north1"])
    grant_role(
        user, "supervisor", tree["north1"], starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=1)
    )
    for day, held in ((-1, False), (0, True), (1, True), (2, False)):
        noon = dt.datetime.combine(TODAY + dt.timedelta(days=day), dt.time(12), tzinfo=dt.UTC)
        with time_machine.travel(noon, tick=False):
            assert Scope(user).holds(VIEW) is held
            found = holders_of_roles({"supervisor"}, tree["north1"])
            assert (user in found) is held


def test_a_role_taken_away_is_gone_at_once(tree: dict[str, Unit]) -> None:
    user = people.person(tree["north1"], "supervisor")
    assert scope_of(user).holds(VIEW)
    withdraw_role(user.grants.get())
    assert not Scope(User.objects.get(pk=user.pk)).holds(VIEW)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
@given(
    grants=st.sets(
        st.tuples(
            st.sampled_from(["a", "z", "north", "south", "north1", "south2", "z1"]),
            st.sampled_from(sorted(ROLES)),
        ),
        max_size=4,
    )
)
def test_the_filter_agrees_with_walking_up_the_tree(
    grants: set[tuple[str, str]], tree: dict[str, Unit], placed: dict[str, Clock]
) -> None:
    """The slow twin: a record is seen when a role with the permission is held at any unit above."""
    user = people.person(tree["a"])
    for at, role in grants:
        grant_role(user, role, tree[at])
    holding = {tree[at].pk for at, role in grants if VIEW in ROLES[role].permissions}
    expected = {name for name, unit in tree.items() if holding & set(lineage(unit))}
    assert seen(user) == expected


def test_on_call_is_the_nearest_rota_else_those_who_lead_safety(tree: dict[str, Unit]) -> None:
    from goldthread.access.operations import put_on_call

    now, hour = timezone.now(), dt.timedelta(hours=1)
    manager = people.person(tree["north1"], "team_manager")
    assert on_call_for(tree["north1"], now) == [manager]
    wide, near = people.person(tree["a"]), people.person(tree["a"])
    put_on_call(tree["a"], wide, now - hour, now + hour)
    assert on_call_for(tree["north1"], now) == [wide]
    put_on_call(tree["north"], near, now - hour, now + hour)
    assert on_call_for(tree["north1"], now) == [near]
    assert on_call_for(tree["south1"], now) == [wide]
    assert on_call_for(tree["north1"], now + hour) == [manager]


def test_cover_is_followed_along_the_chain_and_never_round_in_a_circle(
    tree: dict[str, Unit],
) -> None:
    one, two, three = (people.person(tree["a"]) for _ in range(3))
    for away, cover in ((one, two), (two, three)):
        away.absent_from, away.covered_by = TODAY, cover
        away.save()
    assert cover_for(one, TODAY) == three
    assert cover_for(one, TODAY - dt.timedelta(days=1)) == one
    three.absent_from, three.covered_by = TODAY, one
    three.save()
    assert cover_for(one, TODAY) in (one, two, three)

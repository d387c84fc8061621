"""Units and people by the command, through the same operations as everywhere."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable

import pytest
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.cli.main import run
from goldthread.clocks import operations as clocks
from goldthread.clocks.models import ClockPolicy
from goldthread.trail.models import Entry
from goldthread.trail.verification import verify

EMAIL = "new@provider.example"
Said = Callable[..., str]


@pytest.fixture
def said(db: None, capsys: pytest.CaptureFixture[str]) -> Said:
    """Run a command that must succeed; what it printed."""

    def go(*arguments: str) -> str:
        code = run(arguments)
        captured = capsys.readouterr()
        assert code == 0, captured.err
        return captured.out

    return go


@pytest.fixture
def refused(db: None, capsys: pytest.CaptureFixture[str]) -> Said:
    """Run a command that must be refused; its one line."""

    def go(*arguments: str) -> str:
        code = run(arguments)
        err = capsys.readouterr().err
        assert (code, err.count("\n")) == (1, 1)
        return err

    return go


@pytest.fixture
def team(said: Said) -> Unit:
    said("units", "add", "Kept Care", "--provider", "voluntary")
    said("units", "add", "North", "--under", "kept-care", "--kind", "locality")
    said("units", "add", "Home Team", "--under", "north")
    return Unit.objects.get(code="home-team")


@pytest.mark.capability(121)
def test_a_provider_is_set_up_with_its_shipped_policies_and_units(team: Unit, said: Said) -> None:
    assert said("units", "list").splitlines() == [
        f"Kept Care (organisation, kept-care, no. {team.organisation_id})",
        f"  North (locality, north, no. {team.parent_id})",
        f"    Home Team (team, home-team, no. {team.pk})",
    ]
    assert ClockPolicy.objects.filter(organisation_id=team.organisation_id).exists()
    assert [u["code"] for u in json.loads(said("units", "list", "--json"))][-1] == "home-team"
    assert list(verify()) == []


def test_a_unit_needs_a_place_or_a_provider_type(db: None) -> None:
    assert run(["units", "add", "Nowhere"]) == 2


def test_an_unknown_or_ambiguous_unit_is_refused(team: Unit, said: Said, refused: Said) -> None:
    assert "There is no unit 'south'" in refused("units", "add", "X", "--under", "south")
    said("units", "add", "Home Team", "--under", "north", "--code", "second")
    message = refused("units", "close", "Home Team")
    assert "More than one unit" in message
    assert str(team.pk) in message


def test_a_closed_unit_takes_no_units_and_closes_after_those_below(
    team: Unit, said: Said, refused: Said
) -> None:
    assert "Home Team below it is still open" in refused("units", "close", "north")
    said("units", "close", "home-team", "--on", "2026-03-02")
    assert "is closed" in refused("units", "add", "X", "--under", "home-team")
    assert "closed on 2026-03-02" in said("units", "list")


def test_a_person_is_added_with_roles_and_listed(team: Unit, said: Said) -> None:
    said("users", "add", EMAIL, "New Person", "--unit", "home-team", "--role", "reporter")
    said("users", "grant", EMAIL, "supervisor", "--unit", "north", "--until", "2099-01-01")
    assert said("users", "list") == (
        f"New Person <{EMAIL}>: Reporter at Home Team, Supervisor at North\n"
    )
    assert json.loads(said("users", "list", "--json", "--unit", "north"))[0]["email"] == EMAIL
    said("users", "grant", EMAIL, "supervisor", "--unit", "north", "--withdraw")
    assert "Supervisor" not in said("users", "list")
    kinds = Entry.objects.filter(record_type="access.user").values_list("kind", "actor")
    assert list(kinds.order_by("pk")) == [
        ("access.add_person", "cli"),
        ("access.grant_role", "cli"),
        ("access.grant_role", "cli"),
        ("access.withdraw_role", "cli"),
    ]


def test_nothing_is_kept_of_a_person_whose_role_is_refused(team: Unit, refused: Said) -> None:
    message = refused("users", "add", EMAIL, "New", "--unit", "north", "--role", "queen")
    assert "There is no role queen" in message
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("email", "name", "words"),
    [("nonsense", "New", "Enter an e-mail address"), (EMAIL, " ", "Enter a name")],
)
def test_a_person_without_address_or_name_is_refused(
    email: str, name: str, words: str, team: Unit, refused: Said
) -> None:
    assert words in refused("users", "add", email, name, "--unit", "north")


def test_the_same_address_is_refused_whatever_its_case(
    team: Unit, said: Said, refused: Said
) -> None:
    said("users", "add", EMAIL, "New", "--unit", "north")
    assert "here already" in refused("users", "add", EMAIL.upper(), "Other", "--unit", "north")


@pytest.mark.capability(39)
def test_leaving_ends_roles_and_shows_what_is_still_owned(team: Unit, said: Said) -> None:
    said("users", "add", EMAIL, "New", "--unit", "home-team", "--role", "reporter")
    person = User.objects.get()
    now = timezone.now()
    clocks.start_due(
        "x", team, unit=team, at=now, due_at=now, label="An action to hand over", owner=person
    )
    out = said("users", "leave", EMAIL, "--on", "2026-01-05")
    assert "leaves on 2026-01-05" in out
    assert "An action to hand over (Home Team" in out
    person.refresh_from_db()
    assert not person.is_active
    assert person.grants.get().ends_on == dt.date(2026, 1, 5)
    assert "(has left)" in said("users", "list")


def test_a_password_is_read_from_standard_input_and_a_weak_one_refused(
    team: Unit, said: Said, refused: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    said("users", "add", EMAIL, "New", "--unit", "north")
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert "too short" in refused("users", "password", EMAIL)
    monkeypatch.setattr("sys.stdin", io.StringIO("eleven blue herons\n"))
    said("users", "password", EMAIL)
    assert User.objects.get().check_password("eleven blue herons")


def test_nobody_with_that_address_is_one_line(db: None, refused: Said) -> None:
    assert "Nobody here" in refused("users", "leave", EMAIL)

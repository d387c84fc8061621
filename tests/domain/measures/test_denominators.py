"""Caseload and contacts: read with care, written over on the record, and missed where missing."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from goldthread.access import operations as access
from goldthread.access.models import Unit
from goldthread.domain.insight.measures.given_denominators import Given, read, read_month
from goldthread.domain.insight.measures.models import Denominator
from goldthread.domain.insight.measures.operations import (
    enter_denominators,
    read_denominators,
    rebuild,
)
from goldthread.domain.insight.measures.queries import Exposures
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import Refused
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

TODAY = dt.date(2026, 11, 20)
SEPTEMBER, OCTOBER = dt.date(2026, 9, 1), dt.date(2026, 10, 1)
UNITS = {"alder-team": Unit(pk=1, name="Alder Team"), "birch team": Unit(pk=2, name="Birch Team")}


def problems(text: str) -> tuple[str, ...]:
    return read(text, UNITS, TODAY).problems


def test_a_file_is_read_by_code_or_name_with_any_separator_and_month() -> None:
    for text in (
        "team,month,caseload,contacts\nalder-team,2026-10,620,\nBirch Team,October 2026,45,300\n",
        "\ufeffTeam;Month;Caseload;Contacts\nalder-team;01/10/2026;620;n/a\nBirch Team;Oct 2026;45.0;300",
        "month\tcode\tcontacts\tcaseload\n10/2026\talder-team\t\t620\n2026-10-31\tbirch team\t300\t45",
    ):
        found = {(g.unit.pk, g.exposure, g.amount, g.month) for g in read(text, UNITS, TODAY).given}
        assert found == {
            (1, "caseload", 620, OCTOBER),
            (2, "caseload", 45, OCTOBER),
            (2, "contacts", 300, OCTOBER),
        }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to read"),
        ("month,caseload\n2026-10,5", "column called “team”"),
        ("team,caseload\nalder-team,5", "column called “month”"),
        ("team,month\nalder-team,2026-10", "column called “caseload” or “contacts”"),
        ("team,month,caseload\n", "no figures below"),
        ("team,month,caseload\nElm,2026-10,5", "Line 2 names “Elm”, which is no team here"),
        ("team,month,caseload\n,2026-10,5", "Line 2 does not name a team"),
        ("team,month,caseload\nalder-team,soon,5", "Line 2 has the month “soon”"),
        ("team,month,caseload\nalder-team,2026-13,5", "Line 2 has the month “2026-13”"),
        ("team,month,caseload\nalder-team,2026-12,5", "a month that has not begun"),
        ("team,month,caseload\nalder-team,2026-10,-5", "has “-5” for caseload"),
        ("team,month,caseload\nalder-team,2026-10,about 50", "has “about 50” for caseload"),
        ("team,month,caseload\nalder-team,2026-10,99999999999999999999", "whole number"),
        ("team,month,caseload\nalder-team,2026-10,5,6,7", "has 5 cells"),
        ("team,month,caseload\nalder-team,2026-10,5\nalder-team,2026-10,6", "line 2 did"),
        ('team,month,caseload\n"alder-team,2026-10,5', "cannot be read as CSV"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line_and_nothing_is_taken(
    text: str, said: str
) -> None:
    found = read(text, UNITS, TODAY)
    assert found.given == ()
    assert said in " ".join(found.problems)


@given(st.text(max_size=200))
def test_any_text_gives_figures_or_sentences_and_never_a_fault(text: str) -> None:
    found = read(f"team,month,caseload\n{text}", UNITS, TODAY)
    assert bool(found.given) != bool(found.problems)


def test_a_month_in_words_must_be_one_month() -> None:
    assert read_month("oct 2026") == OCTOBER
    with pytest.raises(ValueError, match="like 2026-10"):
        read_month("ju 2026")


@pytest.fixture
def _november() -> object:
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("_november")
class TestEntering:
    def test_a_figure_written_over_is_kept_in_the_trail_of_its_team(
        self, provider: Provider
    ) -> None:
        by = provider.people["administrator"]
        enter_denominators([Given(provider.team, OCTOBER, "caseload", 60)], by=by)
        again = [
            Given(provider.team, OCTOBER, "caseload", 66),
            Given(provider.team, SEPTEMBER, "caseload", 61),
        ]
        entered = enter_denominators(again, by=by)
        assert (entered.added, entered.replaced, entered.same) == (1, 1, 0)
        assert Denominator.objects.get(month=OCTOBER).amount == 66
        entry = Entry.objects.filter(kind="settings.denominators").latest("pk")
        assert ["2026-10-01", "caseload", 60, 66] in json.loads(entry.body)["facts"]["changed"]

    def test_the_same_figure_again_changes_nothing(self, provider: Provider) -> None:
        given = [Given(provider.team, OCTOBER, "contacts", 300)]
        enter_denominators(given, by="system")
        before = Entry.objects.count()
        assert enter_denominators(given, by="system").same == 1
        assert Entry.objects.count() == before

    def test_only_an_administrator_of_the_unit_enters_figures(self, provider: Provider) -> None:
        given = [Given(provider.team, OCTOBER, "caseload", 60)]
        with pytest.raises(Refused):
            enter_denominators(given, by=provider.people["governance_lead"])

    def test_a_figure_of_a_month_to_come_is_refused(self, provider: Provider) -> None:
        with pytest.raises(Refused, match="not begun"):
            enter_denominators(
                [Given(provider.team, dt.date(2026, 12, 1), "caseload", 60)], by="system"
            )

    def test_a_file_names_the_units_of_its_own_organisation_alone(self, provider: Provider) -> None:
        other = access.add_organisation("Wren", provider_type="voluntary")  # type: ignore[arg-type]
        access.add_unit(other, "Elm Team")
        text = "team,month,caseload\nElm Team,2026-10,5"
        assert read_denominators(provider.organisation, text).given == ()
        assert read_denominators(other, text).given[0].amount == 5


@pytest.mark.django_db
@pytest.mark.usefixtures("_november")
@pytest.mark.capability(8)
class TestExposure:
    def test_an_organisation_has_what_its_teams_have_together(self, provider: Provider) -> None:
        self.both(provider)
        found = Exposures(provider.organisation, "caseload", [OCTOBER])
        assert found.of(provider.organisation)[OCTOBER].amount == 105
        assert found.of(provider.team)[OCTOBER].amount == 60

    def test_a_team_that_reported_and_gave_no_figure_makes_the_month_unknown(
        self, provider: Provider
    ) -> None:
        self.enter(provider.team, OCTOBER, 60)
        make_incident(
            provider, unit=provider.other_team, at=dt.datetime(2026, 10, 9, 12, tzinfo=dt.UTC)
        )
        rebuild()
        found = Exposures(provider.organisation, "caseload", [OCTOBER]).of(provider.organisation)
        assert found[OCTOBER].amount is None
        assert found[OCTOBER].missing == ("Birch Team",)

    def test_a_team_that_began_to_give_figures_is_waited_for(self, provider: Provider) -> None:
        self.both(provider, SEPTEMBER)
        self.enter(provider.team, OCTOBER, 62)
        found = Exposures(provider.organisation, "caseload", [SEPTEMBER, OCTOBER])
        amounts = found.of(provider.organisation)
        assert amounts[SEPTEMBER].amount == 105
        assert amounts[OCTOBER].missing == ("Birch Team",)
        assert found.together(provider.organisation) is None
        assert found.together(provider.team) == 122

    def test_a_unit_with_a_figure_of_its_own_needs_none_from_its_teams(
        self, provider: Provider
    ) -> None:
        self.enter(provider.organisation, OCTOBER, 500)
        found = Exposures(provider.organisation, "caseload", [OCTOBER]).of(provider.organisation)
        assert found[OCTOBER].amount == 500

    def both(self, provider: Provider, month: dt.date = OCTOBER) -> None:
        self.enter(provider.team, month, 60)
        self.enter(provider.other_team, month, 45)

    def enter(self, unit: Unit, month: dt.date, amount: int) -> None:
        enter_denominators([Given(unit, month, "caseload", amount)], by="system")

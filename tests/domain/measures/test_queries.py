"""What is asked of measures: series, splits, control, chains, and who may not see what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from goldthread.analytics.suppression import State
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.insight.measures import queries
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.operations import rebuild
from goldthread.domain.insight.measures.queries import Number, Reader, Slice
from goldthread.domain.insight.measures.terms import months_back, quarters_back, step_of
from goldthread.domain.verification import operations as verifying
from goldthread.domain.verification.models import Plan
from tests.factories import verification
from tests.factories.actions import acting, make_agreed, make_complete
from tests.factories.conclusions import find_not_effective
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def on(month: int, day: int, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, 12, tzinfo=dt.UTC)


def several(provider: Provider, count: int, at: dt.datetime, **changes: object) -> None:
    for _ in range(count):
        make_incident(provider, at=at, **changes)


def reader(provider: Provider, role: str) -> Reader:
    found = queries.reader_of(provider.people[role])
    assert found is not None
    return found


def given_theme(provider: Provider, incident: Incident) -> Theme:
    theme = Theme.objects.get(
        organisation=provider.organisation, code="unclear_escalation_thresholds"
    )
    incidents.set_themes(incident, [theme], by=provider.people["governance_lead"])
    return theme


class TestNumbers:
    def test_the_median_lies_in_the_middle_of_all_lengths(self) -> None:
        assert Number(3, 3, {2: 1, 10: 1, 50: 1}).median == 10
        assert Number(4, 4, {2: 2, 10: 2}).median == 6
        assert Number().median is None

    def test_long_lengths_are_kept_by_the_day_and_then_the_week(self) -> None:
        hours = [step_of(dt.timedelta(hours=n)) for n in (0, 71, 75, 1439, 1450, 2000)]
        assert hours == [0, 71, 72, 1416, 1344, 1848]
        assert step_of(dt.timedelta(hours=-5)) == 0

    def test_periods_are_whole_months_and_whole_quarters(self) -> None:
        assert months_back(2, dt.date(2026, 1, 31)) == [dt.date(2025, 11, 1), dt.date(2025, 12, 1)]
        (quarter,) = quarters_back(1, dt.date(2026, 11, 20))
        assert quarter == (dt.date(2026, 7, 1), dt.date(2026, 8, 1), dt.date(2026, 9, 1))


class TestSeries:
    def test_a_month_without_a_report_is_a_nought_and_not_a_gap(self, provider: Provider) -> None:
        several(provider, 1, on(7, 20))
        several(provider, 2, on(9, 9))
        rebuild()
        found = queries.series(
            reader(provider, "governance_lead"), measures()["reports"], Slice(provider.team), 12
        )
        assert [(spot.at.month, spot.value) for spot in found.spots] == [(8, 0), (9, 2), (10, 0)]
        assert found.events == (dt.date(2026, 9, 9),) * 2

    def test_of_many_events_no_list_is_kept(self, provider: Provider) -> None:
        several(provider, 1, on(7, 9))
        several(provider, 5, on(9, 9))
        rebuild()
        lead = reader(provider, "governance_lead")
        found = queries.series(lead, measures()["reports"], Slice(lead.unit), 24)
        assert [spot.value for spot in found.spots] == [0, 5, 0]
        assert found.events is None

    def test_the_month_of_the_first_report_is_not_whole_and_is_left_out(
        self, provider: Provider
    ) -> None:
        several(provider, 3, on(10, 20))
        rebuild()
        found = queries.series(
            reader(provider, "governance_lead"), measures()["reports"], Slice(provider.team), 12
        )
        assert found.spots == ()
        assert found.so_far is not None

    def test_before_anything_is_reported_there_is_nothing(self, provider: Provider) -> None:
        rebuild()
        found = queries.all_series(
            reader(provider, "executive"), list(measures().values()), Slice(provider.team), 24
        )
        assert set(found) == set(measures())
        assert all(one.spots == () for one in found.values())

    @pytest.mark.capability(100)
    def test_a_theme_is_followed_by_itself_and_by_team(self, provider: Provider) -> None:
        several(provider, 1, on(7, 20))
        theme = given_theme(provider, make_incident(provider, at=on(9, 9)))
        rebuild()
        which = Slice(provider.team, "theme", str(theme.pk))
        lead = reader(provider, "governance_lead")
        found = queries.series(lead, measures()["reports"], which, 12)
        assert [spot.value for spot in found.spots] == [0, 1, 0]
        elsewhere = Slice(provider.other_team, "theme", str(theme.pk))
        other = queries.series(lead, measures()["reports"], elsewhere, 12)
        assert [spot.value for spot in other.spots] == [0, 0, 0]


class TestSplits:
    def test_units_add_up_with_what_is_restricted_on_a_line_of_its_own(
        self, provider: Provider
    ) -> None:
        several(provider, 2, on(9, 9))
        several(provider, 1, on(9, 9), unit=provider.other_team)
        hidden = make_incident(provider, at=on(9, 10))
        incidents.restrict(hidden, "Staff.", [], by=provider.people["governance_lead"])
        rebuild()
        lead = reader(provider, "governance_lead")
        found = queries.splits(lead, measures()["reports"], ["unit"], [dt.date(2026, 9, 1)])[0]
        rows = [(part.label, part.number.count) for part in found.parts]
        assert rows == [("North Vale", 3), ("Restricted, or not placed with a team", 1)]
        assert found.total.number.count == 4


class TestOutside:
    @pytest.fixture
    def _year(self, provider: Provider) -> None:
        several(provider, 1, on(6, 20, 2025))
        several(provider, 9, on(2, 9))
        several(provider, 2, on(2, 9), unit=provider.other_team)
        several(provider, 7, on(8, 9))
        several(provider, 6, on(8, 9), unit=provider.other_team)
        rebuild()

    def test_a_commissioner_reads_from_outside_and_an_inspector_does_not(
        self, provider: Provider
    ) -> None:
        assert reader(provider, "commissioner").outside
        assert not reader(provider, "inspector").outside

    def test_someone_outside_cannot_ask_for_a_unit_below_the_one_given_to_them(
        self, provider: Provider
    ) -> None:
        found = queries.reader_of(provider.people["commissioner"], str(provider.team.pk))
        assert found is not None
        assert found.unit == provider.organisation

    def test_someone_who_holds_no_measures_is_no_reader(self, provider: Provider) -> None:
        assert queries.reader_of(provider.people["reporter"]) is None

    @pytest.mark.usefixtures("_year")
    def test_a_quarter_with_few_is_not_shown_nor_to_be_worked_out(self, provider: Provider) -> None:
        found = queries.series(
            reader(provider, "commissioner"),
            measures()["reports"],
            Slice(provider.organisation),
            24,
        )
        late = found.spots[-4:]
        hidden = [spot for spot in late if spot.state is not State.SHOWN]
        assert len(hidden) > 1
        assert all(spot.value is None and spot.number == Number() for spot in hidden)
        assert found.so_far is None
        assert found.events is None

    @pytest.mark.usefixtures("_year")
    def test_teams_are_shown_where_none_of_them_is_few(self, provider: Provider) -> None:
        outside = reader(provider, "commissioner")
        period = [month for quarter in quarters_back(4, NOW.date()) for month in quarter]
        found = queries.splits(outside, measures()["reports"], ["unit"], period)[0]
        assert [(part.label, part.result) for part in found.parts] == [
            ("Alder Team", 16),
            ("Birch Team", 8),
        ]

    @pytest.mark.usefixtures("_year")
    def test_a_small_team_takes_another_with_it(self, provider: Provider) -> None:
        outside = reader(provider, "commissioner")
        found = queries.splits(outside, measures()["reports"], ["unit"], [dt.date(2026, 2, 1)])[0]
        states = {part.label: part.state for part in found.parts}
        assert states == {"Alder Team": State.HELD, "Birch Team": State.SMALL}
        assert {part.result for part in found.parts} == {None}

    @pytest.mark.usefixtures("_year")
    def test_a_split_of_few_is_withheld_whole(self, provider: Provider) -> None:
        outside = reader(provider, "commissioner")
        february = [dt.date(2026, 2, 1)]
        found = queries.splits(outside, measures()["severe_harm"], ["unit"], february)[0]
        assert found.withheld
        assert found.parts == ()


@pytest.mark.capability(99)
class TestControl:
    def test_what_is_past_its_day_is_overdue(self, provider: Provider) -> None:
        make_agreed(provider, at=on(9, 1))
        found = queries.control(provider.people["executive"], provider.organisation)
        assert found.total.overdue == 1
        assert found.total.oldest == dt.date(2026, 9, 15)
        assert [action.title for action in found.overdue] == [
            "Show uncovered visits on the duty board"
        ]

    def test_what_is_complete_waits_to_be_verified(self, provider: Provider) -> None:
        make_complete(provider, make_incident(provider, at=on(9, 1)))
        found = queries.control(provider.people["executive"], provider.organisation)
        assert (found.total.overdue, found.total.unverified) == (0, 1)
        assert len(found.unverified) == 1
        assert found.by_unit[provider.team.pk].unverified == 1

    def test_a_theme_reported_in_the_months_after_its_change_is_back(
        self, provider: Provider
    ) -> None:
        first = make_incident(provider, at=on(8, 1))
        theme = given_theme(provider, first)
        make_complete(provider, first, at=on(8, 20))
        given_theme(provider, make_incident(provider, at=on(8, 25)))
        given_theme(provider, make_incident(provider, at=on(10, 2)))
        given_theme(provider, make_incident(provider, at=on(10, 2), unit=provider.other_team))
        rebuild()
        found = queries.control(provider.people["executive"], provider.organisation)
        assert [(one.unit, one.theme, one.reports) for one in found.repeats] == [
            (provider.team, theme.pk, 1)
        ]

    def test_a_restricted_incident_is_not_there_for_those_not_named(
        self, provider: Provider
    ) -> None:
        incident = make_incident(provider, at=on(9, 1))
        make_complete(provider, incident)
        lead = provider.people["governance_lead"]
        incidents.restrict(incident, "Staff.", [], by=lead)
        others = queries.control(provider.people["executive"], provider.organisation)
        assert others.total.unverified == 0
        assert others.oldest == []
        named = queries.control(lead, provider.organisation)
        assert named.total.unverified == 1

    def test_a_manager_sees_their_own_team(self, provider: Provider) -> None:
        make_incident(provider, at=on(9, 1), unit=provider.other_team)
        manager = provider.people["team_manager"]
        found = queries.control(manager, provider.team)
        assert found.oldest == []


@pytest.mark.capability(115)
class TestSaferBecause:
    def chain(self, provider: Provider) -> queries.Chain:
        months = [*months_back(3, NOW.date()), dt.date(2026, 11, 1)]
        rebuild()
        found = queries.chains(provider.people["governance_lead"], provider.organisation, months)
        assert len(found) == 1
        return found[0]

    def test_a_change_that_is_complete_is_live_and_proves_nothing(self, provider: Provider) -> None:
        incident = make_incident(provider, at=on(9, 1))
        given_theme(provider, incident)
        make_complete(provider, incident)
        chain = self.chain(provider)
        assert chain.incidents == 1
        assert chain.changes["unproven"] == 1
        assert chain.changes["verified"] == 0

    def test_a_change_found_effective_is_verified(self, provider: Provider) -> None:
        plan = self.verified(provider)
        chain = self.chain(provider)
        assert chain.changes["verified"] == 1
        assert plan.action.status == "verified"

    def test_a_change_that_relapsed_is_not_verified(self) -> None:
        assert queries.state_of("verified", "relapsed") == "relapsed"
        assert queries.state_of("verified", "sustained") == "verified"
        assert queries.state_of("agreed", "") == "under_way"

    def test_a_change_found_not_effective_says_so(self, provider: Provider) -> None:
        incident = make_incident(provider, at=on(9, 1))
        given_theme(provider, incident)
        find_not_effective(provider, make_complete(provider, incident))
        assert self.chain(provider).changes["not_effective"] == 1

    def test_closing_with_a_reason_verifies_nothing(self, provider: Provider) -> None:
        incident = acting(provider, at=on(9, 1))
        given_theme(provider, incident)
        make_complete(provider, incident)
        incident.refresh_from_db()
        incidents.close_with_reason(
            incident, "The service ended.", by=provider.people["governance_lead"]
        )
        assert self.chain(provider).changes["verified"] == 0

    def verified(self, provider: Provider) -> Plan:
        incident = make_incident(provider, at=on(9, 1))
        given_theme(provider, incident)
        plan = verification.running(provider, incident)
        verification.checked(provider, verification.first_round(plan), 20)
        plan.refresh_from_db()
        verifying.conclude(plan, by=provider.people["verifier"], **verification.verdicts())
        return Plan.objects.select_related("action").get(pk=plan.pk)


@pytest.mark.capability(101)
def test_the_funnel_narrows_from_recorded_to_verified(provider: Provider) -> None:
    make_complete(provider, make_incident(provider))
    make_agreed(provider, make_incident(provider))
    rebuild()
    month = timezone.localdate().replace(day=1)
    found = queries.funnels(Slice(provider.organisation), [month])[month]
    steps = (found.recorded, found.implemented, found.communicated, found.verified)
    assert steps == (2, 1, 1, 0)
    assert not queries.funnel_shown(found)
    assert queries.funnel_shown(queries.Funnel(30, 20, 12, 6))


@pytest.mark.capability(53)
def test_markers_are_the_changes_of_the_theme_that_went_live(provider: Provider) -> None:
    incident = make_incident(provider, at=on(9, 1))
    theme = given_theme(provider, incident)
    action = make_complete(provider, incident, at=on(10, 5))
    make_complete(provider, make_incident(provider, at=on(9, 1)), at=on(10, 6))
    lead = provider.people["governance_lead"]
    which = Slice(provider.team, "theme", str(theme.pk))
    assert queries.went_live(lead, which, dt.date(2026, 1, 1)) == [
        (dt.date(2026, 10, 5), action.title, action.pk)
    ]
    assert queries.went_live(lead, which, dt.date(2026, 11, 1)) == []

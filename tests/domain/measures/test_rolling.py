"""Roll-ups say what a direct count says, whatever happened in between."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import suppress

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldthread.access.models import Unit
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.insight.measures.models import Progress, Tally
from goldthread.domain.insight.measures.operations import follow, rebuild, settle
from goldthread.domain.insight.measures.terms import month_of
from goldthread.workflow.refusals import Refused
from tests.factories import verification
from tests.factories.actions import communicate, implement, make_agreed, make_complete
from tests.factories.conclusions import find_not_effective
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider


def ago(days: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def kept() -> dict[tuple[object, ...], tuple[int, int, object]]:
    """Every number of the roll-ups."""
    return {
        (r.unit_id, r.month, r.measure, r.dimension, r.value): (r.count, r.of, r.spread)
        for r in Tally.objects.all()
    }


def number(unit: Unit, measure: str, dimension: str = "", value: object = "") -> tuple[int, int]:
    """(count, of) over every month."""
    rows = Tally.objects.filter(
        unit=unit, measure=measure, dimension=dimension, value=str(value)
    ).values_list("count", "of")
    return sum(c for c, _ in rows), sum(o for _, o in rows)


def reports_directly(unit: Unit, organisation: Unit) -> dict[dt.date, int]:
    """The slow and obvious count of reports a month at a unit and below."""
    found: Counter[dt.date] = Counter()
    for incident in Incident.objects.select_related("unit").exclude(status="withdrawn"):
        at = organisation.path if incident.restricted else incident.unit.path
        if at.startswith(unit.path):
            found[month_of(incident.reported_at)] += 1
    return dict(found)


def a_theme(provider: Provider) -> Theme:
    theme = Theme.objects.filter(organisation=provider.organisation).first()
    assert theme is not None
    return theme


def report(provider: Provider, which: int, days: float = 0.1) -> Incident:
    unit = provider.team if which % 2 else provider.other_team
    return make_incident(provider, at=ago(days), unit=unit)


def change(provider: Provider, move: str, incident: Incident, other: Incident | None) -> None:
    """One thing that happens to an incident, where it is possible."""
    lead = provider.people["governance_lead"]
    action = Action.objects.filter(incident=incident).order_by("-pk").first()
    state = action.status if action else ""
    if move == "triage" and incident.status == "reported":
        triaged(provider, incident)
    elif move == "theme":
        incidents.set_themes(incident, [a_theme(provider)], by=lead)
    elif move == "place":
        moved = {provider.team.pk: provider.other_team}.get(incident.unit_id, provider.team)
        incidents.place(incident, moved, by=lead)
    elif move == "restrict":
        incidents.restrict(incident, "A member of staff is involved.", [], by=lead)
    elif move == "lift" and incident.restricted:
        incidents.lift_restriction(incident, "No longer needed.", by=lead)
    elif move == "withdraw" and other and not action and incident.status == "reported":
        incidents.withdraw(incident, other, by=lead)
    elif move == "agree":
        make_agreed(provider, incident)
    elif move == "complete" and action and state == "agreed":
        communicate(provider, implement(provider, action))
    elif move == "find" and action and state == "complete":
        action = find_not_effective(provider, action)
        actions.reopen(action, due_on=timezone.localdate(), by="system")


MOVES = ("report", "old", "triage", "theme", "place", "restrict", "lift", "withdraw", "agree",
         "complete", "find")  # fmt: skip


@pytest.mark.django_db
@pytest.mark.capability(8)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 9)), max_size=14))
def test_following_the_trail_gives_what_counting_everything_again_gives(
    provider: Provider, steps: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        for number_, (move, which) in enumerate(steps):
            happen(provider, move, which)
            if number_ % 4 == 3:
                follow()
        at = timezone.now()
        follow(at=at)
        followed = kept()
        rebuild(at=at)
        assert followed == kept()
        for unit in (provider.organisation, provider.locality, provider.team):
            tallied = Tally.objects.filter(unit=unit, measure="reports", dimension="")
            direct = reports_directly(unit, provider.organisation)
            assert {row.month: row.count for row in tallied} == direct
        transaction.set_rollback(True)


def happen(provider: Provider, move: str, which: int) -> None:
    """A report, or something that happens to one of those there; refused moves change nothing."""
    there = list(Incident.objects.exclude(status="withdrawn").order_by("pk"))
    if move in ("report", "old") or not there:
        report(provider, which, 40 if move == "old" else 0.1)
        return
    with suppress(Refused), transaction.atomic():
        change(provider, move, there[which % len(there)], there[0] if which else None)


@pytest.mark.django_db
class TestWhatIsCounted:
    def test_a_report_counts_at_its_team_and_at_every_unit_above(self, provider: Provider) -> None:
        report(provider, 1)
        rebuild()
        for unit in (provider.team, provider.locality, provider.organisation):
            assert number(unit, "reports") == (1, 1)
        assert number(provider.other_team, "reports") == (0, 0)

    def test_a_restricted_incident_counts_in_the_organisation_alone(
        self, provider: Provider
    ) -> None:
        incident = report(provider, 1)
        change(provider, "theme", incident, None)
        change(provider, "restrict", incident, None)
        rebuild()
        assert number(provider.organisation, "reports") == (1, 1)
        assert number(provider.team, "reports") == (0, 0)
        theme = a_theme(provider).pk
        assert number(provider.organisation, "reports", "theme", theme) == (0, 0)

    @pytest.mark.capability(15)
    def test_near_misses_and_concerns_count_as_early_signals(self, provider: Provider) -> None:
        for event_type in ("near_miss", "risk", "incident", "good_care"):
            make_incident(provider, event_type=event_type)
        rebuild()
        assert number(provider.team, "early_signals") == (2, 3)

    @pytest.mark.capability(8)
    def test_the_lag_is_the_time_from_event_to_report(self, provider: Provider) -> None:
        make_incident(provider, occurred_at=ago(0.5))
        make_incident(provider, occurred_at=None, occurred_precision="unknown")
        rebuild()
        row = Tally.objects.get(unit=provider.team, measure="reporting_lag", dimension="")
        assert (row.count, row.of, row.spread) == (1, 1, {"12": 1})

    def test_a_triage_in_time_counts_and_one_not_yet_due_is_left_out(
        self, provider: Provider
    ) -> None:
        in_time, late = report(provider, 1, 3), report(provider, 1, 3)
        report(provider, 1, 0.2)
        triaged(provider, in_time, at=ago(2.5))
        triaged(provider, late, at=ago(1.5))
        rebuild()
        assert number(provider.team, "triage_24h") == (1, 2)
        assert number(provider.team, "triage_48h") == (2, 2)

    def test_a_clock_that_becomes_late_by_itself_is_counted_without_any_entry(
        self, provider: Provider
    ) -> None:
        report(provider, 1, 0.5)
        rebuild()
        assert number(provider.team, "triage_24h") == (0, 0)
        follow(at=timezone.now() + dt.timedelta(days=1))
        assert number(provider.team, "triage_24h") == (0, 1)

    @pytest.mark.capability(3)
    def test_the_learning_lag_is_from_report_to_embedded_change(self, provider: Provider) -> None:
        incident = report(provider, 1, 30)
        action = make_agreed(provider, incident, at=ago(20))
        implement(provider, action, at=ago(10))
        rebuild()
        assert number(provider.team, "learning_lag") == (0, 0)
        communicate(provider, action, at=ago(5))
        follow()
        row = Tally.objects.get(unit=provider.team, measure="learning_lag", dimension="")
        assert row.spread == {str(25 * 24): 1}

    @pytest.mark.capability(101)
    def test_an_action_counts_at_each_step_only_when_it_got_there(self, provider: Provider) -> None:
        complete = make_complete(provider, report(provider, 1))
        implement(provider, make_agreed(provider, report(provider, 1)))
        make_agreed(provider, report(provider, 1))
        rebuild()
        assert number(provider.team, "actions_implemented") == (2, 3)
        assert number(provider.team, "actions_communicated") == (1, 3)
        assert number(provider.team, "actions_verified") == (0, 3)
        assert complete.status == "complete"

    def test_an_action_reopened_leaves_the_month_in_which_it_was_complete(
        self, provider: Provider
    ) -> None:
        action = make_complete(provider, report(provider, 1, 45), at=ago(40))
        rebuild()
        assert number(provider.team, "learning_lag") == (1, 1)
        change(provider, "find", action.incident, None)
        follow()
        assert number(provider.team, "learning_lag") == (0, 0)

    @pytest.mark.capability(68)
    def test_files_that_meet_the_audit_are_counted_in_the_month_of_the_check(
        self, provider: Provider
    ) -> None:
        plan = verification.running(provider, report(provider, 1))
        verification.checked(provider, verification.first_round(plan), 15)
        rebuild()
        assert number(provider.team, "escalation_linkage") == (15, 20)


@pytest.mark.django_db
class TestCatchingUp:
    def test_nothing_new_in_the_trail_leaves_every_number_as_it_is(
        self, provider: Provider
    ) -> None:
        report(provider, 1)
        follow()
        before = kept()
        follow()
        assert kept() == before

    def test_an_entry_committed_late_is_found_by_the_nightly_look(self, provider: Provider) -> None:
        follow()
        report(provider, 1, 200)
        beyond = Progress.objects.get().followed_to + 1_000
        Progress.objects.update(followed_to=beyond)
        follow()
        assert number(provider.team, "reports") == (0, 0)
        settle()
        assert number(provider.team, "reports") == (1, 1)

    def test_a_changed_definition_counts_everything_again(self, provider: Provider) -> None:
        report(provider, 1, 200)
        rebuild()
        Tally.objects.all().delete()
        Progress.objects.update(definitions="older")
        follow()
        assert number(provider.team, "reports") == (1, 1)

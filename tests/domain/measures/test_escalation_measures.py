"""The two measures of escalation: linkage of signs to step-ups, and late crises in the cohort."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.domain.insight.measures.counting import Key, count_month
from goldthread.domain.insight.measures.counting.escalation import LATE_CRISES, LINKAGE
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.models import Tally
from goldthread.domain.insight.measures.operations import follow, rebuild
from goldthread.domain.insight.measures.queries.exposures import Exposures
from goldthread.domain.insight.measures.terms import COHORT, month_of
from goldthread.domain.registers.escalation import operations
from goldthread.domain.registers.people.operations import merge_people
from tests.factories.escalation import (
    DAY,
    HOUR,
    crisis,
    frozen,
    observed,
    step_up_due,
    stepped_up,
    unmapped,
)
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.registers import person_served


@pytest.fixture
def month() -> dt.date:
    return (month_of(timezone.now()) - 40 * DAY).replace(day=1)


@pytest.fixture
def at(month: dt.date) -> dt.datetime:
    """Noon on the tenth of a month that is over."""
    return timezone.make_aware(dt.datetime.combine(month.replace(day=10), dt.time(12)))


def counted(provider: Provider, month: dt.date, measure: str, unit: Unit) -> tuple[int, int]:
    found = count_month(provider.organisation.pk, month, timezone.now())
    row = found.get(Key(unit.pk, "", "", measure))
    return (row.count, row.of) if row else (0, 0)


@pytest.mark.capability(68)
def test_linkage_is_the_share_of_thresholds_followed_in_time(
    provider: Provider, month: dt.date, at: dt.datetime
) -> None:
    stepped_up(provider, after_hours=2, at=at)
    stepped_up(provider, after_hours=24, at=at)
    stepped_up(provider, after_hours=25, at=at)
    step_up_due(provider, hours_ago=0, at=at)
    observed(provider, hours_ago=0, at=at)
    assert counted(provider, month, LINKAGE, provider.team) == (2, 4)
    assert counted(provider, month, LINKAGE, provider.organisation) == (2, 4)


@pytest.mark.capability(68)
def test_a_sign_without_a_defined_step_up_is_never_linked(
    provider: Provider, month: dt.date, at: dt.datetime
) -> None:
    sign = operations.Seen(unmapped(provider), at, met=True)
    asked = operations.StepUpAsked(action="A visit", due_at=at + DAY)
    by = provider.people["supervisor"]
    episode = operations.record_observation(
        person_served(provider), sign, step_up=asked, by=by, at=at
    )
    operations.step_up_done(episode, "Visited.", at + HOUR, by=by, at=at + HOUR)
    assert counted(provider, month, LINKAGE, provider.team) == (0, 1)


@pytest.mark.capability(68)
def test_what_may_still_come_in_time_is_left_out(provider: Provider) -> None:
    step_up_due(provider, hours_ago=0)
    now = month_of(timezone.now())
    assert counted(provider, now, LINKAGE, provider.team) == (0, 0)


@pytest.mark.capability(68)
def test_an_episode_recorded_in_error_is_left_out(
    provider: Provider, month: dt.date, at: dt.datetime
) -> None:
    episode = step_up_due(provider, hours_ago=0, at=at)
    operations.withdraw_episode(episode, "Wrong person.", by=provider.people["supervisor"])
    assert counted(provider, month, LINKAGE, provider.team) == (0, 0)


@pytest.mark.capability(69)
def test_late_crises_of_the_frozen_cohort_alone_are_counted(
    provider: Provider, month: dt.date, at: dt.datetime
) -> None:
    cohort = frozen(provider, 2)
    first, second = (row.person for row in cohort.members.order_by("pk"))
    crisis(provider, first, stage="crisis", happened_at=at)
    crisis(provider, second, stage="after", happened_at=at)
    crisis(provider, second, stage="early", happened_at=at)
    crisis(provider, stage="crisis", happened_at=at)
    assert counted(provider, month, LATE_CRISES, provider.team) == (2, 2)


@pytest.mark.capability(69)
def test_the_rate_divides_by_the_people_of_the_cohort_in_the_month(
    provider: Provider, month: dt.date
) -> None:
    frozen(provider, 3, counts_from_on=month)
    before = (month - DAY).replace(day=1)
    amounts = Exposures(provider.organisation, COHORT, [before, month]).of(provider.organisation)
    assert (amounts[before].amount, amounts[month].amount) == (None, 3)
    found = Exposures(provider.organisation, COHORT, [before, month])
    assert found.together(provider.team) == 3
    assert found.together(provider.other_team) is None
    assert measures()["late_stage_crisis_rate"].per == COHORT


@pytest.mark.capability(69)
def test_two_records_of_one_person_are_one_person_month(provider: Provider, month: dt.date) -> None:
    cohort = frozen(provider, 2, counts_from_on=month)
    first, second = (row.person for row in cohort.members.order_by("pk"))
    merge_people(second, first, "One person.", by=provider.people["governance_lead"])
    amounts = Exposures(provider.organisation, COHORT, [month]).of(provider.organisation)
    assert amounts[month].amount == 1


@pytest.mark.capability(68, 69)
def test_the_roll_ups_follow_what_is_recorded_late_about_an_earlier_month(
    provider: Provider, month: dt.date, at: dt.datetime
) -> None:
    make_incident(provider)
    rebuild()
    someone = person_served(provider)
    step_up_due(provider, someone, hours_ago=0, at=at)
    follow()
    rows = Tally.objects.filter(measure=LINKAGE, unit=provider.team, month=month)
    assert [(row.count, row.of) for row in rows] == [(0, 1)]
    crisis(provider, someone, happened_at=at)
    operations.flag_person(someone, "A worry.", by=provider.people["team_manager"])
    frozen(provider, 0, counts_from_on=month)
    follow()
    late = Tally.objects.filter(measure=LATE_CRISES, unit=provider.team, month=month)
    assert [row.count for row in late] == [1]

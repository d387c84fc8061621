"""A vignette in supervision: its verdict, its follow-up, and what teams show."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread import defaults
from goldthread.clocks.queries import of_subject, waiting_for
from goldthread.domain.learning.coaching import operations, queries
from goldthread.domain.learning.coaching.models import Sitting
from goldthread.domain.learning.coaching.terms import FOLLOW_UP, SittingStatus
from goldthread.instruments.queries import current
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories import learning
from tests.factories.people import person, team
from tests.factories.provider import Provider, make_provider


def refused_codes(call, *args, **kwargs) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


def result_of(user, *, now: dt.datetime | None = None):
    """The results of the safeguarding vignette."""
    found = queries.results(user, now=now)
    return next(one for one in found if "safeguarding" in one.name)


@pytest.mark.rule("SIT-01", "allowed")
@pytest.mark.rule("SIT-02", "allowed")
@pytest.mark.rule("SIT-03", "allowed")
@pytest.mark.rule("SIT-04", "allowed")
@pytest.mark.rule("SIT-05", "allowed")
@pytest.mark.rule("SIT-06", "allowed")
def test_a_safe_decision_needs_no_follow_up(provider: Provider) -> None:
    sitting = learning.sitting_of(provider)
    assert (sitting.status, sitting.safe) == (SittingStatus.SAFE, True)
    assert sitting.response is not None and sitting.response.passes is True
    assert not of_subject(sitting).exists()


@pytest.mark.capability(79)
def test_an_unsafe_decision_waits_in_the_supervisors_work_until_it_is_sat_again(
    provider: Provider,
) -> None:
    sitting = learning.sitting_of(provider, learning.unsafe_of(provider))
    supervisor = provider.people["supervisor"]
    (clock,) = waiting_for(supervisor).filter(kind=FOLLOW_UP)
    assert timezone.localdate(clock.due_at) == sitting.follow_up_by
    assert provider.people["reporter"].name not in clock.label
    assert list(queries.to_follow_up(supervisor)) == [sitting]
    assert sitting.response.answers["follow_up"]["answer"] == sitting.follow_up

    again = learning.sat_of(provider, sat_at=timezone.now())
    retest = operations.sit_vignette(again, by=supervisor, retest_of=sitting)
    sitting.refresh_from_db()
    assert (sitting.status, sitting.retest) == (SittingStatus.RETESTED, retest)
    assert of_subject(sitting).get().met
    assert not queries.to_follow_up(supervisor).exists()


def test_a_re_test_that_is_not_safe_has_a_follow_up_of_its_own(provider: Provider) -> None:
    first = learning.sitting_of(provider, learning.unsafe_of(provider))
    again = learning.unsafe_of(provider, sat_at=timezone.now())
    supervisor = provider.people["supervisor"]
    second = operations.sit_vignette(again, by=supervisor, retest_of=first)
    assert list(queries.to_follow_up(supervisor)) == [second]


def test_a_follow_up_that_was_sat_again_is_not_sat_again_a_second_time(provider: Provider) -> None:
    first = learning.sitting_of(provider, learning.unsafe_of(provider))
    stale = Sitting.objects.get(pk=first.pk)
    supervisor = provider.people["supervisor"]
    again = learning.sat_of(provider, sat_at=timezone.now())
    operations.sit_vignette(again, by=supervisor, retest_of=first)
    with pytest.raises(Refused):
        operations.sit_vignette(again, by=supervisor, retest_of=stale)
    assert Sitting.objects.count() == 2


@pytest.mark.rule("SIT-01", "refused")
@pytest.mark.rule("SIT-01", "boundary")
def test_a_vignette_is_not_sat_with_oneself_or_with_staff_of_another_team(
    provider: Provider,
) -> None:
    supervisor = provider.people["supervisor"]
    elsewhere = provider.person("Birch Colleague", "reporter", provider.other_team)
    for staff in (supervisor, elsewhere):
        sat = learning.sat_of(provider, staff=staff)
        assert refused_codes(operations.sit_vignette, sat, by=supervisor) == ("SIT-01",)


@pytest.mark.rule("SIT-02", "refused")
@pytest.mark.rule("SIT-02", "boundary")
def test_only_a_vignette_of_the_organisation_is_sat(provider: Provider) -> None:
    other_kind = current(provider.organisation.pk, "competency_check")
    answers = {"skill": "Steps up", "assessor": "A colleague", "how": "observed"}
    answers |= {"safe": "yes", "reasons": "yes", "result": "alone"}
    away = current(make_provider("Wrenfield Care").organisation.pk, learning.VIGNETTE)
    supervisor = provider.people["supervisor"]
    strange = learning.sat_of(provider, version=away)
    assert refused_codes(operations.sit_vignette, strange, by=supervisor) == ("SIT-02",)
    wrong = learning.unsafe_of(provider, version=other_kind, answers=answers)
    assert refused_codes(operations.sit_vignette, wrong, by=supervisor) == ("SIT-02",)


@pytest.mark.rule("SIT-03", "refused")
@pytest.mark.rule("SIT-03", "boundary")
def test_an_unsafe_decision_without_help_is_refused(provider: Provider) -> None:
    sat = learning.unsafe_of(provider, follow_up="  ")
    supervisor = provider.people["supervisor"]
    assert refused_codes(operations.sit_vignette, sat, by=supervisor) == ("SIT-03",)


@pytest.mark.rule("SIT-04", "refused")
@pytest.mark.rule("SIT-04", "boundary")
def test_an_unsafe_decision_is_sat_again_by_a_day_not_before_it(provider: Provider) -> None:
    supervisor, sat_at = provider.people["supervisor"], timezone.now() - dt.timedelta(hours=1)
    day = timezone.localdate(sat_at)
    for by in (None, day - dt.timedelta(days=1)):
        sat = learning.unsafe_of(provider, sat_at=sat_at, follow_up_by=by)
        assert refused_codes(operations.sit_vignette, sat, by=supervisor) == ("SIT-04",)
    same = learning.unsafe_of(provider, sat_at=sat_at, follow_up_by=day)
    assert operations.sit_vignette(same, by=supervisor).follow_up_by == day


@pytest.mark.rule("SIT-05", "refused")
@pytest.mark.rule("SIT-05", "boundary")
def test_a_vignette_is_not_recorded_before_it_was_sat(provider: Provider) -> None:
    now, supervisor = timezone.now(), provider.people["supervisor"]
    sat = learning.sat_of(provider, sat_at=now + dt.timedelta(seconds=1))
    assert refused_codes(operations.sit_vignette, sat, by=supervisor, at=now) == ("SIT-05",)
    just = learning.sat_of(provider, sat_at=now)
    assert operations.sit_vignette(just, by=supervisor, at=now).safe


@pytest.mark.rule("SIT-06", "refused")
@pytest.mark.rule("SIT-06", "boundary")
def test_a_re_test_is_of_the_same_person_and_later(provider: Provider) -> None:
    first = learning.sitting_of(provider, learning.unsafe_of(provider))
    colleague = provider.person("Second Colleague", "reporter")
    supervisor = provider.people["supervisor"]
    for changes in ({"staff": colleague, "sat_at": timezone.now()}, {"sat_at": first.sat_at}):
        sat = learning.sat_of(provider, **changes)
        call = operations.sit_vignette
        assert refused_codes(call, sat, by=supervisor, retest_of=first) == ("SIT-06",)


def test_answers_left_out_are_refused_before_anything_is_kept(provider: Provider) -> None:
    sat = learning.sat_of(provider, answers={"decision": "yes"})
    codes = refused_codes(operations.sit_vignette, sat, by=provider.people["supervisor"])
    assert set(codes) == {"INS-02"}
    assert not Sitting.objects.exists()


def test_nobody_sits_vignettes_with_staff_they_do_not_coach(provider: Provider) -> None:
    stranger = person(team(provider.organisation), "supervisor")
    sat = learning.sat_of(provider)
    assert refused_codes(operations.sit_vignette, sat, by=stranger) == (NOT_ALLOWED,)


def test_a_sitting_is_seen_by_its_staff_its_supervisor_and_who_coaches_there(
    provider: Provider,
) -> None:
    sitting = learning.sitting_of(provider)
    seen = {
        role
        for role, user in provider.people.items()
        if sitting in queries.sittings_visible_to(user)
    }
    assert seen == {
        "reporter",
        "supervisor",
        "team_manager",
        "safeguarding_lead",
        "restrictive_practice_lead",
        "governance_lead",
    }
    assert list(queries.own_sittings(provider.people["reporter"])) == [sitting]
    stranger = person(team(provider.organisation), "supervisor")
    assert sitting not in queries.sittings_visible_to(stranger)


def _sat_by(provider: Provider, unit, *, safe: int, unsafe: int, at: dt.datetime) -> None:
    lead = provider.people["governance_lead"]
    for number in range(safe + unsafe):
        staff = provider.person(f"Staff {unit.pk} {number}", "reporter", unit)
        make = learning.sat_of if number < safe else learning.unsafe_of
        values = {} if number < safe else {"follow_up_by": timezone.localdate(at)}
        sat = make(provider, unit=unit, staff=staff, sat_at=at, **values)
        operations.sit_vignette(sat, by=lead, at=at)


@pytest.mark.capability(79)
def test_results_are_k_of_n_people_with_interval_and_standard(provider: Provider) -> None:
    at = timezone.now() - dt.timedelta(days=3)
    _sat_by(provider, provider.team, safe=3, unsafe=1, at=at)
    result = result_of(provider.people["supervisor"])
    (own,) = result.teams
    assert (own.name, own.safe, own.tested, result.standard) == ("Alder Team", 3, 4, 0.9)
    assert own.interval.as_text() == "75% (30% to 95%)"


def test_each_person_counts_once_as_they_stood_last(provider: Provider) -> None:
    first = learning.sitting_of(provider, learning.unsafe_of(provider))
    again = learning.sat_of(provider, sat_at=timezone.now())
    operations.sit_vignette(again, by=provider.people["supervisor"], retest_of=first)
    (own,) = result_of(provider.people["supervisor"]).teams
    assert (own.safe, own.tested, own.first) == (1, 1, 0)


def test_results_show_the_teams_a_person_may_see_and_the_last_twelve_months(
    provider: Provider,
) -> None:
    now = timezone.now()
    _sat_by(provider, provider.team, safe=1, unsafe=0, at=now - dt.timedelta(days=400))
    _sat_by(provider, provider.other_team, safe=2, unsafe=0, at=now - dt.timedelta(days=4))
    assert result_of(provider.people["supervisor"]).teams == ()
    assert [one.name for one in result_of(provider.people["governance_lead"]).teams] == [
        "Birch Team"
    ]


def test_readers_outside_see_whole_quarters_and_no_small_numbers(provider: Provider) -> None:
    few = int(defaults.suppression()["fewer_than"])
    at = dt.datetime(2026, 8, 12, 10, tzinfo=dt.UTC)
    _sat_by(provider, provider.team, safe=few + 3, unsafe=few + 3, at=at)
    _sat_by(provider, provider.other_team, safe=few + 1, unsafe=1, at=at)
    outside = provider.people["commissioner"]
    during = dt.datetime(2026, 9, 20, tzinfo=dt.UTC)
    assert result_of(outside, now=during).together.tested == 0
    later = result_of(outside, now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    shown = {one.name: (str(one.state.value), one.safe, one.tested) for one in later.teams}
    assert shown["Birch Team"] == ("small", 0, 0)
    assert shown["Alder Team"] == ("held", 0, 0)
    assert (later.together.safe, later.together.tested) == (2 * few + 4, 3 * few + 8)
    inside = result_of(provider.people["governance_lead"], now=during)
    assert {one.tested for one in inside.teams} == {2 * few + 6, few + 2}


def test_a_few_people_tested_are_withheld_from_readers_outside_altogether(
    provider: Provider,
) -> None:
    _sat_by(
        provider, provider.team, safe=2, unsafe=1, at=dt.datetime(2026, 8, 12, 10, tzinfo=dt.UTC)
    )
    found = result_of(provider.people["commissioner"], now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    assert (found.withheld, found.teams, found.together.tested) == (True, (), 0)


def test_three_vignettes_ship_and_judge_by_what_matters(provider: Provider) -> None:
    codes = {version.instrument.code for version in queries.vignettes(provider.organisation.pk)}
    assert codes == {
        "supervision_vignette_safeguarding",
        "supervision_vignette_escalation",
        "supervision_vignette_risk_taking",
    }


def test_results_take_a_fixed_number_of_queries(
    provider: Provider, django_assert_num_queries
) -> None:
    lead = provider.people["governance_lead"]
    at = timezone.now() - dt.timedelta(days=3)
    _sat_by(provider, provider.team, safe=1, unsafe=0, at=at)
    queries.results(lead)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        queries.results(lead)
    _sat_by(provider, provider.other_team, safe=4, unsafe=2, at=at)
    with django_assert_num_queries(len(few)):
        queries.results(lead)

"""The timeline says what happened in order, how long it took, and marks what was late."""

from __future__ import annotations

import pytest
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.clocks.queries import of_subject
from goldthread.domain.registers.escalation import operations, queries
from goldthread.domain.registers.escalation.models import Episode
from goldthread.domain.registers.escalation.queries import Kind
from goldthread.domain.registers.people import operations as people
from goldthread.domain.registers.people.operations import Identity
from goldthread.trail.queries import of_record
from goldthread.workflow.refusals import Refused
from tests.factories.escalation import (
    HOUR,
    crisis,
    late,
    monitored,
    observed,
    only_step_up,
    reviewed,
    step_up_due,
    stepped_up,
)
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider, make_provider
from tests.factories.registers import person_served


def moments(episode: Episode) -> list[queries.Moment]:
    rows = queries.with_page(Episode.objects.filter(pk=episode.pk))
    return queries.timeline(rows, timezone.now())


@pytest.mark.capability(62)
def test_indicator_threshold_action_and_review_stand_in_order_with_the_gap(
    provider: Provider,
) -> None:
    episode = reviewed(provider, stepped_up(provider, after_hours=30))
    found = moments(episode)
    assert [one.kind for one in found] == [
        Kind.INDICATOR,
        Kind.THRESHOLD,
        Kind.STEP_UP,
        Kind.REVIEW,
    ]
    done = found[2]
    assert (done.took, done.late_by, done.gap) == (30 * HOUR, 6 * HOUR, 30 * HOUR)


@pytest.mark.capability(62)
def test_a_step_up_that_is_missing_stands_where_it_should_have_been(provider: Provider) -> None:
    last = moments(late(provider))[-1]
    assert last.kind == Kind.NOT_DONE
    assert last.took is not None and 48 * HOUR <= last.took < 49 * HOUR
    assert last.late_by is not None and 24 * HOUR <= last.late_by < 25 * HOUR


@pytest.mark.capability(62)
def test_a_step_up_in_time_is_not_marked_and_one_still_due_not_shown(provider: Provider) -> None:
    in_time = moments(stepped_up(provider, after_hours=24))
    assert in_time[-1].late_by is None
    assert [one.kind for one in moments(step_up_due(provider))] == [Kind.INDICATOR, Kind.THRESHOLD]


@pytest.mark.capability(62)
def test_decisions_to_monitor_re_checks_and_crises_stand_in_it(provider: Provider) -> None:
    someone = person_served(provider)
    episode = monitored(provider, someone)
    crisis(provider, someone, episode=episode, happened_at=timezone.now())
    by = provider.people["supervisor"]
    operations.recheck(episode, "settled", "Well.", by=by)
    kinds = {one.kind for one in moments(episode)}
    assert {Kind.MONITORING, Kind.RECHECK, Kind.CRISIS, Kind.END} <= kinds


def test_an_episode_recorded_in_error_has_no_timeline(provider: Provider) -> None:
    episode = late(provider)
    by = provider.people["supervisor"]
    operations.withdraw_episode(episode, "Wrong person.", by=by)
    assert moments(episode) == []


@pytest.mark.capability(62)
@pytest.mark.rule("ESC-17", "allowed")
def test_an_episode_is_found_from_the_incident_it_led_to(provider: Provider) -> None:
    incident = make_incident(provider)
    episode = late(provider)
    by = provider.people["supervisor"]
    operations.link_incident(episode, incident, by=by)
    assert list(queries.of_incident(incident, by)) == [episode]
    entry = of_record(queries.RECORD_TYPE, episode.pk).order_by("-sequence")[0]
    assert entry.thread == incident.pk
    assert all(clock.thread is None for clock in of_subject(episode))


@pytest.mark.rule("ESC-17", "refused")
@pytest.mark.rule("ESC-17", "boundary")
def test_an_incident_of_another_organisation_is_refused(provider: Provider) -> None:
    elsewhere = make_incident(make_provider("Wrenfield Care"))
    for incident in (None, elsewhere):
        with pytest.raises(Refused) as refused:
            operations.link_incident(observed(provider), incident, by=provider.people["supervisor"])
        assert refused.value.codes == ("ESC-17",)


def test_when_another_team_takes_over_what_is_open_waits_there(provider: Provider) -> None:
    episode = late(provider)
    lead = provider.people["governance_lead"]
    moved = Identity(episode.person.name, episode.person.record_number)
    people.correct_person(episode.person, moved, unit=provider.other_team, by=lead)
    episode.refresh_from_db()
    assert episode.unit == provider.other_team
    running = of_subject(episode).filter(ended_at__isnull=True)
    assert {clock.unit_id for clock in running} == {provider.other_team.pk}
    manager = provider.people["team_manager"]
    assert not scope_of(manager).holds("escalation.see", provider.other_team.pk)
    assert not queries.visible_to(manager).exists()


@pytest.mark.capability(66)
def test_the_times_say_whether_a_files_action_was_in_time(provider: Provider) -> None:
    someone = person_served(provider)
    supervisor = provider.people["supervisor"]
    now = timezone.now()
    assert queries.file_facts(someone, supervisor, now).step_up is None
    stepped_up(provider, someone, after_hours=2)
    good = queries.file_facts(someone, supervisor, now)
    assert (good.step_ups, good.late) == (1, False)
    other = late(provider, person_served(provider))
    bad = queries.file_facts(other.person, supervisor, timezone.now())
    assert (bad.step_up, bad.late, bad.reviewed) == (only_step_up(other), True, False)


@pytest.mark.capability(66)
def test_a_step_up_that_may_still_be_in_time_decides_nothing(provider: Provider) -> None:
    episode = step_up_due(provider)
    facts = queries.file_facts(episode.person, provider.people["supervisor"], timezone.now())
    assert (facts.step_ups, facts.step_up) == (0, None)


@pytest.mark.capability(66)
def test_of_several_step_ups_the_late_one_decides(provider: Provider) -> None:
    someone = person_served(provider)
    episode = stepped_up(provider, someone, after_hours=30)
    stepped_up(provider, someone, after_hours=1, hours_ago=3)
    facts = queries.file_facts(someone, provider.people["supervisor"], timezone.now())
    assert (facts.step_ups, facts.late) == (2, True)
    assert facts.step_up is not None and facts.step_up.pk == episode.step_ups.first().pk

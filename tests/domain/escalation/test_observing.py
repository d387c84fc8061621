"""A sign is recorded with its time, and a threshold leads to a step-up with one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from goldthread.clocks.queries import of_subject
from goldthread.domain.registers.escalation import operations, queries
from goldthread.domain.registers.escalation.models import Episode, Observation, StepUp
from goldthread.domain.registers.escalation.terms import STEP_UP_CLOCK, Status
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories.escalation import (
    HOUR,
    indicator,
    late,
    observed,
    only_step_up,
    seen,
    step_up_due,
    stepped_up,
    unmapped,
)
from tests.factories.people import person, team
from tests.factories.provider import Provider
from tests.factories.registers import person_served


@pytest.mark.capability(57)
@pytest.mark.rule("ESC-04", "allowed")
@pytest.mark.rule("ESC-05", "allowed")
def test_a_sign_is_recorded_with_the_time_it_was_observed(provider: Provider) -> None:
    episode = observed(provider, hours_ago=5)
    row = Observation.objects.get(episode=episode)
    assert (episode.reference, episode.status) == ("E-00001", Status.OBSERVED)
    assert row.recorded_at - row.observed_at == 5 * HOUR
    assert (row.threshold_met, row.step_up) == (False, None)


@pytest.mark.capability(57, 58)
@pytest.mark.rule("ESC-06", "allowed")
def test_a_threshold_met_makes_the_mapped_step_up_due_from_when_it_was_observed(
    provider: Provider,
) -> None:
    episode = step_up_due(provider, hours_ago=3)
    step_up = only_step_up(episode)
    assert episode.status == Status.STEP_UP
    assert step_up.action == indicator(provider).step_up
    assert step_up.due_at - Observation.objects.get().observed_at == 24 * HOUR
    clock = of_subject(episode).get(kind=STEP_UP_CLOCK)
    assert (clock.due_at, clock.owner) == (step_up.due_at, provider.people["supervisor"])


@pytest.mark.capability(58)
@pytest.mark.rule("ESC-06", "refused")
def test_an_unmapped_indicator_asks_what_is_done_and_when(provider: Provider) -> None:
    sign = operations.Seen(unmapped(provider), timezone.now() - HOUR, met=True)
    with pytest.raises(Refused) as refused:
        operations.record_observation(
            person_served(provider), sign, by=provider.people["supervisor"]
        )
    assert refused.value.codes == ("ESC-06",)
    assert not Episode.objects.exists()


@pytest.mark.rule("ESC-06", "boundary")
@pytest.mark.parametrize(("minutes", "refuses"), [(0, False), (-1, True)])
def test_a_step_up_is_due_at_the_threshold_at_the_earliest(
    provider: Provider, minutes: int, refuses: bool
) -> None:
    met_at = timezone.now() - HOUR
    sign = operations.Seen(unmapped(provider), met_at, met=True)
    asked = operations.StepUpAsked(
        action="A visit by two", due_at=met_at + dt.timedelta(minutes=minutes)
    )
    call = {"by": provider.people["supervisor"], "step_up": asked}
    if refuses:
        with pytest.raises(Refused):
            operations.record_observation(person_served(provider), sign, **call)
    else:
        episode = operations.record_observation(person_served(provider), sign, **call)
        assert only_step_up(episode).action == "A visit by two"


@pytest.mark.rule("ESC-04", "refused")
@pytest.mark.rule("ESC-04", "boundary")
@pytest.mark.parametrize(("seconds", "refuses"), [(0, False), (1, True)])
def test_nothing_is_observed_in_the_future(provider: Provider, seconds: int, refuses: bool) -> None:
    at = timezone.now()
    sign = replace(seen(provider, met=False), observed_at=at + dt.timedelta(seconds=seconds))
    call = {"by": provider.people["supervisor"], "at": at}
    if refuses:
        with pytest.raises(Refused) as refused:
            operations.record_observation(person_served(provider), sign, **call)
        assert refused.value.codes == ("ESC-04",)
    else:
        assert operations.record_observation(person_served(provider), sign, **call).pk


@pytest.mark.rule("ESC-05", "refused")
@pytest.mark.rule("ESC-05", "boundary")
def test_a_retired_indicator_is_not_used_from_the_day_it_was_retired(provider: Provider) -> None:
    sign = seen(provider)
    lead = provider.people["governance_lead"]
    words = operations.Wording(sign.version.name)
    operations.save_indicator(sign.version.indicator, words, retired=True, by=lead)
    sign.version.indicator.refresh_from_db()
    with pytest.raises(Refused) as refused:
        operations.record_observation(
            person_served(provider), sign, by=provider.people["supervisor"]
        )
    assert refused.value.codes == ("ESC-05",)
    assert refused.value.refusals[0].field == "indicator"


def test_a_second_sign_joins_the_open_episode(provider: Provider) -> None:
    someone = person_served(provider)
    first = observed(provider, someone)
    second = observed(provider, someone, code="sleep_loss", met=True)
    assert (second.pk, second.status) == (first.pk, Status.STEP_UP)
    assert Observation.objects.filter(episode=first).count() == 2


def test_a_further_threshold_brings_the_step_up_forward_and_never_back(
    provider: Provider,
) -> None:
    someone = person_served(provider)
    episode = step_up_due(provider, someone)
    observed(provider, someone, code="carer_alarm", met=True, hours_ago=0.5)
    earlier = only_step_up(episode).due_at
    observed(provider, someone, code="withdrawal", met=True, hours_ago=0.25)
    assert StepUp.objects.count() == 1
    assert only_step_up(episode).due_at == earlier
    assert of_subject(episode).get(kind=STEP_UP_CLOCK).due_at == earlier
    assert Observation.objects.filter(step_up__isnull=False).count() == 3


def test_an_episode_stepped_up_can_meet_a_threshold_again(provider: Provider) -> None:
    someone = person_served(provider)
    episode = stepped_up(provider, someone)
    again = step_up_due(provider, someone)
    assert (again.pk, again.status) == (episode.pk, Status.STEP_UP)
    assert StepUp.objects.filter(episode=episode).count() == 2


@pytest.mark.capability(57)
@pytest.mark.rule("ESC-07", "allowed")
@pytest.mark.rule("ESC-08", "allowed")
def test_the_delay_is_worked_out_from_the_two_times(provider: Provider) -> None:
    step_up = only_step_up(stepped_up(provider, after_hours=31))
    now = timezone.now()
    assert step_up.took(now) == 31 * HOUR
    assert step_up.late(now)
    assert step_up.done_at is not None and step_up.done_at - step_up.due_at == 7 * HOUR


@pytest.mark.rule("ESC-07", "refused")
@pytest.mark.rule("ESC-07", "boundary")
@pytest.mark.parametrize("what", ["", " \n "])
def test_a_step_up_without_what_was_done_is_refused(provider: Provider, what: str) -> None:
    episode = late(provider)
    with pytest.raises(Refused) as refused:
        operations.step_up_done(episode, what, timezone.now(), by=provider.people["supervisor"])
    assert refused.value.codes == ("ESC-07",)


@pytest.mark.rule("ESC-08", "refused")
@pytest.mark.rule("ESC-08", "boundary")
@pytest.mark.parametrize(
    ("from_met", "refuses"), [(-1, True), (0, False), (3600, False), (3601, True)]
)
def test_a_step_up_is_done_between_its_threshold_and_now(
    provider: Provider, from_met: int, refuses: bool
) -> None:
    at = timezone.now()
    episode = step_up_due(provider, hours_ago=1, at=at)
    done_at = only_step_up(episode).met_at + dt.timedelta(seconds=from_met)
    by = provider.people["supervisor"]
    if refuses:
        with pytest.raises(Refused) as refused:
            operations.step_up_done(episode, "Seen.", done_at, by=by, at=at)
        assert refused.value.codes == ("ESC-08",)
    else:
        assert operations.step_up_done(episode, "Seen.", done_at, by=by, at=at).status == "done"


def test_a_step_up_is_not_done_twice(provider: Provider) -> None:
    episode = stepped_up(provider)
    with pytest.raises(Refused) as refused:
        operations.step_up_done(episode, "Again.", timezone.now(), by=provider.people["supervisor"])
    assert refused.value.codes == (WRONG_STATE,)


def test_the_trail_holds_codes_and_times_and_never_the_note(provider: Provider) -> None:
    someone = person_served(provider, "Ottoline Verrigan")
    sign = replace(seen(provider), note="Ottoline did not answer the door.")
    operations.record_observation(someone, sign, by=provider.people["supervisor"])
    bodies = " ".join(
        Entry.objects.filter(record_type=queries.RECORD_TYPE).values_list("body", flat=True)
    )
    assert '"indicator":"missed_contacts"' in bodies
    assert "Ottoline" not in bodies


def test_nobody_records_at_another_team_or_sees_its_episodes(provider: Provider) -> None:
    episode = observed(provider)
    stranger = person(team(provider.organisation), "supervisor")
    with pytest.raises(Refused) as refused:
        operations.record_observation(episode.person, seen(provider), by=stranger)
    assert refused.value.codes == (NOT_ALLOWED,)
    assert not queries.visible_to(stranger).exists()


def test_a_reporter_records_and_sees_their_own_episodes_alone(provider: Provider) -> None:
    reporter = provider.people["reporter"]
    someone = person_served(provider, record_number="RX 7")
    observed(provider)
    assert queries.person_for(reporter, "rx7") == [someone]
    mine = observed(provider, someone, by=reporter)
    assert list(queries.visible_to(reporter)) == [mine]


def test_a_name_finds_nobody_to_record_about(provider: Provider) -> None:
    person_served(provider, "Ottoline Verrigan")
    assert queries.person_for(provider.people["reporter"], "Ottoline Verrigan") == []


def test_inspectors_read_and_do_not_record(provider: Provider) -> None:
    episode = step_up_due(provider)
    inspector = provider.people["inspector"]
    assert queries.visible_to(inspector).get() == episode
    with pytest.raises(Refused) as refused:
        operations.step_up_done(episode, "Seen.", timezone.now(), by=inspector)
    assert refused.value.codes == (NOT_ALLOWED,)


def test_an_episode_is_old_after_the_page_of_another_changed_it(provider: Provider) -> None:
    episode = step_up_due(provider)
    same = Episode.objects.get(pk=episode.pk)
    by = provider.people["supervisor"]
    operations.step_up_done(episode, "Seen.", timezone.now(), by=by)
    with pytest.raises(Refused):
        operations.step_up_done(same, "Seen too.", timezone.now(), by=by)
    assert only_step_up(episode).done_what == "Seen."

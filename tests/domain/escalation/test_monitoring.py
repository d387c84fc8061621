"""“Monitoring” is a decision only with a threshold, one named person and a time to look again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.clocks.queries import of_subject
from goldthread.domain.registers.escalation import operations
from goldthread.domain.registers.escalation.models import Episode, Monitoring
from goldthread.domain.registers.escalation.terms import RECHECK_CLOCK, Status
from goldthread.workflow.refusals import Refused
from tests.factories.escalation import DAY, monitored, observed, only_step_up, seen, watch
from tests.factories.provider import Provider, make_provider
from tests.factories.registers import person_served


@pytest.mark.capability(59)
@pytest.mark.rule("ESC-01", "allowed")
@pytest.mark.rule("ESC-02", "allowed")
@pytest.mark.rule("ESC-03", "allowed")
def test_monitoring_waits_for_its_person_at_its_time(provider: Provider) -> None:
    episode = monitored(provider)
    clock = of_subject(episode).get(kind=RECHECK_CLOCK)
    decision = Monitoring.objects.get()
    assert episode.status == Status.MONITORED
    assert (clock.owner, clock.due_at) == (decision.owner, decision.recheck_at)


@pytest.mark.capability(59)
@pytest.mark.rule("ESC-01", "refused")
@pytest.mark.rule("ESC-02", "refused")
@pytest.mark.rule("ESC-03", "refused")
def test_monitoring_alone_is_refused_three_times_over_and_nothing_is_recorded(
    provider: Provider,
) -> None:
    with pytest.raises(Refused) as refused:
        observed(provider, watch=operations.Watch())
    assert refused.value.codes == ("ESC-01", "ESC-02", "ESC-03")
    assert [one.field for one in refused.value.refusals] == ["threshold", "owner", "recheck_on"]
    assert not Episode.objects.exists()


@pytest.mark.rule("ESC-01", "boundary")
def test_a_threshold_of_spaces_is_none(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        monitored(provider, threshold="  \n ")
    assert refused.value.codes == ("ESC-01",)


@pytest.mark.rule("ESC-02", "boundary")
def test_nobody_of_another_organisation_and_nobody_who_left_watches(provider: Provider) -> None:
    left = provider.person("Una Field", "supervisor")
    left.is_active = False
    left.save()
    for owner in (left, make_provider("Wrenfield Care").people["supervisor"]):
        with pytest.raises(Refused) as refused:
            monitored(provider, owner=owner)
        assert refused.value.codes == ("ESC-02",)


@pytest.mark.rule("ESC-03", "boundary")
@pytest.mark.parametrize(("seconds", "refuses"), [(0, True), (1, False)])
def test_a_re_check_is_still_to_come(provider: Provider, seconds: int, refuses: bool) -> None:
    at = timezone.now()
    decision = watch(provider, recheck_at=at + dt.timedelta(seconds=seconds))
    if refuses:
        with pytest.raises(Refused) as refused:
            observed(provider, at=at, watch=decision)
        assert refused.value.codes == ("ESC-03",)
    else:
        assert observed(provider, at=at, watch=decision).status == Status.MONITORED


@pytest.mark.rule("ESC-16", "allowed")
def test_a_re_check_that_finds_the_sign_gone_closes_the_episode(provider: Provider) -> None:
    episode = monitored(provider)
    by = provider.people["supervisor"]
    episode = operations.recheck(episode, "settled", "Answered both calls.", by=by)
    assert (episode.status, episode.ended_because) == (Status.CLOSED, "Answered both calls.")
    assert of_subject(episode).get(kind=RECHECK_CLOCK).met


def test_watching_on_needs_the_three_again(provider: Provider) -> None:
    episode = monitored(provider)
    by = provider.people["supervisor"]
    with pytest.raises(Refused) as refused:
        operations.recheck(episode, "same", "As before.", by=by)
    assert refused.value.codes == ("ESC-01", "ESC-02", "ESC-03")
    episode.refresh_from_db()
    assert Monitoring.objects.get().rechecked_at is None
    operations.recheck(episode, "same", "As before.", watch=watch(provider), by=by)
    episode.refresh_from_db()
    assert (episode.status, Monitoring.objects.count()) == (Status.MONITORED, 2)


def test_a_re_check_that_finds_the_threshold_met_makes_the_step_up_due(
    provider: Provider,
) -> None:
    episode = monitored(provider)
    by = provider.people["supervisor"]
    operations.recheck(episode, "met", "No answer twice.", seen=seen(provider), by=by)
    episode.refresh_from_db()
    assert episode.status == Status.STEP_UP
    assert only_step_up(episode).done_at is None


def test_a_threshold_met_before_the_re_check_ends_the_watch(provider: Provider) -> None:
    someone = person_served(provider)
    episode = monitored(provider, someone)
    observed(provider, someone, met=True, hours_ago=0)
    episode.refresh_from_db()
    assert episode.status == Status.STEP_UP
    assert Monitoring.objects.get().finding == "met"
    assert not of_subject(episode).filter(kind=RECHECK_CLOCK, ended_at__isnull=True).exists()


@pytest.mark.rule("ESC-16", "refused")
@pytest.mark.rule("ESC-16", "boundary")
@pytest.mark.parametrize(("finding", "result"), [("settled", " "), ("", "Well."), ("ok", "Well.")])
def test_a_re_check_without_a_finding_or_words_is_refused(
    provider: Provider, finding: str, result: str
) -> None:
    episode = monitored(provider)
    with pytest.raises(Refused) as refused:
        operations.recheck(episode, finding, result, by=provider.people["supervisor"])
    assert refused.value.codes == ("ESC-16",)


def test_a_late_re_check_is_overdue_by_its_clock_alone(provider: Provider) -> None:
    episode = monitored(provider)
    clock = of_subject(episode).get(kind=RECHECK_CLOCK)
    assert clock.standing(timezone.now() + 2 * DAY) == "overdue"

"""A late step-up tasks a senior, who records the rationale and the learning, once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.access.operations import put_on_call
from goldthread.clocks.queries import of_subject, waiting_for
from goldthread.domain.registers.escalation import operations
from goldthread.domain.registers.escalation.models import SeniorReview
from goldthread.domain.registers.escalation.terms import REVIEW_CLOCK, Status
from goldthread.notices.models import Notice
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories.escalation import (
    HOUR,
    late,
    observed,
    only_step_up,
    reviewed,
    step_up_due,
    stepped_up,
)
from tests.factories.provider import Provider
from tests.factories.registers import person_served

WHY, LEARNT = "Nobody had cover.", "Name cover."


@pytest.mark.capability(67)
def test_a_step_up_not_done_by_its_time_tasks_the_senior_by_itself(provider: Provider) -> None:
    episode = step_up_due(provider)
    assert operations.task_seniors(only_step_up(episode).due_at) == 0
    assert operations.task_seniors(only_step_up(episode).due_at + dt.timedelta(seconds=1)) == 1
    assert operations.task_seniors(only_step_up(episode).due_at + HOUR) == 0
    clock = of_subject(episode).get(kind=REVIEW_CLOCK)
    assert clock in waiting_for(provider.people["team_manager"])
    notice = Notice.objects.get(kind="escalation_late")
    assert (notice.recipient, notice.urgent) == (provider.people["team_manager"], True)


@pytest.mark.capability(67)
def test_a_step_up_done_late_tasks_the_senior_too(provider: Provider) -> None:
    episode = stepped_up(provider, after_hours=30)
    assert of_subject(episode).filter(kind=REVIEW_CLOCK).count() == 1


def test_a_step_up_in_time_tasks_nobody(provider: Provider) -> None:
    episode = stepped_up(provider, after_hours=24)
    assert operations.task_seniors() == 0
    assert not of_subject(episode).filter(kind=REVIEW_CLOCK).exists()


def test_whoever_is_on_call_is_told(provider: Provider) -> None:
    on_call = provider.person("Una Field", "supervisor")
    now = timezone.now()
    put_on_call(provider.team, on_call, now - HOUR, now + HOUR)
    late(provider)
    told = set(Notice.objects.filter(kind="escalation_late").values_list("recipient", flat=True))
    assert told == {on_call.pk, provider.people["team_manager"].pk}


def test_the_message_names_nobody(provider: Provider) -> None:
    late(provider, person_served(provider, "Ottoline Verrigan"))
    said = Notice.objects.filter(kind="escalation_late").values_list("subject", "body", "link")
    assert "Verrigan" not in str(list(said))
    assert "E-00001" in str(list(said))


@pytest.mark.capability(67)
@pytest.mark.rule("ESC-09", "allowed")
@pytest.mark.rule("ESC-10", "allowed")
@pytest.mark.rule("ESC-11", "allowed")
@pytest.mark.rule("ESC-12", "allowed")
@pytest.mark.rule("ESC-13", "allowed")
def test_the_senior_records_both_and_the_task_ends(provider: Provider) -> None:
    episode = reviewed(provider, late(provider))
    review = SeniorReview.objects.get()
    assert (review.rationale, review.learning) == (
        "The rota had no cover that day.",
        "Name cover for each worker.",
    )
    assert of_subject(episode).get(kind=REVIEW_CLOCK).met
    assert episode.status == Status.STEP_UP


@pytest.mark.capability(67)
@pytest.mark.rule("ESC-09", "refused")
@pytest.mark.rule("ESC-09", "boundary")
@pytest.mark.rule("ESC-10", "refused")
@pytest.mark.rule("ESC-10", "boundary")
@pytest.mark.parametrize(
    ("why", "learnt", "code"), [(" ", LEARNT, "ESC-09"), (WHY, "\n", "ESC-10")]
)
def test_one_without_the_other_is_refused(
    provider: Provider, why: str, learnt: str, code: str
) -> None:
    step_up = only_step_up(late(provider))
    with pytest.raises(Refused) as refused:
        operations.review_delay(step_up, why, learnt, by=provider.people["team_manager"])
    assert refused.value.codes == (code,)


@pytest.mark.rule("ESC-11", "refused")
@pytest.mark.rule("ESC-11", "boundary")
@pytest.mark.parametrize(("seconds", "refuses"), [(0, True), (1, False)])
def test_there_is_a_delay_only_after_the_due_time(
    provider: Provider, seconds: int, refuses: bool
) -> None:
    step_up = only_step_up(step_up_due(provider))
    at = step_up.due_at + dt.timedelta(seconds=seconds)
    call = {"by": provider.people["team_manager"], "at": at}
    if refuses:
        with pytest.raises(Refused) as refused:
            operations.review_delay(step_up, WHY, LEARNT, **call)
        assert refused.value.codes == ("ESC-11",)
    else:
        assert operations.review_delay(step_up, WHY, LEARNT, **call).pk


@pytest.mark.rule("ESC-12", "refused")
@pytest.mark.rule("ESC-12", "boundary")
def test_the_second_of_two_seniors_is_refused_kindly_and_the_first_stands(
    provider: Provider,
) -> None:
    step_up = only_step_up(late(provider))
    operations.review_delay(step_up, WHY, LEARNT, by=provider.people["team_manager"])
    with pytest.raises(Refused) as refused:
        operations.review_delay(
            step_up, "Another view.", "Another thing.", by=provider.people["governance_lead"]
        )
    assert refused.value.codes == ("ESC-12",)
    assert "Your text is below" in refused.value.refusals[0].sentence
    assert SeniorReview.objects.get().rationale == WHY


@pytest.mark.rule("ESC-13", "refused")
@pytest.mark.rule("ESC-13", "boundary")
def test_whoever_owned_the_step_up_does_not_review_its_delay(provider: Provider) -> None:
    manager = provider.people["team_manager"]
    step_up = only_step_up(late(provider, by=manager))
    with pytest.raises(Refused) as refused:
        operations.review_delay(step_up, WHY, LEARNT, by=manager)
    assert refused.value.codes == ("ESC-13",)
    assert operations.review_delay(step_up, WHY, LEARNT, by=provider.people["governance_lead"]).pk


def test_a_supervisor_is_no_senior(provider: Provider) -> None:
    step_up = only_step_up(late(provider))
    with pytest.raises(Refused) as refused:
        operations.review_delay(step_up, WHY, LEARNT, by=provider.people["supervisor"])
    assert refused.value.codes == (NOT_ALLOWED,)


@pytest.mark.rule("ESC-14", "refused")
@pytest.mark.rule("ESC-14", "boundary")
def test_a_late_episode_closes_only_after_the_review(provider: Provider) -> None:
    episode = stepped_up(provider, after_hours=30)
    by = provider.people["supervisor"]
    with pytest.raises(Refused) as refused:
        operations.close_episode(episode, "Well again.", by=by)
    assert refused.value.codes == ("ESC-14",)
    episode = reviewed(provider, episode)
    assert operations.close_episode(episode, "Well again.", by=by).status == Status.CLOSED


@pytest.mark.rule("ESC-14", "allowed")
@pytest.mark.rule("ESC-15", "allowed")
def test_an_episode_in_time_closes_with_a_reason(provider: Provider) -> None:
    episode = stepped_up(provider, after_hours=2)
    closed = operations.close_episode(episode, "Well.", by=provider.people["supervisor"])
    assert (closed.status, closed.ended_because) == (Status.CLOSED, "Well.")


@pytest.mark.rule("ESC-15", "refused")
@pytest.mark.rule("ESC-15", "boundary")
def test_an_episode_does_not_close_without_words(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.close_episode(observed(provider), " ", by=provider.people["supervisor"])
    assert refused.value.codes == ("ESC-15",)


@pytest.mark.rule("ESC-18", "allowed")
def test_what_was_recorded_about_the_wrong_person_is_taken_back(provider: Provider) -> None:
    episode = late(provider)
    by = provider.people["supervisor"]
    operations.withdraw_episode(episode, "It was someone else.", by=by)
    episode.refresh_from_db()
    assert episode.status == Status.WITHDRAWN
    assert not of_subject(episode).filter(ended_at__isnull=True).exists()
    assert operations.task_seniors() == 0


@pytest.mark.rule("ESC-18", "refused")
@pytest.mark.rule("ESC-18", "boundary")
def test_nothing_is_taken_back_without_a_reason(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.withdraw_episode(observed(provider), " ", by=provider.people["supervisor"])
    assert refused.value.codes == ("ESC-18",)

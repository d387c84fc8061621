"""Actions within a case: owned by one person, confirmed as done or not, each answer with its time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.clocks.queries import of_subject
from goldthread.clocks.terms import Standing
from goldthread.domain.registers.safeguarding import operations, queries
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from goldthread.domain.registers.safeguarding.terms import ActionStatus
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories.provider import Provider, make_provider
from tests.factories.safeguarding import action_in, concern


@pytest.fixture
def case(provider: Provider) -> SafeguardingCase:
    return concern(provider)


@pytest.mark.rule("SAF-06", "allowed")
def test_an_action_waits_for_its_owner_until_the_end_of_its_day(
    provider: Provider, case: SafeguardingCase
) -> None:
    action = action_in(provider, case)
    clock = of_subject(action).get()
    assert clock.owner == provider.people["team_manager"]
    assert timezone.localdate(clock.due_at) == action.due_on
    assert clock.thread == case.incident_id


@pytest.mark.rule("SAF-06", "boundary")
def test_a_partners_action_names_the_person_and_waits_for_the_lead(
    provider: Provider, case: SafeguardingCase
) -> None:
    action = action_in(
        provider, case, owner=None, owner_agency="Vale Council", owner_name="Alex Reed"
    )
    assert action.owner_words == "Alex Reed, Vale Council"
    assert of_subject(action).get().owner_role == "safeguarding_lead"


@pytest.mark.rule("SAF-06", "refused")
@pytest.mark.parametrize(
    "changes",
    [
        {"what": " "},
        {"due_on": None},
        {"owner": None},
        {"owner": None, "owner_agency": "Vale Council"},
        {"owner_agency": "Vale Council", "owner_name": "Alex Reed"},
    ],
)
def test_an_action_without_a_task_a_day_or_exactly_one_owner_is_refused(
    provider: Provider, case: SafeguardingCase, changes: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refused:
        action_in(provider, case, **changes)
    assert refused.value.codes == ("SAF-06",)


@pytest.mark.rule("SAF-07", "allowed")
def test_done_is_recorded_with_its_time_and_meets_the_clock(
    provider: Provider, case: SafeguardingCase
) -> None:
    action = action_in(provider, case)
    at = timezone.now()
    operations.confirm_action(action, done=True, by=provider.people["safeguarding_lead"], at=at)
    assert (action.status, action.ended_at) == (ActionStatus.DONE, at)
    assert of_subject(action).get().standing() == Standing.MET


def test_its_owner_may_say_that_it_is_done(provider: Provider, case: SafeguardingCase) -> None:
    action = action_in(provider, case)
    operations.confirm_action(action, done=True, by=provider.people["team_manager"])
    assert action.status == ActionStatus.DONE


def test_a_colleague_whose_action_it_is_not_may_not(
    provider: Provider, case: SafeguardingCase
) -> None:
    action = action_in(provider, case)
    with pytest.raises(Refused) as refused:
        operations.confirm_action(action, done=True, by=provider.people["supervisor"])
    assert refused.value.codes == (NOT_ALLOWED,)


@pytest.mark.rule("SAF-07", "refused")
def test_not_done_without_a_word_of_why_is_refused(
    provider: Provider, case: SafeguardingCase
) -> None:
    action = action_in(provider, case)
    with pytest.raises(Refused) as refused:
        operations.confirm_action(action, done=False, by=provider.people["safeguarding_lead"])
    assert refused.value.codes == ("SAF-07",)
    assert not action.confirmations.exists()


@pytest.mark.rule("SAF-07", "boundary")
def test_not_done_with_the_reason_keeps_it_open_and_on_record(
    provider: Provider, case: SafeguardingCase
) -> None:
    action = action_in(provider, case)
    lead = provider.people["safeguarding_lead"]
    operations.confirm_action(action, done=False, note="The bank opens on Monday.", by=lead)
    operations.confirm_action(action, done=True, by=lead)
    assert [one.done for one in action.confirmations.all()] == [False, True]


def test_one_not_needed_any_more_stops_waiting(provider: Provider, case: SafeguardingCase) -> None:
    action = action_in(provider, case)
    operations.drop_action(
        action, "The account was closed.", by=provider.people["safeguarding_lead"]
    )
    assert action.status == ActionStatus.DROPPED
    assert of_subject(action).get().standing() == Standing.STOPPED


@pytest.mark.rule("SAF-08", "refused")
def test_a_case_does_not_close_over_an_open_action(
    provider: Provider, case: SafeguardingCase
) -> None:
    lead = provider.people["safeguarding_lead"]
    action = action_in(provider, case)
    operations.decide(case, "Not met: no care and support needs.", threshold_met=False, by=lead)
    with pytest.raises(Refused) as refused:
        operations.close(case, "not_asked", "He asked us not to.", by=lead)
    assert refused.value.codes == ("SAF-08",)
    operations.confirm_action(action, done=True, by=lead)
    assert queries.waits(case.incident)


@pytest.mark.rule("SAF-08", "allowed")
@pytest.mark.rule("SAF-09", "refused")
def test_nothing_is_added_to_a_case_once_it_is_closed(
    provider: Provider, case: SafeguardingCase
) -> None:
    lead = provider.people["safeguarding_lead"]
    operations.confirm_action(action_in(provider, case), done=True, by=lead)
    operations.decide(case, "Not met: no care and support needs.", threshold_met=False, by=lead)
    operations.close(case, "not_asked", "He asked us not to.", by=lead)
    with pytest.raises(Refused) as refused:
        action_in(provider, case)
    assert refused.value.codes == ("SAF-09",)


@pytest.mark.rule("SAF-09", "allowed")
def test_actions_of_a_case_come_by_the_day_they_are_due(
    provider: Provider, case: SafeguardingCase
) -> None:
    later = action_in(provider, case, due_on=timezone.localdate() + dt.timedelta(days=9))
    sooner = action_in(provider, case)
    assert list(queries.actions_of(case)) == [sooner, later]


def test_active_cases_are_those_of_the_persons_scope_that_are_not_closed(
    provider: Provider, case: SafeguardingCase
) -> None:
    lead = provider.people["safeguarding_lead"]
    closed = concern(provider)
    operations.decide(closed, "Not met: no care and support needs.", threshold_met=False, by=lead)
    operations.close(closed, "not_asked", "She asked us not to.", by=lead)
    stranger = make_provider("Wrenfield Care").people["safeguarding_lead"]
    assert list(queries.active_cases(lead)) == [case]
    assert list(queries.active_cases(stranger)) == []
    assert not queries.actions_visible_to(stranger).exists()

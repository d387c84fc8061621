"""Later dates are asked for and decided by another; owners change with a reason; leavers show."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks.models import Clock
from goldthread.clocks.queries import waiting_for
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import extension_waiting, owner_warning, ungoverned
from goldthread.domain.actions.terms import Decision, Status
from goldthread.domain.incidents import operations as incidents
from goldthread.notices.models import Notice
from goldthread.workflow.refusals import Refused
from tests.factories.actions import (
    acting,
    communicate,
    implement,
    make_agreed,
    make_complete,
    make_proposed,
)
from tests.factories.provider import Provider, make_provider

DAY = dt.timedelta(days=1)
WHY = "The template supplier needs another week; the paper form is used meanwhile."


@pytest.fixture
def agreed(provider: Provider) -> Action:
    return make_agreed(provider)


def clock_of(action: Action, kind: str = "action_due") -> Clock:
    return Clock.objects.get(subject_type="actions.action", subject_id=action.pk, kind=kind)


def asking(provider: Provider, action: Action, **changes: Any) -> set[str]:
    values = {"due_on": action.due_on + 7 * DAY, "reason": WHY} | changes
    try:
        actions.request_extension(action, by=provider.people["team_manager"], **values)
    except Refused as refused:
        return set(refused.codes)
    return set()


@pytest.mark.capability(40)
@pytest.mark.rule("ACT-30", "allowed")
@pytest.mark.rule("ACT-32", "allowed")
def test_asking_for_a_later_date_moves_nothing(provider: Provider, agreed: Action) -> None:
    due_on = agreed.due_on
    assert not asking(provider, agreed)
    agreed.refresh_from_db()
    assert agreed.due_on == due_on
    assert clock_of(agreed, "action_extension").owner_role == "governance_lead"


@pytest.mark.capability(40)
@pytest.mark.rule("ACT-30", "refused")
@pytest.mark.rule("ACT-30", "boundary")
def test_a_later_date_needs_a_reason(provider: Provider, agreed: Action) -> None:
    assert asking(provider, agreed, reason=" ") == {"ACT-30"}


@pytest.mark.rule("ACT-31", "refused")
@pytest.mark.rule("ACT-31", "boundary")
@pytest.mark.rule("ACT-31", "allowed")
@pytest.mark.parametrize(("days", "codes"), [(-1, {"ACT-31"}), (0, {"ACT-31"}), (1, set())])
def test_a_later_date_is_later(
    provider: Provider, agreed: Action, days: int, codes: set[str]
) -> None:
    assert asking(provider, agreed, due_on=agreed.due_on + days * DAY) == codes


def test_a_later_date_of_an_overdue_action_is_still_ahead(provider: Provider) -> None:
    action = make_agreed(provider, at=timezone.now() - 60 * DAY)
    assert asking(provider, action, due_on=timezone.localdate() - DAY) == {"ACT-31"}
    assert not asking(provider, action, due_on=timezone.localdate())


@pytest.mark.rule("ACT-32", "refused")
@pytest.mark.rule("ACT-32", "boundary")
def test_one_later_date_is_asked_for_at_a_time(provider: Provider, agreed: Action) -> None:
    asking(provider, agreed)
    assert asking(provider, agreed) == {"ACT-32"}


@pytest.mark.capability(40)
@pytest.mark.rule("ACT-33", "allowed")
def test_an_approved_date_moves_the_clock_and_keeps_the_first_date(
    provider: Provider, agreed: Action
) -> None:
    first = agreed.due_on
    asking(provider, agreed)
    row = actions.approve_extension(agreed, by=provider.people["governance_lead"])
    agreed.refresh_from_db()
    local = timezone.localtime(clock_of(agreed).due_at)
    assert (row.decision, agreed.due_on, agreed.first_due_on) == (
        Decision.APPROVED,
        first + 7 * DAY,
        first,
    )
    assert local.date() == first + 7 * DAY
    assert clock_of(agreed, "action_extension").met


@pytest.mark.rule("ACT-34", "allowed")
def test_a_declined_date_stays_and_says_why(provider: Provider, agreed: Action) -> None:
    first = agreed.due_on
    asking(provider, agreed)
    actions.decline_extension(
        agreed, "It is only the form that waits.", by=provider.people["governance_lead"]
    )
    agreed.refresh_from_db()
    assert (agreed.due_on, extension_waiting(agreed)) == (first, None)
    assert agreed.extensions.get().decision_reason == "It is only the form that waits."


@pytest.mark.rule("ACT-34", "refused")
@pytest.mark.rule("ACT-34", "boundary")
def test_declining_needs_a_reason(provider: Provider, agreed: Action) -> None:
    asking(provider, agreed)
    with pytest.raises(Refused) as refused:
        actions.decline_extension(agreed, " ", by=provider.people["governance_lead"])
    assert refused.value.codes == ("ACT-34",)


@pytest.mark.capability(40)
@pytest.mark.rule("ACT-33", "refused")
def test_an_owner_does_not_approve_their_own_later_date(provider: Provider) -> None:
    lead = provider.people["governance_lead"]
    action = make_agreed(provider, owner=lead)
    actions.request_extension(
        action,
        due_on=action.due_on + DAY,
        reason=WHY,
        by=provider.people["team_manager"],
    )
    with pytest.raises(Refused) as refused:
        actions.approve_extension(action, by=lead)
    assert refused.value.codes == ("ACT-33",)


@pytest.mark.rule("ACT-33", "boundary")
def test_nor_does_whoever_asked_for_it(provider: Provider, agreed: Action) -> None:
    lead = provider.people["governance_lead"]
    actions.request_extension(agreed, due_on=agreed.due_on + DAY, reason=WHY, by=lead)
    with pytest.raises(Refused) as refused:
        actions.approve_extension(agreed, by=lead)
    assert refused.value.codes == ("ACT-33",)
    other = provider.person("Gwen Hale", "governance_lead", provider.organisation)
    assert actions.approve_extension(agreed, by=other).decision == Decision.APPROVED


def test_a_manager_does_not_approve_later_dates(provider: Provider, agreed: Action) -> None:
    asking(provider, agreed)
    with pytest.raises(Refused) as refused:
        actions.approve_extension(agreed, by=provider.people["triage_lead"])
    assert refused.value.codes == ("WF-01",)


def test_completing_ends_a_request_that_is_no_longer_needed(provider: Provider) -> None:
    action = make_agreed(provider)
    asking(provider, action)
    communicate(provider, implement(provider, action))
    assert action.extensions.get().decision == Decision.LAPSED
    assert clock_of(action, "action_extension").ended_at is not None


@pytest.mark.capability(39)
@pytest.mark.rule("ACT-35", "allowed")
def test_passing_an_action_on_is_kept_and_moves_its_clock(
    provider: Provider, agreed: Action
) -> None:
    before, after = provider.people["team_manager"], provider.people["supervisor"]
    actions.reassign(agreed, after, "Ade leads the huddle now.", by=provider.people["reviewer"])
    row = agreed.reassignments.get()
    assert (row.from_owner, row.to_owner) == (before, after)
    assert clock_of(agreed).owner == after
    assert Notice.objects.filter(recipient=after, kind="action_agreed").exists()


@pytest.mark.rule("ACT-35", "refused")
@pytest.mark.rule("ACT-35", "boundary")
def test_passing_an_action_on_needs_a_reason_and_another_person(
    provider: Provider, agreed: Action
) -> None:
    lead = provider.people["governance_lead"]
    for owner, reason in [(provider.people["supervisor"], " "), (agreed.owner, "Still Ade.")]:
        with pytest.raises(Refused) as refused:
            actions.reassign(agreed, owner, reason, by=lead)
        assert refused.value.codes == ("ACT-35",)


def test_an_action_is_not_passed_to_a_stranger(provider: Provider, agreed: Action) -> None:
    stranger = make_provider("Otherwell Trust").people["supervisor"]
    with pytest.raises(Refused) as refused:
        actions.reassign(agreed, stranger, "Why not", by=provider.people["governance_lead"])
    assert refused.value.codes == ("ACT-03",)


@pytest.mark.capability(39)
def test_an_action_of_someone_who_left_waits_for_its_manager_once(
    provider: Provider, agreed: Action
) -> None:
    User.objects.filter(pk=agreed.owner_id).update(left_on=timezone.localdate())
    manager = provider.person("New Manager", "team_manager")
    assert (actions.check_leavers(), actions.check_leavers()) == (1, 0)
    assert clock_of(agreed, "action_owner") in waiting_for(manager)
    agreed.refresh_from_db()
    assert "no longer works here" in owner_warning(agreed)


@pytest.mark.capability(39)
def test_passing_it_on_ends_the_wait(provider: Provider, agreed: Action) -> None:
    User.objects.filter(pk=agreed.owner_id).update(is_active=False)
    actions.check_leavers()
    actions.reassign(
        agreed, provider.people["supervisor"], "Lena left.", by=provider.people["governance_lead"]
    )
    assert clock_of(agreed, "action_owner").met
    assert not ungoverned().exists()


def test_the_actions_of_people_who_stay_wait_for_nobody_else(
    provider: Provider, agreed: Action
) -> None:
    assert actions.check_leavers() == 0


@pytest.mark.rule("ACT-36", "allowed")
def test_a_withdrawn_action_keeps_its_reason_and_ends_its_clock(
    provider: Provider, agreed: Action
) -> None:
    action = actions.withdraw(agreed, "The service closed.", by=provider.people["governance_lead"])
    assert (action.status, action.withdrawn_because) == (Status.WITHDRAWN, "The service closed.")
    assert clock_of(action).ended_at is not None


@pytest.mark.rule("ACT-36", "refused")
@pytest.mark.rule("ACT-36", "boundary")
def test_withdrawing_needs_a_reason(provider: Provider, agreed: Action) -> None:
    with pytest.raises(Refused) as refused:
        actions.withdraw(agreed, "\n", by=provider.people["governance_lead"])
    assert refused.value.codes == ("ACT-36",)


def test_a_complete_action_is_not_withdrawn(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        actions.withdraw(make_complete(provider), "No", by=provider.people["governance_lead"])
    assert refused.value.codes == ("WF-02",)


def test_an_incident_with_an_open_action_is_not_withdrawn(provider: Provider) -> None:
    incident, other = acting(provider), acting(provider)
    make_proposed(provider, incident)
    with pytest.raises(Refused) as refused:
        incidents.withdraw(incident, other, by=provider.people["governance_lead"])
    assert refused.value.codes == ("ACT-14",)


def test_actions_move_with_their_incident(provider: Provider) -> None:
    incident = acting(provider)
    action = make_agreed(provider, incident)
    incidents.place(incident, provider.other_team, by=provider.people["governance_lead"])
    action.refresh_from_db()
    assert action.unit == provider.other_team
    assert clock_of(action).unit == provider.other_team


def test_a_reopened_incident_lets_its_actions_fall_due_again(provider: Provider) -> None:
    incident, lead = acting(provider), provider.people["governance_lead"]
    action = make_agreed(provider, incident)
    incidents.close_with_reason(incident, "The service closed.", by=lead)
    assert clock_of(action).ended_at is not None
    incidents.reopen(incident, "It opened again.", by=lead)
    running = Clock.objects.filter(subject_id=action.pk, kind="action_due", ended_at__isnull=True)
    assert running.count() == 1

"""Verified and not effective come from verification; what did not work is taken up again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import (
    all_complete,
    evidence_of,
    funnel,
    improvement_actions,
    stage_facts,
    ticks,
    visible_to,
)
from goldthread.domain.actions.terms import Status, Strength
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.terms import Closure
from goldthread.domain.incidents.terms import Status as IncidentStatus
from goldthread.workflow.refusals import Refused
from tests.factories.actions import (
    acting,
    communicate,
    draft_of,
    implement,
    make_agreed,
    make_complete,
    make_proposed,
    plan_of,
)
from tests.factories.conclusions import find_not_effective
from tests.factories.provider import Provider

DAY = dt.timedelta(days=1)
VERDICT = {"practice_changed": "yes", "repeat_risk_fell": "too_early"}
FAILED = {"practice_changed": "no", "repeat_risk_fell": "no"}


def soon() -> dt.date:
    return timezone.localdate() + 14 * DAY


@pytest.fixture
def failed(provider: Provider) -> Action:
    """An action of an incident in verifying that was found not effective."""
    return find_not_effective(provider, make_complete(provider, acting(provider)))


@pytest.mark.capability(43, 49)
@pytest.mark.rule("ACT-40", "allowed")
def test_verification_makes_a_complete_action_verified(provider: Provider) -> None:
    action = actions.record_verified(
        make_complete(provider), VERDICT, concluded_by=provider.people["verifier"]
    )
    assert (action.status, action.concluded_by) == (
        Status.VERIFIED,
        provider.people["verifier"],
    )


@pytest.mark.rule("ACT-40", "refused")
@pytest.mark.rule("ACT-40", "boundary")
@pytest.mark.parametrize("missing", ["practice_changed", "repeat_risk_fell"])
def test_one_verdict_is_not_enough(provider: Provider, missing: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.record_verified(make_complete(provider), VERDICT | {missing: ""})
    assert refused.value.codes == ("ACT-40",)


@pytest.mark.capability(49)
def test_an_action_that_is_not_complete_is_not_verified(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        actions.record_verified(make_agreed(provider), VERDICT)
    assert refused.value.codes == ("WF-02",)


@pytest.mark.capability(49)
def test_implemented_and_not_verified_is_counted_as_that(provider: Provider) -> None:
    make_complete(provider)
    counts = funnel(visible_to(provider.people["governance_lead"]))
    assert (counts.implemented, counts.communicated, counts.verified, counts.unproved) == (
        1,
        1,
        0,
        1,
    )
    assert "not verified" in Status.COMPLETE.label


def test_not_effective_takes_the_incident_back_to_acting(failed: Action) -> None:
    assert failed.incident.status == IncidentStatus.ACTING
    assert not all_complete(failed.incident)


@pytest.mark.rule("ACT-43", "allowed")
def test_a_reopened_action_needs_both_facts_again(provider: Provider, failed: Action) -> None:
    action = actions.reopen(failed, due_on=soon(), by=provider.people["governance_lead"])
    found = ticks(action)
    assert (action.status, action.round) == (Status.AGREED, 2)
    assert (found.implemented, found.communicated) == (None, None)
    assert not evidence_of(action).exists()
    assert action.implementations.count() == 1


def test_a_second_round_completes_like_the_first(provider: Provider, failed: Action) -> None:
    action = actions.reopen(failed, due_on=soon(), by=provider.people["governance_lead"])
    action = communicate(provider, implement(provider, action))
    action.incident.refresh_from_db()
    assert action.status == Status.COMPLETE
    assert action.incident.status == IncidentStatus.VERIFYING


@pytest.mark.rule("ACT-43", "refused")
@pytest.mark.rule("ACT-43", "boundary")
@pytest.mark.parametrize(("days", "codes"), [(None, ("ACT-43",)), (-1, ("ACT-43",)), (0, None)])
def test_a_reopened_action_is_due_on_a_day_ahead(
    provider: Provider, failed: Action, days: int | None, codes: Any
) -> None:
    due_on = None if days is None else timezone.localdate() + days * DAY
    lead = provider.people["governance_lead"]
    if codes is None:
        assert actions.reopen(failed, due_on=due_on, by=lead).due_on == due_on
        return
    with pytest.raises(Refused) as refused:
        actions.reopen(failed, due_on=due_on, by=lead)
    assert refused.value.codes == codes


def stronger(provider: Provider, before: Action, **changes: Any) -> Action:
    draft = draft_of(provider, **({"title": "A forced field on the rota"} | changes))
    lead = provider.people["governance_lead"]
    return actions.propose(before.incident, draft, by=lead, replaces=before)


@pytest.mark.rule("ACT-41", "allowed")
@pytest.mark.rule("ACT-42", "allowed")
def test_a_stronger_action_takes_over(provider: Provider, failed: Action) -> None:
    successor = stronger(provider, failed, strength=Strength.STRONG)
    actions.agree(successor, plan_of(provider), by=provider.people["governance_lead"])
    assert list(improvement_actions(failed.incident)) == [successor]


@pytest.mark.rule("ACT-41", "refused")
def test_a_complete_action_is_not_taken_over(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        stronger(provider, make_complete(provider))
    assert refused.value.codes == ("ACT-41",)


@pytest.mark.rule("ACT-41", "boundary")
def test_a_successor_belongs_to_the_same_incident(provider: Provider, failed: Action) -> None:
    lead = provider.people["governance_lead"]
    with pytest.raises(Refused) as refused:
        actions.propose(acting(provider), draft_of(provider), by=lead, replaces=failed)
    assert refused.value.codes == ("ACT-41",)


@pytest.mark.rule("ACT-42", "refused")
def test_the_same_strength_again_is_not_agreed(provider: Provider, failed: Action) -> None:
    successor = stronger(provider, failed, strength=Strength.MEDIUM)
    with pytest.raises(Refused) as refused:
        actions.agree(successor, plan_of(provider), by=provider.people["governance_lead"])
    assert refused.value.codes == ("ACT-42",)


@pytest.mark.rule("ACT-42", "boundary")
def test_nothing_is_stronger_than_strong(provider: Provider) -> None:
    before = find_not_effective(provider, make_complete(provider, strength=Strength.STRONG))
    successor = stronger(provider, before, strength=Strength.STRONG)
    agreed = actions.agree(successor, plan_of(provider), by=provider.people["governance_lead"])
    assert agreed.status == Status.AGREED


def test_an_action_that_slipped_back_after_closing_opens_its_incident_again(
    provider: Provider,
) -> None:
    lead = provider.people["governance_lead"]
    action = actions.record_verified(make_complete(provider, acting(provider)), VERDICT)
    incident = action.incident
    incident.refresh_from_db()
    incidents.close_verified(incident, missing=(), by=lead)
    action = actions.find_not_effective(action, FAILED)
    incident.refresh_from_db()
    assert (incident.status, incident.closure) == (IncidentStatus.CLOSED, Closure.VERIFIED)
    successor = stronger(provider, action, strength=Strength.STRONG)
    actions.agree(successor, plan_of(provider), by=lead)
    incident.refresh_from_db()
    assert (incident.status, incident.closure) == (IncidentStatus.ACTING, "")


@pytest.mark.capability(102)
def test_a_proposal_is_not_yet_an_improvement_action(provider: Provider) -> None:
    incident = acting(provider)
    make_proposed(provider, incident)
    assert not improvement_actions(incident).exists()


@pytest.mark.capability(102)
def test_a_withdrawn_action_is_none_either(provider: Provider) -> None:
    incident = acting(provider)
    action = make_agreed(provider, incident)
    actions.withdraw(action, "Not right.", by=provider.people["governance_lead"])
    assert not improvement_actions(incident).exists()


def test_the_stage_says_what_is_missing(provider: Provider) -> None:
    incident = acting(provider)
    assert [r.code for r in stage_facts(incident).missing] == ["ACT-11"]
    implement(provider, make_agreed(provider, incident))
    facts = stage_facts(incident)
    assert facts.state == "1 recorded, 1 implemented, 0 communicated, 0 verified"
    assert [r.code for r in facts.missing] == ["ACT-04"]
    assert (facts.owner, facts.overdue) == (provider.people["team_manager"].name, 0)


def test_the_stage_counts_what_is_overdue(provider: Provider) -> None:
    incident = acting(provider)
    action = make_agreed(provider, incident)
    assert stage_facts(incident, on=action.due_on).overdue == 0
    assert stage_facts(incident, on=action.due_on + DAY).overdue == 1


def test_the_stage_costs_few_queries(
    provider: Provider, django_assert_max_num_queries: Any
) -> None:
    incident = acting(provider)
    for number in range(5):
        make_agreed(provider, incident, title=f"Change {number}")
    with django_assert_max_num_queries(3):
        stage_facts(incident)

"""The rarer moves of an incident each need what makes them understandable later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from goldthread.domain.incidents import operations
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Status
from goldthread.workflow.refusals import Refused
from tests.factories.incidents import decision_for, make_incident, triaged
from tests.factories.provider import Provider


@pytest.fixture
def incident(provider: Provider) -> Incident:
    return make_incident(provider)


@pytest.fixture
def in_review(provider: Provider, incident: Incident) -> Incident:
    triaged(provider, incident)
    return operations.begin_review(incident)


def refused(call: Callable[..., Any], *args: Any, **options: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as error:
        call(*args, **options)
    return error.value.codes


@pytest.mark.rule("INC-01", "refused")
def test_people_are_not_made_safe_without_saying_how(provider: Provider) -> None:
    incident = make_incident(provider, unsafe_now=True, unsafe_what="Nobody answers the door.")
    by = provider.people["team_manager"]
    assert refused(operations.make_safe, incident, " ", by=by) == ("INC-01",)


@pytest.mark.rule("INC-02", "refused")
def test_a_restriction_without_a_reason_is_refused(provider: Provider, incident: Incident) -> None:
    by = provider.people["governance_lead"]
    assert refused(operations.restrict, incident, " ", [], by=by) == ("INC-02",)


@pytest.mark.rule("INC-02", "allowed")
def test_a_restriction_with_its_reason_stands(provider: Provider, incident: Incident) -> None:
    by = provider.people["governance_lead"]
    operations.restrict(incident, "The person works here.", [], by=by)
    assert incident.restricted


@pytest.mark.rule("INC-03", "refused")
def test_an_incident_is_no_duplicate_of_itself(provider: Provider, incident: Incident) -> None:
    by = provider.people["governance_lead"]
    assert refused(operations.withdraw, incident, incident, by=by) == ("INC-03",)


@pytest.mark.rule("INC-03", "allowed")
def test_a_duplicate_keeps_its_link_to_the_other(provider: Provider, incident: Incident) -> None:
    again = make_incident(provider)
    operations.withdraw(again, incident, by=provider.people["governance_lead"])
    assert (again.status, again.duplicate_of) == (Status.WITHDRAWN, incident)


@pytest.mark.rule("INC-05", "refused")
def test_acting_does_not_start_before_the_review_is_signed_off(in_review: Incident) -> None:
    facts = {"review_signed_off": False, "serious": False, "actions": 0}
    assert refused(operations.begin_acting, in_review, **facts) == ("INC-05",)


@pytest.mark.rule("INC-06", "refused")
def test_a_serious_incident_does_not_go_on_without_an_action(in_review: Incident) -> None:
    facts = {"review_signed_off": True, "serious": True, "actions": 0}
    assert refused(operations.begin_acting, in_review, **facts) == ("INC-06",)


@pytest.mark.rule("INC-06", "boundary")
def test_one_action_lets_a_serious_incident_go_on(in_review: Incident) -> None:
    operations.begin_acting(in_review, review_signed_off=True, serious=True, actions=1)
    assert in_review.status == Status.ACTING


@pytest.mark.rule("INC-07", "refused")
def test_verifying_does_not_start_with_an_action_open(in_review: Incident) -> None:
    operations.begin_acting(in_review, review_signed_off=True, serious=False, actions=1)
    assert refused(operations.begin_verifying, in_review, actions_complete=False) == ("INC-07",)


@pytest.mark.rule("INC-08", "refused")
def test_what_is_missing_on_the_thread_is_the_refusal(
    provider: Provider, in_review: Incident
) -> None:
    operations.begin_acting(in_review, review_signed_off=True, serious=False, actions=1)
    operations.begin_verifying(in_review, actions_complete=True)
    by = provider.people["governance_lead"]
    with pytest.raises(Refused) as error:
        operations.close_verified(in_review, missing=["Write to the reporter."], by=by)
    assert error.value.codes == ("INC-08",)
    assert "Write to the reporter." in str(error.value)


@pytest.mark.rule("TRI-10", "refused")
def test_an_incident_without_a_team_is_not_triaged(provider: Provider) -> None:
    unplaced = make_incident(
        provider, unit=provider.organisation, proposed_unit="The team by the river"
    )
    by = provider.people["triage_lead"]
    decision = decision_for(provider, unplaced)
    assert refused(operations.triage, unplaced, decision, by=by) == ("TRI-10",)

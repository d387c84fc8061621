"""A thread closes as verified only when nothing on it is missing; anything else is told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goldthread.clocks.models import Clock
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.candour import operations as candour
from goldthread.domain.governance.closure import operations, rules
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Status
from goldthread.domain.reviews import operations as reviews
from goldthread.domain.verification import operations as verification
from goldthread.domain.verification.models import Plan
from goldthread.trail.verification import verify
from goldthread.workflow.refusals import Refused
from tests.factories import verification as made
from tests.factories.actions import communicate, draft_of, implement, plan_of
from tests.factories.candour import talked
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.reviews import review_of, write_rapid


def reviewed(provider: Provider, incident: Incident) -> Action:
    """The incident after its rapid review, with the action of this week agreed."""
    review = write_rapid(provider, review_of(provider, incident))
    reviews.submit(review, by=provider.people["reviewer"])
    reviews.sign_off(review, by=provider.people["governance_lead"])
    action = Action.objects.get(incident=incident)
    draft = replace(
        draft_of(provider),
        rapid=True,
        due_on=action.due_on,
        source_type=action.source_type,
        source_id=action.source_id,
    )
    more = {"instrument": "escalation_file_audit", "sample_size": 20}
    plan = plan_of(provider, standard=95, more=more)
    return actions.agree(action, plan, draft=draft, by=provider.people["governance_lead"])


def verified(provider: Provider, incident: Incident) -> None:
    """The incident with its action implemented, communicated and verified."""
    action = reviewed(provider, incident)
    communicate(provider, implement(provider, action))
    plan = Plan.objects.get(action=action)
    made.checked(provider, made.first_round(plan), 20)
    verification.conclude(plan, by=provider.people["verifier"], **made.verdicts())
    incident.refresh_from_db()


def open_and_answered(provider: Provider, incident: Incident) -> None:
    by = provider.people["triage_lead"]
    candour.engage(incident, talked(questions=()), by=by)
    incidents.tell_reporter(incident, "The visit list now comes from the rota. Thank you.", by=by)


@pytest.mark.capability(29)
def test_what_is_implemented_this_week_becomes_a_rapid_action(provider: Provider) -> None:
    incident = make_incident(provider)
    review = write_rapid(provider, review_of(provider, incident))
    reviews.submit(review, by=provider.people["reviewer"])
    action = Action.objects.get(incident=incident)
    assert (action.rapid, action.due_on, action.owner) == (
        True,
        review.week_due_on,
        review.week_owner,
    )


def test_a_returned_review_changes_its_proposal_instead_of_adding_one(provider: Provider) -> None:
    incident = make_incident(provider)
    review = write_rapid(provider, review_of(provider, incident))
    by = provider.people["reviewer"]
    reviews.submit(review, by=by)
    reviews.send_back(review, "Say which list.", by=provider.people["governance_lead"])
    reviews.write(review, {"this_week": "Print the visit list at eight."}, by=by)
    reviews.submit(review, by=by)
    assert Action.objects.get(incident=incident).change == "Print the visit list at eight."


@pytest.mark.capability(5, 119)
@pytest.mark.rule("CLO-01", "allowed")
@pytest.mark.rule("CLO-02", "allowed")
@pytest.mark.rule("CLO-03", "allowed")
@pytest.mark.rule("CLO-04", "allowed")
@pytest.mark.rule("INC-05", "allowed")
@pytest.mark.rule("INC-07", "allowed")
@pytest.mark.rule("INC-08", "allowed")
def test_an_incident_is_followed_from_report_to_verified_closure(provider: Provider) -> None:
    incident = make_incident(provider)
    verified(provider, incident)
    assert incident.status == Status.VERIFYING
    open_and_answered(provider, incident)
    operations.close_as_verified(incident, by=provider.people["governance_lead"])
    assert (incident.status, incident.closure) == (Status.CLOSED, "verified")
    assert list(verify()) == []


def test_closing_ends_the_clocks_of_the_thread_but_not_its_rechecks(provider: Provider) -> None:
    incident = make_incident(provider)
    verified(provider, incident)
    open_and_answered(provider, incident)
    operations.close_as_verified(incident, by=provider.people["governance_lead"])
    left = Clock.objects.filter(ended_at__isnull=True)
    assert {clock.kind for clock in left} == {"verification_round"}
    assert left.count() == 3


@pytest.mark.capability(5)
@pytest.mark.rule("CLO-01", "refused")
def test_an_unverified_thread_does_not_close_as_verified(provider: Provider) -> None:
    incident = make_incident(provider)
    action = reviewed(provider, incident)
    communicate(provider, implement(provider, action))
    open_and_answered(provider, incident)
    incident.refresh_from_db()
    with pytest.raises(Refused) as refused:
        operations.close_as_verified(incident, by=provider.people["governance_lead"])
    assert "not verified yet" in str(refused.value)
    incident.refresh_from_db()
    assert incident.status == Status.VERIFYING


@pytest.mark.capability(25, 26)
@pytest.mark.rule("CLO-02", "refused")
@pytest.mark.rule("CLO-04", "refused")
def test_closing_needs_the_engagement_log_and_an_answer_to_the_reporter(
    provider: Provider,
) -> None:
    incident = make_incident(provider)
    verified(provider, incident)
    codes = {refusal.code for refusal in rules.missing(incident)}
    assert codes == {"CLO-02", "CLO-04"}


@pytest.mark.rule("CLO-03", "refused")
def test_an_open_safeguarding_case_holds_closure_up(provider: Provider) -> None:
    from goldthread.domain.registers.safeguarding.operations import raise_concern

    incident = make_incident(provider)
    raise_concern(incident, "A neighbour asks for money.", by=provider.people["triage_lead"])
    assert "CLO-03" in {refusal.code for refusal in rules.missing(incident)}


@pytest.mark.rule("INC-04", "allowed")
def test_closed_with_a_reason_is_never_counted_as_verified(provider: Provider) -> None:
    incident = make_incident(provider)
    review_of(provider, incident)
    incident.refresh_from_db()
    incidents.close_with_reason(
        incident, "Joined to the county-wide review.", by=provider.people["governance_lead"]
    )
    assert (incident.status, incident.closure) == (Status.CLOSED, "with_reason")
    assert not Incident.objects.filter(closure="verified").exists()


@pytest.mark.rule("INC-04", "refused")
def test_closing_without_verification_needs_a_reason(provider: Provider) -> None:
    incident = make_incident(provider)
    review_of(provider, incident)
    incident.refresh_from_db()
    with pytest.raises(Refused) as refused:
        incidents.close_with_reason(incident, " ", by=provider.people["governance_lead"])
    assert refused.value.codes == ("INC-04",)


@pytest.mark.capability(55)
def test_a_failed_verification_returns_the_incident_to_acting(provider: Provider) -> None:
    incident = make_incident(provider)
    action = reviewed(provider, incident)
    communicate(provider, implement(provider, action))
    plan = Plan.objects.get(action=action)
    made.checked(provider, made.first_round(plan), 9)
    values = made.verdicts(practice_changed="no", next_step="reopen", next_due_on=made.next_week())
    verification.conclude(plan, by=provider.people["verifier"], **values)
    incident.refresh_from_db()
    assert incident.status == Status.ACTING

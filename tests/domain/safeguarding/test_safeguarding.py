"""A yes at triage opens a case that is worked to a decision with its reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goldthread.clocks.models import Clock
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.registers.safeguarding import operations, queries
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from goldthread.domain.registers.safeguarding.terms import Status
from goldthread.notices.models import Notice
from goldthread.workflow.refusals import Refused
from tests.factories.incidents import decision_for, make_incident, triaged
from tests.factories.provider import Provider


@pytest.fixture
def incident(provider: Provider) -> Incident:
    incident = make_incident(provider)
    answers = dict(decision_for(provider, incident).answers)
    answers[TriageQuestion.SAFEGUARDING] = replace(
        answers[TriageQuestion.SAFEGUARDING], yes=True, reason="Money taken by a neighbour."
    )
    triaged(provider, incident, answers=answers)
    return incident


@pytest.fixture
def case(incident: Incident) -> SafeguardingCase:
    found = queries.of_incident(incident)
    assert found is not None
    return found


@pytest.mark.capability(18)
def test_a_yes_at_triage_opens_a_case_and_tells_the_lead(
    provider: Provider, case: SafeguardingCase
) -> None:
    lead = provider.people["safeguarding_lead"]
    assert (case.status, case.concern) == (Status.CONCERN, "Money taken by a neighbour.")
    assert Notice.objects.filter(recipient=lead, kind="safeguarding_concern", urgent=True).exists()
    assert Clock.objects.filter(kind="safeguarding_referral", ended_at__isnull=True).exists()


@pytest.mark.capability(18)
def test_a_no_at_triage_opens_none(provider: Provider) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    assert queries.of_incident(incident) is None


@pytest.mark.rule("SAF-01", "allowed")
@pytest.mark.rule("SAF-03", "allowed")
@pytest.mark.rule("SAF-04", "allowed")
@pytest.mark.rule("SAF-05", "allowed")
def test_a_case_is_worked_from_concern_to_closure(
    provider: Provider, case: SafeguardingCase, incident: Incident
) -> None:
    by = provider.people["safeguarding_lead"]
    operations.refer(case, "Vale Council", "By telephone, then the form", by=by)
    operations.acknowledge(case, "Duty social worker", by=by)
    operations.name_lead(
        case, "confirmed", name="Vale Council", how="E-mail of the duty desk", by=by
    )
    operations.decide(
        case,
        "The three tests are met.",
        threshold_met=True,
        wanted_outcomes="My card back, and no fuss with the neighbours.",
        by=by,
    )
    assert queries.waits(incident)
    operations.close(case, "met", "The neighbour no longer has the card.", by=by)
    assert not queries.waits(incident)


@pytest.mark.rule("SAF-01", "refused")
def test_a_referral_without_an_agency_is_refused(
    provider: Provider, case: SafeguardingCase
) -> None:
    with pytest.raises(Refused) as refused:
        operations.refer(case, " ", "By telephone", by=provider.people["safeguarding_lead"])
    assert refused.value.codes == ("SAF-01",)


@pytest.mark.rule("SAF-02", "refused")
def test_a_confirmed_lead_without_how_is_refused(
    provider: Provider, case: SafeguardingCase
) -> None:
    by = provider.people["safeguarding_lead"]
    with pytest.raises(Refused) as refused:
        operations.name_lead(case, "confirmed", name="Vale Council", by=by)
    assert refused.value.codes == ("SAF-02",)


@pytest.mark.rule("SAF-02", "boundary")
def test_an_assumed_lead_is_flagged_as_assumed(provider: Provider, case: SafeguardingCase) -> None:
    by = provider.people["safeguarding_lead"]
    operations.name_lead(case, "assumed", name="Vale Council", by=by)
    assert case.get_lead_agency_display() == "Assumed, not confirmed"


@pytest.mark.rule("SAF-03", "refused")
def test_a_no_without_reasons_is_refused(provider: Provider, case: SafeguardingCase) -> None:
    by = provider.people["safeguarding_lead"]
    with pytest.raises(Refused) as refused:
        operations.decide(case, " ", threshold_met=False, by=by)
    assert refused.value.codes == ("SAF-03",)


@pytest.mark.rule("SAF-04", "refused")
def test_a_case_does_not_close_without_the_wanted_outcome(
    provider: Provider, case: SafeguardingCase
) -> None:
    by = provider.people["safeguarding_lead"]
    operations.decide(case, "Not met: no care and support needs.", threshold_met=False, by=by)
    with pytest.raises(Refused) as refused:
        operations.close(case, "", "", by=by)
    assert refused.value.codes == ("SAF-04",)


@pytest.mark.rule("SAF-05", "refused")
def test_an_acknowledgement_without_a_name_is_refused(
    provider: Provider, case: SafeguardingCase
) -> None:
    by = provider.people["safeguarding_lead"]
    operations.refer(case, "Vale Council", "Form", by=by)
    with pytest.raises(Refused) as refused:
        operations.acknowledge(case, "", by=by)
    assert refused.value.codes == ("SAF-05",)

"""Triage is refused until it says enough, proposes a tier with its reasons, and keeps history."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from goldthread.access.terms import ProviderType
from goldthread.clocks.models import Clock
from goldthread.domain.incidents import operations
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.incidents.operations.triaging import duties_of
from goldthread.domain.incidents.reports import AffectedPerson, DoneAtOnce
from goldthread.domain.incidents.terms import Status, TriageQuestion
from goldthread.domain.incidents.triage_decisions import Decision, propose_tier
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import Refused
from tests.factories.incidents import decision_for, make_incident, triaged
from tests.factories.provider import Provider, make_provider


@pytest.fixture
def incident(provider: Provider) -> Incident:
    return make_incident(provider)


def refused(provider: Provider, incident: Incident, **changes: Any) -> tuple[str, ...]:
    decision = replace(decision_for(provider, incident), **changes)
    with pytest.raises(Refused) as error:
        operations.triage(incident, decision, by=provider.people["triage_lead"])
    incident.refresh_from_db()
    assert incident.status == Status.REPORTED
    assert not incident.triages.exists()
    return error.value.codes


def with_answer(decision: Decision, question: TriageQuestion, **changes: Any) -> dict[str, Any]:
    return decision.answers | {question: replace(decision.answers[question], **changes)}


@pytest.mark.capability(17, 22, 27)
@pytest.mark.rule("TRI-01", "allowed")
@pytest.mark.rule("TRI-02", "allowed")
@pytest.mark.rule("TRI-08", "allowed")
@pytest.mark.rule("TRI-10", "allowed")
@pytest.mark.rule("TRI-11", "allowed")
def test_triage_stores_category_reason_tier_decider_and_time(
    provider: Provider, incident: Incident
) -> None:
    row = triaged(provider, incident)
    assert (incident.status, row.tier, row.decided_by, row.number) == (
        Status.TRIAGED,
        "rapid",
        provider.people["triage_lead"],
        1,
    )
    assert row.category.code == "missed_contact"


@pytest.mark.capability(17)
def test_triage_meets_its_clock(provider: Provider, incident: Incident) -> None:
    triaged(provider, incident)
    assert Clock.objects.get(subject_id=incident.pk, kind="triage").met


@pytest.mark.capability(22)
@pytest.mark.rule("TRI-01", "refused")
def test_triage_without_a_category_is_refused(provider: Provider, incident: Incident) -> None:
    assert refused(provider, incident, category=None) == ("TRI-01",)


@pytest.mark.capability(22)
@pytest.mark.rule("TRI-02", "refused")
def test_triage_without_why_is_refused(provider: Provider, incident: Incident) -> None:
    assert refused(provider, incident, why="  ") == ("TRI-02",)


@pytest.mark.capability(23)
@pytest.mark.rule("TRI-03", "refused")
def test_triage_without_immediate_actions_is_refused(
    provider: Provider, incident: Incident
) -> None:
    assert refused(provider, incident, none_needed_because=" ") == ("TRI-03",)


@pytest.mark.capability(23)
@pytest.mark.rule("TRI-03", "boundary")
def test_one_immediate_action_is_enough(provider: Provider, incident: Incident) -> None:
    done = DoneAtOnce("Visited the same evening", "Duty worker", timezone.now())
    triaged(provider, incident, none_needed_because="", immediate_actions=(done,))
    assert incident.immediate_actions.get().done_by == "Duty worker"


@pytest.mark.capability(18, 19, 20, 21)
@pytest.mark.rule("TRI-04", "refused")
@pytest.mark.parametrize("question", list(TriageQuestion))
def test_each_of_the_four_questions_needs_an_answer(
    provider: Provider, incident: Incident, question: TriageQuestion
) -> None:
    answers = dict(decision_for(provider, incident).answers)
    del answers[question]
    assert refused(provider, incident, answers=answers) == ("TRI-04",)


@pytest.mark.capability(18, 19, 20, 21)
@pytest.mark.rule("TRI-04", "boundary")
@pytest.mark.parametrize("question", list(TriageQuestion))
def test_a_no_needs_its_reason_too(
    provider: Provider, incident: Incident, question: TriageQuestion
) -> None:
    decision = decision_for(provider, incident)
    answers = with_answer(decision, question, reason=" ")
    assert refused(provider, incident, answers=answers) == ("TRI-04",)


@pytest.mark.capability(19)
@pytest.mark.rule("TRI-05", "refused")
def test_a_clinical_review_without_a_clinician_is_refused(
    provider: Provider, incident: Incident
) -> None:
    answers = with_answer(
        decision_for(provider, incident), TriageQuestion.CLINICAL_REVIEW, yes=True
    )
    assert refused(provider, incident, answers=answers) == ("TRI-05",)


@pytest.mark.capability(19)
@pytest.mark.rule("TRI-05", "allowed")
def test_a_clinical_review_waits_for_the_clinician(provider: Provider, incident: Incident) -> None:
    clinician = provider.people["reviewer"]
    answers = with_answer(
        decision_for(provider, incident),
        TriageQuestion.CLINICAL_REVIEW,
        yes=True,
        clinician=clinician,
    )
    triaged(provider, incident, answers=answers)
    assert Clock.objects.get(subject_id=incident.pk, kind="clinical_review").owner == clinician


@pytest.mark.capability(20)
@pytest.mark.rule("TRI-06", "refused")
def test_telling_a_partner_without_naming_one_is_refused(
    provider: Provider, incident: Incident
) -> None:
    answers = with_answer(decision_for(provider, incident), TriageQuestion.PARTNER, yes=True)
    assert refused(provider, incident, answers=answers) == ("TRI-06",)


@pytest.mark.capability(20)
@pytest.mark.rule("TRI-06", "allowed")
def test_a_partner_is_told_and_acknowledges(provider: Provider, incident: Incident) -> None:
    answers = with_answer(
        decision_for(provider, incident),
        TriageQuestion.PARTNER,
        yes=True,
        partner="Vale Council adult social care",
    )
    triaged(provider, incident, answers=answers)
    operations.partner_told(
        incident, "By telephone", acknowledged=True, by=provider.people["triage_lead"]
    )
    answer = incident.triages.get().answers.get(question=TriageQuestion.PARTNER)
    assert answer.partner_told_how == "By telephone"
    assert Clock.objects.get(subject_id=incident.pk, kind="partner_acknowledgement").met


@pytest.mark.capability(16)
@pytest.mark.rule("TRI-07", "refused")
def test_another_tier_without_a_reason_is_refused(provider: Provider, incident: Incident) -> None:
    assert refused(provider, incident, tier="structured") == ("TRI-07",)


@pytest.mark.capability(16)
@pytest.mark.rule("TRI-07", "allowed")
def test_another_tier_with_a_reason_keeps_both(provider: Provider, incident: Incident) -> None:
    row = triaged(
        provider, incident, tier="structured", override_reason="The third in this family."
    )
    assert (row.proposed_tier, row.tier) == ("rapid", "structured")


@pytest.mark.rule("TRI-08", "refused")
def test_triage_without_a_tier_is_refused(provider: Provider, incident: Incident) -> None:
    assert "TRI-08" in refused(provider, incident, tier="")


@pytest.mark.rule("TRI-11", "refused")
def test_triage_without_the_potential_is_refused(provider: Provider, incident: Incident) -> None:
    assert refused(provider, incident, potential_harm="") == ("TRI-11",)


@pytest.mark.rule("TRI-11", "refused")
def test_every_gap_of_a_triage_is_said_at_once(provider: Provider, incident: Incident) -> None:
    gaps = refused(provider, incident, potential_harm="", why="", tier="")
    assert gaps == ("TRI-02", "TRI-11", "TRI-08")


@pytest.mark.capability(21)
@pytest.mark.rule("TRI-13", "refused")
def test_triage_that_leaves_out_national_rules_is_refused(
    provider: Provider, incident: Incident
) -> None:
    assert refused(provider, incident, national_trigger="") == ("TRI-13",)


@pytest.mark.capability(21)
@pytest.mark.rule("TRI-13", "allowed")
def test_not_knowing_yet_answers_the_question_of_national_rules(
    provider: Provider, incident: Incident
) -> None:
    assert triaged(provider, incident, national_trigger="not_known").pk


@pytest.mark.rule("TRI-12", "refused")
def test_a_partner_nobody_asked_to_tell_cannot_be_told(
    provider: Provider, incident: Incident
) -> None:
    with pytest.raises(Refused) as error:
        operations.partner_told(
            incident, "By telephone", acknowledged=True, by=provider.people["triage_lead"]
        )
    assert error.value.codes == ("TRI-12",)


@pytest.mark.capability(22)
@pytest.mark.rule("TRI-09", "refused")
def test_triage_again_without_a_reason_is_refused(provider: Provider, incident: Incident) -> None:
    triaged(provider, incident)
    with pytest.raises(Refused) as error:
        operations.triage_again(
            incident, decision_for(provider, incident), by=provider.people["triage_lead"]
        )
    assert error.value.codes == ("TRI-09",)


@pytest.mark.capability(22)
@pytest.mark.rule("TRI-09", "allowed")
def test_triage_again_keeps_the_first_decision(provider: Provider, incident: Incident) -> None:
    triaged(provider, incident)
    again = replace(
        decision_for(provider, incident),
        why="The family told us more.",
        again_because="New facts from the family",
    )
    operations.triage_again(incident, again, by=provider.people["triage_lead"])
    assert list(incident.triages.values_list("number", flat=True)) == [1, 2]
    kinds = Entry.objects.filter(thread=incident.pk).values_list("kind", flat=True)
    assert {"incident.triage", "incident.triage_again"} <= set(kinds)


def test_a_reporter_may_not_triage(provider: Provider, incident: Incident) -> None:
    with pytest.raises(Refused) as error:
        operations.triage(
            incident, decision_for(provider, incident), by=provider.people["reporter"]
        )
    assert error.value.codes == ("WF-01",)


def test_two_people_triaging_at_once_leave_one_decision(
    provider: Provider, incident: Incident
) -> None:
    same = Incident.objects.get(pk=incident.pk)
    triaged(provider, incident)
    with pytest.raises(Refused) as error:
        operations.triage(same, decision_for(provider, same), by=provider.people["governance_lead"])
    assert error.value.codes in {("WF-02",), ("WF-03",)}
    assert incident.triages.count() == 1


@pytest.mark.capability(16, 27)
@pytest.mark.parametrize(
    ("physical", "psychological", "potential", "tier"),
    [
        ("none", "none", "low", "rapid"),
        ("low", "moderate", "moderate", "rapid"),
        ("severe", "none", "low", "structured"),
        ("none", "severe", "low", "structured"),
        ("fatal", "none", "low", "structured"),
    ],
)
def test_the_proposed_tier_follows_harm_on_either_scale(
    provider: Provider, physical: str, psychological: str, potential: str, tier: str
) -> None:
    person = AffectedPerson(physical_harm=physical, psychological_harm=psychological)
    incident = make_incident(provider, people=(person,))
    assert propose_tier(incident, potential_harm=potential).tier == tier


@pytest.mark.capability(2, 16)
def test_severe_potential_with_a_built_in_theme_proposes_structured_analysis(
    provider: Provider, incident: Incident
) -> None:
    theme = Theme.objects.get(code="unclear_escalation_thresholds")
    proposal = propose_tier(incident, potential_harm="severe", themes=(theme,))
    assert proposal.tier == "structured"
    assert any("interfaces, escalation" in because.question for because in proposal.because)


@pytest.mark.capability(16)
@pytest.mark.parametrize(("earlier", "tier"), [(2, "rapid"), (3, "thematic")])
def test_three_others_of_the_theme_propose_a_thematic_review(
    provider: Provider, earlier: int, tier: str
) -> None:
    theme = Theme.objects.get(code="weak_interface_handovers")
    now = timezone.now()
    for days in range(earlier):
        make_incident(provider, at=now - dt.timedelta(days=days + 1), themes=(theme,))
    incident = make_incident(provider)
    assert propose_tier(incident, potential_harm="low", themes=(theme,)).tier == tier


@pytest.mark.capability(21, 25)
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ProviderType.NHS_BODY, {"lfpse_record", "candour_nhs", "cqc_death_nhs"}),
        (ProviderType.INDEPENDENT, {"lfpse_record_if_funded", "candour_other", "cqc_death"}),
        (ProviderType.VOLUNTARY, {"lfpse_record_if_funded", "candour_other", "cqc_death"}),
    ],
)
def test_duties_after_a_death_follow_the_kind_of_provider(
    db: None, kind: ProviderType, expected: set[str]
) -> None:
    provider = make_provider(provider_type=kind)
    incident = make_incident(provider, people=(AffectedPerson(physical_harm="fatal"),))
    duties = duties_of(incident, decision_for(provider, incident))
    assert {duty.code for duty in duties} == expected
    assert all(duty.source for duty in duties)


@pytest.mark.capability(24)
@pytest.mark.rule("STA-02", "refused")
def test_stabilisation_is_not_signed_off_with_a_part_missing(
    provider: Provider, incident: Incident
) -> None:
    triaged(provider, incident)
    leader = provider.people["team_manager"]
    operations.stabilise_part(incident, "safety", "Seen at home, safe.", by=leader)
    operations.stabilise_part(incident, "communication", "Sister told.", by=leader)
    with pytest.raises(Refused) as error:
        operations.sign_off_stabilisation(incident, by=leader)
    assert "STA-02" in error.value.codes
    assert "documentation" in str(error.value)


@pytest.mark.capability(24)
@pytest.mark.rule("STA-03", "refused")
def test_stabilisation_is_not_signed_off_before_staff_support_is_recorded(
    provider: Provider, incident: Incident
) -> None:
    triaged(provider, incident)
    for part in ("safety", "communication", "documentation"):
        operations.stabilise_part(incident, part, "Done.", by=provider.people["team_manager"])
    with pytest.raises(Refused) as error:
        operations.sign_off_stabilisation(incident, by=provider.people["team_manager"])
    assert error.value.codes == ("STA-03",)


@pytest.mark.capability(24)
@pytest.mark.rule("STA-02", "allowed")
@pytest.mark.rule("STA-01", "allowed")
@pytest.mark.rule("STA-03", "allowed")
def test_a_named_leader_signs_stabilisation_off(provider: Provider, incident: Incident) -> None:
    triaged(provider, incident)
    leader = provider.people["team_manager"]
    for part in ("safety", "communication", "documentation"):
        operations.stabilise_part(incident, part, "Done.", by=leader)
    operations.record_staff_support(incident, "Peer talk", offered=True, taken=True, by=leader)
    row = operations.sign_off_stabilisation(incident, by=leader)
    assert (row.signed_off_by, row.leader) == (leader, leader)
    assert Clock.objects.get(subject_id=incident.pk, kind="stabilisation").met


@pytest.mark.capability(24)
@pytest.mark.rule("STA-01", "refused")
def test_a_part_of_stabilisation_without_words_is_refused(
    provider: Provider, incident: Incident
) -> None:
    with pytest.raises(Refused) as error:
        operations.stabilise_part(incident, "safety", " ", by=provider.people["team_manager"])
    assert error.value.codes == ("STA-01",)


def test_an_incident_without_harm_needs_no_stabilisation_checklist(provider: Provider) -> None:
    incident = make_incident(provider, people=())
    triaged(provider, incident)
    assert not Clock.objects.filter(subject_id=incident.pk, kind="stabilisation").exists()

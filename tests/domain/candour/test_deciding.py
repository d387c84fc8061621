"""Whether the duty of candour applies: asked where harm suggests, decided by a person, kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.access.terms import ProviderType
from goldthread.clocks.models import Clock
from goldthread.decision_tools.queries import in_words
from goldthread.domain.candour import operations, queries
from goldthread.domain.candour.models import Candour
from goldthread.domain.candour.terms import Status
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.trail.queries import of_record
from goldthread.workflow.refusals import Refused
from tests.factories.candour import (
    APPLIES,
    APPLIES_ELSEWHERE,
    BELOW_THRESHOLD,
    NOT_SURE,
    decided,
    harmful_incident,
    opinion,
    told,
    triggered,
)
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider, make_provider

TODAY = timezone.localdate


def running(candour: Candour) -> set[str]:
    return set(
        Clock.objects.filter(
            subject_type="candour.candour", subject_id=candour.pk, ended_at__isnull=True
        ).values_list("kind", flat=True)
    )


@pytest.mark.django_db
@pytest.mark.capability(25)
@pytest.mark.parametrize("kind", list(ProviderType))
def test_triage_of_harm_opens_the_question_and_decides_nothing(kind: ProviderType) -> None:
    provider = make_provider(provider_type=kind)
    incident = harmful_incident(provider)
    triaged(provider, incident)
    candour = queries.candour_of(incident)
    assert candour is not None
    assert candour.status == Status.UNDECIDED
    assert candour.suggested_because
    assert running(candour) == {"candour_decision"}


def test_triage_again_does_not_ask_twice(provider: Provider) -> None:
    incident = harmful_incident(provider)
    triaged(provider, incident)
    operations.suggest(incident)
    assert Clock.objects.filter(kind="candour_decision").count() == 1


def test_triage_of_low_harm_opens_no_record(provider: Provider) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    assert queries.candour_of(incident) is None
    assert queries.candour_settled(incident)


def test_good_care_never_suggests_candour(provider: Provider) -> None:
    incident = make_incident(provider, event_type="good_care")
    assert queries.why_suggested(incident) == []


@pytest.mark.parametrize(
    ("kind", "tool"),
    [
        (ProviderType.NHS_BODY, "candour_health_service_body"),
        (ProviderType.INDEPENDENT, "candour_other_registered_person"),
        (ProviderType.VOLUNTARY, "candour_other_registered_person"),
    ],
)
@pytest.mark.django_db
@pytest.mark.capability(25)
def test_the_threshold_is_that_of_the_kind_of_provider(kind: ProviderType, tool: str) -> None:
    provider = make_provider(provider_type=kind)
    candour = triggered(provider)
    assert candour.decisions.get().run.version.tool.code == tool


@pytest.mark.capability(25)
@pytest.mark.rule("CAN-01", "allowed")
@pytest.mark.rule("CAN-02", "allowed")
def test_a_decision_keeps_answers_who_why_and_whose_opinion(provider: Provider) -> None:
    lead = provider.people["triage_lead"]
    candour = operations.decide(
        harmful_incident(provider),
        APPLIES,
        opinion(reasons={"threshold": "Distress for five weeks."}),
        by=lead,
    )
    kept = candour.decisions.get()
    assert (kept.outcome, kept.decided_by, kept.professional, kept.reason) == (
        Status.TRIGGERED,
        lead,
        "Test Nurse, registered nurse",
        "Seen by the nurse.",
    )
    assert in_words(kept.run).said[-1].reason == "Distress for five weeks."
    kinds = [entry.kind for entry in of_record("candour.candour", candour.pk)]
    assert kinds == ["candour.open", "decision_tool.run", "candour.decide_yes"]


@pytest.mark.capability(25)
def test_a_decision_of_no_is_kept_with_its_reason(provider: Provider) -> None:
    candour = decided(provider, harmful_incident(provider), BELOW_THRESHOLD)
    assert candour.status == Status.NOT_TRIGGERED
    assert candour.decisions.get().reason == "Seen by the nurse."
    assert queries.candour_settled(candour.incident)


@pytest.mark.parametrize("field", ["professional", "reason"])
@pytest.mark.rule("CAN-01", "refused")
@pytest.mark.rule("CAN-02", "refused")
@pytest.mark.parametrize("answers", [APPLIES, BELOW_THRESHOLD], ids=["yes", "no"])
def test_yes_and_no_alike_need_a_professional_and_a_reason(
    provider: Provider, field: str, answers: dict[str, str]
) -> None:
    incident = harmful_incident(provider)
    with pytest.raises(Refused) as refused:
        operations.decide(
            incident, answers, opinion(**{field: " "}), by=provider.people["triage_lead"]
        )
    assert [r.field for r in refused.value.refusals] == [field]
    assert queries.candour_of(incident) is None


@pytest.mark.rule("CAN-01", "boundary")
@pytest.mark.rule("CAN-02", "boundary")
def test_one_word_is_enough_for_the_professional_and_the_reason(provider: Provider) -> None:
    candour = operations.decide(
        harmful_incident(provider),
        APPLIES,
        opinion(professional="Nurse", reason="Harm."),
        by=provider.people["triage_lead"],
    )
    assert candour.status == Status.TRIGGERED


@pytest.mark.rule("CAN-03", "refused")
@pytest.mark.parametrize(
    ("named", "day"),
    [(False, 1), (True, None), (True, -1)],
    ids=["nobody named", "no day", "a day that has passed"],
)
def test_an_open_decision_names_who_decides_and_by_when(
    provider: Provider, named: bool, day: int | None
) -> None:
    with pytest.raises(Refused) as refused:
        operations.decide(
            harmful_incident(provider),
            NOT_SURE,
            opinion(
                next_decider=provider.people["reviewer"] if named else None,
                next_decision_on=None if day is None else TODAY() + dt.timedelta(days=day),
            ),
            by=provider.people["triage_lead"],
        )
    assert refused.value.codes == ("CAN-03",)


@pytest.mark.rule("CAN-03", "allowed")
@pytest.mark.rule("CAN-03", "boundary")
def test_an_open_decision_due_today_waits_for_the_person_named(provider: Provider) -> None:
    candour = operations.decide(
        harmful_incident(provider),
        NOT_SURE,
        opinion(next_decider=provider.people["reviewer"], next_decision_on=TODAY()),
        by=provider.people["triage_lead"],
    )
    clock = Clock.objects.get(kind="candour_decision", ended_at__isnull=True)
    assert candour.status == Status.UNDECIDED
    assert clock.owner == provider.people["reviewer"]
    assert timezone.localdate(clock.due_at) == TODAY()
    assert not queries.candour_settled(candour.incident)


def test_a_later_decision_is_added_and_the_first_is_kept(provider: Provider) -> None:
    incident = harmful_incident(provider)
    decided(provider, incident, BELOW_THRESHOLD)
    candour = decided(provider, incident, APPLIES)
    assert [d.outcome for d in queries.decisions_of(candour)] == ["triggered", "not_triggered"]


def test_deciding_that_it_does_not_apply_after_all_stops_its_clocks(provider: Provider) -> None:
    incident = harmful_incident(provider)
    candour = decided(provider, incident, APPLIES)
    assert running(candour) == {"candour_notify", "candour_notify_contract"}
    decided(provider, incident, BELOW_THRESHOLD)
    assert running(candour) == set()


def test_once_someone_was_told_the_duty_is_not_undone(provider: Provider) -> None:
    candour = told(provider)
    with pytest.raises(Refused) as refused:
        decided(provider, candour.incident, BELOW_THRESHOLD)
    assert refused.value.codes == ("WF-02",)


@pytest.mark.capability(25)
def test_the_law_gives_no_days_and_the_contract_counts_ten_working_days_from_the_report(
    provider: Provider,
) -> None:
    at = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)  # a Monday
    triggered(provider, harmful_incident(provider, at=at))
    law = Clock.objects.get(kind="candour_notify")
    contract = Clock.objects.get(kind="candour_notify_contract")
    assert (law.source, law.due_at) == ("statutory", None)
    assert contract.source == "contract"
    assert timezone.localdate(contract.due_at) == dt.date(2026, 3, 16)


@pytest.mark.parametrize("role", ["reporter", "supervisor", "executive", "inspector"])
def test_only_those_who_manage_candour_decide(provider: Provider, role: str) -> None:
    with pytest.raises(Refused) as refused:
        operations.decide(harmful_incident(provider), APPLIES, opinion(), by=provider.people[role])
    assert refused.value.codes == ("WF-01",)


@pytest.mark.django_db
def test_nobody_decides_for_another_organisation() -> None:
    ours, theirs = make_provider(), make_provider("Beech Mind", ProviderType.VOLUNTARY)
    with pytest.raises(Refused) as refused:
        operations.decide(
            harmful_incident(theirs),
            APPLIES_ELSEWHERE,
            opinion(),
            by=ours.people["triage_lead"],
        )
    assert refused.value.codes == ("WF-01",)


def test_harm_that_nobody_decided_on_holds_up_closure(provider: Provider) -> None:
    incident = harmful_incident(provider)
    assert not queries.candour_settled(incident)
    assert queries.missing(incident)[0] == (
        "It is not decided whether the duty of candour applies."
    )


def test_harm_of_several_people_is_judged_by_the_worst(provider: Provider) -> None:
    people = (
        AffectedPerson(physical_harm="low", psychological_harm="none"),
        AffectedPerson(physical_harm="none", psychological_harm="severe"),
    )
    assert queries.why_suggested(make_incident(provider, people=people))

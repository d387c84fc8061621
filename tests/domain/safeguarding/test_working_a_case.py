"""Thresholds with their reasons, delays with theirs, the lead confirmed, the adult's wishes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.clocks.models import ClockPolicy
from goldthread.clocks.queries import of_subject
from goldthread.decision_tools.models import Run
from goldthread.domain.registers.people.operations import merge_people
from goldthread.domain.registers.safeguarding import operations, queries
from goldthread.domain.registers.safeguarding.models import Delay, PartnerAgency, SafeguardingCase
from goldthread.domain.registers.safeguarding.terms import LeadAgency, Status
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories.provider import Provider, make_provider
from tests.factories.registers import person_served
from tests.factories.safeguarding import concern, referred, referred_late

WEEK = dt.timedelta(days=7)


@pytest.fixture
def case(provider: Provider) -> SafeguardingCase:
    return concern(provider)


def triage_run(case: SafeguardingCase) -> Run:
    return Run.objects.filter(thread=case.incident_id)[0]


@pytest.mark.capability(74)
@pytest.mark.rule("SAF-13", "allowed")
@pytest.mark.rule("SAF-14", "allowed")
def test_a_no_and_the_yes_after_it_are_both_kept_with_reasons_and_the_run(
    provider: Provider, case: SafeguardingCase
) -> None:
    by, run = provider.people["safeguarding_lead"], triage_run(case)
    operations.decide_threshold(case, "He manages his own money.", met=False, run=run, by=by)
    assert queries.running(case, "safeguarding_referral") is None
    operations.decide_threshold(case, "He cannot refuse the neighbour.", met=True, by=by)
    assert queries.running(case, "safeguarding_referral") is not None
    kept = [(one.number, one.met, one.reasons, one.run) for one in case.thresholds.all()]
    assert kept == [
        (1, False, "He manages his own money.", run),
        (2, True, "He cannot refuse the neighbour.", None),
    ]


@pytest.mark.rule("SAF-13", "refused")
@pytest.mark.parametrize(("met", "reasons"), [(False, " "), (True, ""), (None, "Because.")])
def test_a_threshold_decision_without_reasons_is_refused_whichever_way_it_went(
    provider: Provider, case: SafeguardingCase, met: bool | None, reasons: str
) -> None:
    with pytest.raises(Refused) as refused:
        operations.decide_threshold(case, reasons, met=met, by=provider.people["safeguarding_lead"])
    assert refused.value.codes == ("SAF-13",)


@pytest.mark.rule("SAF-14", "refused")
def test_a_run_made_on_another_incident_is_no_ground(
    provider: Provider, case: SafeguardingCase
) -> None:
    elsewhere = triage_run(concern(provider))
    with pytest.raises(Refused) as refused:
        operations.decide_threshold(
            case, "Met.", met=True, run=elsewhere, by=provider.people["safeguarding_lead"]
        )
    assert refused.value.codes == ("SAF-14",)


@pytest.mark.rule("SAF-11", "refused")
@pytest.mark.rule("SAF-11", "allowed")
def test_a_referral_waits_until_the_no_is_decided_again(
    provider: Provider, case: SafeguardingCase
) -> None:
    by = provider.people["safeguarding_lead"]
    operations.decide_threshold(case, "He manages his own money.", met=False, by=by)
    with pytest.raises(Refused) as refused:
        operations.refer(case, "Vale Council", "By the form", by=by)
    assert refused.value.codes == ("SAF-11",)
    operations.decide_threshold(case, "He cannot refuse the neighbour.", met=True, by=by)
    operations.refer(case, "Vale Council", "By the form", by=by)
    assert case.status == Status.REFERRED


@pytest.mark.capability(71)
@pytest.mark.rule("SAF-10", "allowed")
def test_a_late_referral_keeps_why_it_was_late(provider: Provider) -> None:
    delay = Delay.objects.get(case=referred_late(provider))
    assert (delay.step, delay.reason) == ("referral", "threshold_unclear")
    assert delay.taken_at > delay.due_at


@pytest.mark.rule("SAF-10", "refused")
@pytest.mark.parametrize("delay", ["", "nonsense", "other"])
def test_a_late_referral_without_a_reason_is_refused(provider: Provider, delay: str) -> None:
    case = concern(provider, at=timezone.now() - WEEK)
    with pytest.raises(Refused) as refused:
        operations.refer(
            case,
            "Vale Council",
            "By the form",
            delay=delay,
            by=provider.people["safeguarding_lead"],
        )
    assert refused.value.codes == ("SAF-10",)
    assert not Delay.objects.exists()


@pytest.mark.rule("SAF-10", "boundary")
def test_a_referral_at_the_last_minute_needs_no_reason(provider: Provider) -> None:
    case = concern(provider, at=timezone.now() - WEEK)
    clock = queries.running(case, "safeguarding_referral")
    assert clock is not None
    operations.refer(
        case,
        "Vale Council",
        "By the form",
        by=provider.people["safeguarding_lead"],
        at=clock.due_at,
    )
    assert not Delay.objects.exists()


@pytest.mark.capability(72)
@pytest.mark.rule("SAF-12", "allowed")
def test_a_lead_is_flagged_as_assumed_on_referral_and_chased_until_confirmed(
    provider: Provider,
) -> None:
    case = referred(provider)
    assert case.lead_agency == LeadAgency.ASSUMED
    assert queries.running(case, "lead_agency_confirmation") is not None
    by = provider.people["safeguarding_lead"]
    operations.name_lead(case, "confirmed", name="Vale Council", how="E-mail", by=by)
    assert case.lead_agency_on == timezone.localdate()
    assert queries.running(case, "lead_agency_confirmation") is None


@pytest.mark.rule("SAF-12", "refused")
def test_a_lead_is_not_confirmed_on_a_day_to_come(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.name_lead(
            referred(provider),
            "confirmed",
            name="Vale Council",
            how="E-mail",
            confirmed_on=timezone.localdate() + dt.timedelta(days=1),
            by=provider.people["safeguarding_lead"],
        )
    assert refused.value.codes == ("SAF-12",)


@pytest.mark.rule("SAF-16", "refused")
@pytest.mark.rule("SAF-16", "allowed")
@pytest.mark.rule("SAF-17", "allowed")
def test_a_wish_is_met_only_where_it_was_recorded(
    provider: Provider, case: SafeguardingCase
) -> None:
    by = provider.people["safeguarding_lead"]
    operations.decide(case, "No duty to enquire.", threshold_met=False, by=by)
    with pytest.raises(Refused) as refused:
        operations.close(case, "met", "It stopped.", by=by)
    assert refused.value.codes == ("SAF-16",)
    operations.record_wishes(case, "To be left in peace.", by=by)
    operations.close(case, "met", "It stopped.", by=by)
    assert (case.outcome_met, case.wanted_outcomes) == ("met", "To be left in peace.")


@pytest.mark.rule("SAF-16", "boundary")
def test_not_asked_is_an_answer_with_its_reason(provider: Provider, case: SafeguardingCase) -> None:
    by = provider.people["safeguarding_lead"]
    operations.decide(case, "No duty to enquire.", threshold_met=False, by=by)
    operations.close(case, "not_asked", "Asking would have put her in danger.", by=by)
    assert case.status == Status.CLOSED


@pytest.mark.rule("SAF-17", "refused")
def test_an_empty_wish_is_refused(provider: Provider, case: SafeguardingCase) -> None:
    with pytest.raises(Refused) as refused:
        operations.record_wishes(case, " ", by=provider.people["safeguarding_lead"])
    assert refused.value.codes == ("SAF-17",)


@pytest.mark.rule("SAF-15", "allowed")
def test_a_case_follows_its_person_when_records_are_merged(
    provider: Provider, case: SafeguardingCase
) -> None:
    double, kept = person_served(provider, "Una Fell"), person_served(provider, "Una Fell")
    operations.link_person(case, double, by=provider.people["safeguarding_lead"])
    merge_people(double, kept, "Same birthday.", by=provider.people["team_manager"])
    case.refresh_from_db()
    assert case.person == kept


@pytest.mark.rule("SAF-15", "refused")
def test_a_person_of_another_organisation_is_refused(
    provider: Provider, case: SafeguardingCase
) -> None:
    stranger = person_served(make_provider("Wrenfield Care"))
    with pytest.raises(Refused) as refused:
        operations.link_person(case, stranger, by=provider.people["safeguarding_lead"])
    assert refused.value.codes == ("SAF-15",)


def test_the_trail_of_a_linked_person_holds_the_reference_and_no_name(
    provider: Provider, case: SafeguardingCase
) -> None:
    person = person_served(provider, "Una Thistlewood")
    operations.link_person(case, person, by=provider.people["safeguarding_lead"])
    said = Entry.objects.get(kind="safeguarding.link_person").body
    assert person.reference in said
    assert "Thistlewood" not in said


@pytest.mark.rule("SAF-19", "allowed")
def test_notes_are_kept_also_after_the_end(provider: Provider, case: SafeguardingCase) -> None:
    by = provider.people["safeguarding_lead"]
    operations.decide(case, "No duty to enquire.", threshold_met=False, by=by)
    operations.close(case, "not_asked", "She declined.", by=by)
    operations.add_note(case, "The council rang to thank the team.", by=by)
    assert [note.text for note in case.notes.all()] == ["The council rang to thank the team."]


@pytest.mark.rule("SAF-19", "refused")
def test_an_empty_note_is_refused(provider: Provider, case: SafeguardingCase) -> None:
    with pytest.raises(Refused) as refused:
        operations.add_note(case, "", by=provider.people["safeguarding_lead"])
    assert refused.value.codes == ("SAF-19",)


@pytest.mark.rule("PAG-01", "allowed")
@pytest.mark.rule("PAG-02", "boundary")
def test_an_agency_that_was_typed_joins_the_list_once(provider: Provider) -> None:
    first = referred(provider, to="Vale Council, adult team")
    second = referred(provider, to="vale council,  Adult Team")
    assert first.partner == second.partner
    assert list(queries.partners(provider.organisation.pk)) == [first.partner]


@pytest.mark.rule("PAG-01", "refused")
@pytest.mark.rule("PAG-02", "refused")
def test_an_agency_without_a_name_or_a_second_time_is_refused(provider: Provider) -> None:
    by = provider.people["safeguarding_lead"]
    operations.keep_partner(provider.organisation, "Vale Police", kind="police", by=by)
    for name, code in (("", "PAG-01"), ("VALE POLICE", "PAG-02")):
        with pytest.raises(Refused) as refused:
            operations.keep_partner(provider.organisation, name, by=by)
        assert refused.value.codes == (code,)


def test_a_retired_agency_is_not_offered_any_more(provider: Provider) -> None:
    by = provider.people["safeguarding_lead"]
    kept = operations.keep_partner(provider.organisation, "Vale Police", by=by)
    operations.keep_partner(provider.organisation, "Vale Police", partner=kept, in_use=False, by=by)
    assert not queries.partners(provider.organisation.pk).exists()


def test_the_list_of_agencies_is_kept_by_those_who_work_cases(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.keep_partner(
            provider.organisation, "Vale Police", by=provider.people["reviewer"]
        )
    assert refused.value.codes == (NOT_ALLOWED,)
    assert not PartnerAgency.objects.exists()


def test_a_time_limit_of_a_newer_release_is_installed_on_its_first_use(
    provider: Provider,
) -> None:
    ClockPolicy.objects.filter(kind="safeguarding_acknowledgement").delete()
    case = referred(provider)
    assert of_subject(case).filter(kind="safeguarding_acknowledgement").exists()

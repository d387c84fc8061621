"""Who owns what: drafted from a template, agreed by the partner through a link, then replaced."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core import mail

from goldthread.clocks.queries import of_subject
from goldthread.clocks.terms import Standing
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.registers.interfaces import operations, queries
from goldthread.domain.registers.interfaces.models import InterfaceAgreement
from goldthread.domain.registers.interfaces.terms import Status
from goldthread.domain.registers.people.operations import merge_people
from goldthread.domain.registers.safeguarding import operations as safeguarding
from goldthread.links.queries import live_link
from goldthread.notices.models import Notice
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories.incidents import make_incident
from tests.factories.interfaces import ADDRESS, ROUTE, TASKS, agreed, asked, drafted
from tests.factories.provider import Provider, make_provider
from tests.factories.registers import person_served
from tests.factories.safeguarding import concern, referred


def codes_of(call: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


def agree(agreement: InterfaceAgreement, link: Any, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "agrees": True,
        "name": "Alex Reed",
        "role": "Team manager",
        "seen": agreement.version,
    }
    return operations.answer_by_link(agreement, link, **(values | changes))


@pytest.mark.capability(75)
@pytest.mark.rule("IFA-08", "allowed")
def test_an_agreement_begins_with_the_rows_of_the_organisations_template(
    provider: Provider,
) -> None:
    case = referred(provider)
    agreement = operations.draft_agreement(
        case.partner, case=case, by=provider.people["safeguarding_lead"]
    )
    template = queries.template_of(provider.organisation.pk)
    assert operations.tasks_of(agreement) == template.tasks
    assert agreement.escalation == template.escalation


@pytest.mark.capability(75)
@pytest.mark.rule("IFA-01", "allowed")
def test_each_row_keeps_task_owner_person_deadline_shared_contact_and_backup(
    provider: Provider,
) -> None:
    assert operations.tasks_of(drafted(provider)) == TASKS


@pytest.mark.rule("IFA-08", "refused")
def test_an_agency_of_another_organisations_list_is_refused(provider: Provider) -> None:
    elsewhere = referred(make_provider("Wrenfield Care")).partner
    case = referred(provider)
    by = provider.people["safeguarding_lead"]
    assert codes_of(operations.draft_agreement, elsewhere, case=case, by=by) == ("IFA-08",)


def test_those_who_do_not_work_cases_draft_none(provider: Provider) -> None:
    case = referred(provider)
    by = provider.people["supervisor"]
    assert codes_of(operations.draft_agreement, case.partner, case=case, by=by) == (NOT_ALLOWED,)


@pytest.mark.rule("IFA-01", "refused")
@pytest.mark.parametrize("tasks", [(), (replace(TASKS[0], agency=" "),)])
def test_a_task_without_an_owner_is_refused(provider: Provider, tasks: tuple[Any, ...]) -> None:
    agreement, by = drafted(provider), provider.people["safeguarding_lead"]
    assert codes_of(operations.write_agreement, agreement, tasks, ROUTE, by=by) == ("IFA-01",)


@pytest.mark.rule("IFA-02", "refused")
@pytest.mark.parametrize("gap", ["person", "deadline", "contact", "backup"])
def test_a_partner_is_not_asked_while_a_task_has_a_gap(provider: Provider, gap: str) -> None:
    agreement, by = drafted(provider), provider.people["safeguarding_lead"]
    operations.write_agreement(agreement, (replace(TASKS[0], **{gap: ""}),), ROUTE, by=by)
    assert codes_of(operations.ask_partner, agreement, ADDRESS, by=by) == ("IFA-02",)


@pytest.mark.rule("IFA-02", "boundary")
def test_a_partner_is_not_asked_without_a_route_for_silence(provider: Provider) -> None:
    agreement, by = drafted(provider), provider.people["safeguarding_lead"]
    operations.write_agreement(agreement, TASKS, "", by=by)
    assert codes_of(operations.ask_partner, agreement, ADDRESS, by=by) == ("IFA-02",)


@pytest.mark.rule("IFA-03", "refused")
@pytest.mark.parametrize(
    "words", ["Ring Thistlewood's sister", "una THISTLEWOOD is at home", "NHS 943 476 5919"]
)
def test_names_and_numbers_of_the_person_never_reach_a_draft(
    provider: Provider, words: str
) -> None:
    people = (AffectedPerson(name="Una Thistlewood", physical_harm="none"),)
    case = concern(provider, make_incident(provider, people=people))
    by = provider.people["safeguarding_lead"]
    safeguarding.refer(case, "Vale Council", "By the form", by=by)
    agreement = drafted(provider, case)
    tasks = (replace(TASKS[0], shared=words),)
    assert codes_of(operations.write_agreement, agreement, tasks, ROUTE, by=by) == ("IFA-03",)


@pytest.mark.rule("IFA-03", "boundary")
def test_a_person_linked_or_merged_later_is_found_before_the_partner_is_asked(
    provider: Provider,
) -> None:
    case, by = referred(provider), provider.people["safeguarding_lead"]
    agreement = drafted(provider, case)
    tasks = (replace(TASKS[0], shared="Ring Fennimore first"), TASKS[1])
    operations.write_agreement(agreement, tasks, ROUTE, by=by)
    double = person_served(provider, "Otto Lark")
    safeguarding.link_person(case, double, by=by)
    kept = person_served(provider, "Otto Fennimore")
    merge_people(double, kept, "One person.", by=provider.people["team_manager"])
    agreement = InterfaceAgreement.objects.get(pk=agreement.pk)
    assert codes_of(operations.ask_partner, agreement, ADDRESS, by=by) == ("IFA-03",)


@pytest.mark.rule("IFA-03", "allowed")
@pytest.mark.rule("IFA-02", "allowed")
def test_a_whole_draft_is_sent_and_the_answer_is_waited_for(
    provider: Provider, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_CONFIGURED = True
    agreement = drafted(provider)
    with django_capture_on_commit_callbacks(execute=True):
        _, _, token = asked(provider, agreement)
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    assert f"/partner/{token}/" in message.body
    assert agreement.reference in message.subject
    assert of_subject(agreement).get().standing() == Standing.ON_TIME


@pytest.mark.capability(75)
@pytest.mark.rule("IFA-04", "allowed")
@pytest.mark.rule("IFA-07", "allowed")
def test_the_partner_agrees_by_name_and_role_and_the_drafter_is_told(provider: Provider) -> None:
    agreement = agreed(provider)
    assert (agreement.status, agreement.agreed_name) == (Status.AGREED, "Alex Reed")
    assert of_subject(agreement).get().standing() == Standing.MET
    told = Notice.objects.filter(kind="interface_answer").get()
    assert told.recipient == provider.people["safeguarding_lead"]
    assert "Alex Reed" not in told.subject + told.body


@pytest.mark.rule("IFA-04", "refused")
def test_agreeing_without_a_name_or_role_is_refused(provider: Provider) -> None:
    agreement, link, _ = asked(provider)
    assert codes_of(agree, agreement, link, role=" ") == ("IFA-04",)
    assert codes_of(agree, agreement, link, name="") == ("IFA-04",)


@pytest.mark.rule("IFA-05", "allowed")
def test_a_partner_who_asks_for_a_change_keeps_the_link(provider: Provider) -> None:
    agreement, link, _ = asked(provider)
    agree(agreement, link, agrees=False, words="We need two days, not one.")
    assert agreement.status == Status.DRAFT
    assert agreement.answers.get().words == "We need two days, not one."
    assert live_link(agreement, link.made_at) == link


@pytest.mark.rule("IFA-05", "refused")
def test_asking_for_no_change_in_particular_is_refused(provider: Provider) -> None:
    agreement, link, _ = asked(provider)
    assert codes_of(agree, agreement, link, agrees=False) == ("IFA-05",)


@pytest.mark.rule("IFA-07", "refused")
def test_a_draft_changed_while_the_partner_reads_is_not_agreed(provider: Provider) -> None:
    agreement, link, _ = asked(provider)
    seen = agreement.version
    operations.write_agreement(agreement, TASKS[:1], ROUTE, by=provider.people["safeguarding_lead"])
    assert codes_of(agree, agreement, link, seen=seen) == ("IFA-07",)


def test_an_agreement_superseded_while_the_partner_reads_is_not_agreed(provider: Provider) -> None:
    agreement, link, _ = asked(provider)
    operations.supersede(agreement, by=provider.people["safeguarding_lead"])
    assert codes_of(agree, agreement, link) == (WRONG_STATE,)


def test_two_who_agree_at_once_agree_once(provider: Provider) -> None:
    agreement, link, _ = asked(provider)
    twin = InterfaceAgreement.objects.get(pk=agreement.pk)
    agree(agreement, link)
    assert codes_of(agree, twin, link)[0] in (WRONG_STATE, "WF-03")
    assert agreement.answers.count() == 1


def test_a_new_agreement_supersedes_the_one_it_replaces_when_it_is_agreed(
    provider: Provider,
) -> None:
    before = agreed(provider)
    after = drafted(provider, before.case, replaces=before)
    assert before.status == Status.AGREED
    agreement, link, _ = asked(provider, after)
    agree(agreement, link)
    before.refresh_from_db()
    assert (before.status, agreement.status) == (Status.SUPERSEDED, Status.AGREED)


@pytest.mark.rule("IFA-06", "allowed")
def test_an_agreement_made_at_a_meeting_is_recorded_and_its_link_withdrawn(
    provider: Provider,
) -> None:
    agreement, link, _ = asked(provider)
    operations.record_agreed(
        agreement,
        name="Alex Reed",
        role="Team manager",
        how="At the strategy meeting",
        by=provider.people["safeguarding_lead"],
    )
    assert agreement.status == Status.AGREED
    assert live_link(agreement, link.made_at) is None


@pytest.mark.rule("IFA-06", "refused")
def test_a_recorded_agreement_says_how_it_was_made(provider: Provider) -> None:
    by = provider.people["safeguarding_lead"]
    call = operations.record_agreed
    said = {"name": "Alex Reed", "role": "Manager", "how": " "}
    assert codes_of(call, drafted(provider), by=by, **said) == ("IFA-06",)


def test_the_trail_of_an_agreement_names_nobody(provider: Provider) -> None:
    agreed(provider)
    said = " ".join(
        Entry.objects.filter(kind__startswith="agreement.").values_list("body", flat=True)
    )
    assert "Alex Reed" not in said and ADDRESS not in said


def test_an_agreement_for_all_work_with_a_partner_is_of_a_unit(provider: Provider) -> None:
    partner = referred(provider).partner
    by = provider.people["safeguarding_lead"]
    agreement = operations.draft_agreement(partner, unit=provider.organisation, by=by)
    assert agreement.case is None
    assert agreement in queries.visible_to(by)
    stranger = make_provider("Wrenfield Care").people["safeguarding_lead"]
    assert agreement not in queries.visible_to(stranger)


def test_a_template_is_changed_as_a_new_version(provider: Provider) -> None:
    before = queries.template_of(provider.organisation.pk)
    numbers = {
        "late_responses": 2,
        "ladder_steps": 1,
        "from_rung": 2,
        "within_days": 60,
        "source": "Agreed with the Board.",
    }
    changed: dict[str, Any] = {
        "escalation": ROUTE,
        "sustained": numbers,
        "letter": {"subject": before.letter_subject, "body": before.letter_body},
        "note": "Our own numbers",
        "by": provider.people["safeguarding_lead"],
    }
    call, unit = operations.change_template, provider.organisation
    call(unit, TASKS, seen=1, **changed)
    after = queries.template_of(provider.organisation.pk)
    assert (after.tasks, after.sustained.late_responses) == (TASKS, 2)
    assert codes_of(call, unit, TASKS, seen=1, **changed) == ("WF-03",)
    changed["sustained"] = numbers | {"within_days": 0}
    assert codes_of(call, unit, (), seen=2, **changed) == ("IFT-02", "IFT-02")

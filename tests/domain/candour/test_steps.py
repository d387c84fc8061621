"""The ordered steps of candour, each with what the regulation asks for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.clocks.models import Clock
from goldthread.clocks.queries import of_subject
from goldthread.domain.candour import operations, queries
from goldthread.domain.candour.models import Candour
from goldthread.domain.candour.operations.steps import RelevantPerson
from goldthread.domain.candour.terms import ContactOutcome, Status
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import Refused
from tests.factories.candour import (
    results_shared,
    send,
    supported,
    talked,
    telling,
    told,
    tried,
    triggered,
    with_person,
    written,
)
from tests.factories.provider import Provider


def clock_met(candour: Candour, kind: str) -> bool:
    return Clock.objects.get(kind=kind, thread=candour.incident_id).met


def still_running(candour: Candour) -> list[Clock]:
    return [clock for clock in of_subject(candour) if clock.ended_at is None]


@pytest.mark.capability(25)
@pytest.mark.rule("CAN-12", "allowed")
@pytest.mark.rule("CAN-13", "allowed")
@pytest.mark.rule("CAN-14", "allowed")
def test_candour_goes_through_its_steps_in_order_to_complete(provider: Provider) -> None:
    candour = operations.complete(results_shared(provider), by=provider.people["reviewer"])
    assert candour.status == Status.COMPLETE
    moves = Entry.objects.filter(
        record_type="candour.candour", record_id=candour.pk, kind__startswith="candour."
    ).order_by("sequence")
    assert list(moves.values_list("kind", flat=True)) == [
        "candour.open",
        "candour.decide_yes",
        "candour.name_person",
        "candour.tell",
        "candour.support",
        "candour.write",
        "candour.share_results",
        "candour.complete",
    ]
    assert queries.candour_settled(candour.incident)


@pytest.mark.capability(25)
def test_no_step_is_skipped(provider: Provider) -> None:
    candour, by = with_person(provider), provider.people["reviewer"]
    for step in (
        lambda: operations.offer_support(candour, "An advocate", by=by),
        lambda: operations.confirm_written(candour, by=by),
        lambda: operations.share_results(candour, by=by),
        lambda: operations.complete(candour, by=by),
    ):
        with pytest.raises(Refused) as refused:
            step()
        assert refused.value.codes == ("WF-02",)


@pytest.mark.capability(25)
@pytest.mark.rule("CAN-07", "allowed")
@pytest.mark.rule("CAN-08", "allowed")
@pytest.mark.rule("CAN-09", "allowed")
def test_telling_keeps_account_enquiries_and_apology_and_meets_the_clocks(
    provider: Provider,
) -> None:
    candour = told(provider)
    assert (candour.account, candour.enquiries, candour.apology) == (
        "The visit was missed because the rota changed.",
        "We will look at how rota changes are passed on.",
        "I am sorry that nobody came and nobody rang.",
    )
    assert candour.told_by == provider.people["reviewer"]
    assert clock_met(candour, "candour_notify")
    assert clock_met(candour, "candour_notify_contract")
    assert Clock.objects.filter(kind="candour_written_follow_up", ended_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        pytest.param(
            {"account": " "}, "CAN-07", "account", marks=pytest.mark.rule("CAN-07", "refused")
        ),
        pytest.param(
            {"enquiries": ""}, "CAN-08", "enquiries", marks=pytest.mark.rule("CAN-08", "refused")
        ),
        pytest.param(
            {"apology": ""}, "CAN-09", "apology", marks=pytest.mark.rule("CAN-09", "refused")
        ),
        pytest.param(
            {"how": "telephone"},
            "CAN-06",
            "told_how",
            marks=pytest.mark.rule("CAN-06", "refused"),
        ),
        pytest.param(
            {"how": "video"}, "CAN-06", "told_how", marks=pytest.mark.rule("CAN-06", "boundary")
        ),
    ],
)
def test_telling_that_lacks_a_part_is_refused_at_its_field(
    provider: Provider, change: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        operations.tell(with_person(provider), telling(**change), by=provider.people["reviewer"])
    assert [(r.code, r.field) for r in refused.value.refusals] == [(code, field)]


@pytest.mark.rule("CAN-06", "allowed")
def test_video_counts_when_the_person_asked_for_it(provider: Provider) -> None:
    video = telling(how="video", how_why="She asked for it: she lives far away.")
    candour = operations.tell(with_person(provider), video, by=provider.people["reviewer"])
    assert candour.status == Status.TOLD


@pytest.mark.rule("CAN-07", "boundary")
@pytest.mark.rule("CAN-08", "boundary")
@pytest.mark.rule("CAN-09", "boundary")
def test_a_word_in_each_part_is_enough_for_the_rule(provider: Provider) -> None:
    short = telling(account="Missed.", enquiries="None.", apology="Sorry.")
    candour = operations.tell(with_person(provider), short, by=provider.people["reviewer"])
    assert candour.status == Status.TOLD


@pytest.mark.rule("CAN-10", "refused")
@pytest.mark.parametrize("hours", [1, -72], ids=["in the future", "before the incident"])
def test_telling_is_between_the_incident_and_now(provider: Provider, hours: int) -> None:
    when = telling(told_at=timezone.now() + dt.timedelta(hours=hours))
    with pytest.raises(Refused) as refused:
        operations.tell(with_person(provider), when, by=provider.people["reviewer"])
    assert refused.value.codes == ("CAN-10",)


@pytest.mark.rule("CAN-10", "allowed")
@pytest.mark.rule("CAN-10", "boundary")
def test_a_phones_clock_may_run_a_little_ahead(provider: Provider) -> None:
    when = telling(told_at=timezone.now() + dt.timedelta(minutes=9))
    candour = operations.tell(with_person(provider), when, by=provider.people["reviewer"])
    assert candour.status == Status.TOLD


@pytest.mark.rule("CAN-04", "refused")
def test_nobody_is_told_before_it_is_known_who(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.tell(triggered(provider), telling(), by=provider.people["reviewer"])
    assert refused.value.codes == ("CAN-04",)


@pytest.mark.rule("CAN-04", "boundary")
def test_a_relationship_without_a_name_is_not_enough(provider: Provider) -> None:
    candour = operations.name_person(
        triggered(provider), RelevantPerson(" ", "self"), by=provider.people["reviewer"]
    )
    with pytest.raises(Refused) as refused:
        operations.tell(candour, telling(), by=provider.people["reviewer"])
    assert refused.value.codes == ("CAN-04",)


@pytest.mark.rule("CAN-04", "allowed")
def test_naming_the_person_hands_the_clocks_to_whoever_leads(provider: Provider) -> None:
    candour = with_person(provider)
    assert {clock.owner for clock in still_running(candour)} == {provider.people["reviewer"]}


@pytest.mark.rule("CAN-05", "refused")
@pytest.mark.parametrize("relationship", ["died", "lacks_capacity", "under_16"])
def test_someone_acting_for_the_person_needs_a_lawful_basis(
    provider: Provider, relationship: str
) -> None:
    with pytest.raises(Refused) as refused:
        operations.name_person(
            triggered(provider),
            RelevantPerson("Sam Example", relationship),
            by=provider.people["reviewer"],
        )
    assert [(r.code, r.field) for r in refused.value.refusals] == [("CAN-05", "person_basis")]


@pytest.mark.rule("CAN-05", "allowed")
def test_someone_acting_for_the_person_is_kept_with_the_basis(provider: Provider) -> None:
    candour = operations.name_person(
        triggered(provider),
        RelevantPerson("Sam Example", "died", basis="Next of kin"),
        by=provider.people["reviewer"],
    )
    assert (candour.person_name, candour.person_basis) == ("Sam Example", "Next of kin")


@pytest.mark.rule("CAN-05", "boundary")
def test_the_person_themselves_needs_no_basis(provider: Provider) -> None:
    assert with_person(provider).person_basis == ""


def test_the_name_of_the_relevant_person_is_not_in_the_trail(provider: Provider) -> None:
    candour = with_person(provider)
    bodies = Entry.objects.filter(record_id=candour.pk, record_type="candour.candour")
    assert not any("Robin Example" in entry.body for entry in bodies)


@pytest.mark.rule("CAN-11", "refused")
def test_support_that_is_not_described_is_refused(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.offer_support(told(provider), "  ", by=provider.people["reviewer"])
    assert [(r.code, r.field) for r in refused.value.refusals] == [("CAN-11", "support_offered")]


@pytest.mark.rule("CAN-11", "allowed")
@pytest.mark.rule("CAN-11", "boundary")
def test_support_offered_is_kept_also_when_none_is_taken(provider: Provider) -> None:
    candour = supported(provider)
    assert (candour.status, candour.support_offered, candour.support_taken) == (
        Status.SUPPORTED,
        "An advocate and a named nurse.",
        "",
    )


@pytest.mark.rule("CAN-12", "refused")
def test_the_written_step_needs_a_sent_letter(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.confirm_written(supported(provider), by=provider.people["reviewer"])
    assert refused.value.codes == ("CAN-12",)


@pytest.mark.rule("CAN-12", "boundary")
@pytest.mark.rule("CAN-13", "boundary")
def test_a_letter_for_another_purpose_does_not_count(provider: Provider) -> None:
    candour = supported(provider)
    send(provider, candour.incident, "candour_results")
    with pytest.raises(Refused) as refused:
        operations.confirm_written(candour, by=provider.people["reviewer"])
    assert refused.value.codes == ("CAN-12",)


@pytest.mark.rule("CAN-12", "boundary")
@pytest.mark.parametrize(("days", "counts"), [(0, True), (-1, False)], ids=["same day", "before"])
def test_a_follow_up_counts_from_the_day_they_were_told(
    provider: Provider, days: int, counts: bool
) -> None:
    candour = supported(provider)
    sent_at = candour.told_at + dt.timedelta(days=days)  # type: ignore[operator]
    send(provider, candour.incident, "candour_follow_up", sent_at=sent_at)
    if counts:
        operations.confirm_written(candour, by=provider.people["reviewer"])
        return
    with pytest.raises(Refused) as refused:
        operations.confirm_written(candour, by=provider.people["reviewer"])
    assert refused.value.codes == ("CAN-12",)


@pytest.mark.rule("CAN-13", "refused")
def test_sharing_results_needs_a_sent_letter(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.share_results(written(provider), by=provider.people["reviewer"])
    assert refused.value.codes == ("CAN-13",)


@pytest.mark.rule("CAN-14", "refused")
def test_candour_is_not_complete_while_a_question_is_open(provider: Provider) -> None:
    candour, by = results_shared(provider), provider.people["reviewer"]
    operations.engage(candour.incident, talked(), by=by)
    with pytest.raises(Refused) as refused:
        operations.complete(candour, by=by)
    assert refused.value.codes == ("CAN-14",)


@pytest.mark.rule("CAN-14", "boundary")
def test_a_question_with_a_reason_for_no_answer_is_settled(provider: Provider) -> None:
    candour, by = results_shared(provider), provider.people["reviewer"]
    question = operations.ask(candour.incident, "Who was it?", by=by)
    operations.settle_question(question, unanswered_because="We do not name colleagues.", by=by)
    assert operations.complete(candour, by=by).status == Status.COMPLETE


def test_the_results_clock_starts_when_enquiries_end_and_is_met_by_sharing(
    provider: Provider,
) -> None:
    candour, by = written(provider), provider.people["reviewer"]
    operations.results_due(candour, at=timezone.now())
    assert Clock.objects.filter(kind="candour_share_results", ended_at__isnull=True).exists()
    send(provider, candour.incident, "candour_results")
    operations.share_results(candour, by=by)
    assert clock_met(candour, "candour_share_results")


@pytest.mark.capability(25)
@pytest.mark.rule("CAN-17", "allowed")
def test_every_attempt_is_kept_with_its_date_how_and_result(provider: Provider) -> None:
    candour, by = triggered(provider), provider.people["reviewer"]
    operations.record_attempt(candour, tried(note="Rang twice."), by=by)
    operations.record_attempt(candour, tried(how="letter", result="message_left"), by=by)
    kept = [(a.how, a.result, a.note) for a in queries.attempts_of(candour)]
    assert kept == [("telephone", "no_answer", "Rang twice."), ("letter", "message_left", "")]


@pytest.mark.rule("CAN-17", "refused")
@pytest.mark.rule("CAN-17", "boundary")
@pytest.mark.parametrize("name", ["", "   "])
def test_an_attempt_says_who_made_it(provider: Provider, name: str) -> None:
    with pytest.raises(Refused) as refused:
        operations.record_attempt(
            triggered(provider), tried(tried_by=name), by=provider.people["reviewer"]
        )
    assert refused.value.codes == ("CAN-17",)


def test_an_attempt_in_the_future_is_refused(provider: Provider) -> None:
    later = tried(tried_at=timezone.now() + dt.timedelta(days=1))
    with pytest.raises(Refused) as refused:
        operations.record_attempt(triggered(provider), later, by=provider.people["reviewer"])
    assert refused.value.codes == ("CAN-10",)


def end(candour: Candour, provider: Provider, outcome: str, note: str = "None known") -> Candour:
    return operations.end_without_contact(
        candour, ContactOutcome(outcome), note, by=provider.people["reviewer"]
    )


@pytest.mark.capability(25)
@pytest.mark.rule("CAN-15", "allowed")
@pytest.mark.rule("CAN-16", "allowed")
def test_someone_who_cannot_be_reached_ends_candour_with_the_attempts_on_record(
    provider: Provider,
) -> None:
    candour = triggered(provider)
    operations.record_attempt(candour, tried(), by=provider.people["reviewer"])
    candour = end(candour, provider, "cannot_be_reached")
    assert (candour.status, candour.contact_outcome) == (Status.COMPLETE, "cannot_be_reached")
    assert not still_running(candour)
    assert queries.candour_settled(candour.incident)


@pytest.mark.rule("CAN-15", "refused")
def test_ending_without_contact_needs_an_attempt(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        end(triggered(provider), provider, "cannot_be_reached")
    assert refused.value.codes == ("CAN-15",)


@pytest.mark.rule("CAN-15", "boundary")
@pytest.mark.parametrize(
    ("result", "outcome"), [("no_answer", "declines"), ("reached", "cannot_be_reached")]
)
def test_the_attempts_must_say_what_the_ending_says(
    provider: Provider, result: str, outcome: str
) -> None:
    candour = triggered(provider)
    operations.record_attempt(candour, tried(result=result), by=provider.people["reviewer"])
    with pytest.raises(Refused) as refused:
        end(candour, provider, outcome)
    assert refused.value.codes == ("CAN-15",)


@pytest.mark.rule("CAN-16", "refused")
@pytest.mark.rule("CAN-16", "boundary")
@pytest.mark.parametrize("note", ["", "  "])
def test_ending_without_contact_says_what_the_person_wishes(provider: Provider, note: str) -> None:
    candour = triggered(provider)
    operations.record_attempt(candour, tried(result="declined"), by=provider.people["reviewer"])
    with pytest.raises(Refused) as refused:
        end(candour, provider, "declines", note)
    assert refused.value.codes == ("CAN-16",)


def ended(provider: Provider) -> Candour:
    candour = triggered(provider)
    operations.record_attempt(candour, tried(result="declined"), by=provider.people["reviewer"])
    return end(candour, provider, "declines")


@pytest.mark.rule("CAN-18", "allowed")
def test_someone_who_changes_their_mind_is_told_after_all(provider: Provider) -> None:
    candour = operations.resume(
        ended(provider), "She rang and asked.", by=provider.people["reviewer"]
    )
    assert (candour.status, candour.contact_outcome) == (Status.TRIGGERED, "")
    assert Clock.objects.filter(kind="candour_notify", ended_at__isnull=True).exists()


@pytest.mark.rule("CAN-18", "refused")
def test_opening_candour_again_needs_a_reason(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.resume(ended(provider), " ", by=provider.people["reviewer"])
    assert refused.value.codes == ("CAN-18",)


@pytest.mark.rule("CAN-18", "boundary")
def test_candour_that_was_completed_with_the_person_does_not_begin_again(
    provider: Provider,
) -> None:
    candour = operations.complete(results_shared(provider), by=provider.people["reviewer"])
    with pytest.raises(Refused) as refused:
        operations.resume(candour, "More to say", by=provider.people["reviewer"])
    assert refused.value.codes == ("CAN-18",)

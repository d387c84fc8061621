"""A restriction is authorised by someone else, reviewed by a date, and never rolls over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.clocks.operations import stop_all
from goldthread.clocks.queries import of_subject
from goldthread.clocks.terms import Standing
from goldthread.domain.registers.complaints import queries as complaints
from goldthread.domain.registers.people import operations as people
from goldthread.domain.registers.people.operations import Identity
from goldthread.domain.registers.restrictions import operations, queries
from goldthread.domain.registers.restrictions.models import Restriction
from goldthread.domain.registers.restrictions.records import Links
from goldthread.domain.registers.restrictions.terms import (
    LegalBasis,
    Risk,
    Status,
    Verdict,
    a_month_after,
)
from goldthread.notices.models import Notice
from goldthread.notices.reminders import sweep
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories.incidents import make_incident
from tests.factories.people import person, team
from tests.factories.provider import Provider
from tests.factories.registers import person_served
from tests.factories.restrictions import (
    begun_at_once,
    complaint_of,
    decided,
    in_force,
    proposed,
    record_of,
    reviewed,
)

TODAY = timezone.localdate


def codes_of(call: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return tuple(refused.value.codes)


def weeks_ago(weeks: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(weeks=weeks)


@pytest.mark.capability(86)
@pytest.mark.rule("RES-15", "allowed")
@pytest.mark.rule("RES-16", "allowed")
def test_an_authorised_restriction_is_in_force_until_its_review(provider: Provider) -> None:
    one = in_force(provider)
    clock = of_subject(one).get(kind="restriction_review")
    assert one.status == Status.IN_FORCE
    assert clock.due_at is not None
    assert timezone.localdate(clock.due_at) == one.review_on
    assert clock.thread is None


@pytest.mark.rule("RES-15", "refused")
def test_whoever_wrote_it_does_not_authorise_it(provider: Provider) -> None:
    lead = provider.people["restrictive_practice_lead"]
    mine = operations.propose(person_served(provider), record_of(), started_on=TODAY(), by=lead)
    assert codes_of(operations.authorise, mine, by=lead) == ("RES-15",)


@pytest.mark.rule("RES-15", "boundary")
def test_whoever_mended_it_does_not_authorise_it_either(provider: Provider) -> None:
    lead, one = provider.people["restrictive_practice_lead"], proposed(provider)
    operations.complete(one, record_of(view="Asked again."), by=lead)
    assert codes_of(operations.authorise, one, by=lead) == ("RES-15",)
    assert operations.authorise(one, by=provider.people["governance_lead"]).status == "in_force"


@pytest.mark.rule("RES-16", "refused")
def test_what_began_at_once_is_not_authorised_before_its_record_is_whole(
    provider: Provider,
) -> None:
    lead, one = provider.people["restrictive_practice_lead"], begun_at_once(provider)
    assert codes_of(operations.authorise, one, by=lead) == ("RES-16",)


@pytest.mark.rule("RES-16", "boundary")
def test_a_proposal_that_waited_past_its_review_date_is_mended_first(provider: Provider) -> None:
    lead, at = provider.people["restrictive_practice_lead"], weeks_ago(5)
    one = proposed(provider, at=at)
    on_the_day = at + dt.timedelta(days=21)
    assert codes_of(operations.authorise, one, by=lead) == ("RES-16",)
    assert operations.authorise(one, by=lead, at=on_the_day).status == Status.IN_FORCE


@pytest.mark.rule("RES-17", "allowed")
def test_a_declined_proposal_never_begins(provider: Provider) -> None:
    lead, one = provider.people["restrictive_practice_lead"], proposed(provider)
    operations.decline(one, "A telephone would do.", by=lead)
    assert one.status == Status.DECLINED
    assert not of_subject(one).filter(ended_at__isnull=True).exists()


@pytest.mark.rule("RES-17", "refused")
@pytest.mark.rule("RES-17", "boundary")
def test_declining_has_a_reason(provider: Provider) -> None:
    lead, one = provider.people["restrictive_practice_lead"], proposed(provider)
    assert codes_of(operations.decline, one, "  ", by=lead) == ("RES-17",)


@pytest.mark.rule("RES-14", "allowed")
def test_one_that_cannot_wait_begins_with_a_clock_for_the_rest(provider: Provider) -> None:
    one = begun_at_once(provider)
    clock = of_subject(one).get(kind="restriction_urgent_record")
    assert one.status == Status.URGENT
    assert one.record_due_at == clock.due_at == one.proposed_at + dt.timedelta(hours=24)


@pytest.mark.rule("RES-14", "refused")
@pytest.mark.rule("RES-14", "boundary")
@pytest.mark.parametrize(("why", "days"), [("  ", 0), ("He is outside.", 1)])
def test_beginning_at_once_says_why_and_begins_by_today(
    provider: Provider, why: str, days: int
) -> None:
    record = record_of()
    codes = codes_of(
        operations.begin_at_once,
        person_served(provider),
        record,
        why,
        started_on=TODAY() + dt.timedelta(days=days),
        by=provider.people["supervisor"],
    )
    assert codes == ("RES-14",)


def test_beginning_at_once_is_no_way_round_the_law(provider: Provider) -> None:
    assert codes_of(begun_at_once, provider, legal_basis=LegalBasis.NONE) == ("RES-06",)


def test_an_urgent_one_past_its_time_is_overdue_and_its_people_are_told(provider: Provider) -> None:
    one = begun_at_once(provider, at=timezone.now() - dt.timedelta(hours=25))
    sweep()
    told = {row.recipient for row in Notice.objects.filter(link=f"/restrictions/{one.pk}/")}
    assert queries.is_overdue(one)
    assert provider.people["restrictive_practice_lead"] in told


def test_an_urgent_one_is_completed_and_authorised_by_two_people(provider: Provider) -> None:
    one = begun_at_once(provider)
    operations.complete(one, record_of(), by=provider.people["supervisor"])
    operations.authorise(one, by=provider.people["restrictive_practice_lead"])
    kinds = of_subject(one).filter(ended_at__isnull=True).values_list("kind", flat=True)
    assert (one.status, list(kinds)) == (Status.IN_FORCE, ["restriction_review"])


@pytest.mark.capability(93)
@pytest.mark.rule("RES-18", "allowed")
@pytest.mark.rule("RES-19", "allowed")
@pytest.mark.rule("RES-20", "allowed")
@pytest.mark.rule("RES-21", "allowed")
@pytest.mark.rule("RES-22", "allowed")
@pytest.mark.rule("RES-23", "allowed")
@pytest.mark.rule("RES-24", "allowed")
def test_each_decision_is_kept_with_what_was_before_and_the_next_date(provider: Provider) -> None:
    one = in_force(provider)
    first = one.review_on
    reviewed(provider, one)
    reviewed(provider, one, Verdict.REDUCE)
    reviewed(provider, one, Verdict.END)
    kept = [(row.verdict, row.was_due_on) for row in one.decisions.all()]
    assert kept[0] == ("continue", first)
    assert [verdict for verdict, _ in kept] == ["continue", "reduce", "end"]
    assert one.words == "Goes to town alone, and rings on arrival."
    assert (one.status, one.ended_by) == (Status.ENDED, provider.people["supervisor"])
    assert not of_subject(one).filter(ended_at__isnull=True).exists()


BROKEN: list[tuple[str, str, str, dict[str, Any]]] = [
    ("RES-18", "refused", "continue", {"reason": " "}),
    ("RES-18", "boundary", "end", {"what_changed": ""}),
    ("RES-18", "boundary", "postpone", {}),
    ("RES-19", "refused", "continue", {"next_review_on": None}),
    ("RES-21", "refused", "reduce", {"words": ""}),
    ("RES-21", "boundary", "reduce", {"words": "goes to  town only with a member of staff."}),
    ("RES-22", "refused", "continue", {"risk": Risk.FALLEN}),
    ("RES-22", "boundary", "continue", {"risk": Risk.FALLEN, "why_not_reduced": "  "}),
    ("RES-23", "refused", "end", {"view": ""}),
    ("RES-23", "boundary", "continue", {"view": " \n"}),
]


@pytest.mark.capability(93)
@pytest.mark.parametrize(
    ("code", "verdict", "changes"),
    [
        pytest.param(code, verdict, changes, marks=pytest.mark.rule(code, case))
        for code, case, verdict, changes in BROKEN
    ],
)
def test_a_decision_that_leaves_something_out_changes_nothing(
    provider: Provider, code: str, verdict: str, changes: dict[str, Any]
) -> None:
    one = in_force(provider)
    supervisor, before = provider.people["supervisor"], one.review_on
    codes = codes_of(operations.review, one, decided(verdict, **changes), by=supervisor)
    one.refresh_from_db()
    assert code in codes
    assert (one.review_on, one.decisions.count()) == (before, 0)


@pytest.mark.rule("RES-19", "boundary")
def test_the_next_review_is_after_today_and_within_a_month(provider: Provider) -> None:
    one, supervisor, last = (
        in_force(provider),
        provider.people["supervisor"],
        a_month_after(TODAY()),
    )
    for day in (TODAY(), last + dt.timedelta(days=1)):
        review = decided(next_review_on=day)
        assert codes_of(operations.review, one, review, by=supervisor) == ("RES-19",)
    assert reviewed(provider, one, next_review_on=last).review_on == last


@pytest.mark.rule("RES-20", "refused")
@pytest.mark.rule("RES-20", "boundary")
def test_it_goes_on_past_its_end_date_only_with_a_later_one(provider: Provider) -> None:
    ends_on, supervisor = TODAY() + dt.timedelta(days=25), provider.people["supervisor"]
    one = in_force(provider, ends_on=ends_on)
    after = decided(next_review_on=ends_on + dt.timedelta(days=1))
    assert codes_of(operations.review, one, after, by=supervisor) == ("RES-20",)
    reviewed(provider, one, next_review_on=ends_on)
    later = reviewed(provider, one, ends_on=a_month_after(TODAY()))
    assert later.ends_on == a_month_after(TODAY())


@pytest.mark.rule("RES-22", "boundary")
def test_a_fallen_risk_may_leave_it_with_a_reason(provider: Provider) -> None:
    kept = reviewed(
        provider, in_force(provider), risk=Risk.FALLEN, why_not_reduced="Her plan begins on Monday."
    )
    assert kept.status == Status.IN_FORCE


@pytest.mark.rule("RES-24", "refused")
@pytest.mark.rule("RES-24", "boundary")
def test_what_was_never_authorised_may_end_and_not_go_on(provider: Provider) -> None:
    one, supervisor = begun_at_once(provider), provider.people["supervisor"]
    assert "RES-24" in codes_of(operations.review, one, decided(), by=supervisor)
    assert reviewed(provider, one, Verdict.END).status == Status.ENDED


@pytest.mark.capability(86, 93)
def test_nothing_rolls_over_past_its_review_date(provider: Provider) -> None:
    one = in_force(provider, at=weeks_ago(6))
    take_another_look = Restriction.objects.get(pk=one.pk)
    assert (take_another_look.status, one.review_on) == (Status.IN_FORCE, one.first_review_on)
    assert queries.is_overdue(take_another_look)
    assert list(queries.overdue(Restriction.objects.all())) == [one]
    assert of_subject(one).get(kind="restriction_review").standing() == Standing.OVERDUE


def test_it_is_not_overdue_on_the_day_of_its_review(provider: Provider) -> None:
    one = in_force(provider, review_on=TODAY())
    assert not queries.is_overdue(one)
    assert not queries.overdue(Restriction.objects.all()).exists()


@pytest.mark.capability(93)
def test_supervisor_and_lead_are_told_when_a_review_is_late(provider: Provider) -> None:
    one = in_force(provider, at=weeks_ago(6))
    sweep()
    told = {row.recipient for row in Notice.objects.filter(link=f"/restrictions/{one.pk}/")}
    assert provider.people["supervisor"] in told
    assert provider.people["restrictive_practice_lead"] in told


def test_ended_while_under_review_refuses_the_second_decision(provider: Provider) -> None:
    one = in_force(provider)
    mine = Restriction.objects.get(pk=one.pk)
    reviewed(provider, one, Verdict.END)
    codes = codes_of(operations.review, mine, decided(), by=provider.people["supervisor"])
    assert set(codes) <= {WRONG_STATE, "WF-03"}
    assert one.decisions.count() == 1


def test_withdrawing_an_incident_leaves_the_review_waiting(provider: Provider) -> None:
    incident = make_incident(provider)
    one = in_force(provider, links=Links(incident=incident))
    stop_all(incident.pk, "Withdrawn")
    assert of_subject(one).get(kind="restriction_review").ended_at is None
    assert Entry.objects.filter(record_type="restrictions.restriction", thread=incident.pk).exists()


@pytest.mark.parametrize("role", ["reporter", "reviewer", "verifier", "safeguarding_lead"])
def test_who_reads_the_register_does_not_decide_in_it(provider: Provider, role: str) -> None:
    one, user = in_force(provider), provider.people[role]
    assert codes_of(operations.review, one, decided(), by=user) == (NOT_ALLOWED,)
    assert NOT_ALLOWED in codes_of(
        operations.propose, one.person, record_of(), started_on=TODAY(), by=user
    )


def test_another_team_does_not_see_or_review_it(provider: Provider) -> None:
    one, stranger = in_force(provider), person(provider.other_team, "supervisor")
    assert not queries.visible_to(stranger).exists()
    assert not queries.may(stranger, Permission.RESTRICTION_REVIEW, one)
    assert not queries.visible_to(person(team(), "governance_lead")).exists()


def test_a_merged_persons_restrictions_follow_with_their_reviews(provider: Provider) -> None:
    kept = person_served(
        provider, unit=provider.other_team, by=person(provider.other_team, "supervisor")
    )
    one = in_force(provider)
    lead = provider.people["governance_lead"]
    people.merge_people(one.person, kept, "One person.", by=lead)
    one.refresh_from_db()
    assert (one.person, one.unit) == (kept, provider.other_team)
    assert of_subject(one).get(kind="restriction_review").unit == provider.other_team


def test_someone_who_moves_takes_the_restriction_along(provider: Provider) -> None:
    one, lead = in_force(provider), provider.people["governance_lead"]
    ended = reviewed(provider, in_force(provider, person=one.person), Verdict.END)
    who = Identity(one.person.name, one.person.record_number)
    people.correct_person(one.person, who, unit=provider.other_team, by=lead)
    one.refresh_from_db()
    ended.refresh_from_db()
    assert (one.unit, ended.unit) == (provider.other_team, provider.team)


@pytest.mark.capability(84)
def test_a_complaint_leads_to_a_restriction(provider: Provider) -> None:
    complaint, supervisor = complaint_of(provider), provider.people["supervisor"]
    one = proposed(provider, links=Links(complaint=complaint))
    assert list(queries.of_complaint(complaint, supervisor)) == [one]
    assert complaints.with_reference(supervisor, "c-00001") == one.complaint


def test_neither_trail_nor_notices_hold_names_or_words(provider: Provider) -> None:
    served = person_served(provider, "Ottoline Verrigan")
    one = in_force(provider, person=served, words="Ottoline stays in.", view="Verrigan said no.")
    reviewed(provider, one, Verdict.REDUCE, reason="Ottoline asked.", words="Ottoline may go.")
    written = " ".join(Entry.objects.values_list("body", flat=True))
    told = " ".join(f"{row.subject} {row.body}" for row in Notice.objects.all())
    assert "Ottoline" not in written + told
    assert "Verrigan" not in written + told
    assert '"words_sha256"' in written


def test_days_in_force_are_counted_from_the_start_to_the_end(provider: Provider) -> None:
    one = in_force(provider, at=weeks_ago(3))
    assert queries.days_in_force(one) == 21
    assert queries.days_in_force(proposed(provider)) == 0
    reviewed(provider, one, Verdict.END)
    assert queries.days_in_force(one, TODAY() + dt.timedelta(days=30)) == 21

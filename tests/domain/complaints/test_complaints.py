"""A complaint is received, acknowledged, answered and closed with what was learnt from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.clocks.queries import of_subject
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import restrict
from goldthread.domain.registers.complaints import operations, queries
from goldthread.domain.registers.complaints.models import Complaint
from goldthread.domain.registers.complaints.terms import Consent, From, Outcome, Status
from goldthread.domain.registers.people import operations as people
from goldthread.notices.models import Notice
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories.incidents import make_incident
from tests.factories.people import person, team
from tests.factories.provider import Provider
from tests.factories.registers import person_served
from tests.factories.restrictions import complaint_of


def acknowledged(provider: Provider, **changes: Any) -> Complaint:
    complaint = complaint_of(provider, **changes)
    manager = provider.people["team_manager"]
    return operations.acknowledge(complaint, "By telephone; an advocate was offered.", by=manager)


def answered(provider: Provider, **changes: Any) -> Complaint:
    return operations.answer(
        acknowledged(provider, **changes),
        "You are right, and we are sorry.",
        Outcome.UPHELD,
        by=provider.people["team_manager"],
    )


def refused_codes(call: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return tuple(refused.value.codes)


@pytest.mark.capability(84)
@pytest.mark.rule("CMP-01", "allowed")
@pytest.mark.rule("CMP-02", "allowed")
def test_a_complaint_is_received_with_a_reference_and_two_clocks(provider: Provider) -> None:
    complaint = complaint_of(provider)
    kinds = set(of_subject(complaint).values_list("kind", flat=True))
    assert (complaint.reference, complaint.status) == ("C-00001", Status.RECEIVED)
    assert kinds == {"complaint_acknowledgement", "complaint_answer"}


def test_a_complaint_received_on_a_friday_is_acknowledged_by_the_wednesday(
    provider: Provider,
) -> None:
    friday = dt.datetime(2026, 11, 13, 12, tzinfo=dt.UTC)
    complaint = complaint_of(provider, at=friday)
    due = of_subject(complaint).get(kind="complaint_acknowledgement").due_at
    assert due is not None
    assert timezone.localdate(due) == dt.date(2026, 11, 18)


@pytest.mark.rule("CMP-01", "refused")
@pytest.mark.rule("CMP-01", "boundary")
@pytest.mark.parametrize("left_out", ["from_name", "about", "words"])
def test_a_complaint_without_who_or_what_is_refused(provider: Provider, left_out: str) -> None:
    assert "CMP-01" in refused_codes(complaint_of, provider, **{left_out: "  "})
    assert not Complaint.objects.exists()


def _receive_at(provider: Provider, received_at: dt.datetime, at: dt.datetime) -> Complaint:
    account = operations.Account(From.FAMILY, "Ros", "About", "Words", "letter")
    manager = provider.people["team_manager"]
    return operations.receive(provider.team, account, received_at=received_at, by=manager, at=at)


@pytest.mark.rule("CMP-02", "refused")
@pytest.mark.rule("CMP-02", "boundary")
def test_a_complaint_is_not_received_after_now(provider: Provider) -> None:
    now = timezone.now()
    assert refused_codes(_receive_at, provider, now + dt.timedelta(seconds=1), now) == ("CMP-02",)
    assert _receive_at(provider, now, now).status == Status.RECEIVED


@pytest.mark.rule("CMP-08", "refused")
@pytest.mark.rule("CMP-08", "allowed")
@pytest.mark.rule("CMP-08", "boundary")
def test_a_persons_own_complaint_is_on_their_own_record(provider: Provider) -> None:
    assert "CMP-08" in refused_codes(complaint_of, provider, made_by=From.PERSON)
    own = complaint_of(provider, made_by=From.PERSON, person=person_served(provider))
    assert own.consent == Consent.OWN
    assert complaint_of(provider, made_by=From.ADVOCATE).person is None


@pytest.mark.rule("CMP-03", "allowed")
def test_acknowledging_ends_its_clock_and_leaves_the_answer_waiting(provider: Provider) -> None:
    complaint = acknowledged(provider)
    waiting = of_subject(complaint).filter(ended_at__isnull=True).values_list("kind", flat=True)
    assert complaint.status == Status.ACKNOWLEDGED
    assert list(waiting) == ["complaint_answer"]


@pytest.mark.rule("CMP-03", "refused")
@pytest.mark.rule("CMP-03", "boundary")
def test_an_acknowledgement_says_how(provider: Provider) -> None:
    complaint, manager = complaint_of(provider), provider.people["team_manager"]
    assert refused_codes(operations.acknowledge, complaint, " ", by=manager) == ("CMP-03",)


@pytest.mark.rule("CMP-04", "allowed")
@pytest.mark.rule("CMP-05", "allowed")
def test_an_answer_ends_every_clock(provider: Provider) -> None:
    complaint = answered(provider)
    assert complaint.status == Status.ANSWERED
    assert not of_subject(complaint).filter(ended_at__isnull=True).exists()


@pytest.mark.rule("CMP-04", "refused")
@pytest.mark.rule("CMP-04", "boundary")
@pytest.mark.parametrize(("words", "outcome"), [("  ", "upheld"), ("Sorry.", ""), ("Sorry.", "x")])
def test_an_answer_has_words_and_an_outcome(provider: Provider, words: str, outcome: str) -> None:
    complaint, manager = acknowledged(provider), provider.people["team_manager"]
    assert refused_codes(operations.answer, complaint, words, outcome, by=manager) == ("CMP-04",)


@pytest.mark.rule("CMP-05", "refused")
@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.REFUSED, Consent.OWN])
def test_family_is_not_answered_without_consent(provider: Provider, consent: str) -> None:
    complaint, manager = acknowledged(provider, consent=consent), provider.people["team_manager"]
    codes = refused_codes(operations.answer, complaint, "Sorry.", Outcome.UPHELD, by=manager)
    assert codes == ("CMP-05",)


@pytest.mark.rule("CMP-05", "boundary")
def test_best_interests_stand_in_for_consent(provider: Provider) -> None:
    complaint = acknowledged(provider, consent=Consent.NOT_ASKED)
    operations.answer(
        complaint,
        "Sorry.",
        Outcome.PARTLY,
        consent=Consent.BEST_INTERESTS,
        by=provider.people["team_manager"],
    )
    assert complaint.consent == Consent.BEST_INTERESTS


@pytest.mark.capability(84)
@pytest.mark.rule("CMP-06", "allowed")
def test_a_complaint_closes_with_what_was_upheld_and_what_changes(provider: Provider) -> None:
    manager = provider.people["team_manager"]
    complaint = operations.close(
        answered(provider), "No end was ever set.", "Every limit has an end.", by=manager
    )
    assert complaint.status == Status.CLOSED


@pytest.mark.rule("CMP-06", "refused")
@pytest.mark.rule("CMP-06", "boundary")
@pytest.mark.parametrize(("upheld", "changes"), [("", "Something."), ("Something.", " ")])
def test_a_complaint_does_not_close_without_learning(
    provider: Provider, upheld: str, changes: str
) -> None:
    manager = provider.people["team_manager"]
    codes = refused_codes(operations.close, answered(provider), upheld, changes, by=manager)
    assert codes == ("CMP-06",)


@pytest.mark.capability(84)
@pytest.mark.rule("CMP-07", "allowed")
def test_a_complaint_starts_an_incident_on_whose_thread_it_stands(provider: Provider) -> None:
    complaint = complaint_of(provider, person=person_served(provider, record_number="RX77"))
    incident = operations.start_incident(complaint, by=provider.people["team_manager"])
    assert complaint.incident == incident
    assert incident.people.get().record_number == "RX77"
    assert list(queries.of_incident(incident, provider.people["supervisor"])) == [complaint]


@pytest.mark.rule("CMP-07", "refused")
@pytest.mark.rule("CMP-07", "boundary")
def test_a_complaint_is_linked_to_one_incident_only(provider: Provider) -> None:
    manager, incident = provider.people["team_manager"], make_incident(provider)
    complaint = operations.link_incident(complaint_of(provider), incident, by=manager)
    codes = refused_codes(operations.start_incident, complaint, by=manager)
    assert codes == ("CMP-07",)
    assert Incident.objects.count() == 1


def test_an_incident_out_of_reach_is_not_linked(provider: Provider) -> None:
    elsewhere = make_incident(provider, unit=provider.other_team)
    codes = refused_codes(
        operations.link_incident,
        complaint_of(provider),
        elsewhere,
        by=provider.people["team_manager"],
    )
    assert codes == (NOT_ALLOWED,)


def test_nobody_of_another_team_reads_or_works_a_complaint(provider: Provider) -> None:
    complaint = complaint_of(provider)
    stranger = person(provider.other_team, "team_manager")
    assert not queries.visible_to(stranger).exists()
    assert NOT_ALLOWED in refused_codes(operations.acknowledge, complaint, "Rang.", by=stranger)
    assert not queries.visible_to(person(team(), "governance_lead")).exists()


def test_a_complaint_about_a_restricted_incident_is_kept_to_those_named(provider: Provider) -> None:
    manager, incident = provider.people["team_manager"], make_incident(provider)
    operations.link_incident(complaint_of(provider), incident, by=manager)
    lead = provider.people["governance_lead"]
    restrict(incident, "About a member of staff.", [lead], by=lead)
    assert not queries.visible_to(provider.people["supervisor"]).exists()
    assert queries.visible_to(lead).exists()


def test_a_merged_persons_complaints_follow(provider: Provider) -> None:
    kept, twice = person_served(provider), person_served(provider)
    complaint = complaint_of(provider, person=twice)
    lead = provider.people["governance_lead"]
    people.merge_people(twice, kept, "One person.", by=lead)
    assert list(queries.of_person(kept, lead)) == [complaint]


def test_neither_trail_nor_notices_name_anybody(provider: Provider) -> None:
    operations.close(
        answered(provider), "Marchpane is right.", "More.", by=provider.people["team_manager"]
    )
    written = " ".join(Entry.objects.values_list("body", flat=True))
    told = " ".join(f"{one.subject} {one.body} {one.link}" for one in Notice.objects.all())
    for name in ("Marchpane", "Wilhelmina", "families.example"):
        assert name not in written + told
    assert "C-00001" in told


def test_names_are_sealed_in_the_database(provider: Provider) -> None:
    complaint_of(provider)
    rows = Complaint.objects.extra(select={"raw": "from_name || words"}).values_list("raw")
    assert "Marchpane" not in str(list(rows))


def test_two_people_answering_at_once_do_not_overwrite_each_other(provider: Provider) -> None:
    complaint, manager = acknowledged(provider), provider.people["team_manager"]
    other = Complaint.objects.get(pk=complaint.pk)
    operations.answer(complaint, "Sorry.", Outcome.UPHELD, by=manager)
    codes = refused_codes(operations.answer, other, "No.", Outcome.NOT_UPHELD, by=manager)
    assert set(codes) <= {"WF-03", WRONG_STATE}
    complaint.refresh_from_db()
    assert complaint.answer == "Sorry."

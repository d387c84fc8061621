"""The register of a month: kept with its digest, compared, counted, and true when made late."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.registers.restrictions import operations, queries
from goldthread.domain.registers.restrictions.models import Restriction, Snapshot
from goldthread.domain.registers.restrictions.operations.snapshots import keep_month
from goldthread.domain.registers.restrictions.queries import Change
from goldthread.domain.registers.restrictions.records import Links
from goldthread.domain.registers.restrictions.terms import Domain, Risk, Scale, Verdict
from goldthread.jobs.registry import discover
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories.people import person
from tests.factories.provider import Provider
from tests.factories.registers import person_served
from tests.factories.restrictions import begun_at_once, in_force, proposed, reviewed
from tests.factories.safeguarding import action_in, concern


def noon(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 12, tzinfo=dt.UTC)


@pytest.fixture
def lead(provider: Provider) -> User:
    return provider.people["restrictive_practice_lead"]


def two_months(provider: Provider) -> dict[str, Restriction]:
    """One of each change between the ends of September and October 2026."""
    rows = {
        name: in_force(provider, at=noon(2026, 9, 14))
        for name in ("reduced", "continued", "ended", "left")
    }
    reviewed(provider, rows["reduced"], Verdict.REDUCE, at=noon(2026, 10, 2))
    reviewed(provider, rows["continued"], at=noon(2026, 10, 2))
    reviewed(provider, rows["ended"], Verdict.END, at=noon(2026, 10, 3))
    rows["started"] = in_force(provider, at=noon(2026, 10, 20))
    reviewed(provider, rows["started"], Verdict.END, at=noon(2026, 11, 3))
    return rows


def kept(provider: Provider, month: int) -> Snapshot:
    made = keep_month(provider.organisation, dt.date(2026, month, 1), noon(2026, 11, 10))
    assert made is not None
    return made


@pytest.mark.capability(92)
def test_a_snapshot_taken_late_says_what_was_true_at_the_end_of_the_month(
    provider: Provider, lead: User
) -> None:
    rows = two_months(provider)
    september = queries.rows_for(kept(provider, 9), lead)
    october = {row["reference"]: row for row in queries.rows_for(kept(provider, 10), lead)}
    assert [row["reviews"] for row in september] == [0, 0, 0, 0]
    assert {row["words"] for row in september} == {"Goes to town only with a member of staff."}
    assert set(october) == {
        rows[name].reference for name in ("reduced", "continued", "left", "started")
    }
    reduced = october[rows["reduced"].reference]
    assert (reduced["reduced"], reduced["last_verdict"], reduced["days"]) == (1, "reduce", 47)


@pytest.mark.capability(92)
def test_two_months_are_compared(provider: Provider, lead: User) -> None:
    rows = two_months(provider)
    before, now = kept(provider, 9), kept(provider, 10)
    assert queries.the_one_before(now) == before
    found = queries.compare(queries.rows_for(before, lead), queries.rows_for(now, lead))
    assert {change: [row["reference"] for row in found.by_change[change]] for change in Change} == {
        Change.STARTED: [rows["started"].reference],
        Change.REDUCED: [rows["reduced"].reference],
        Change.CONTINUED: [rows["continued"].reference],
        Change.ENDED: [rows["ended"].reference],
        Change.NOT_REVIEWED: [rows["left"].reference],
    }
    assert (found.overdue_before, found.overdue_now) == (0, 1)


@pytest.mark.capability(92)
def test_the_rows_are_pinned_by_a_digest_in_the_trail(provider: Provider) -> None:
    in_force(provider, at=noon(2026, 9, 14))
    snapshot = kept(provider, 9)
    body = Entry.objects.get(kind="restrictions.snapshot").body
    assert snapshot.digest == hashlib.sha256(snapshot.rows.encode()).hexdigest()
    assert snapshot.digest in body


def test_the_monthly_job_keeps_each_month_once(provider: Provider) -> None:
    assert "restriction_snapshots" in discover()
    assert operations.take_snapshots(noon(2026, 11, 1)) == 1
    assert operations.take_snapshots(noon(2026, 11, 2)) == 0
    assert operations.take_snapshots(noon(2026, 12, 1)) == 1
    assert [row.month.month for row in Snapshot.objects.order_by("month")] == [10, 11]


def test_two_processes_keep_one_snapshot(provider: Provider) -> None:
    month = dt.date(2026, 9, 1)
    assert keep_month(provider.organisation, month, noon(2026, 10, 1)) is not None
    assert keep_month(provider.organisation, month, noon(2026, 10, 1)) is None


def test_a_snapshot_by_hand_is_taken_by_who_authorises_for_all(
    provider: Provider, lead: User
) -> None:
    in_force(provider)
    mine = operations.take_snapshot(provider.organisation, by=lead)
    assert (mine.in_force, mine.taken_by) == (1, lead)
    with pytest.raises(Refused) as refused:
        operations.take_snapshot(provider.organisation, by=provider.people["team_manager"])
    assert refused.value.codes == (NOT_ALLOWED,)


def test_a_snapshot_shows_each_reader_their_own_teams(provider: Provider, lead: User) -> None:
    in_force(provider)
    snapshot = operations.take_snapshot(provider.organisation, by=lead)
    stranger = person(provider.other_team, "supervisor")
    assert len(queries.rows_for(snapshot, provider.people["supervisor"])) == 1
    assert queries.rows_for(snapshot, stranger) == []
    assert not queries.snapshots_of(provider.people["commissioner"]).exists()


def test_a_snapshot_holds_no_name(provider: Provider, lead: User) -> None:
    in_force(provider, person=person_served(provider, "Ottoline Verrigan"))
    snapshot = operations.take_snapshot(provider.organisation, by=lead)
    assert "Verrigan" not in snapshot.rows
    assert "P-00001" in snapshot.rows


def test_what_is_proposed_is_not_in_the_register_and_what_began_at_once_is(
    provider: Provider,
) -> None:
    proposed(provider)
    urgent = begun_at_once(provider)
    found = queries.register_on(provider.organisation.pk, timezone.localdate())
    assert [row.reference for row in found] == [urgent.reference]


def many(provider: Provider, number: int, **changes: Any) -> None:
    for _ in range(number):
        in_force(provider, **changes)


@pytest.mark.capability(109)
def test_the_counts_say_what_is_reviewed_and_least_restrictive(provider: Provider) -> None:
    ago = timezone.now() - dt.timedelta(days=100)
    action = action_in(provider, concern(provider))
    in_force(provider, at=ago, started_on=timezone.localdate(ago))
    in_force(provider, scale=Scale.BLANKET, links=Links(safeguarding_action=action))
    reviewed(provider, in_force(provider, domains=(Domain.PHONE.value,)), Verdict.REDUCE)
    counts = queries.counts_of(provider.people["inspector"])
    assert (counts.in_force, counts.overdue, counts.long_running) == (3, 1, 1)
    assert (counts.blanket, counts.blanket_with_safeguarding, counts.reduced_once) == (1, 1, 1)
    assert (counts.longest_days, counts.outside) == (100, False)
    assert dict(counts.by_domain)[Domain.PHONE.label] == 1
    assert counts.by_team == (("Alder Team", 3, 1),)


@pytest.mark.capability(109)
def test_small_numbers_are_kept_from_readers_outside(provider: Provider) -> None:
    reader = provider.people["commissioner"]
    many(provider, 4)
    assert queries.counts_of(reader).in_force is None
    many(provider, 3)
    counts = queries.counts_of(reader)
    assert (counts.in_force, counts.overdue, counts.longest_days) == (7, None, None)
    assert (counts.by_team, counts.outside) == ((), True)


def test_a_number_is_hidden_where_the_rest_would_be_small(provider: Provider) -> None:
    many(provider, 6)
    counts = queries.counts_of(provider.people["commissioner"])
    assert dict(counts.by_domain)[Domain.COMMUNITY.label] is None


@pytest.mark.capability(97)
def test_the_documentation_of_a_whole_record_is_whole(provider: Provider) -> None:
    one = in_force(provider)
    assert all(queries.documentation(one).values())
    urgent = queries.documentation(begun_at_once(provider))
    assert not urgent["Alternatives, each with why not"]
    assert not urgent["Authorised"]
    assert urgent["Legal basis"]


def test_a_late_review_shows_in_the_documentation(provider: Provider) -> None:
    one = in_force(provider, at=timezone.now() - dt.timedelta(weeks=6))
    assert [name for name, there in queries.documentation(one).items() if not there] == [
        "Reviewed by its date"
    ]


@pytest.mark.capability(93)
def test_a_meeting_goes_through_what_is_due_by_the_end_of_its_month(provider: Provider) -> None:
    at = noon(2026, 10, 20)
    due = in_force(provider, at=at)
    late = in_force(provider, at=noon(2026, 9, 1))
    after = in_force(provider, at=at, review_on=dt.date(2026, 11, 20))
    in_month = queries.due_for_review(provider.team, dt.date(2026, 11, 1))
    assert list(in_month) == [late, due, after]
    assert list(queries.due_for_review(provider.team, dt.date(2026, 10, 15))) == [late]
    assert not queries.due_for_review(provider.other_team, dt.date(2026, 11, 1)).exists()


def test_the_register_is_read_in_the_same_number_of_queries_whatever_its_length(
    provider: Provider, django_assert_num_queries: Any
) -> None:
    many(provider, 2)
    today, organisation = timezone.localdate(), provider.organisation.pk
    with django_assert_num_queries(3):
        queries.register_on(organisation, today)
    many(provider, 3)
    with django_assert_num_queries(3):
        queries.register_on(organisation, today)


@pytest.mark.capability(94)
def test_decisions_are_counted_by_what_became_of_the_risk(provider: Provider) -> None:
    one = in_force(provider)
    reviewed(provider, one)
    reviewed(provider, one, Verdict.REDUCE)
    reviewed(provider, one, Verdict.END, risk=Risk.FALLEN)
    supervisor = provider.people["supervisor"]
    assert dict(queries.decided_by_risk(supervisor)) == {
        Risk.FALLEN.label: [0, 1, 1],
        Risk.SAME.label: [1, 0, 0],
        Risk.RISEN.label: [0, 0, 0],
    }
    stranger = person(provider.other_team, "supervisor")
    assert dict(queries.decided_by_risk(stranger))[Risk.FALLEN.label] == [0, 0, 0]


def test_one_begun_at_once_today_is_not_late_before_its_hour(provider: Provider) -> None:
    begun_at_once(provider)
    found = queries.register_on(provider.organisation.pk, timezone.localdate())
    assert not found[0].overdue

"""Reports become incidents, once, by every route, keeping what the route promised."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.access.operations import close_unit
from goldthread.clocks.models import Clock
from goldthread.clocks.terms import Standing
from goldthread.domain.incidents import queries
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import make_safe, report_incident
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.incidents.terms import EventType, Precision, Route, Status
from goldthread.trail.models import Entry
from goldthread.trail.verification import verify
from goldthread.workflow.refusals import Refused
from tests.factories.incidents import make_incident, report_of
from tests.factories.provider import Provider


def refused_codes(provider: Provider, **changes: object) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        report_incident(report_of(provider, **changes))
    assert Incident.objects.count() == 0
    return refused.value.codes


@pytest.mark.rule("REP-09", "allowed")
def test_a_report_becomes_an_incident_with_a_reference(provider: Provider) -> None:
    incident = make_incident(provider)
    year = f"{timezone.localdate():%y}"
    assert (incident.status, incident.reference) == (Status.REPORTED, f"INC-{year}-00001")


@pytest.mark.capability(17)
def test_triage_is_due_a_day_after_the_report_and_breached_after_two(provider: Provider) -> None:
    at = dt.datetime(2026, 3, 6, 17, 30, tzinfo=dt.UTC)
    incident = make_incident(provider, at=at)
    clock = Clock.objects.get(subject_id=incident.pk, kind="triage")
    assert (clock.due_at - at, clock.breach_at - at) == (
        dt.timedelta(hours=24),
        dt.timedelta(hours=48),
    )


@pytest.mark.capability(17)
@pytest.mark.parametrize(
    ("hours", "standing"),
    [(23.99, Standing.DUE_SOON), (24, Standing.OVERDUE), (48, Standing.BREACHED)],
)
def test_the_triage_clock_is_right_at_its_boundaries(
    provider: Provider, hours: float, standing: Standing
) -> None:
    at = dt.datetime(2026, 3, 6, 17, 30, tzinfo=dt.UTC)
    incident = make_incident(provider, at=at)
    clock = Clock.objects.get(subject_id=incident.pk, kind="triage")
    assert clock.standing(at + dt.timedelta(hours=hours)) == standing


@pytest.mark.capability(14)
@pytest.mark.rule("REP-07", "allowed")
def test_an_unsafe_report_starts_the_time_to_safe_clock(provider: Provider) -> None:
    incident = make_incident(provider, unsafe_now=True, unsafe_what="Alone with the medicines")
    assert Clock.objects.filter(
        subject_id=incident.pk, kind="time_to_safe", ended_at__isnull=True
    ).exists()


@pytest.mark.capability(14)
@pytest.mark.rule("INC-01", "allowed")
def test_making_people_safe_ends_the_time_to_safe_clock(provider: Provider) -> None:
    incident = make_incident(provider, unsafe_now=True, unsafe_what="Alone with the medicines")
    make_safe(incident, "Visited at 18:00; sister is staying.", by=provider.people["team_manager"])
    assert Clock.objects.get(subject_id=incident.pk, kind="time_to_safe").met


def test_a_report_that_is_not_unsafe_alerts_nobody(provider: Provider) -> None:
    incident = make_incident(provider)
    assert not Clock.objects.filter(subject_id=incident.pk, kind="time_to_safe").exists()


def test_the_same_idempotency_key_makes_one_incident(provider: Provider) -> None:
    first = report_incident(report_of(provider, idempotency_key="k1"))
    again = report_incident(report_of(provider, idempotency_key="k1"))
    assert (again.incident.pk, again.again) == (first.incident.pk, True)


def test_a_key_of_someone_else_shows_nothing_of_their_report(provider: Provider) -> None:
    report_incident(report_of(provider, idempotency_key="k1"))
    other = provider.person("Second Reporter", "reporter")
    with pytest.raises(Refused) as refused:
        report_incident(report_of(provider, idempotency_key="k1", reporter=other))
    assert refused.value.codes == ("REP-10",)


@pytest.mark.capability(12)
@pytest.mark.rule("REP-08", "allowed")
def test_an_anonymous_report_is_followed_by_its_code_alone(provider: Provider) -> None:
    received = report_incident(report_of(provider, route=Route.ANONYMOUS, reporter=None))
    assert received.incident.reported_by is None
    assert queries.by_follow_up_code(received.follow_up_code.lower()) == received.incident


@pytest.mark.capability(12)
def test_a_wrong_code_finds_nothing(provider: Provider) -> None:
    report_incident(report_of(provider, route=Route.ANONYMOUS, reporter=None))
    assert queries.by_follow_up_code("AAAA-AAAA-AAAA") is None
    assert queries.by_follow_up_code("  ") is None


@pytest.mark.capability(12)
def test_the_trail_does_not_name_a_confidential_reporter(provider: Provider) -> None:
    incident = make_incident(provider, route=Route.CONFIDENTIAL)
    entries = Entry.objects.filter(thread=incident.pk)
    reporter = provider.people["reporter"]
    assert {entry.actor for entry in entries} == {"reporter:confidential"}
    assert all(f"user:{reporter.pk}" not in entry.body for entry in entries)


def test_names_of_people_are_unreadable_in_the_database(provider: Provider) -> None:
    from django.db import connection

    make_incident(provider, people=(AffectedPerson(name="Wren Halloway", nhs_number="9990000018"),))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, nhs_number, nhs_index FROM incidents_personaffected")
        row = " ".join(cursor.fetchone())
    assert "Wren" not in row
    assert "9990000018" not in row


def test_the_worst_harm_is_kept_on_each_scale_apart(provider: Provider) -> None:
    incident = make_incident(
        provider,
        people=(
            AffectedPerson(physical_harm="low", psychological_harm="severe"),
            AffectedPerson(physical_harm="moderate", psychological_harm="none"),
        ),
    )
    assert (incident.physical_harm, incident.psychological_harm) == ("moderate", "severe")


def test_good_care_is_reported_like_anything_else(provider: Provider) -> None:
    incident = make_incident(provider, event_type=EventType.GOOD_CARE, people=())
    assert incident.physical_harm == ""


@pytest.mark.rule("REP-01", "refused")
def test_a_report_without_an_account_is_refused(provider: Provider) -> None:
    assert refused_codes(provider, narrative=" two words ") == ("REP-01",)


@pytest.mark.rule("REP-01", "boundary")
def test_three_words_are_enough_to_report(provider: Provider) -> None:
    assert make_incident(provider, narrative="He fell over").pk


@pytest.mark.rule("REP-02", "refused")
def test_what_is_in_the_future_is_refused(provider: Provider) -> None:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    assert refused_codes(provider, occurred_at=tomorrow) == ("REP-02",)


@pytest.mark.rule("REP-02", "boundary")
def test_a_phone_clock_a_few_minutes_ahead_is_forgiven(provider: Provider) -> None:
    assert make_incident(provider, occurred_at=timezone.now() + dt.timedelta(minutes=9)).pk


@pytest.mark.rule("REP-03", "refused")
def test_what_happened_before_the_service_began_is_refused(provider: Provider) -> None:
    assert refused_codes(provider, occurred_at=dt.datetime(1989, 12, 31, 12, tzinfo=dt.UTC)) == (
        "REP-03",
    )


@pytest.mark.rule("REP-03", "boundary")
def test_the_first_day_of_the_service_is_allowed(provider: Provider) -> None:
    assert make_incident(provider, occurred_at=dt.datetime(1990, 1, 1, 12, tzinfo=dt.UTC)).pk


@pytest.mark.rule("REP-04", "refused")
def test_discovery_before_the_event_is_refused(provider: Provider) -> None:
    at = timezone.now() - dt.timedelta(days=2)
    codes = refused_codes(
        provider,
        occurred_at=at,
        discovered_at=at - dt.timedelta(minutes=1),
        discovered_precision=Precision.EXACT,
    )
    assert codes == ("REP-04",)


@pytest.mark.rule("REP-04", "boundary")
@pytest.mark.rule("REP-05", "allowed")
def test_discovery_on_the_same_day_is_allowed_when_the_time_is_vague(provider: Provider) -> None:
    noon = dt.datetime(2026, 5, 5, 12, tzinfo=dt.UTC)
    assert make_incident(
        provider,
        occurred_at=noon,
        occurred_precision=Precision.DAY,
        discovered_at=noon - dt.timedelta(hours=3),
        discovered_precision=Precision.EXACT,
    ).pk


@pytest.mark.rule("REP-05", "refused")
def test_discovery_in_the_future_is_refused(provider: Provider) -> None:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    assert refused_codes(provider, discovered_at=tomorrow) == ("REP-05",)


@pytest.mark.rule("REP-06", "refused")
def test_a_report_without_a_time_is_refused(provider: Provider) -> None:
    assert refused_codes(provider, occurred_at=None) == ("REP-06",)


@pytest.mark.rule("REP-06", "allowed")
def test_a_report_may_say_that_nobody_knows_when(provider: Provider) -> None:
    assert make_incident(provider, occurred_at=None, occurred_precision=Precision.UNKNOWN).pk


@pytest.mark.rule("REP-07", "refused")
def test_an_alert_without_words_is_refused(provider: Provider) -> None:
    assert refused_codes(provider, unsafe_now=True, unsafe_what="  ") == ("REP-07",)


@pytest.mark.rule("REP-09", "refused")
def test_a_closed_team_takes_no_reports(provider: Provider) -> None:
    close_unit(provider.team, dt.date(2026, 1, 31))
    assert refused_codes(provider) == ("REP-09",)


@pytest.mark.rule("REP-08", "refused")
def test_an_anonymous_report_never_carries_a_reporter(provider: Provider) -> None:
    assert refused_codes(provider, route=Route.ANONYMOUS) == ("REP-08",)


def test_the_trail_of_a_report_verifies(provider: Provider) -> None:
    make_incident(provider)
    assert list(verify()) == []

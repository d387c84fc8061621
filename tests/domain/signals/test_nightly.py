"""The nightly run raises what is new once, from what people reported."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from goldthread.domain.insight.signals import operations
from goldthread.domain.insight.signals.counting import count_weeks, last_sunday
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.terms import Kind, Status
from goldthread.domain.verification import operations as verification
from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.terms import RoundKind
from goldthread.jobs.registry import discover
from tests.factories import verification as checks
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.signals import theme_of

ON = dt.date(2026, 11, 18)
OTHERS = ("medicines_supply_and_monitoring", "capacity_and_caseload")


def report(provider: Provider, week: int, code: str, day: int = 0, **changes: object) -> Incident:
    """An incident with a theme, `week` whole weeks before the last one, from its Monday on."""
    date = last_sunday(ON) - dt.timedelta(days=6 - day + 7 * week)
    at = timezone.make_aware(dt.datetime.combine(date, dt.time(12)))
    incident = make_incident(provider, at=at, **changes)  # type: ignore[arg-type]
    themes = [theme_of(provider, code)]
    incidents.set_themes(incident, themes, by=provider.people["triage_lead"], at=at)
    return incident


def history(provider: Provider, weeks: int = 34) -> None:
    """One incident a week of each of two themes and, every other week, of a third."""
    for week in range(weeks):
        for code in OTHERS:
            report(provider, week, code)
        if week % 2:
            report(provider, week, "weak_interface_handovers")


@pytest.mark.capability(30)
def test_a_cluster_is_raised_once_and_not_again_after_it_was_dismissed(
    provider: Provider,
) -> None:
    history(provider)
    burst = [report(provider, 0, "weak_interface_handovers", day) for day in range(7)]
    (signal,) = operations.raise_signals(provider.organisation, ON)
    assert (signal.kind, signal.unit) == (Kind.CLUSTER, provider.team)
    assert set(burst) <= set(signal.evidence.all())
    assert operations.raise_signals(provider.organisation, ON) == []
    operations.dismiss(signal, "One ward closed for a week.", by=provider.people["triage_lead"])
    assert operations.raise_signals(provider.organisation, ON) == []
    next_week = ON + dt.timedelta(days=7)
    assert operations.raise_signals(provider.organisation, next_week) == []
    more = [report(provider, -1, "weak_interface_handovers", day) for day in range(5)]
    (again,) = operations.raise_signals(provider.organisation, next_week)
    assert (again.earlier, again.status) == (signal, Status.OPEN)
    assert set(more) <= set(again.evidence.all())
    assert "A signal on this was dismissed on" in again.explanation


def test_restricted_and_good_care_are_not_counted(provider: Provider) -> None:
    lead = provider.people["governance_lead"]
    hidden = report(provider, 0, "weak_interface_handovers")
    report(provider, 0, "weak_interface_handovers", event_type="good_care")
    incidents.restrict(hidden, "About a colleague", [lead], by=lead)
    counts = count_weeks(provider.organisation, ON)
    assert counts.themed.sum() == 0
    assert counts.reports.sum() == 1  # a team that reports good care is not silent


def test_the_week_that_has_not_ended_waits(provider: Provider) -> None:
    report(provider, -1, "weak_interface_handovers")
    assert count_weeks(provider.organisation, ON).reports.sum() == 0
    assert count_weeks(provider.organisation, dt.date(2026, 11, 23)).reports.sum() == 1
    assert last_sunday(dt.date(2026, 11, 23)) == dt.date(2026, 11, 22)


def test_weeks_are_counted_as_one_by_one(provider: Provider) -> None:
    """The slow twin: every incident put into its week in Python."""
    history(provider, weeks=6)
    counts = count_weeks(provider.organisation, ON, weeks=8)
    for theme, column in zip(counts.themes, range(len(counts.themes)), strict=True):
        for week in range(8):
            last = counts.until - dt.timedelta(days=7 * (7 - week))
            expected = sum(
                last - dt.timedelta(days=7) < timezone.localdate(one.reported_at) <= last
                for one in Incident.objects.filter(theme_links__theme=theme)
            )
            assert counts.themed[:, column, week].sum() == expected


@pytest.mark.capability(56)
def test_a_recheck_that_fails_raises_a_signal(provider: Provider) -> None:
    plan = checks.running(provider)
    by = provider.people["verifier"]
    checks.checked(provider, checks.first_round(plan), 20, size=20)
    verification.conclude(Plan.objects.get(pk=plan.pk), **checks.verdicts(), by=by)
    recheck = plan.rounds.get(kind=RoundKind.RECHECK, number=1)
    recheck = checks.checked(provider, recheck, 12)
    verification.record_recheck(recheck, sustained=False, reason="It slipped.", by=by)
    signal = Signal.objects.get(kind=Kind.RELAPSE)
    assert (signal.plan, signal.action) == (plan, plan.action)
    assert "12 of 20" in signal.explanation


def test_the_run_is_scheduled_nightly() -> None:
    assert discover()["signals"].interval == dt.timedelta(days=1)


def test_a_provider_without_incidents_is_quiet(provider: Provider) -> None:
    assert operations.raise_everywhere() == 0

"""A theme or person that comes again after an action was completed raises a signal on it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.clocks.models import Clock
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.insight.signals import operations, queries
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.terms import Kind, Status
from tests.factories import signals as made
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider

PERSON = AffectedPerson(name="Ada Example", record_number="R-77", psychological_harm="low")


def now(days: float = 0) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


@pytest.mark.capability(6)
def test_the_theme_in_the_same_service_after_completion_raises_a_signal_on_the_action(
    provider: Provider,
) -> None:
    action = made.completed_on_theme(provider)
    again = made.themed(provider, at=now(1))
    signal = Signal.objects.get()
    assert (signal.kind, signal.status, signal.action) == (Kind.REPEAT, Status.OPEN, action)
    assert list(signal.evidence.all()) == [again]
    assert signal.numbers["since"] == 1
    assert "One repeat does not show that the action failed" in signal.explanation


@pytest.mark.capability(6)
def test_the_same_person_affected_again_raises_a_signal_in_any_team(provider: Provider) -> None:
    action = made.completed_on_theme(provider, people=(PERSON,))
    again = make_incident(provider, at=now(1), unit=provider.other_team, people=(PERSON,))
    triaged(provider, again)
    signal = Signal.objects.get()
    assert (signal.action, signal.theme) == (action, None)
    assert "Ada" not in signal.explanation


def test_a_member_of_staff_affected_again_is_never_looked_up(provider: Provider) -> None:
    staff = AffectedPerson(kind="staff", name="Ada Example", record_number="R-77")
    made.completed_on_theme(provider, people=(staff,))
    triaged(provider, make_incident(provider, at=now(1), people=(staff,)))
    assert not Signal.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"code": "good_care"}, {"event_type": "good_care"}, {"at": now(40)}, {"other_team": True}],
)
def test_another_theme_good_care_an_earlier_incident_or_another_team_is_no_repeat(
    provider: Provider, changes: dict[str, object]
) -> None:
    made.completed_on_theme(provider)
    if changes.pop("other_team", False):
        changes["unit"] = provider.other_team
    made.themed(provider, **({"at": now(1)} | changes))  # type: ignore[arg-type]
    assert not Signal.objects.exists()


def test_more_repeats_join_the_open_signal(provider: Provider) -> None:
    signal = made.repeat(provider)
    made.themed(provider, at=now(0.5))
    signal.refresh_from_db()
    assert Signal.objects.count() == 1
    assert (signal.weight, signal.evidence.count()) == (2, 2)
    assert "2 incidents" in signal.explanation


def test_the_action_completed_last_on_the_theme_is_the_one_in_question(provider: Provider) -> None:
    made.completed_on_theme(provider, at=now(60))
    last = made.completed_on_theme(provider, at=now(20))
    Signal.objects.all().delete()  # the second action's own incident repeated the first
    made.themed(provider, at=now(1))
    assert [signal.action for signal in Signal.objects.all()] == [last]


@pytest.mark.capability(6)
def test_a_dismissed_signal_comes_back_only_for_more_and_says_so(provider: Provider) -> None:
    signal = made.repeat(provider)
    lead = provider.people["governance_lead"]
    operations.dismiss(signal, "The visit was planned before the board changed.", by=lead)
    assert operations.raise_repeats(signal.evidence.get()) == []
    made.themed(provider, at=now(0.5))
    again = Signal.objects.get(status=Status.OPEN)
    assert again.earlier == signal
    assert "was dismissed on" in again.explanation


@pytest.mark.capability(6)
def test_themes_given_outside_triage_are_seen_at_night(provider: Provider) -> None:
    action = made.completed_on_theme(provider)
    incident = make_incident(provider, at=now(1))
    triaged(provider, incident)
    by = provider.people["triage_lead"]
    incidents.set_themes(incident, [made.theme_of(provider)], by=by)
    assert not Signal.objects.exists()
    raised = operations.raise_signals(provider.organisation)
    assert [signal.action for signal in raised] == [action]
    assert operations.raise_signals(provider.organisation) == []


def test_a_restricted_incident_is_never_evidence(provider: Provider) -> None:
    made.completed_on_theme(provider)
    lead = provider.people["governance_lead"]
    hidden = make_incident(provider, at=now(1))
    incidents.restrict(hidden, "About a colleague", [lead], by=lead)
    hidden.refresh_from_db()
    incidents.set_themes(hidden, [made.theme_of(provider)], by=lead)
    assert operations.raise_signals(provider.organisation) == []


def test_a_signal_on_a_restricted_thread_is_kept_with_it(provider: Provider) -> None:
    signal = made.repeat(provider)
    named, other = provider.people["governance_lead"], provider.people["triage_lead"]
    assert queries.visible_to(other).filter(pk=signal.pk).exists()
    incidents.restrict(signal.incident, "About a colleague", [named], by=named)
    assert queries.visible_to(named).filter(pk=signal.pk).exists()
    assert not queries.visible_to(other).filter(pk=signal.pk).exists()


def test_a_signal_is_kept_from_those_who_may_not_open_all_it_rests_on(provider: Provider) -> None:
    signal = made.repeat(provider)
    named, other = provider.people["governance_lead"], provider.people["triage_lead"]
    incidents.restrict(signal.evidence.get(), "About a colleague", [named], by=named)
    assert queries.visible_to(named).filter(pk=signal.pk).exists()
    assert not queries.visible_to(other).filter(pk=signal.pk).exists()


def test_a_signal_waits_for_governance_for_five_working_days(provider: Provider) -> None:
    signal = made.repeat(provider)
    clock = Clock.objects.get(subject_type="signals.signal", subject_id=signal.pk)
    assert (clock.kind, clock.owner_role) == ("signal_review", "governance_lead")
    assert clock.due_at is not None
    assert clock.source == "local_policy"
    operations.dismiss(signal, "Known.", by=provider.people["governance_lead"])
    clock.refresh_from_db()
    assert clock.met

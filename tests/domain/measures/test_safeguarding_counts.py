"""What is counted from safeguarding: decisions, actions, delays that come back, unclear roles."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.decision_tools.models import Run
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Theme
from goldthread.domain.insight.measures.counting import Key, Sum, count_month
from goldthread.domain.insight.measures.terms import month_of
from goldthread.domain.registers.safeguarding import operations
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.safeguarding import action_in, concern, referred_late

TODAY = timezone.localdate


def counted(provider: Provider, code: str, at: dt.datetime | None = None) -> tuple[int, int]:
    at = at or timezone.now()
    found = count_month(provider.organisation.pk, month_of(at), at)
    total = found.get(Key(provider.organisation.pk, "", "", code), Sum())
    return total.count, total.of


@pytest.mark.capability(82)
def test_a_decision_counts_as_grounded_when_it_rests_on_a_run(provider: Provider) -> None:
    case, by = concern(provider), provider.people["safeguarding_lead"]
    run = Run.objects.filter(thread=case.incident_id)[0]
    operations.decide_threshold(case, "He manages.", met=False, by=by)
    operations.decide_threshold(case, "He cannot refuse.", met=True, run=run, by=by)
    assert counted(provider, "safeguarding_decisions_grounded") == (1, 2)


@pytest.mark.capability(80)
def test_actions_count_when_due_and_whether_they_were_done_by_their_day(
    provider: Provider,
) -> None:
    case, by = concern(provider), provider.people["safeguarding_lead"]
    at = timezone.now()
    in_time, late, _, dropped = (action_in(provider, case, due_on=TODAY()) for _ in range(4))
    action_in(provider, case, due_on=month_of(at) + dt.timedelta(days=62))
    operations.confirm_action(in_time, done=True, by=by)
    operations.confirm_action(late, done=True, by=by, at=at + dt.timedelta(days=2))
    operations.drop_action(dropped, "Not needed.", by=by)
    now = counted(provider, "safeguarding_actions_done", at)
    later = count_month(provider.organisation.pk, month_of(at), at + dt.timedelta(days=3))
    found = later[Key(provider.organisation.pk, "", "", "safeguarding_actions_done")]
    assert now == (1, 2)
    assert (found.count, found.of) == (1, 3)


@pytest.mark.capability(82)
def test_a_delay_comes_back_when_its_cause_made_another_case_late(provider: Provider) -> None:
    at = timezone.now()
    referred_late(provider, at=at - dt.timedelta(hours=1))
    assert counted(provider, "safeguarding_repeat_delays", at) == (0, 0)
    referred_late(provider, at=at)
    assert counted(provider, "safeguarding_repeat_delays", at) == (1, 1)


def test_a_cause_of_long_ago_does_not_count_as_come_back(provider: Provider) -> None:
    at = timezone.now()
    referred_late(provider, at=at - dt.timedelta(days=95))
    referred_late(provider, at=at)
    assert counted(provider, "safeguarding_repeat_delays", at) == (0, 0)


@pytest.mark.capability(73)
def test_incidents_with_a_theme_of_the_interfaces_lens_are_counted_once_each(
    provider: Provider,
) -> None:
    incident, other = make_incident(provider), make_incident(provider)
    roles = list(Theme.objects.filter(organisation=provider.organisation, lens="interfaces"))
    assert roles
    by = provider.people["triage_lead"]
    incidents.set_themes(incident, roles, by=by)
    rest = Theme.objects.filter(organisation=provider.organisation, lens="escalation")
    incidents.set_themes(other, list(rest), by=by)
    assert counted(provider, "interface_incidents") == (1, 1)


@pytest.mark.capability(80)
def test_referral_timeliness_is_counted_from_the_clocks_of_cases(provider: Provider) -> None:
    referred_late(provider)
    at = timezone.now() - dt.timedelta(days=7)
    month = count_month(provider.organisation.pk, month_of(at), timezone.now())
    found = month[Key(provider.organisation.pk, "", "", "safeguarding_referral")]
    assert (found.count, found.of) == (0, 1)

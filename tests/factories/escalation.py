"""Episodes of escalation for tests, brought to where they stand by the product's operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.registers.escalation import operations as escalation
from goldthread.domain.registers.escalation import queries
from goldthread.domain.registers.escalation.models import (
    Cohort,
    Crisis,
    Episode,
    IndicatorVersion,
    StepUp,
)
from goldthread.domain.registers.people.models import Person
from tests.factories.provider import Provider
from tests.factories.registers import person_served

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def indicator(provider: Provider, code: str = "missed_contacts") -> IndicatorVersion:
    """A shipped indicator in its wording in force."""
    return queries.current_versions(provider.organisation.pk).get(indicator__code=code)


def unmapped(provider: Provider, name: str = "Sells belongings") -> IndicatorVersion:
    """An indicator that leads to no step-up."""
    return escalation.add_indicator(
        provider.organisation, escalation.Wording(name), by=provider.people["governance_lead"]
    )


def seen(
    provider: Provider, code: str = "missed_contacts", *, met: bool = True, **more: Any
) -> escalation.Seen:
    """A sign observed an hour ago."""
    more = {"observed_at": timezone.now() - HOUR} | more
    return escalation.Seen(indicator(provider, code), met=met, **more)


def observed(
    provider: Provider,
    person: Person | None = None,
    code: str = "missed_contacts",
    *,
    met: bool = False,
    hours_ago: float = 1,
    by: User | None = None,
    at: dt.datetime | None = None,
    **more: Any,
) -> Episode:
    """An episode with one sign, observed `hours_ago` before `at`; below its threshold."""
    at = at or timezone.now()
    return escalation.record_observation(
        person or person_served(provider),
        seen(provider, code, met=met, observed_at=at - hours_ago * HOUR),
        by=by or provider.people["supervisor"],
        at=at,
        **more,
    )


def step_up_due(provider: Provider, person: Person | None = None, **more: Any) -> Episode:
    """An episode whose threshold was met an hour ago; its step-up is due within a day."""
    return observed(provider, person, met=True, **more)


def late(provider: Provider, person: Person | None = None, **more: Any) -> Episode:
    """An episode whose step-up was due yesterday and is not done."""
    return step_up_due(provider, person, **({"hours_ago": 48} | more))


def stepped_up(
    provider: Provider,
    person: Person | None = None,
    *,
    after_hours: float = 2,
    hours_ago: float = 48,
    **more: Any,
) -> Episode:
    """An episode stepped up so many hours after its threshold was met."""
    began = (more.pop("at", None) or timezone.now()) - hours_ago * HOUR
    episode = step_up_due(provider, person, hours_ago=0, at=began, **more)
    done_at = only_step_up(episode).met_at + after_hours * HOUR
    by = more.get("by") or provider.people["supervisor"]
    return escalation.step_up_done(episode, "Seen at home.", done_at, by=by, at=done_at)


def watch(provider: Provider, **more: Any) -> escalation.Watch:
    """A whole decision to monitor."""
    values = {
        "threshold": "Two calls unanswered.",
        "owner": provider.people["supervisor"],
        "recheck_at": timezone.now() + DAY,
    }
    return escalation.Watch(**(values | more))


def monitored(provider: Provider, person: Person | None = None, **more: Any) -> Episode:
    """An episode that is watched, with threshold, person and re-check time."""
    return observed(provider, person, watch=watch(provider, **more))


def reviewed(provider: Provider, episode: Episode) -> Episode:
    """The episode with its delay reviewed by the team manager."""
    escalation.review_delay(
        only_step_up(episode),
        "The rota had no cover that day.",
        "Name cover for each worker.",
        by=provider.people["team_manager"],
    )
    episode.refresh_from_db()
    return episode


def only_step_up(episode: Episode) -> StepUp:
    """The episode's last step-up."""
    return StepUp.objects.filter(episode=episode).order_by("-pk")[0]


def crisis(
    provider: Provider,
    person: Person | None = None,
    *,
    stage: str = "crisis",
    happened_at: dt.datetime | None = None,
    **more: Any,
) -> Crisis:
    """A crisis yesterday in which escalation came late."""
    facts = escalation.CrisisFacts(happened_at or timezone.now() - DAY, "emergency", stage)
    return escalation.log_crisis(
        person or person_served(provider), facts, by=provider.people["supervisor"], **more
    )


def at_high_risk(provider: Provider, **more: Any) -> Person:
    """Someone with the thresholds of two indicators met this week."""
    person = person_served(provider, **more)
    stepped_up(provider, person)
    step_up_due(provider, person, code="sleep_loss")
    return person


def frozen(provider: Provider, people: int = 3, **more: Any) -> Cohort:
    """A frozen cohort of so many people of the team, counting from a year ago."""
    for _ in range(people):
        at_high_risk(provider)
    values = {"counts_from_on": timezone.localdate() - 365 * DAY} | more
    return escalation.freeze_cohort(
        provider.organisation,
        "Before the new escalation tool",
        values["counts_from_on"],
        by=provider.people["governance_lead"],
    )

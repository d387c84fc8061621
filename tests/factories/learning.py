"""Scenarios, coaching sessions and sittings for tests, brought about by the product's operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.reports import AffectedPerson, DoneAtOnce
from goldthread.domain.learning.coaching import operations as coaching
from goldthread.domain.learning.coaching.drafts import Given, Held, Sat
from goldthread.domain.learning.coaching.models import Session, Sitting
from goldthread.domain.learning.scenarios import operations as scenarios
from goldthread.domain.learning.scenarios.drafts import Asked, Draft
from goldthread.domain.learning.scenarios.models import Scenario
from goldthread.instruments.queries import current
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

STORY = (
    "A plan names three early signs. Two of them are seen within four days, each by someone else, "
    "and each note ends with “continue to monitor”."
)
QUESTION = Asked(
    "When is the step up due?", "Today: two signs of the plan, one of them told by family."
)
NHS = "943 476 5919"
IDENTIFYING = (
    "Ottoline Verrigan (NHS number 943 476 5919) rang Alder Team at noon. Her brother Casimir "
    "Verrigan rang again, and Peregrine Ashdown wrote it in the message book."
)
SAFE = {"three_tests": "yes", "wishes": "yes", "confirm": "yes", "decision": "yes"}
UNSAFE = SAFE | {"confirm": "no"}
VIGNETTE = "supervision_vignette_safeguarding"


def identifying_incident(provider: Provider, **changes: Any) -> Incident:
    """An incident whose account names a person, a brother, a colleague and the team."""
    affected = AffectedPerson(
        name="Ottoline Verrigan",
        record_number="RX000777",
        nhs_number=NHS,
        physical_harm="none",
        psychological_harm="low",
    )
    done = DoneAtOnce("Rang back.", done_by="Peregrine Ashdown")
    values: dict[str, Any] = {
        "narrative": IDENTIFYING,
        "people": (affected,),
        "immediate_actions": (done,),
    }
    return make_incident(provider, **(values | changes))


def scenario_draft(**changes: Any) -> Draft:
    """A story about a step up that came late, with one question."""
    values: dict[str, Any] = {
        "title": "Three signs in four days",
        "story": STORY,
        "subject": "escalation",
        "questions": (QUESTION,),
    }
    return Draft(**(values | changes))


def drafted(
    provider: Provider, *, by: User | None = None, source: Incident | None = None, **changes: Any
) -> Scenario:
    """A draft by the reviewer."""
    maker = by or provider.people["reviewer"]
    draft = scenario_draft(**changes)
    return scenarios.make_scenario(provider.organisation, draft, by=maker, source=source)


def ready(provider: Provider, **changes: Any) -> Scenario:
    """A draft handed over to be checked."""
    scenario = drafted(provider, **changes)
    return scenarios.hand_over(scenario, by=scenario.made_by)


def check(scenario: Scenario, by: User, **changes: Any) -> Scenario:
    """Check a scenario: nobody could be recognised."""
    values: dict[str, Any] = {
        "recognised": False,
        "changed": True,
        "because": "Days, place and family are changed.",
    }
    return scenarios.check_scenario(scenario, by=by, **(values | changes))


def checked(provider: Provider, **changes: Any) -> Scenario:
    """A scenario that the governance lead checked."""
    return check(ready(provider, **changes), provider.people["governance_lead"])


def published(provider: Provider, **changes: Any) -> Scenario:
    """A scenario in the bank."""
    lead = provider.people["governance_lead"]
    return scenarios.publish_scenario(checked(provider, **changes), by=lead)


def held_of(provider: Provider, *used: Scenario, **changes: Any) -> Held:
    """A session of the team yesterday, led by its supervisor; the reporter came."""
    chosen = used or (published(provider),)
    question = chosen[0].questions.get(position=1)
    values: dict[str, Any] = {
        "units": (provider.team,),
        "subject": "escalation",
        "scenarios": chosen,
        "held_at": timezone.now() - dt.timedelta(days=1),
        "facilitator": provider.people["supervisor"],
        "attended": frozenset({provider.people["reporter"].pk}),
        "take_away": "We ring the duty senior the same day.",
        "answers": (Given(question, "On the second sign.", "meets"),),
    }
    return Held(**(values | changes))


def session_of(provider: Provider, *used: Scenario, **changes: Any) -> Session:
    """A recorded coaching session."""
    held = held_of(provider, *used, **changes)
    return coaching.record_session(held, by=provider.people["supervisor"])


def sat_of(provider: Provider, *, answers: dict[str, str] | None = None, **changes: Any) -> Sat:
    """The safeguarding vignette, sat by the reporter an hour ago: a safe decision."""
    version = current(provider.organisation.pk, VIGNETTE)
    assert version is not None
    values: dict[str, Any] = {
        "unit": provider.team,
        "staff": provider.people["reporter"],
        "version": version,
        "answers": SAFE if answers is None else answers,
        "sat_at": timezone.now() - dt.timedelta(hours=1),
    }
    return Sat(**(values | changes))


def unsafe_of(provider: Provider, **changes: Any) -> Sat:
    """The same, where the decision was not safe, to be sat again in two weeks."""
    values: dict[str, Any] = {
        "answers": UNSAFE,
        "follow_up": "Go through the three parts together with two old cases.",
        "follow_up_by": timezone.localdate() + dt.timedelta(days=14),
    }
    return sat_of(provider, **(values | changes))


def sitting_of(provider: Provider, sat: Sat | None = None) -> Sitting:
    """A recorded sitting with the team's supervisor."""
    return coaching.sit_vignette(sat or sat_of(provider), by=provider.people["supervisor"])

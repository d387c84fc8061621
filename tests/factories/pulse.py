"""Pulses for tests, opened, answered and closed by the product's operations."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.domain.learning.pulse import operations
from goldthread.domain.learning.pulse.models import Pulse
from tests.factories.provider import Provider

AGREE = {"safe_to_report": 5, "hears_back": 4, "learns": 4, "fair": 3}


def opened(provider: Provider, *, days: int = 14) -> Pulse:
    """A pulse of two weeks, opened by the governance lead."""
    closes_on = timezone.localdate() + dt.timedelta(days=days)
    lead = provider.people["governance_lead"]
    return operations.open_pulse(provider.organisation, closes_on, by=lead)


def staff_of(provider: Provider, unit: Unit, count: int) -> list[User]:
    """New reporters of a team."""
    name = unit.name.split()[0]
    return [provider.person(f"{name} Worker{n}", "reporter", unit) for n in range(count)]


def answered(provider: Provider, pulse: Pulse, unit: Unit, count: int) -> None:
    """So many new people of a team answer alike."""
    for person in staff_of(provider, unit, count):
        operations.answer_pulse(pulse, unit, AGREE, by=person)


def closed(provider: Provider, pulse: Pulse) -> Pulse:
    """The pulse closed by the governance lead."""
    return operations.close_pulse(pulse, by=provider.people["governance_lead"])

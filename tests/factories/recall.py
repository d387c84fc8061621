"""Recall checks for tests, drawn and asked by the product's operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.domain.learning.recall import operations
from goldthread.domain.learning.recall.models import Asked, Check
from goldthread.domain.learning.recall.operations import Wanted
from tests.factories import library
from tests.factories.provider import Provider

REMEMBERS = {"said": "Look again by a time.", "learning": "yes", "change": "yes", "practice": "yes"}
FORGETS = REMEMBERS | {"learning": "no"}


def staffed(provider: Provider, count: int) -> Provider:
    """The team with more reporters than the one it has."""
    for number in range(count):
        provider.person(f"Worker Number{number}", "reporter")
    return provider


def wanted(provider: Provider, **changes: Any) -> Wanted:
    """The reporters of the team, ten of them, within two weeks."""
    values: dict[str, Any] = {
        "unit": provider.team,
        "item": changes.pop("item", None) or library.published(provider),
        "roles": ("reporter",),
        "size": 10,
        "ask_by": timezone.localdate() + dt.timedelta(days=14),
        "seed": "november",
    }
    return Wanted(**(values | changes))


def drawn(provider: Provider, *, at: dt.datetime | None = None, **changes: Any) -> Check:
    """A check drawn by the supervisor of the team."""
    by = provider.people["supervisor"]
    return operations.draw_check(wanted(provider, **changes), by=by, at=at)


def asked(provider: Provider, person: Asked, answers: dict[str, str] | None = None) -> Asked:
    """What one person remembered, as the supervisor heard it."""
    by = provider.people["supervisor"]
    return operations.record_answer(person, answers or REMEMBERS, by=by)

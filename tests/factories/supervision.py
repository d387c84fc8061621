"""Supervision for tests, brought about by the product's operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.learning.supervision import operations
from goldthread.domain.learning.supervision.drafts import Held, PromptDraft, Said
from goldthread.domain.learning.supervision.models import Pair, Prompt, Session
from goldthread.domain.learning.supervision.queries import waiting_for
from tests.factories.provider import Provider

QUESTION = "Which of your people has shown two signs of their plan, and what did you do?"
NOTE = "Sleepless over a quillwort at home; we moved two visits."


def pair_of(provider: Provider, *, supervisee: User | None = None, days_ago: int = 60) -> Pair:
    """The team's supervisor with its reporter, since two months."""
    return operations.begin_pair(
        provider.team,
        supervisee or provider.people["reporter"],
        by=provider.people["supervisor"],
        at=timezone.now() - dt.timedelta(days=days_ago),
    )


def prompt_draft(provider: Provider, **changes: Any) -> PromptDraft:
    """A prompt for everyone of the team, for a month."""
    values: dict[str, Any] = {
        "unit": provider.team,
        "question": QUESTION,
        "why": "A step up came late where signs were only written down.",
        "expires_on": timezone.localdate() + dt.timedelta(days=30),
    }
    return PromptDraft(**(values | changes))


def prompt_of(provider: Provider, *, days_ago: int = 40, **changes: Any) -> Prompt:
    """A prompt that the governance lead brought to supervision."""
    at = timezone.now() - dt.timedelta(days=days_ago)
    lead = provider.people["governance_lead"]
    return operations.push_prompt(prompt_draft(provider, **changes), by=lead, at=at)


def held_of(pair: Pair, *, days_ago: int = 1, **changes: Any) -> Held:
    """A session some days ago in which every prompt that waited was discussed."""
    at = timezone.now() - dt.timedelta(days=days_ago)
    waiting = waiting_for(pair, timezone.localdate(at))
    values: dict[str, Any] = {
        "held_at": at,
        "wellbeing_asked": True,
        "prompts": tuple(
            Said(one, "used", "Two people; the duty senior was rung.") for one in waiting
        ),
        "notes": NOTE,
    }
    return Held(**(values | changes))


def session_of(provider: Provider, pair: Pair | None = None, **changes: Any) -> Session:
    """A recorded session of the pair."""
    pair = pair or pair_of(provider)
    return operations.hold_session(pair, held_of(pair, **changes), by=pair.supervisor)

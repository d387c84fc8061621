"""Guidance offered while an action is written: wording, strength, routes and what proves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import timezone

from goldthread import defaults
from goldthread.access.models import User
from goldthread.access.queries import cover_for
from goldthread.access.scope import scope_of
from goldthread.analytics.months import in_words
from goldthread.analytics.wording import Finding, find_wording, suggest_strength
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import not_kept_from
from goldthread.evidence.terms import TYPES


@dataclass(frozen=True)
class Hints:
    """What the wording of an action suggests; nothing here decides anything."""

    findings: list[Finding]
    strength: str
    because: str


def about(title: str, change: str) -> str:
    """The text that is looked at: the name and what changes, as two sentences."""
    return f"{title.strip()}.\n\n{change.strip()}"


def hints(title: str, change: str) -> Hints:
    """Weak wording found in an action, and the strength its words suggest with the reason."""
    text = about(title, change)
    found = suggest_strength(text)
    if found.level is None:
        return Hints(find_wording(text, ("weak_action",)), "", found.reason)
    because = f"“{found.words}” reads as {found.because.lower()}. {found.reason}"
    return Hints(find_wording(text, ("weak_action",)), found.level, because[:300])


@cache
def guidance() -> dict[str, Any]:
    """The shipped guidance on strength, wording, routes and communication."""
    return defaults.action_guidance()


@cache
def _proofs() -> dict[str, frozenset[str]]:
    rows = guidance()["embedding_routes"]["routes"]
    return {row["code"]: frozenset(row["proved_by"]) for row in rows}


def proving(routes: Iterable[str]) -> frozenset[str]:
    """The types of evidence that fit any of the routes."""
    return frozenset().union(*(_proofs()[str(route)] for route in routes))


def labels_of(types: Iterable[str]) -> list[str]:
    """Types of evidence in words, in the order the product lists them."""
    wanted = set(types)
    return [kind.label.lower() for kind in TYPES.values() if kind.code in wanted]


def in_service(person: User, organisation_id: int, day: dt.date) -> bool:
    """Whether the person has an account in use here and has not left by `day`."""
    gone = person.left_on is not None and person.left_on <= day
    return person.is_active and person.organisation_id == organisation_id and not gone


def kept_from(person: User, incident: Incident) -> bool:
    """Whether the incident is restricted and the person is not among those who may see it."""
    allowed = not_kept_from(scope_of(person))
    return incident.restricted and not Incident.objects.filter(allowed, pk=incident.pk).exists()


def absence_warning(owner: User | None, day: dt.date | None = None) -> str:
    """What to know about an owner who is away on `day` (today when None); empty when they are not."""
    day = day or timezone.localdate()
    if owner is None or not owner.absent_on(day):
        return ""
    until = f" until {in_words(owner.absent_until)}" if owner.absent_until else ""
    cover = cover_for(owner, day)
    if cover.pk == owner.pk:
        return (
            f"{owner.name} is away{until} and nobody covers. Choose another owner or arrange cover."
        )
    return f"{owner.name} is away{until}. {cover.name} covers and will be told what falls due."


def owner_warning(action: Action, day: dt.date | None = None) -> str:
    """What to know about the owner of an action: they have left, or are away; empty when neither."""
    day = day or timezone.localdate()
    owner = action.owner
    if owner is not None and not in_service(owner, action.organisation_id, day):
        return f"{owner.name} no longer works here. Give this action to someone else."
    return absence_warning(owner, day)

"""What people say about an action before it is one: plain values that rules can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from goldthread.access.models import User
from goldthread.domain.actions.terms import Kind
from goldthread.domain.incidents.models import Incident


@dataclass(frozen=True)
class Draft:
    """An action as proposed. `change` says what will be different; `owner` is one person.

    `routes` are pairs of a `Route` and its artefact: the thing that will carry the change, for
    example the template's name. `strength_reason` is needed where the choice differs from the
    suggestion, `weak_reason` where weak wording is kept. `source_type` and `source_id` name the
    record it came from, for example `reviews.learningpoint` and its number; `proposed_in` says
    it in words. `also` are further incidents that it serves (a thematic action).
    """

    title: str
    change: str = ""
    success_measure: str = ""
    owner: User | None = None
    due_on: dt.date | None = None
    strength: str = ""
    strength_reason: str = ""
    weak_reason: str = ""
    routes: tuple[tuple[str, str], ...] = ()
    kind: str = Kind.OWN
    partner: str = ""
    rapid: bool = False
    source_type: str = ""
    source_id: int | None = None
    proposed_in: str = ""
    also: tuple[Incident, ...] = ()


@dataclass(frozen=True)
class PlanFacts:
    """How it will be shown that practice changed; the verification app keeps it as its plan.

    `standard` is the share that must be met, in per cent. `more` is passed on untouched to the
    verification app, for example the instrument and the sample size.
    """

    method: str = ""
    measure: str = ""
    standard: float | None = None
    verifier: User | None = None
    begins_on: dt.date | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_facts(self) -> dict[str, Any]:
        """One flat mapping, as the `action.agree` event carries it under `plan`."""
        return {
            "method": self.method,
            "measure": self.measure.strip(),
            "standard": self.standard,
            "verifier": self.verifier,
            "begins_on": self.begins_on,
            **self.more,
        }


@dataclass(frozen=True)
class Told:
    """Who was told, how, and how many were reached of how many should be."""

    who: str
    way: str
    reached: int | None
    of: int | None
    told_on: dt.date | None = None
    acknowledged: int | None = None
    note: str = ""

"""What a triage lead decides, before it is recorded; and the tier the tool proposes, with why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from goldthread.access.models import User
from goldthread.decision_tools.definition import End, walk
from goldthread.decision_tools.models import ToolVersion
from goldthread.decision_tools.queries import current, definition_of
from goldthread.domain.incidents.models import Category, Incident, Tag, Theme
from goldthread.domain.incidents.queries import repeats_of
from goldthread.domain.incidents.reports import DoneAtOnce
from goldthread.domain.incidents.terms import Potential

TIER_TOOL = "triage_tier"
REPEATS_MAKE_A_CLUSTER = 3
POTENTIAL_ANSWER = {
    Potential.SEVERE: "death_or_severe",
    Potential.MODERATE: "moderate",
    Potential.LOW: "low_or_none",
    Potential.NONE: "low_or_none",
}


@dataclass(frozen=True)
class QuestionAnswer:
    """One of the four questions: yes or no, the reason, and what a yes needs."""

    yes: bool | None
    reason: str = ""
    clinician: User | None = None
    partner: str = ""
    partner_told_at: dt.datetime | None = None
    partner_told_how: str = ""


@dataclass(frozen=True)
class Decision:
    """A triage decision as made. `answers` is keyed by `TriageQuestion`."""

    category: Category | None
    why: str
    potential_harm: str
    answers: dict[str, QuestionAnswer]
    tier: str
    override_reason: str = ""
    immediate_actions: tuple[DoneAtOnce, ...] = ()
    none_needed_because: str = ""
    national_trigger: str = "no"
    themes: tuple[Theme, ...] = ()
    pathway: Tag | None = None
    service_model: Tag | None = None
    again_because: str = ""

    @property
    def yes(self) -> frozenset[str]:
        """The questions answered yes."""
        return frozenset(code for code, answer in self.answers.items() if answer.yes)


@dataclass(frozen=True)
class Because:
    """One step of why a tier is proposed, in words."""

    question: str
    answer: str
    source: str


@dataclass(frozen=True)
class Proposal:
    """The tier the tool proposes, why, and with which version of the tool."""

    tier: str
    label: str
    guidance: str
    because: tuple[Because, ...]
    answers: dict[str, str]
    version: ToolVersion
    repeats: int = 0
    outcome: str = field(default="")


def propose_tier(
    incident: Incident,
    *,
    potential_harm: str,
    national_trigger: str = "no",
    themes: tuple[Theme, ...] = (),
) -> Proposal:
    """Answer the tier tool from the facts of the incident and what triage says so far."""
    version = current(incident.organisation_id, TIER_TOOL)
    repeats = repeats_of(incident, themes)
    answers = {
        "event_type": incident.event_type,
        "national_trigger": national_trigger,
        "physical_harm": incident.physical_harm or "not_applicable",
        "psychological_harm": incident.psychological_harm or "not_applicable",
        "potential": POTENTIAL_ANSWER[Potential(potential_harm)],
        "priority_theme": "yes" if any(theme.lens for theme in themes) else "no",
        "repeats": "three_or_more" if repeats >= REPEATS_MAKE_A_CLUSTER else "none_or_few",
    }
    end = walk(definition_of(version), answers)
    if not isinstance(end, End):
        raise ValueError(f"The tier tool asks what the facts cannot answer: {end.question.id}")
    because = tuple(
        Because(passed.question.text, passed.answer.label, passed.question.source)
        for passed in end.path
    )
    return Proposal(
        tier=end.outcome.value,
        label=end.outcome.label,
        guidance=end.outcome.guidance,
        because=because,
        answers={passed.question.id: passed.answer.code for passed in end.path},
        version=version,
        repeats=repeats,
        outcome=end.outcome.id,
    )

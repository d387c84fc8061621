"""What is to happen, as plain frozen values that know nothing of the domain.

Codes are those of `goldthread.defaults`; people and units are named by the codes of
`content/provider.yaml` and `people.PersonServed.code`. All moments are aware datetimes in the
provider's time zone; days are dates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

ROUTES = ("signed_in", "confidential", "anonymous", "family")
STAGES = (
    "reported",
    "triaged",
    "in_review",
    "acting",
    "verifying",
    "closed_verified",
    "closed_with_reason",
)


@dataclass(frozen=True)
class Affected:
    """One person affected, with each harm on its own LFPSE scale (codes in words)."""

    person: str
    physical_harm: str
    psychological_harm: str


@dataclass(frozen=True)
class Question:
    """Asked of the reporter, and their answer when it came."""

    asked_by: str
    asked_at: dt.datetime
    text: str
    answer: str = ""
    answered_at: dt.datetime | None = None


@dataclass(frozen=True)
class Report:
    """The first account. `reporter` is None for an anonymous or family report."""

    team: str
    route: str
    reporter: str | None
    event_type: str
    title: str
    narrative: str
    immediate_action: str
    occurred_at: dt.datetime
    occurred_precision: str
    discovered_at: dt.datetime
    reported_at: dt.datetime
    location: str
    affected: tuple[Affected, ...]
    unsafe_now: bool = False
    family_name: str = ""
    relationship: str = ""


@dataclass(frozen=True)
class YesNo:
    """One of the four triage questions, with its reason and what follows from a yes."""

    yes: bool
    reason: str
    who: str = ""


@dataclass(frozen=True)
class Triage:
    at: dt.datetime
    by: str
    category: str
    themes: tuple[str, ...]
    why: str
    immediate_actions: str
    none_needed_because: str
    safeguarding: YesNo
    clinical_review: YesNo
    partner: YesNo
    serious: YesNo
    answers: dict[str, str]
    tier: str
    tier_reason: str
    pathway: str


@dataclass(frozen=True)
class Stabilisation:
    at: dt.datetime
    leader: str
    safety: str
    communication: str
    documentation: str
    staff_support: str
    staff_support_taken: bool


@dataclass(frozen=True)
class Engagement:
    """One line of the engagement log, kept whether or not candour applies."""

    at: dt.datetime
    by: str
    with_whom: str
    how: str
    what_was_said: str


@dataclass(frozen=True)
class Candour:
    """The decision, and the steps in order; a step without a time has not been reached."""

    decided_at: dt.datetime
    decided_by: str
    answers: dict[str, str]
    triggered: bool
    reason: str
    relevant_person: str = ""
    told_at: dt.datetime | None = None
    told_by: str = ""
    told_words: str = ""
    support_at: dt.datetime | None = None
    support_words: str = ""
    written_at: dt.datetime | None = None
    written_fields: dict[str, str] = field(default_factory=dict)
    results_at: dt.datetime | None = None
    results_fields: dict[str, str] = field(default_factory=dict)
    attempts: tuple[Engagement, ...] = ()


@dataclass(frozen=True)
class Event:
    """A line of the chronology of a structured analysis."""

    at: dt.datetime
    text: str
    source: str


@dataclass(frozen=True)
class Finding:
    """What the review saw, the system factor it belongs to, and what it means."""

    text: str
    seips: str
    learning: str


@dataclass(frozen=True)
class Review:
    tier: str
    method: str
    planned_at: dt.datetime
    lead: str
    started_at: dt.datetime | None
    submitted_at: dt.datetime | None
    signed_off_at: dt.datetime | None
    signed_off_by: str
    what_happened: str
    what_should_change: str
    this_week: str
    seips: dict[str, str]
    findings: tuple[Finding, ...]
    terms_of_reference: str = ""
    lenses: dict[str, str] = field(default_factory=dict)
    chronology: tuple[Event, ...] = ()
    family_questions: tuple[tuple[str, str], ...] = ()
    family_not_asked_because: str = ""
    returned_at: dt.datetime | None = None
    returned_because: str = ""


@dataclass(frozen=True)
class Evidence:
    type: str
    fields: dict[str, str]
    summary: str


@dataclass(frozen=True)
class Case:
    """One case read with an instrument: answers by question id."""

    label: str
    answers: dict[str, str]


@dataclass(frozen=True)
class Round:
    due_on: dt.date
    done_at: dt.datetime | None
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Verification:
    """The plan agreed with the action, its rounds, and the two verdicts when concluded."""

    method: str
    measure: str
    standard_share: float
    instrument: str
    sample_size: int
    frame: tuple[str, ...]
    seed: int
    verifier: str
    baseline: Round | None
    rounds: tuple[Round, ...]
    concluded_at: dt.datetime | None = None
    practice_changed: str = ""
    repeat_risk: str = ""
    conclusion: str = ""


@dataclass(frozen=True)
class Action:
    title: str
    what_changes: str
    owner: str
    measure: str
    strength: str
    route: str
    proposed_at: dt.datetime
    agreed_at: dt.datetime | None
    due_on: dt.date
    implemented_at: dt.datetime | None
    evidence: tuple[Evidence, ...]
    communicated_at: dt.datetime | None
    communicated_how: str
    reached: int
    of: int
    verification: Verification | None


@dataclass(frozen=True)
class Closure:
    at: dt.datetime
    by: str
    with_reason: str = ""


@dataclass(frozen=True)
class Incident:
    """One golden thread as far as it has come. `stage` is where it should stand after loading."""

    key: str
    scenario: str
    stage: str
    report: Report
    theme: str
    category: str
    restricted_to: tuple[str, ...] = ()
    triage: Triage | None = None
    stabilisation: Stabilisation | None = None
    engagement: tuple[Engagement, ...] = ()
    candour: Candour | None = None
    review: Review | None = None
    actions: tuple[Action, ...] = ()
    questions: tuple[Question, ...] = ()
    closure: Closure | None = None
    story: str = ""

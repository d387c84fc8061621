"""What is to happen, as plain frozen values that know nothing of the domain.

Codes are those of `goldthread.defaults` and of the domain's terms; people and units are named by
the codes of `content/provider.yaml`, people served by `people.PersonServed.code`. All moments are
aware datetimes in the provider's time zone; days are dates. A moment of None has not come yet.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from goldthread.demo.case_scripts import CaseTask, Contact, Interface, Threshold

STAGES = (
    "reported",
    "triaged",
    "in_review",
    "acting",
    "verifying",
    "closed_verified",
    "closed_with_reason",
    "historical",
)


@dataclass(frozen=True)
class Affected:
    """One person affected, with harm on each LFPSE scale separately."""

    person: str
    physical_harm: str
    psychological_harm: str


@dataclass(frozen=True)
class Step:
    """A step of the sequence or chronology; `source` is where it is known from."""

    at: dt.datetime
    what: str
    source: str = ""


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
    unsafe_what: str = ""
    family_name: str = ""
    relationship: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Question:
    """Asked of the reporter, and their answer when it came."""

    by: str
    at: dt.datetime
    text: str
    answer: str = ""
    answered_at: dt.datetime | None = None


@dataclass(frozen=True)
class YesNo:
    """One of the four triage questions, with its reason; `who` is the clinician or partner."""

    answer: bool
    reason: str
    who: str = ""
    done_at: dt.datetime | None = None
    done_words: str = ""


@dataclass(frozen=True)
class Triage:
    """The decision. The tier is the one the tool proposes unless `tier` says another."""

    at: dt.datetime
    by: str
    category: str
    themes: tuple[str, ...]
    why: str
    potential_harm: str
    safeguarding: YesNo
    clinical_review: YesNo
    partner: YesNo
    serious: YesNo
    immediate_action: str = ""
    none_needed_because: str = ""
    national_trigger: str = "no"
    tier: str = ""
    tier_reason: str = ""
    pathway: str = ""
    told_reporter: str = ""


@dataclass(frozen=True)
class Safeguarding:
    """The case that a yes to the safeguarding question opens, as far as it has come."""

    by: str
    thresholds: tuple[Threshold, ...] = ()
    tasks: tuple[CaseTask, ...] = ()
    ladder: tuple[Contact, ...] = ()
    agreement: Interface | None = None
    referred_at: dt.datetime | None = None
    to: str = ""
    how: str = ""
    delay: str = ""
    acknowledged_at: dt.datetime | None = None
    acknowledged_by: str = ""
    lead_how: str = ""
    decided_at: dt.datetime | None = None
    threshold_met: bool = True
    decision: str = ""
    wanted: str = ""
    closed_at: dt.datetime | None = None
    outcome_met: str = "met"
    closed_because: str = ""


@dataclass(frozen=True)
class Stabilisation:
    at: dt.datetime
    leader: str
    safety: str
    communication: str
    documentation: str
    support: str
    support_taken: bool
    made_safe_at: dt.datetime | None = None
    made_safe_how: str = ""


@dataclass(frozen=True)
class Engagement:
    """A line of the engagement log, or the reason why there was none."""

    at: dt.datetime
    by: str
    party: str
    how: str = ""
    said: str = ""
    not_because: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attempt:
    at: dt.datetime
    by: str
    how: str
    result: str
    note: str = ""


@dataclass(frozen=True)
class Candour:
    """The decision and the ordered steps; `answers` are those of the provider's candour tool."""

    at: dt.datetime
    by: str
    professional: str
    answers: dict[str, str]
    reason: str
    lead: str = ""
    relationship: str = "self"
    basis: str = ""
    needs: str = ""
    attempts: tuple[Attempt, ...] = ()
    told_at: dt.datetime | None = None
    account: str = ""
    enquiries: str = ""
    apology: str = ""
    support_at: dt.datetime | None = None
    support: str = ""
    support_taken: str = ""
    written_at: dt.datetime | None = None
    letter: dict[str, str] = field(default_factory=dict)
    results_at: dt.datetime | None = None
    results_letter: dict[str, str] = field(default_factory=dict)
    complete_at: dt.datetime | None = None


@dataclass(frozen=True)
class Finding:
    """What the review saw, the work-system factor it belongs to, and what it means."""

    text: str
    seips: str
    learning: str
    theme: str = ""


@dataclass(frozen=True)
class Review:
    method: str
    lead: str
    at: dt.datetime
    what_happened: str
    what_should_change: str
    this_week: str
    findings: tuple[Finding, ...]
    submitted_at: dt.datetime | None = None
    signed_off_at: dt.datetime | None = None
    signed_off_by: str = ""
    terms_of_reference: str = ""
    lenses: dict[str, str] = field(default_factory=dict)
    lenses_not_relevant: dict[str, str] = field(default_factory=dict)
    seips: dict[str, str] = field(default_factory=dict)
    work_as_done: dict[str, str] = field(default_factory=dict)
    method_answers: dict[str, str] = field(default_factory=dict)
    chronology: tuple[Step, ...] = ()
    family_answers: tuple[str, ...] = ()
    family_not_asked_because: str = ""
    rights: str = ""
    disciplines: tuple[str, ...] = ()
    returned_at: dt.datetime | None = None
    returned_because: str = ""


@dataclass(frozen=True)
class Evidence:
    at: dt.datetime
    type: str
    fields: dict[str, str]
    summary: str = ""


@dataclass(frozen=True)
class Case:
    """One case read with an instrument: answers by question id, as text."""

    label: str
    answers: dict[str, str]


@dataclass(frozen=True)
class Round:
    """A round of cases: for each criterion in turn, how many meet it of how many it applies to.

    `of` is empty where every criterion applies to every case.
    """

    due_on: dt.date
    size: int
    met: tuple[int, ...]
    of: tuple[int, ...] = ()
    done_at: dt.datetime | None = None


@dataclass(frozen=True)
class Verification:
    """The plan agreed with the action, its rounds, and the two verdicts when concluded.

    `frame` is how many files the sample is drawn from; `standard` is in per cent.
    """

    method: str
    measure: str
    standard: int
    verifier: str
    instrument: str
    frame: int
    seed: int
    rounds: tuple[Round, ...]
    baseline: Round | None = None
    concluded_at: dt.datetime | None = None
    outcome: str = ""
    practice_changed: str = ""
    practice_words: str = ""
    repeat_risk_fell: str = ""
    repeat_words: str = ""


@dataclass(frozen=True)
class Action:
    title: str
    change: str
    owner: str
    measure: str
    strength: str
    route: str
    artefact: str
    at: dt.datetime
    due_on: dt.date
    verification: Verification
    by: str = ""
    partner: str = ""
    agreed: bool = True
    strength_reason: str = ""
    weak_reason: str = ""
    finding: int = 0
    implemented_at: dt.datetime | None = None
    in_place: str = ""
    evidence: tuple[Evidence, ...] = ()
    communicated_at: dt.datetime | None = None
    told_who: str = ""
    told_way: str = "team_meeting"
    reached: int = 0
    of: int = 0
    rapid: bool = False


@dataclass(frozen=True)
class Closure:
    """`reason` is empty when the incident closes because its learning is verified."""

    at: dt.datetime
    by: str
    reason: str = ""


@dataclass(frozen=True)
class Incident:
    """One golden thread as far as it has come. `stage` is where it stands after loading."""

    key: str
    scenario: str
    stage: str
    report: Report
    theme: str
    category: str
    restricted_to: tuple[str, ...] = ()
    restricted_because: str = ""
    triage: Triage | None = None
    safeguarding: Safeguarding | None = None
    stabilisation: Stabilisation | None = None
    engagement: tuple[Engagement, ...] = ()
    candour: Candour | None = None
    review: Review | None = None
    actions: tuple[Action, ...] = ()
    questions: tuple[Question, ...] = ()
    closure: Closure | None = None
    story: str = ""

"""What the registers offer a check: a frozen cohort to draw from, and a file's own times."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format

from goldthread.access.models import User
from goldthread.domain.registers.escalation.models import Cohort, StepUp
from goldthread.domain.registers.escalation.queries import (
    FileFacts,
    cohorts_visible_to,
    file_facts,
)
from goldthread.domain.registers.people.queries import with_reference
from goldthread.domain.verification.frames import Frame
from goldthread.domain.verification.models import Case, Plan
from goldthread.domain.verification.terms import FrameSource

FILE_AUDIT = "escalation_file_audit"


def cohorts_offered(plan: Plan, user: User) -> list[Cohort]:
    """The frozen cohorts of the plan's organisation that the person sees, the newest first."""
    return list(cohorts_visible_to(user).filter(organisation=plan.organisation_id))


def frame_from_cohort(cohort: Cohort) -> Frame:
    """The cohort as it was frozen, case by reference; its hash is the one it was frozen with."""
    when = date_format(timezone.localtime(cohort.frozen_at), "j F Y")
    words = (
        f"High-risk cohort “{cohort.name}”, frozen {when}, definition {cohort.definition.number}"
    )
    return Frame(tuple(json.loads(cohort.frame)), FrameSource.QUERIED, words)


@dataclass(frozen=True)
class Offered:
    """Answers worked out from the product's own times, and why; a reviewer confirms each."""

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    because: str = ""


def offered(case: Case, user: User) -> Offered:
    """What the times of this file say (row 66); nothing where the product holds no step-up.

    Every reader is offered the same: the four weeks end when the sample was drawn.
    """
    version, drawn_at = case.round.plan.instrument_version, case.round.drawn_at
    if version is None or version.instrument.code != FILE_AUDIT or drawn_at is None:
        return Offered()
    person = with_reference(user, case.label)
    facts = file_facts(person, user, drawn_at) if person is not None else None
    if facts is None or facts.step_up is None:
        return Offered()
    return Offered(_answers(facts, facts.step_up), _because(facts, facts.step_up))


def _answers(facts: FileFacts, step_up: StepUp) -> dict[str, dict[str, str]]:
    said = {
        "threshold_met": "yes",
        "step_up_due_at": step_up.due_at.isoformat(),
        "step_up_done_at": step_up.done_at.isoformat() if step_up.done_at else "",
        "senior_review": "na" if not facts.late else "yes" if facts.reviewed else "no",
    }
    return {question: {"answer": answer} for question, answer in said.items() if answer}


def _because(facts: FileFacts, step_up: StepUp) -> str:
    done = f"was done {_when(step_up.done_at)}" if step_up.done_at else "is not recorded as done"
    held = f"{facts.step_ups} step-ups" if facts.step_ups != 1 else "one step-up"
    late = " It is the one that was late." if facts.late and facts.step_ups > 1 else ""
    return (
        f"Worked out from the times recorded from {_when(facts.since)} to {_when(facts.until)}: "
        f"{held}; it was due {_when(step_up.due_at)} and {done}.{late} "
        "Check it against the file before you save."
    )


def _when(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y')} at {date_format(local, 'H:i')}"

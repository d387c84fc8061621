"""What is recorded while a case is worked: thresholds, the person, their wishes, the ladder."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.decision_tools.models import Run
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.safeguarding import queries
from goldthread.domain.registers.safeguarding import transitions as moves
from goldthread.domain.registers.safeguarding.models import (
    CaseNote,
    LadderStep,
    SafeguardingCase,
    ThresholdDecision,
)
from goldthread.domain.registers.safeguarding.operations.case import wait
from goldthread.domain.registers.safeguarding.terms import CLOCK_OF, Status, Step
from goldthread.workflow.operations import perform


@transaction.atomic
def decide_threshold(
    case: SafeguardingCase,
    reasons: str,
    *,
    met: bool | None,
    run: Run | None = None,
    by: User,
    at: dt.datetime | None = None,
) -> ThresholdDecision:
    """Record our own threshold decision, a no like a yes, with the run of the tool it rests on.

    A no ends the wait for a referral; a yes after it begins one again.
    """
    at = at or timezone.now()
    perform(
        moves.THRESHOLD,
        case,
        by=by,
        at=at,
        facts={
            "met": met,
            "reasons": reasons,
            "run_elsewhere": run is not None and run.thread != case.incident_id,
        },
        told={"met": met, "reasons": reasons, "run": run.pk if run else None},
    )
    made = ThresholdDecision.objects.create(
        case=case,
        number=case.thresholds.count() + 1,
        met=bool(met),
        reasons=reasons.strip(),
        run=run,
        decided_at=at,
        decided_by=by,
    )
    referral = CLOCK_OF[Step.REFERRAL]
    if not met:
        clocks.meet(case, referral, at=at)
    elif case.status == Status.CONCERN and not queries.running(case, referral):
        wait(referral, case, at)
    return made


def link_person(
    case: SafeguardingCase, person: Person | None, *, by: User, at: dt.datetime | None = None
) -> SafeguardingCase:
    """Say which person served the case is about. The trail keeps the reference, never the name."""
    return perform(
        moves.LINK_PERSON,
        case,
        by=by,
        at=at,
        facts={"person": person},
        changes={"person": person},
        told={"person": person.reference if person else ""},
    )


def record_wishes(
    case: SafeguardingCase, wanted: str, *, by: User, at: dt.datetime | None = None
) -> SafeguardingCase:
    """Record what the adult wants to happen (Making Safeguarding Personal)."""
    return perform(
        moves.WISHES,
        case,
        by=by,
        at=at,
        facts={"wanted": wanted},
        changes={"wanted_outcomes": wanted.strip()},
    )


@transaction.atomic
def log_ladder_step(
    case: SafeguardingCase,
    waits_for: str,
    rung: int,
    *,
    name: str,
    role: str,
    how: str,
    response: str,
    by: User,
    at: dt.datetime | None = None,
) -> LadderStep:
    """Record one contact with the slow partner: whom, how, and what they answered.

    Whoever is asked for at that rung may record it, not only the safeguarding lead.
    """
    at = at or timezone.now()
    facts = {
        "known": any(one.number == rung for one in queries.rungs(case, waits_for)),
        "name": name,
        "role": role,
        "how": how,
        "response": response,
    }
    told = {key: facts[key] for key in ("role", "how", "response")}
    perform(
        moves.CLIMB, case, by=by, at=at, facts=facts, told={"rung": rung, "for": waits_for, **told}
    )
    return LadderStep.objects.create(
        case=case,
        waits_for=waits_for,
        rung=rung,
        contacted_name=name.strip(),
        contacted_role=role.strip(),
        how=how.strip(),
        response=response.strip(),
        contacted_at=at,
        contacted_by=by,
    )


@transaction.atomic
def add_note(
    case: SafeguardingCase, text: str, *, by: User, at: dt.datetime | None = None
) -> CaseNote:
    """Keep a note on the case."""
    at = at or timezone.now()
    perform(moves.NOTE, case, by=by, at=at, facts={"text": text}, told={})
    return CaseNote.objects.create(case=case, text=text.strip(), added_at=at, added_by=by)

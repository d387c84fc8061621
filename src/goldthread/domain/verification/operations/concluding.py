"""The two verdicts, what follows from them, and the re-checks afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.terms import Method
from goldthread.domain.verification import transitions as moves
from goldthread.domain.verification.measured import latest_effect
from goldthread.domain.verification.models import Conclusion, Effect, Plan, Round
from goldthread.domain.verification.operations.planning import add_round, plan_rechecks
from goldthread.domain.verification.queries import (
    baseline_of,
    repeats_of,
    result_now,
    result_of,
    rounds_of,
)
from goldthread.domain.verification.results import Result
from goldthread.domain.verification.terms import (
    EffectVerdict,
    Next,
    Outcome,
    PracticeChanged,
    RepeatRisk,
    RoundKind,
)
from goldthread.workflow.operations import perform
from goldthread.workflow.refusals import refuse


def outcome_of(practice_changed: str, repeat_risk: str) -> Outcome:
    """What two verdicts come to. Changed practice with repeats going on is only partly effective."""
    if practice_changed == PracticeChanged.NO:
        return Outcome.NOT_EFFECTIVE
    if practice_changed == PracticeChanged.YES:
        return Outcome.PARTLY if repeat_risk == RepeatRisk.NOT_FALLEN else Outcome.EFFECTIVE
    if practice_changed == PracticeChanged.PARTLY:
        return Outcome.PARTLY
    return Outcome.CANNOT_TELL


@transaction.atomic
def conclude(
    plan: Plan,
    *,
    practice_changed: str,
    repeat_risk: str,
    reason: str,
    by: User,
    next_step: str = "",
    next_due_on: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Conclusion:
    """Record both verdicts. Effective verifies the action and plans its re-checks; failed or
    partly reopens the action or asks for a stronger one; unclear plans another round.
    """
    at = at or timezone.now()
    plan = Plan.objects.select_for_update().select_related("action").get(pk=plan.pk)
    outcome = outcome_of(practice_changed, repeat_risk)
    facts = {
        "by": by,
        "practice_changed": practice_changed,
        "repeat_risk": repeat_risk,
        "reason": reason,
        "outcome": outcome,
        "next_step": next_step,
        "next_due_on": next_due_on,
        "result": result_now(plan),
        "baseline": baseline_of(plan),
        "repeats": repeats_of(plan, at),
        "effect": latest_effect(plan),
        "at": at,
    }
    told = {
        name: facts[name]
        for name in ("practice_changed", "repeat_risk", "reason", "outcome", "next_step")
    }
    figures = figures_of(plan, facts)
    move = moves.CANNOT_TELL if outcome == Outcome.CANNOT_TELL else moves.CONCLUDE
    perform(move, plan, by=by, at=at, facts=facts, told={**told, "figures": figures})
    made = Conclusion.objects.create(
        plan=plan,
        cycle=plan.cycle,
        practice_changed=practice_changed,
        repeat_risk=repeat_risk,
        outcome=outcome,
        reason=reason.strip(),
        next_step=next_step,
        next_due_on=next_due_on,
        figures=figures,
        concluded_at=at,
        concluded_by=by,
    )
    _follow(plan, made, at)
    return made


def figures_of(plan: Plan, facts: dict[str, Any]) -> dict[str, Any]:
    """The figures the verdicts rest on, as they were when they were given."""
    baseline = facts["baseline"]
    repeats, effect = facts["repeats"], facts["effect"]
    return {
        "result": facts["result"].as_json(),
        "sentence": facts["result"].sentence,
        "baseline": result_of([baseline], float(plan.standard)).as_json() if baseline else None,
        "repeats": {"before": repeats.before, "since": repeats.since, "days": repeats.days},
        "effect": {"id": effect.pk, "verdict": effect.verdict, "sentence": effect.sentence}
        if effect
        else None,
        "rounds": [row.pk for row in rounds_of(plan, RoundKind.ROUND)],
    }


def _follow(plan: Plan, made: Conclusion, at: dt.datetime) -> None:
    action, by = plan.action, made.concluded_by
    verdict = {
        "practice_changed": made.practice_changed,
        "repeat_risk_fell": made.repeat_risk,
        "outcome": made.outcome,
        "conclusion": made.pk,
    }
    if made.outcome == Outcome.CANNOT_TELL:
        number = len(rounds_of(plan, RoundKind.ROUND)) + 1
        assert made.next_due_on is not None  # noqa: S101 - rule VER-11
        add_round(plan, RoundKind.ROUND, number, made.next_due_on, at)
    elif made.outcome == Outcome.EFFECTIVE:
        actions.record_verified(action, verdict, concluded_by=by, at=at)
        plan_rechecks(plan, at=at)
    else:
        actions.find_not_effective(action, verdict, concluded_by=by, at=at)
        if made.next_step == Next.REOPEN:
            actions.reopen(action, due_on=made.next_due_on, by="system", at=at)


@transaction.atomic
def restart(plan: Plan, *, at: dt.datetime) -> Plan:
    """The action was reopened: a new cycle of rounds begins when it is complete again."""
    return perform(
        moves.RESTART,
        plan,
        by="system",
        at=at,
        told={"cycle": plan.cycle + 1},
        changes={"cycle": plan.cycle + 1, "began_at": None, "begins_on": None},
    )


@transaction.atomic
def record_recheck(
    row: Round, *, sustained: bool, reason: str, by: User, at: dt.datetime | None = None
) -> Plan:
    """Say after a re-check whether the change held. A relapse finds the action not effective."""
    at = at or timezone.now()
    plan = Plan.objects.select_for_update().select_related("action").get(pk=row.plan_id)
    if row.kind != RoundKind.RECHECK or row.done_at is None:
        raise refuse("VER-24", "Finish the re-check first.")
    if not reason.strip():
        raise refuse("VER-25", "Say what the re-check showed.", "reason")
    found = result_of([row], float(plan.standard))
    effect = row.effects.last()
    facts = {"by": by, "round": row, "reason": reason, "result": found, "effect": effect}
    told = {
        "round": row.pk,
        "reason": reason,
        "result": found.as_json(),
        "effect": effect.pk if effect else None,
    }
    hindrance = _not_sustained(plan, found, effect)
    if sustained and hindrance:
        raise refuse("VER-26", f"{hindrance} So it cannot be called sustained.", "sustained")
    move = moves.SUSTAIN if sustained else moves.RELAPSE
    perform(move, plan, by=by, at=at, facts=facts, told=told)
    if not sustained:
        verdict = {"practice_changed": "no", "repeat_risk_fell": "cannot_tell", "reason": reason}
        actions.find_not_effective(plan.action, verdict, concluded_by=by, at=at)
    return plan


def _not_sustained(plan: Plan, found: Result, effect: Effect | None) -> str:
    """Why what the re-check saw does not let the change be called sustained; empty if it does."""
    if plan.method == Method.TREND:
        if effect is None:
            return "No effect is recorded for this re-check."
        return "" if effect.verdict == EffectVerdict.IMPROVED else effect.sentence
    if not found.checked:
        return "Nothing was checked in this re-check."
    return "" if (found.share or 0) >= float(plan.standard) else f"{found.sentence}."

"""Deciding on a restriction: continue, reduce or end. Nothing goes on without it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.domain.registers.restrictions import transitions as moves
from goldthread.domain.registers.restrictions.models import Decision, Restriction
from goldthread.domain.registers.restrictions.operations.writing import (
    REVIEW,
    URGENT,
    wait_for_review,
)
from goldthread.domain.registers.restrictions.records import Review
from goldthread.domain.registers.restrictions.terms import Verdict
from goldthread.workflow.operations import perform

MOVES = {
    Verdict.CONTINUE: moves.CONTINUE,
    Verdict.REDUCE: moves.REDUCE,
    Verdict.END: moves.END,
}


@transaction.atomic
def review(
    restriction: Restriction, decided: Review, *, by: User, at: dt.datetime | None = None
) -> Restriction:
    """Record a decision with its reasons. It is kept beside the earlier ones and never altered."""
    at = at or timezone.now()
    move = MOVES.get(Verdict(decided.verdict)) if decided.verdict in Verdict.values else None
    before, was_due_on = restriction.words, restriction.review_on
    perform(
        move or moves.CONTINUE,
        restriction,
        by=by,
        at=at,
        facts={"review": decided, "today": timezone.localdate(at)},
        changes=_changes(decided, by, at),
        told=decided.told(),
    )
    Decision.objects.create(
        restriction=restriction,
        verdict=decided.verdict,
        reason=decided.reason.strip(),
        what_changed=decided.what_changed.strip(),
        risk=decided.risk,
        why_not_reduced=decided.why_not_reduced.strip(),
        view=decided.view.strip(),
        was_due_on=was_due_on,
        next_review_on=None if decided.verdict == Verdict.END else decided.next_review_on,
        words_before=before,
        words_after=decided.words.strip() if decided.verdict == Verdict.REDUCE else "",
        decided_at=at,
        decided_by=by,
    )
    clocks.meet(restriction, REVIEW, at=at)
    if decided.verdict == Verdict.END:
        clocks.stop(restriction, URGENT, "The restriction ended", at=at)
    else:
        wait_for_review(restriction, at)
    return restriction


def _changes(decided: Review, by: User, at: dt.datetime) -> dict[str, Any]:
    """The columns that a decision changes."""
    if decided.verdict == Verdict.END:
        return {"ended_at": at, "ended_by": by}
    changes: dict[str, Any] = {"review_on": decided.next_review_on}
    if decided.verdict == Verdict.REDUCE:
        changes["words"] = decided.words.strip()
    if decided.ends_on is not None:
        changes["ends_on"] = decided.ends_on
    return changes

"""A re-check that fails raises a signal on its action (capabilities row 56)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldthread.analytics.months import in_words
from goldthread.domain.insight.signals.found import Found
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.operations.raising import raise_found
from goldthread.domain.insight.signals.terms import Kind
from goldthread.domain.verification.models import Plan, Round
from goldthread.domain.verification.queries import result_of
from goldthread.domain.verification.terms import RoundKind


def raise_relapse(plan: Plan, *, at: dt.datetime | None = None) -> Signal | None:
    """Say that a change which had been verified did not last, with what the re-check showed."""
    at = at or timezone.now()
    rechecks = Round.objects.filter(plan=plan, kind=RoundKind.RECHECK, done_at__isnull=False)
    last = rechecks.prefetch_related("cases__response").order_by("-done_at", "-pk").first()
    today = timezone.localdate(at)
    verified = timezone.localdate(plan.action.concluded_at) if plan.action.concluded_at else None
    shown, numbers = "", {"standard": float(plan.standard), "checks": rechecks.count()}
    if last is not None:
        result = result_of([last], float(plan.standard))
        shown = f" {result.sentence}."
        numbers |= {"passed": result.passed, "checked": result.checked}
    since = f" It was concluded to work on {in_words(verified)}." if verified else ""
    text = f"The change “{plan.action.title}” did not last: its re-check failed.{shown}{since}"
    found = Found(
        kind=Kind.RELAPSE,
        subject=f"relapse:{plan.pk}",
        unit=plan.unit,
        explanation=text,
        numbers=numbers,
        weight=max(rechecks.count(), 1),
        since=verified or today,
        until=today,
        action=plan.action,
        plan=plan,
        incident=plan.incident,
    )
    return raise_found(found, organisation=plan.organisation, at=at)

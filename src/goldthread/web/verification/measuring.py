"""Registering what is measured, typing what was counted, and reading what it shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.domain.verification import operations, queries
from goldthread.domain.verification.terms import EffectVerdict
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.verification import effects
from goldthread.web.verification.measuring_forms import EffectForm, MeasureForm
from goldthread.web.verification.plans import plan_of

MEASURE = (Permission.VERIFICATION_PLAN, Permission.VERIFICATION_WORK, Permission.ACTION_AGREE)


@page(MEASURE)
def register(request: SignedIn, pk: int) -> HttpResponse:
    """Write down what is measured; once the change is live, amend it with the reason."""
    plan = plan_of(request, pk)
    now = queries.registration_of(plan)
    amends = now is not None and queries.live_on(plan) is not None
    form = MeasureForm.of(request, amends=amends, initial=_as_typed(now))
    if form.is_valid() and form.attempt(
        operations.register_measure, plan, form.measure_typed, by=request.user
    ):
        words = "The measure is amended." if amends else "The measure is registered."
        return done(request, words, "verification:one", pk)
    context = {
        "form": form,
        "plan": plan,
        "amends": amends,
        "late": now is None and queries.live_on(plan) is not None,
    }
    return render(request, "verification/measure.html", context)


def _as_typed(row: Any) -> dict[str, Any]:
    if row is None:
        return {"denominator": "months", "direction": "decrease", "worthwhile": 50}
    names = ("measure", "event", "denominator", "direction", "baseline_from", "baseline_until")
    values = {name: getattr(row, name) for name in (*names, "check_on", "measure_code")}
    return values | {"worthwhile": round(100 * (1 - row.worthwhile))}


@page((Permission.VERIFICATION_WORK, Permission.INCIDENT_ADD))
def record(request: SignedIn, pk: int) -> HttpResponse:
    """Type what was counted before and since, and see what it shows."""
    plan = plan_of(request, pk)
    need = queries.what_it_needs(plan)
    today = timezone.localdate()
    form = EffectForm.of(request, need=need, initial={"after_until": today})
    if form.is_valid() and form.attempt(
        operations.record_effect, plan, by=request.user, **form.figures
    ):
        return done(request, "The figures are recorded.", "verification:effect", form.outcome.pk)
    row = queries.registration_of(plan)
    context = {
        "form": form,
        "plan": plan,
        "need": need,
        "live": queries.live_on(plan),
        "measure": row,
        "counted": effects.counted_words(queries.counted_here(plan, today)),
    }
    return render(request, "verification/record_effect.html", context)


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def effect(request: SignedIn, pk: int) -> HttpResponse:
    """What the figures show, how sure that is, and what else could explain it."""
    seen = queries.effects_visible(queries.visible_to(request.user))
    row = get_object_or_404(seen, pk=pk)
    verdict = EffectVerdict(row.verdict)
    lede, _, rest = row.sentence.removeprefix(f"{verdict.label}. ").partition(". ")
    unit = effects.unit_of(row.registration.denominator)
    context = {
        "row": row,
        "plan": row.plan,
        "verdict": verdict.label,
        "tone": effects.TONES[verdict],
        "lede": f"{lede}.",
        "rest": rest,
        "allows": effects.ALLOWS[verdict],
        "columns": ["Time", ("Events", "num"), (unit.capitalize() or "Exposure", "num"),
                    ("Share" if unit == "cases" else "Rate", "num")],
        "rows": effects.table_rows(row),
        "sure": effects.how_sure(row),
        "warnings": row.result["warnings"],
        "measure": effects.measure_rows(row.registration),
        "amendments": queries.amendments(row.plan),
        "recorded": effects.recorded(row),
    }  # fmt: skip
    return render(request, "verification/effect.html", context)

"""Registering what is measured."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from goldthread.access.terms import Permission
from goldthread.domain.verification import operations, queries
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.verification.measuring_forms import MeasureForm
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

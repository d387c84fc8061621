"""The list of verifications, one plan, and its two verdicts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from goldthread.access.scope import allows, scope_of
from goldthread.access.terms import Permission
from goldthread.analytics.sampling import clean_result
from goldthread.domain.verification import operations, queries
from goldthread.domain.verification.terms import RoundKind, Status
from goldthread.domain.verification.transitions import measuring, planning, working
from goldthread.instruments.queries import current
from goldthread.web.measures.trends import trend
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.verification import effects, presenters
from goldthread.web.verification.forms import PlanForm, VerdictForm

MOST = 100


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """What is to be verified, and how far the service gets with it (row 54)."""
    seen = queries.with_page(queries.visible_to(request.user))
    state = request.GET.get("state", "open")
    found = queries.in_state(seen, state)[:MOST]
    context = {
        "funnel": queries.funnel(request.user),
        "state": state,
        "rows": [_listed(plan) for plan in found],
    }
    return render(request, "verification/list.html", context)


def _listed(plan: Any) -> dict[str, Any]:
    return {
        "title": plan.action.title,
        "href": f"/verification/{plan.pk}/",
        "unit": plan.unit.name,
        "reference": plan.incident.reference,
        "status": plan.get_status_display(),
        "tone": presenters.tone(plan),
        "result": queries.result_now(plan).sentence,
        "next": queries.next_round(plan),
    }


def plan_of(request: SignedIn, pk: int) -> Any:
    """The plan within what the reader may see, or 404."""
    return get_object_or_404(queries.with_page(queries.visible_to(request.user)), pk=pk)


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """The plan, what its rounds show against the standard, and the verdicts so far."""
    plan = plan_of(request, pk)
    baseline = queries.baseline_of(plan)
    standard = float(plan.standard)
    works = allows(plan, working(scope_of(request.user))) and not _owns(request, plan)
    return render(
        request,
        "verification/one.html",
        {
            "plan": plan,
            "tone": presenters.tone(plan),
            "rows": presenters.plan_rows(plan),
            "rounds": presenters.rounds(plan),
            "result": presenters.result_shown(queries.result_now(plan)),
            "baseline": presenters.result_shown(queries.result_of([baseline], standard))
            if baseline
            else None,
            "repeats": queries.repeats_of(plan),
            "trend": trend(request, plan),
            "conclusions": list(plan.conclusions.all()),
            "owns": _owns(request, plan),
            **effects.on_plan(plan),
            "may_measure": plan.status in (Status.PLANNED, Status.RUNNING)
            and allows(plan, measuring(scope_of(request.user)))
            and not (_owns(request, plan) and queries.live_on(plan) is not None),
            "may_record": works and queries.live_on(plan) is not None,
            "may_change": plan.status == Status.PLANNED
            and allows(plan, planning(scope_of(request.user))),
            "may_conclude": works and plan.status == Status.RUNNING,
        },
    )


def _owns(request: SignedIn, plan: Any) -> bool:
    return bool(plan.action.owner_id == request.user.pk)


@page((Permission.VERIFICATION_PLAN, Permission.ACTION_AGREE))
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change the plan before checking begins."""
    plan = plan_of(request, pk)
    version = plan.instrument_version
    names = ("measure", "sample_size", "rounds_planned", "days_between", "begins_on")
    initial = {name: getattr(plan, name) for name in names} | {
        "standard": int(plan.standard),
        "instrument": version.instrument.code if version else "",
        "verifier": str(plan.verifier_id or ""),
    }
    form = PlanForm.of(request, plan=plan, record=plan, initial=initial)
    if form.is_valid():
        said = dict(form.cleaned_data)
        code = said.pop("instrument")
        said["instrument_version"] = current(plan.organisation_id, code) if code else None
        said["verifier"] = form.people.get(said["verifier"])
        if form.attempt(operations.change_plan, plan, said, by=request.user):
            return done(request, "The plan is saved.", "verification:one", pk)
    context = {
        "form": form,
        "title": "Plan the verification",
        "lead": plan.action.title,
        "button": "Save plan",
        "back": f"/verification/{pk}/",
    }
    return render(request, "layouts/form.html", context)


@page(Permission.INCIDENT_ADD)
def conclude(request: SignedIn, pk: int) -> HttpResponse:
    """The two verdicts, beside the figures they rest on."""
    plan = plan_of(request, pk)
    form = VerdictForm.of(request, record=plan)
    if form.is_valid() and form.attempt(
        operations.conclude, plan, by=request.user, **form.cleaned_data
    ):
        outcome = form.outcome.get_outcome_display()
        return done(request, f"Recorded: {outcome.lower()}.", "verification:one", pk)
    result = queries.result_now(plan)
    rounds = queries.rounds_of(plan, RoundKind.ROUND)
    frame = max((row.frame_size for row in rounds), default=0)
    proves = (
        clean_result(frame, min(result.checked, frame), result.checked - result.passed)
        if frame and result.checked and len(rounds) == 1
        else None
    )
    return render(
        request,
        "verification/conclude.html",
        {
            "plan": plan,
            "form": form,
            "result": presenters.result_shown(result),
            "proves": proves,
            "effect": queries.latest_effect(plan),
            "repeats": queries.repeats_of(plan),
            "rounds": presenters.rounds(plan),
        },
    )

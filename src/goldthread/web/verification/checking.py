"""Rounds and the audit runner: one case a screen, made for a phone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from goldthread.access.scope import allows, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.actions.terms import Method
from goldthread.domain.verification import operations, queries
from goldthread.domain.verification.from_registers import cohorts_offered, offered
from goldthread.domain.verification.own_lists import own_list
from goldthread.domain.verification.terms import RoundKind
from goldthread.domain.verification.transitions import working
from goldthread.instruments.queries import agreement_of, definition_of, in_words, totals_of
from goldthread.web.instruments.forms import AnswersForm, initial_of
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.verification import offline, presenters
from goldthread.web.verification.forms import (
    CorrectionForm,
    DrawForm,
    ReasonForm,
    RecheckForm,
    SettingForm,
)
from goldthread.workflow.refusals import Refused

WORK = (Permission.VERIFICATION_WORK, Permission.INCIDENT_ADD)


def round_of(request: SignedIn, pk: int) -> Any:
    """The round of a plan the reader may see, or 404."""
    return get_object_or_404(queries.rounds_visible_to(request.user), pk=pk)


def case_of(request: SignedIn, pk: int) -> Any:
    """The case of a round the reader may see, or 404."""
    found = queries.cases_visible_to(request.user)
    return get_object_or_404(found, pk=pk)


def _may_work(request: SignedIn, plan: Any) -> bool:
    owns = plan.action.owner_id == request.user.pk
    return allows(plan, working(scope_of(request.user))) and not owns


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def one_round(request: SignedIn, pk: int) -> HttpResponse:
    """The sample as drawn, the cases, and what they show."""
    row = round_of(request, pk)
    plan = row.plan
    cases = list(row.cases.all())
    answered = [case.response for case in cases if case.response is not None]
    version = plan.instrument_version
    left = queries.open_cases(row)
    return render(
        request,
        "verification/round.html",
        {
            "row": row,
            "plan": plan,
            "title": presenters.round_title(row),
            "works": _may_work(request, plan) and row.done_at is None,
            "recheck": row.kind == RoundKind.RECHECK
            and row.done_at is not None
            and _may_work(request, plan),
            "observes": plan.method == Method.OBSERVATION,
            "is_trend": plan.method == Method.TREND,
            "draw_rows": presenters.draw_rows(row) if row.drawn_at else [],
            "left_out": presenters.reasons_left_out(row),
            "cases": [presenters.case_shown(case) for case in cases],
            "left": len(left),
            "runs": offline.runs(row, left) if left and _may_work(request, plan) else None,
            "next": left[0] if left else None,
            "result": presenters.result_shown(queries.result_of([row], float(plan.standard))),
            "totals": totals_of(version, answered) if version else [],
            "agreement": agreement_of(row),
        },
    )


@page(WORK)
def draw(request: SignedIn, pk: int) -> HttpResponse:
    """Draw the sample from the whole list."""
    row = round_of(request, pk)
    plan = row.plan
    form = DrawForm.of(
        request,
        initial={"size": plan.sample_size},
        cohorts=cohorts_offered(plan, request.user),
    )
    if form.is_valid():
        queried = partial(own_list, plan, request.user)
        try:
            frame = form.frame(queried)
        except Refused as refused:
            form.add_refusals(_at(refused, "pasted"))
        else:
            said = form.cleaned_data
            if form.attempt(
                operations.draw_sample,
                row,
                frame,
                by=request.user,
                size=said["size"],
                seed=said["seed"],
                stratify=said["stratify"].strip(),
                exclude=form.rules,
            ):
                return done(request, "The sample is drawn.", "verification:round", pk)
    context = {"form": form, "row": row, "plan": plan, "title": presenters.round_title(row)}
    return render(request, "verification/draw.html", context)


def _at(refused: Refused, name: str) -> Refused:
    """The refusals of the list, at the field it was given in."""
    return Refused(
        replace(one, field=name) if one.field == "frame" else one for one in refused.refusals
    )


@page(WORK)
def case(request: SignedIn, pk: int) -> HttpResponse:
    """One case: what the instrument asks, and then the next case."""
    row_case = case_of(request, pk)
    row, plan = row_case.round, row_case.round.plan
    if row_case.response is not None or row_case.unavailable_because:
        return _case_done(request, row_case)
    if plan.instrument_version is None:
        return _without_instrument(request, row)
    definition = definition_of(plan.instrument_version)
    known = offered(row_case, request.user)
    initial = initial_of(definition, known.answers) if known.answers else {}
    form = AnswersForm.of(request, definition=definition, prefix=f"case{pk}", initial=initial)
    if form.is_valid() and form.attempt(
        operations.check_case, row_case, form.answers, by=request.user, comments=form.comments
    ):
        return _to_next(request, row)
    context = _asked(row_case, form, definition) | {"offered": known.because}
    context["runs"] = offline.runs(row, queries.open_cases(row))
    return render(request, "verification/case.html", context)


def _asked(row_case: Any, form: AnswersForm, definition: Any) -> dict[str, Any]:
    row = row_case.round
    return {
        "case": row_case,
        "row": row,
        "plan": row.plan,
        "round_title": presenters.round_title(row),
        "of": row.cases.count(),
        "form": form,
        "sections": [
            (section.title, [question.id for question in section.questions])
            for section in definition.sections
        ],
    }


def _case_done(request: SignedIn, row_case: Any) -> HttpResponse:
    row = row_case.round
    return render(
        request,
        "verification/case_done.html",
        {
            "case": row_case,
            "row": row,
            "shown": presenters.case_shown(row_case),
            "round_title": presenters.round_title(row),
            "said": in_words(row_case.response) if row_case.response else [],
            "may_correct": row_case.response is not None
            and row.done_at is None
            and _may_work(request, row.plan),
            "may_read_again": row_case.response is not None
            and row_case.response.responded_by_id != request.user.pk
            and _may_work(request, row.plan)
            and not hasattr(row_case.response, "second"),
        },
    )


def _without_instrument(request: SignedIn, row: Any) -> HttpResponse:
    return render(request, "verification/no_instrument.html", {"row": row, "plan": row.plan})


def _to_next(request: SignedIn, row: Any) -> HttpResponse:
    fresh = round_of(request, row.pk)
    left = queries.open_cases(fresh)
    if left:
        words = f"Saved. {len(left)} to go." if len(left) > 1 else "Saved. One to go."
        return done(request, words, "verification:case", left[0].pk)
    return done(request, "Saved. Every case is checked.", "verification:round", row.pk)


@page(WORK)
def again(request: SignedIn, pk: int) -> HttpResponse:
    """A second reading of the same case, without seeing the first answers."""
    row_case = case_of(request, pk)
    plan = row_case.round.plan
    if plan.instrument_version is None or row_case.response is None:
        raise Http404
    definition = definition_of(plan.instrument_version)
    form = AnswersForm.of(request, definition=definition, prefix=f"again{pk}")
    if form.is_valid() and form.attempt(
        operations.read_again, row_case, form.answers, by=request.user, comments=form.comments
    ):
        return done(
            request, "The second reading is saved.", "verification:round", row_case.round_id
        )
    context = _asked(row_case, form, definition) | {"second": True}
    return render(request, "verification/case.html", context)


@page(WORK)
def correct(request: SignedIn, pk: int) -> HttpResponse:
    """Put answers right before the round is finished; the first ones are kept."""
    row_case = case_of(request, pk)
    if row_case.response is None:
        raise Http404
    definition = definition_of(row_case.response.version)
    initial = initial_of(definition, row_case.response.answers)
    form = AnswersForm.of(request, definition=definition, initial=initial)
    why = CorrectionForm.of(request)
    if form.is_valid() and why.is_valid() and form.attempt(
        operations.correct_case,
        row_case,
        form.answers,
        why.cleaned_data["reason"],
        by=request.user,
        comments=form.comments,
    ):  # fmt: skip
        return done(request, "Corrected. Both are kept.", "verification:round", row_case.round_id)
    context = _asked(row_case, form, definition) | {"why": why}
    return render(request, "verification/case.html", context)


@page(WORK)
def leave_out(request: SignedIn, pk: int) -> HttpResponse:
    """Say why a drawn case could not be checked."""
    row_case = case_of(request, pk)
    form = ReasonForm.of(request)
    if form.is_valid() and form.attempt(
        operations.leave_out, row_case, form.cleaned_data["reason"], by=request.user
    ):
        return _to_next(request, row_case.round)
    context = {
        "form": form,
        "title": f"Case {row_case.number} could not be checked",
        "button": "Leave it out",
        "back": f"/verification/cases/{pk}/",
    }
    return render(request, "layouts/form.html", context)


@page(WORK)
def observe(request: SignedIn, pk: int) -> HttpResponse:
    """Record one observation."""
    row = round_of(request, pk)
    plan = row.plan
    if plan.instrument_version is None:
        return _without_instrument(request, row)
    definition = definition_of(plan.instrument_version)
    form = AnswersForm.of(request, definition=definition)
    where = SettingForm.of(request, prefix="place")
    if form.is_valid() and where.is_valid() and form.attempt(
        operations.observe,
        row,
        where.cleaned_data["setting"],
        form.answers,
        by=request.user,
        comments=form.comments,
    ):  # fmt: skip
        return done(request, "The observation is saved.", "verification:round", pk)
    context = {
        "row": row,
        "plan": plan,
        "form": form,
        "where": where,
        "round_title": presenters.round_title(row),
        "sections": [
            (section.title, [question.id for question in section.questions])
            for section in definition.sections
        ],
    }
    return render(request, "verification/observe.html", context)


@page(WORK, methods=("POST",))
def finish(request: SignedIn, pk: int) -> HttpResponse:
    """Finish a round whose every case is checked."""
    row = round_of(request, pk)
    operations.finish_round(row, by=request.user)
    if row.kind == RoundKind.RECHECK:
        return done(
            request, "The re-check is done. Say what it showed.", "verification:recheck", pk
        )
    return done(request, "The round is done.", "verification:one", row.plan_id)


@page(WORK)
def recheck(request: SignedIn, pk: int) -> HttpResponse:
    """Whether the change held."""
    row = round_of(request, pk)
    form = RecheckForm.of(request)
    if form.is_valid():
        said = form.cleaned_data
        if form.attempt(
            operations.record_recheck,
            row,
            sustained=said["sustained"],
            reason=said["reason"],
            by=request.user,
        ):
            return done(request, "Recorded.", "verification:one", row.plan_id)
    context = {
        "form": form,
        "title": "Has the change held?",
        "lead": queries.result_of([row], float(row.plan.standard)).sentence,
        "button": "Record",
        "back": f"/verification/rounds/{pk}/",
    }
    return render(request, "layouts/form.html", context)

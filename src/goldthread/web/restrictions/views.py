"""One restriction: its record, authorising it, and reviewing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.domain.registers.restrictions import operations, queries
from goldthread.domain.registers.restrictions import transitions as moves
from goldthread.domain.registers.restrictions.terms import Status
from goldthread.web import forms
from goldthread.web.components import Change
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.restrictions import presenters as present
from goldthread.web.restrictions.finding import restriction_of
from goldthread.web.restrictions.forms import ReasonForm, ReviewForm
from goldthread.web.words import date, plural

DONE = {
    "continue": moves.CONTINUE.done,
    "reduce": moves.REDUCE.done,
    "end": moves.END.done,
}


@page(Permission.RESTRICTION_SEE, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """The row of the register, every decision, and what may be done now."""
    restriction, today = restriction_of(request, pk), timezone.localdate()
    parts = queries.documentation(restriction, today)
    context = {
        "restriction": restriction,
        "status": restriction.get_status_display(),
        "tone": present.tone(restriction),
        "late": queries.is_overdue(restriction),
        "due": present.due_words(restriction, today),
        "days": plural(queries.days_in_force(restriction, today), "day"),
        "steps": present.steps(restriction, request.user),
        "sections": present.facts(restriction, request.user),
        "alternatives": list(restriction.alternatives.all()),
        "decisions": present.decisions(restriction),
        "missing": [name for name, there in parts.items() if not there],
        "whole": f"{sum(parts.values())} of {len(parts)}",
    }
    return render(request, "restrictions/one.html", context)


@page(Permission.RESTRICTION_AUTHORISE)
def authorise(request: SignedIn, pk: int) -> HttpResponse:
    """Read the record, then authorise it."""
    restriction = restriction_of(request, pk)
    form = forms.Form.of(request, record=restriction)
    if _sent(request, form) and form.attempt(operations.authorise, restriction, by=request.user):
        return done(request, moves.AUTHORISE.done, "restrictions:one", pk)
    context = {
        "restriction": restriction,
        "form": form,
        "sections": present.facts(restriction, request.user),
        "alternatives": list(restriction.alternatives.all()),
        "may_decline": restriction.status == Status.PROPOSED,
    }
    return render(request, "restrictions/authorise.html", context)


@page(Permission.RESTRICTION_AUTHORISE)
def decline(request: SignedIn, pk: int) -> HttpResponse:
    """Do not authorise it, with the reason."""
    restriction = restriction_of(request, pk)
    form = ReasonForm.of(request, record=restriction)
    if _sent(request, form) and form.attempt(
        operations.decline, restriction, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, moves.DECLINE.done, "restrictions:one", pk)
    back = present.address(restriction)
    context = {"title": "Do not authorise", "form": form, "button": "Save", "back": back}
    return render(
        request,
        "layouts/form.html",
        {**context, "cancel": back, "lead": restriction.words},
    )


@page(Permission.RESTRICTION_REVIEW)
def review(request: SignedIn, pk: int) -> HttpResponse:
    """Decide: continue, reduce or end. From the monthly review it leads on to the next."""
    restriction, today = restriction_of(request, pk), timezone.localdate()
    in_month = request.GET.get("from") == "month"
    form = ReviewForm.of(request, record=restriction)
    if _sent(request, form) and form.attempt(
        operations.review, restriction, form.review, by=request.user
    ):
        words = DONE[form.cleaned_data["verdict"]]
        if in_month:
            return done(request, f"{restriction.reference}: {words}", "restrictions:month")
        return done(request, words, "restrictions:one", pk)
    if request.method != "POST" and restriction.status not in ("in_force", "urgent"):
        return redirect(present.address(restriction))
    context = {
        "restriction": restriction,
        "form": form,
        "changes": _meanwhile(restriction) if form.changed else [],
        "due": present.due_words(restriction, today),
        "late": queries.is_overdue(restriction),
        "days": plural(queries.days_in_force(restriction, today), "day"),
        "who": present.list_row(restriction, request.user, today).where,
        "last": present.decisions(restriction)[:1],
        "back": reverse("restrictions:month") if in_month else present.address(restriction),
        "ends_on": date(restriction.ends_on),
    }
    return render(request, "restrictions/review.html", context)


def _meanwhile(restriction: Any) -> list[Change]:
    """What someone else decided while this was being written."""
    latest = queries.history_of(restriction)[:1]
    return [
        Change(f"{row.get_verdict_display()}: {row.reason}", row.decided_by.name, row.decided_at)
        for row in latest
    ]


def _sent(request: SignedIn, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()

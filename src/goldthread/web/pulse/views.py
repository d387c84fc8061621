"""Answering the pulse, reading its results, opening and closing it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.insight.measures.queries import reports_before
from goldthread.domain.learning.pulse import operations, queries
from goldthread.domain.learning.pulse import transitions as moves
from goldthread.domain.learning.pulse.terms import Status
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.pulse import presenters as present
from goldthread.web.pulse.forms import AnswerForm, Ask, OpenForm

FORM = "layouts/form.html"
MOST = 12  # pulses in the trend: three years of quarters


def _runs(request: SignedIn) -> bool:
    organisation = request.user.organisation_id
    return organisation in scope_of(request.user).whole_organisations(Permission.PULSE_RUN)


@page(Permission.INCIDENT_REPORT, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """The pulse that is open, and how confidence moved beside the number of reports."""
    organisation = organisation_of(request)
    current = queries.open_now(organisation.pk)
    found = list(queries.closed(organisation.pk).order_by("-opened_on")[:MOST])[::-1]
    reports = {one.opened_on: reports_before(organisation.pk, one.opened_on) for one in found}
    waiting = queries.not_closed(organisation.pk)
    context = {
        "open": current,
        "took_part": current is not None and queries.took_part(current, request.user),
        "waiting": waiting if _runs(request) else None,
        "runs": _runs(request),
        "pulses": found,
        "columns": present.trend_columns(found[-1]) if found else [],
        "rows": present.trend(found, reports),
        "smallest": present.smallest_words(found[-1]) if found else "",
    }
    return render(request, "pulse/list.html", context)


@page(Permission.INCIDENT_REPORT)
def answer(request: SignedIn) -> HttpResponse:
    """Answer the open pulse. Nothing links the answers to the person."""
    organisation = organisation_of(request)
    pulse = queries.open_now(organisation.pk)
    if pulse is None:
        return redirect("pulse:list")
    places = queries.places_of(request.user)
    form = AnswerForm.of(request, pulse=pulse, places=places)
    if request.method == "POST" and form.is_valid():
        place = form.place
        if place is None:
            form.add_error("unit", "Choose where you work")
        elif form.attempt(operations.answer_pulse, pulse, place, form.answers, by=request.user):
            return done(request, "Thank you. Your answers were added to the counts.", "pulse:list")
    context = {"pulse": pulse, "form": form, "places": places}
    return render(request, "pulse/answer.html", context)


@page(Permission.INCIDENT_REPORT, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """The results of a closed pulse, in groups that are large enough."""
    pulse = get_object_or_404(queries.visible_to(request.user), pk=pk)
    closed = pulse.status == Status.CLOSED
    context = {
        "pulse": pulse,
        "closed": closed,
        "columns": present.columns(pulse),
        "rows": present.rows(pulse) if closed else (),
        "smallest": present.smallest_words(pulse),
        "runs": _runs(request) and not closed,
    }
    return render(request, "pulse/one.html", context)


@page(Permission.PULSE_RUN)
def open_one(request: SignedIn) -> HttpResponse:
    """Open a pulse for all staff."""
    initial: dict[str, Any] = {"closes_on": timezone.localdate() + dt.timedelta(days=21)}
    form = OpenForm.of(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        closes_on = form.cleaned_data["closes_on"]
        organisation = organisation_of(request)
        if form.attempt(operations.open_pulse, organisation, closes_on, by=request.user):
            return done(request, moves.OPEN.done, "pulse:list")
    lead = "All staff are told once. Results can be read when you close it, not before."
    back = reverse("pulse:list")
    context = {"title": moves.OPEN.label, "form": form, "button": "Open it", "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})


@page(Permission.PULSE_RUN)
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Close the pulse."""
    pulse = get_object_or_404(queries.visible_to(request.user), pk=pk)
    form = Ask.of(request, record=pulse)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(operations.close_pulse, pulse, by=request.user)
    ):
        return done(request, moves.CLOSE.done, "pulse:one", pk)
    back = reverse("pulse:one", args=[pk])
    lead = "Nobody can answer once it is closed. Its results can be read from then on."
    context = {"title": moves.CLOSE.label, "form": form, "button": "Close it", "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})

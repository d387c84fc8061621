"""The list of signals, the page of one, and deciding on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.insight.signals import operations, queries
from goldthread.domain.insight.signals.operations import Answer
from goldthread.domain.insight.signals.terms import Kind, Status, Way
from goldthread.domain.insight.signals.transitions import ACCEPT, DISMISS
from goldthread.trail.queries import of_record
from goldthread.web.incidents.presenters.history import history
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.signals import presenters
from goldthread.web.signals.forms import AcceptForm, DismissForm, FilterForm

MOST = 100
BEHIND = 50
VIEWS = ((Status.OPEN, "Open"), (Status.ACCEPTED, "Accepted"), (Status.DISMISSED, "Dismissed"))


def signal_of(request: SignedIn, pk: int) -> Any:
    """The signal within what the reader may see, or 404."""
    return get_object_or_404(queries.with_page(queries.visible_to(request.user)), pk=pk)


@page(Permission.SIGNAL_VIEW, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """What stands out and waits to be looked at, the newest first."""
    wanted = request.GET.get("status", "")
    status = wanted if wanted in Status.values else Status.OPEN.value
    form = FilterForm.filters(request, kinds=Kind.choices)
    kind = str(form.given.get("kind", ""))
    found = queries.in_list(queries.visible_to(request.user), status=status, kind=kind)
    signals = list(found[: MOST + 1])
    narrowed = {"kind": kind} if kind else {}
    views = [
        (words, f"?{urlencode({'status': code} | narrowed)}", code == status)
        for code, words in VIEWS
    ]
    context = {
        "rows": [presenters.listed(signal) for signal in signals[:MOST]],
        "more": len(signals) > MOST,
        "views": views,
        "status": status,
        "filters_form": form,
        "in_use": len(form.given),
        "clear": f"{reverse('signals:list')}?status={status}",
    }
    return render(request, "signals/list.html", context)


@page(Permission.SIGNAL_VIEW, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """Why it was raised, what it rests on, and what was decided."""
    signal = signal_of(request, pk)
    behind = queries.incidents_behind(request.user, signal)
    shown = list(behind[: BEHIND + 1])
    context = {
        "signal": signal,
        "title": presenters.title(signal),
        "tag_words": Status(signal.status).label,
        "tone": presenters.TONES[Status(signal.status)],
        "facts": presenters.facts(signal),
        "numbers": presenters.numbers(signal),
        "decision": presenters.decision(signal),
        "incidents": presenters.incident_rows(shown[:BEHIND]),
        "more": len(shown) > BEHIND,
        "may_decide": signal.status == Status.OPEN and queries.may_decide(request.user, signal),
        "history": history(of_record(queries.RECORD_TYPE, signal.pk)),
    }
    return render(request, "signals/one.html", context)


@page(Permission.SIGNAL_DECIDE)
def accept(request: SignedIn, pk: int) -> HttpResponse:
    """Say what follows: a thematic review, work on the action, or another follow-up."""
    signal = signal_of(request, pk)
    reviews = list(queries.reviews_to_join(request.user, signal)[:BEHIND])
    ways = queries.ways_of(request.user, signal, joinable=bool(reviews))
    form = AcceptForm.of(request, record=signal, ways=ways, reviews=reviews)
    if form.is_valid() and form.attempt(
        operations.accept, signal, Answer(**form.answer), by=request.user
    ):
        return _onward(request, form.outcome)
    return _form_page(request, signal, form, "Accept this signal", "Accept")


def _onward(request: SignedIn, signal: Any) -> HttpResponse:
    """To where the work goes on."""
    if signal.review is not None:
        return done(request, ACCEPT.done, "reviews:one", signal.review.pk)
    if signal.way == Way.STRONGER:
        return done(request, ACCEPT.done, "actions:stronger", signal.action_id)
    if signal.way == Way.REOPEN:
        return done(request, ACCEPT.done, "actions:one", signal.action_id)
    return done(request, ACCEPT.done, "signals:one", signal.pk)


@page(Permission.SIGNAL_DECIDE)
def dismiss(request: SignedIn, pk: int) -> HttpResponse:
    """Say why it needs no work."""
    signal = signal_of(request, pk)
    form = DismissForm.of(request, record=signal)
    if form.is_valid() and form.attempt(
        operations.dismiss, signal, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, DISMISS.done, "signals:one", pk)
    return _form_page(request, signal, form, "Dismiss this signal", "Dismiss")


def _form_page(request: SignedIn, signal: Any, form: Any, title: str, button: str) -> HttpResponse:
    back = reverse("signals:one", args=[signal.pk])
    context = {
        "form": form,
        "title": title,
        "button": button,
        "lead": signal.explanation,
        "back": back,
        "cancel": back,
    }
    return render(request, "layouts/form.html", context)

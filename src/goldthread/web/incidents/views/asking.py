"""A page that is one form about an incident: fetch, check, one domain call, answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.web.forms import Form
from goldthread.web.incidents.finding import may
from goldthread.web.pages import SignedIn, done, render
from goldthread.workflow.operations import hindrances
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from goldthread.workflow.transitions import Transition

FORM = "layouts/form.html"


def ask(
    request: SignedIn,
    incident: Any,
    form: Form,
    call: Callable[..., Any],
    *,
    title: str,
    button: str,
    said: str,
    lead: str = "",
    template: str = FORM,
    to: str = "incidents:one",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Draw the form, or make the call with what was typed and go to `to`.

    `call` is given the form's cleaned values by name and `by`. `said` is the message afterwards.
    """
    back = reverse(to, args=[incident.reference])
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        if form.attempt(call, by=request.user, **values):
            return done(request, said, _after(request, incident, to))
    context = {
        "incident": incident,
        "title": title,
        "form": form,
        "button": button,
        "lead": lead,
        "back": back,
        "cancel": back,
    }
    return render(request, template, context | (more or {}))


def _after(request: SignedIn, incident: Any, to: str) -> str:
    """Where to go: to the page named, or home when the person can no longer see the incident."""
    if not may(request.user, Permission.INCIDENT_VIEW, incident):
        return reverse("home")
    return reverse(to, args=[incident.reference])


def possible(move: Transition, record: Any, request: SignedIn) -> None:
    """Raise `Refused` where the person may not make this move, or it is not possible now.

    What was already typed is never thrown away for the second: the call itself refuses it, at the
    form.
    """
    standing = {NOT_ALLOWED} if request.method == "POST" else {NOT_ALLOWED, WRONG_STATE}
    bare = _without_rules(move)
    found = [one for one in hindrances(bare, record, by=request.user) if one.code in standing]
    if found:
        raise Refused(found)


def _without_rules(move: Transition) -> Transition:
    return Transition(move.code, move.sources, move.target, move.label, move.done, move.allowed)

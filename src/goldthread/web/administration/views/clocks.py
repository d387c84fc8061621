"""Time limits: how long each step may take, and where that comes from."""

from __future__ import annotations

from dataclasses import fields

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.clocks import queries
from goldthread.clocks.policies import Limits, change_policy
from goldthread.web.administration.editing import edit, seen, whole_organisation
from goldthread.web.administration.forms.words import PolicyForm
from goldthread.web.administration.presenters import LIMITS, ladder, limit_rows
from goldthread.web.pages import SignedIn, done, page, render

P = Permission.SETTINGS_MANAGE


@page(P, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Every limit, those still to be checked first."""
    rows = limit_rows(queries.policies(whole_organisation(request).pk))
    return render(request, "administration/clocks.html", {"rows": rows, "columns": LIMITS})


@page(P)
def one(request: SignedIn, kind: str) -> HttpResponse:
    """Change a limit from now on."""
    policy = queries.policies(whole_organisation(request).pk).filter(kind=kind).first()
    if policy is None:
        raise Http404
    names = [field.name for field in fields(Limits) if field.name != "needs_checking"]
    initial = {name: getattr(policy, name) for name in names}
    initial["checked"] = not policy.needs_checking
    form = PolicyForm.of(request, initial=initial, record=seen(policy))
    if form.is_valid() and form.attempt(change_policy, policy, form.limits, by=request.user):
        message = "The limit is changed from now on. What is already waiting keeps its time."
        return done(request, message, "administration:clocks")
    context = {"policy": policy, "ladder": ladder(policy)}
    template = "administration/clock.html"
    back = reverse("administration:clocks")
    return edit(request, form, policy.label, back, record=policy, template=template, **context)

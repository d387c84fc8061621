"""The list of partner agencies."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.registers.safeguarding import operations, queries
from goldthread.web.components import link
from goldthread.web.forms import Form
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.safeguarding.forms import AgencyForm

COLUMNS = ("Agency", "Kind", "How to reach them", "Offered")
P = Permission


@page(P.SAFEGUARDING_MANAGE, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Every agency of the list, those in use first."""
    rows = [
        [
            link(reverse("safeguarding:agency", args=[one.pk]), one.name),
            one.get_kind_display(),
            one.contact or "Not recorded",
            "No" if one.retired_on else "Yes",
        ]
        for one in queries.all_partners(organisation_of(request).pk)
    ]
    return render(request, "safeguarding/agencies.html", {"columns": COLUMNS, "rows": rows})


@page(P.SAFEGUARDING_MANAGE)
def add(request: SignedIn) -> HttpResponse:
    """Add an agency to the list."""
    form = AgencyForm.of(request, initial={"in_use": True})
    return _form(request, form, "Add a partner agency", operations.keep_partner)


@page(P.SAFEGUARDING_MANAGE)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """Change an agency, or stop offering it."""
    agency = get_object_or_404(queries.all_partners(organisation_of(request).pk), pk=pk)
    initial = {name: getattr(agency, name) for name in ("name", "kind", "contact")}
    form = AgencyForm.of(request, initial=initial | {"in_use": agency.retired_on is None})
    call = partial(operations.keep_partner, partner=agency)
    return _form(request, form, f"Change {agency.name}", call)


def _form(request: SignedIn, form: Form, title: str, call: Callable[..., object]) -> HttpResponse:
    back = reverse("safeguarding:agencies")
    if form.is_valid() and form.attempt(
        call, organisation_of(request), by=request.user, **form.cleaned_data
    ):
        return done(request, "The list of partner agencies is saved.", back)
    context = {"title": title, "form": form, "button": "Save", "back": back, "cancel": back}
    return render(request, "layouts/form.html", context)

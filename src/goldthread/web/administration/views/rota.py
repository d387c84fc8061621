"""The on-call rota."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access import operations
from goldthread.access.queries import people_of, rota
from goldthread.access.terms import Permission
from goldthread.web.administration.editing import edit
from goldthread.web.administration.forms.places import OnCallForm
from goldthread.web.administration.presenters import choices_of, rota_rows
from goldthread.web.administration.views.units import managed
from goldthread.web.pages import SignedIn, done, organisation_of, page, render

P = Permission.SETTINGS_MANAGE


@page(P, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Who is on call now and later."""
    now = timezone.now()
    entries = rota([unit.pk for unit in managed(request)], now)[:200]
    return render(request, "administration/rota.html", {"rows": rota_rows(entries, now)})


@page(P)
def add(request: SignedIn) -> HttpResponse:
    """Put someone on call."""
    units = managed(request)
    people = list(people_of(organisation_of(request).pk).filter(is_active=True))
    form = OnCallForm.of(
        request, units=choices_of(units), people=[(one.pk, one.name) for one in people]
    )
    if form.is_valid():
        unit = next(one for one in units if str(one.pk) == form.cleaned_data["unit"])
        person = next(one for one in people if str(one.pk) == form.cleaned_data["user"])
        starts_at, ends_at = form.moment("starts"), form.moment("ends")
        if form.attempt(operations.put_on_call, unit, person, starts_at, ends_at, by=request.user):
            return done(request, f"{person.name} is on the rota.", "administration:rota")
    back = reverse("administration:rota")
    return edit(request, form, "Put someone on call", back, button="Add to the rota")


@page(P, methods=("POST",))
def remove(request: SignedIn, pk: int) -> HttpResponse:
    """Take an entry off the rota."""
    units = [unit.pk for unit in managed(request, closed=True)]
    entry = rota(units, timezone.now()).filter(pk=pk).first()
    if entry is None:
        raise Http404
    operations.take_off_call(entry, by=request.user)
    return done(request, f"{entry.user.name} is off the rota.", "administration:rota")

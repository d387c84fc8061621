"""How a person wants to be told, and who covers them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.queries import led_units, people_of
from goldthread.notices import choices as chosen
from goldthread.notices.terms import Rhythm
from goldthread.notices.timing import next_digest, preference_of
from goldthread.web.administration.editing import edit, seen
from goldthread.web.administration.forms.people import AbsenceForm
from goldthread.web.notices.forms import ChoicesForm
from goldthread.web.notices.presenters import even_in_quiet_hours
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.words import when

NAMES = ("rhythm", "hour", "quiet_from", "quiet_until", "team_week")


@page(signed_in=True)
def choices(request: SignedIn) -> HttpResponse:
    """How often I am e-mailed, at what hour, and when I am not to be disturbed."""
    told = preference_of(request.user)
    form = ChoicesForm.of(
        request,
        leads=bool(led_units(request.user)),
        initial={name: getattr(told, name) for name in NAMES},
        record=seen(request.user),
    )
    if form.is_valid():
        given = {"team_week": told.team_week} | form.cleaned_data
        given["hour"] = int(given["hour"])
        if form.attempt(chosen.choose, request.user, **given):
            return done(request, _said(request), "told:choices")
    context = {
        "form": form,
        "mail": settings.EMAIL_CONFIGURED,
        "even": even_in_quiet_hours(),
        "away": request.user.absent_from is not None,
    }
    return render(request, "notices/choices.html", context)


def _said(request: SignedIn) -> str:
    told = preference_of(request.user)
    if told.rhythm == Rhythm.AT_ONCE:
        return "Saved. Each message comes by itself."
    return f"Saved. Your next digest comes {when(next_digest(told, timezone.now()))}."


@page(signed_in=True)
def away(request: SignedIn) -> HttpResponse:
    """When I am away and who covers me."""
    person = request.user
    others = people_of(organisation_of(request).pk).filter(is_active=True).exclude(pk=person.pk)
    initial = {
        "absent_from": person.absent_from,
        "absent_until": person.absent_until,
        "covered_by": person.covered_by_id or "",
    }
    people = [(other.pk, other.name) for other in others]
    form = AbsenceForm.of(request, people=people, initial=initial, record=seen(person))
    if form.is_valid():
        typed = dict(form.cleaned_data)
        cover = typed["covered_by"]
        typed["covered_by"] = others.filter(pk=cover).first() if cover else None
        if form.attempt(chosen.be_away, person, by=person, **typed):
            return done(request, "Your absence is noted.", "told:choices")
    lead = (
        "Whoever covers is told now. While you are away they see your work in their My work and "
        "hear what you hear; you still hear it too. Covering lends them none of your permissions."
    )
    back = reverse("told:choices")
    return edit(request, form, "When you are away", back, record=person, lead=lead)

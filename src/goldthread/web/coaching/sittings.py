"""Vignettes sat in supervision, made for a phone between two people."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.clocks.queries import of_subject
from goldthread.domain.learning.coaching import operations, queries
from goldthread.domain.learning.coaching import transitions as moves
from goldthread.instruments.queries import definition_of, in_words
from goldthread.web.coaching import presenters as present
from goldthread.web.coaching.sitting_forms import SittingForm, TeamForm
from goldthread.web.coaching.views import HOME, READ
from goldthread.web.components import clock_shown
from goldthread.web.instruments.presenters import scored
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.workflow.operations import permitted

LEAD = Permission.COACHING_LEAD


@page(LEAD, methods=READ)
def vignettes(request: SignedIn) -> HttpResponse:
    """The vignettes in use, each to be sat with someone."""
    found = queries.vignettes(organisation_of(request).pk)
    shown = [(one.instrument, definition_of(one)) for one in found]
    return render(request, "coaching/vignettes.html", {"vignettes": shown})


@page(LEAD)
def sit(request: SignedIn, code: str) -> HttpResponse:
    """Read the case out, then say how it was answered."""
    version = _version(request, code)
    units = list(queries.units_leading(request.user))
    team = TeamForm(request.GET or None, request=request, units=units)
    unit = team.chosen if team.is_valid() else units[0] if len(units) == 1 else None
    if unit is None:
        name = definition_of(version).name
        context = {"form": team, "name": name, "action": reverse("coaching:sit", args=[code])}
        return render(request, "coaching/which_team.html", context)
    return _sitting(request, version, unit, None)


@page(LEAD)
def again(request: SignedIn, pk: int) -> HttpResponse:
    """Sit the same vignette again after its follow-up."""
    first = _sitting_of(request, pk)
    return _sitting(request, _version(request, first.code), first.unit, first)


def _version(request: SignedIn, code: str) -> Any:
    found = queries.vignettes(organisation_of(request).pk)
    version = next((one for one in found if one.instrument.code == code), None)
    if version is None:
        raise Http404
    return version


def _sitting(request: SignedIn, version: Any, unit: Any, first: Any) -> HttpResponse:
    definition, user = definition_of(version), request.user
    people = queries.eligible([unit]).exclude(pk=user.pk)
    if first is not None:
        people = people.filter(pk=first.staff_id)
    initial = {
        "sat_on": timezone.localdate(),
        "staff": str(first.staff_id) if first else "",
        "follow_up_by": queries.usual_follow_up(unit.organisation_id or unit.pk, timezone.now()),
    }
    form = SittingForm.of(
        request, definition=definition, unit=unit, staff=people, version=version, initial=initial
    )
    if request.method == "POST" and form.is_valid() and form.attempt(
        operations.sit_vignette, form.sat, by=user, retest_of=first
    ):  # fmt: skip
        move = moves.SAT_SAFE if form.outcome.safe else moves.SAT_UNSAFE
        return done(request, move.done, "coaching:sitting", form.outcome.pk)
    context = {
        "form": form,
        "definition": definition,
        "unit": unit,
        "first": first,
        "back": reverse("coaching:sitting", args=[first.pk])
        if first
        else reverse("coaching:vignettes"),
        "sections": [
            (part.title, [one.id for one in part.questions if one.id not in form.AFTER])
            for part in definition.sections
        ],
    }
    return render(request, "coaching/sit.html", context)


def _sitting_of(request: SignedIn, pk: int) -> Any:
    found = queries.sittings_visible_to(request.user).select_related(
        "response__version__instrument"
    )
    return get_object_or_404(found, pk=pk)


@page(HOME, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """What was answered, whether it was safe, and what follows."""
    sitting, user = _sitting_of(request, pk), request.user
    definition = definition_of(sitting.response.version)
    clock = of_subject(sitting).first()
    context = {
        "sitting": sitting,
        "name": definition.name,
        "vignette": definition.vignette,
        "tone": present.TONES[sitting.status],
        "facts": present.sitting_facts(sitting),
        "said": [
            (row.question, row.answer, row.comment)
            for row in in_words(sitting.response)
            if not sitting.follow_up or row.answer != sitting.follow_up
        ],
        "criteria": scored(definition, sitting.response),
        "clock": clock_shown(clock) if clock is not None and clock.ended_at is None else None,
        "may_sit_again": sitting.staff_id != user.pk and permitted(moves.RETEST, sitting, user),
    }
    return render(request, "coaching/sitting.html", context)

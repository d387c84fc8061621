"""Units: the tree, adding, changing and closing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access import operations
from goldthread.access.models import Unit
from goldthread.access.queries import seen_units
from goldthread.access.terms import Permission, UnitKind
from goldthread.domain.incidents.queries import tags
from goldthread.domain.incidents.terms import TagKind
from goldthread.web.administration.editing import edit, seen
from goldthread.web.administration.forms.places import CloseForm, NewUnitForm, UnitForm
from goldthread.web.administration.presenters import choices_of, unit_rows
from goldthread.web.components import Row
from goldthread.web.pages import SignedIn, done, organisation_of, page, render

P = Permission.SETTINGS_MANAGE
READ = ("GET", "HEAD")


def managed(request: SignedIn, *, closed: bool = False) -> list[Unit]:
    """The units of the organisation that the person administers, in the order of the tree."""
    rows = seen_units(request.user, P).filter(organisation=organisation_of(request))
    return list(rows if closed else rows.filter(closed_on__isnull=True))


def _unit(request: SignedIn, pk: int) -> Unit:
    found = next((unit for unit in managed(request, closed=True) if unit.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _models(request: SignedIn) -> list[tuple[Any, str]]:
    rows = tags(organisation_of(request).pk, TagKind.SERVICE_MODEL)
    return [(row.code, row.name) for row in rows]


@page(P, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """The tree of units."""
    names = dict(_models(request))
    rows = unit_rows(managed(request, closed=True), names)
    return render(request, "administration/units.html", {"rows": rows})


@page(P)
def add(request: SignedIn) -> HttpResponse:
    """Add a unit under another."""
    units = managed(request)
    initial = {"kind": UnitKind.TEAM, "parent": request.GET.get("under", "")}
    form = NewUnitForm.of(
        request, units=choices_of(units), models=_models(request), initial=initial
    )
    if form.is_valid():
        typed = dict(form.cleaned_data)
        under = typed.pop("parent")
        parent = next(unit for unit in units if str(unit.pk) == under)
        if form.attempt(operations.add_unit, parent, by=request.user, **typed):
            return done(request, f"{form.outcome.name} is added.", "administration:units")
    return edit(request, form, "Add a unit", reverse("administration:units"), button="Add")


@page(P)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One unit: rename it, say its caseload and how it works, close it."""
    unit = _unit(request, pk)
    models = _models(request)
    if unit.service_model and unit.service_model not in dict(models):
        models.append((unit.service_model, unit.service_model))
    initial = {name: getattr(unit, name) for name in ("name", "caseload", "service_model")}
    form = UnitForm.of(request, models=models, initial=initial, record=seen(unit))
    if form.is_valid() and form.attempt(
        operations.change_unit, unit, by=request.user, **form.cleaned_data
    ):
        return done(request, "The unit is changed.", "administration:units")
    facts = [Row("What it is", unit.get_kind_display()), Row("Code", unit.code)]
    back = reverse("administration:units")
    template = "administration/unit.html"
    return edit(
        request, form, unit.name, back, record=unit, template=template, unit=unit, facts=facts
    )


@page(P)
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Close a unit from a day; what it reported stays."""
    unit = _unit(request, pk)
    form = CloseForm.of(request, initial={"on": timezone.localdate()}, record=seen(unit))
    if form.is_valid() and form.attempt(
        operations.close_unit, unit, form.cleaned_data["on"], by=request.user
    ):
        return done(request, f"{unit.name} is closed.", "administration:units")
    lead = "It takes no new reports after this. What it reported stays where it is."
    back = reverse("administration:unit", args=[unit.pk])
    return edit(
        request, form, f"Close {unit.name}", back, record=unit, lead=lead, button="Close unit"
    )

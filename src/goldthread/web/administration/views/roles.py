"""Roles of one person: given, with dates, and taken away."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access import operations
from goldthread.access.models import RoleGrant, User
from goldthread.access.queries import grant_of
from goldthread.access.terms import Permission
from goldthread.web.administration.editing import edit, seen
from goldthread.web.administration.forms.people import DatesForm, RoleForm
from goldthread.web.administration.presenters import choices_of
from goldthread.web.administration.views.people import person_of
from goldthread.web.administration.views.units import managed
from goldthread.web.pages import SignedIn, done, page

P = Permission.SETTINGS_MANAGE


@page(P)
def grant(request: SignedIn, pk: int) -> HttpResponse:
    """Give a person a role at a unit and below it."""
    person = person_of(request, pk)
    units = managed(request)
    form = RoleForm.of(request, units=choices_of(units), record=seen(person))
    if form.is_valid():
        typed = dict(form.cleaned_data)
        role, where = typed.pop("role"), typed.pop("unit")
        unit = next(unit for unit in units if str(unit.pk) == where)
        if form.attempt(operations.grant_role, person, role, unit, by=request.user, **typed):
            return done(request, "The role is given.", "administration:person", pk)
    back = reverse("administration:person", args=[pk])
    title = f"Give {person.name} a role"
    return edit(request, form, title, back, record=person, button="Give role")


@page(P)
def dates(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Change from and until when a role is held."""
    person, held = _held(request, pk, number)
    initial = {"starts_on": held.starts_on, "ends_on": held.ends_on}
    form = DatesForm.of(request, initial=initial, record=seen(person))
    if form.is_valid() and form.attempt(
        operations.grant_role, person, held.role, held.unit, by=request.user, **form.cleaned_data
    ):
        return done(request, "The dates are changed.", "administration:person", pk)
    back = reverse("administration:person", args=[pk])
    title = f"{held.get_role_display()} at {held.unit}"
    return edit(request, form, title, back, record=person)


@page(P, methods=("POST",))
def withdraw(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Take a role away at once."""
    _, held = _held(request, pk, number)
    operations.withdraw_role(held, by=request.user)
    message = f"{held.get_role_display()} at {held.unit} is taken away."
    return done(request, message, "administration:person", pk)


def _held(request: SignedIn, pk: int, number: int) -> tuple[User, RoleGrant]:
    person = person_of(request, pk)
    held = grant_of(person, number)
    if held is None or held.unit_id not in {unit.pk for unit in managed(request, closed=True)}:
        raise Http404
    return person, held

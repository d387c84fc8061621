"""The list of people served, the page of one, and changing a record."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.people import operations, queries
from goldthread.domain.registers.people.transitions import CORRECT, MERGE
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.people import presenters
from goldthread.web.people.finding import person_of
from goldthread.web.people.forms import FindForm, MergeForm, PersonForm
from goldthread.web.people.panels import panels_for

FORM = "layouts/form.html"
MOST = 20  # people of one name that a search shows


@page(Permission.PERSON_SEE)
def index(request: SignedIn) -> HttpResponse:
    """Find a person, or look through those of your teams, fifty a page."""
    form = FindForm.of(request)
    found = None
    if request.method == "POST" and form.is_valid():
        matches = queries.found(request.user, form.cleaned_data["text"]).select_related("unit")
        found = list(matches.order_by("reference")[:MOST])
        if len(found) == 1:
            return redirect(presenters.address(found[0]))
    shown = queries.page_of(
        queries.visible_to(request.user),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "form": form,
        "found": None if found is None else presenters.rows(found),
        "columns": presenters.COLUMNS,
        "rows": presenters.rows(shown.people),
        "earlier": shown.earlier and f"?{urlencode({'before': shown.earlier})}",
        "later": shown.later and f"?{urlencode({'after': shown.later})}",
        "may_record": scope_of(request.user).holds(Permission.PERSON_KEEP),
    }
    return render(request, "people/list.html", context)


@page(Permission.PERSON_KEEP)
def record(request: SignedIn) -> HttpResponse:
    """Record someone the team serves."""
    form = PersonForm.of(request, units=queries.units_keeping(request.user))
    if form.is_valid() and form.attempt(
        operations.record_person, form.chosen, form.identity, by=request.user
    ):
        words = f"The person is recorded as {form.outcome.reference}."
        return done(request, words, presenters.address(form.outcome))
    lead = (
        "The name and numbers are stored encrypted. Only those who work where the person is "
        "served see them; everywhere else the reference stands for the person."
    )
    return _form_page(request, form, "Record a person", "Record", reverse("people:list"), lead)


@page(Permission.PERSON_SEE, methods=("GET", "HEAD"))
def one(request: SignedIn, reference: str) -> HttpResponse:
    """Who the person is, and what each register holds of them."""
    person, user = person_of(request, reference), request.user
    if person.reference != reference:
        return redirect(presenters.address(person))
    may_merge = queries.may_merge(user, person)
    twice = queries.visible_to(user) & queries.same_numbers(person) if may_merge else []
    context = {
        "person": person,
        "facts": presenters.facts(person),
        "panels": panels_for(user, person),
        "may_correct": queries.may_keep(user, person),
        "may_merge": may_merge,
        "twice": [(other.reference, presenters.address(other)) for other in twice],
    }
    return render(request, "people/one.html", context)


@page(Permission.PERSON_KEEP)
def correct(request: SignedIn, reference: str) -> HttpResponse:
    """Correct the name or a number, or move the person to another team."""
    person = person_of(request, reference)
    names = ("name", "record_number", "nhs_number")
    initial = {name: getattr(person, name) for name in names} | {"unit": str(person.unit_id)}
    units = {unit.pk: unit for unit in (person.unit, *queries.units_keeping(request.user))}
    form = PersonForm.of(request, units=units.values(), initial=initial, record=person)
    if form.is_valid() and form.attempt(
        operations.correct_person, person, form.identity, unit=form.chosen, by=request.user
    ):
        return done(request, CORRECT.done, presenters.address(person))
    lead = "The trail keeps which parts changed, never what they were."
    title = f"Correct the record {person.reference}"
    return _form_page(request, form, title, "Save", presenters.address(person), lead)


@page(Permission.PERSON_MERGE)
def merge(request: SignedIn, reference: str) -> HttpResponse:
    """Merge this record into the other record of the same person."""
    person = person_of(request, reference)
    form = MergeForm.of(request, record=person)
    if request.method == "POST" and form.is_valid():
        into = queries.with_reference(request.user, form.cleaned_data["into"])
        if into is None:
            form.add_error("into", "No record you can see has this reference")
        elif form.attempt(
            operations.merge_people, person, into, form.cleaned_data["reason"], by=request.user
        ):
            return done(request, MERGE.done, presenters.address(form.outcome))
    lead = (
        f"{person.reference} stays as a signpost to the other record. "
        "What every register holds of it follows. This cannot be undone here."
    )
    title = f"Merge {person.reference} into another record"
    return _form_page(request, form, title, "Merge", presenters.address(person), lead)


def _form_page(
    request: SignedIn, form: Any, title: str, button: str, back: str, lead: str
) -> HttpResponse:
    context = {"title": title, "form": form, "button": button, "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})

"""People: finding, adding and correcting them, and the end of their time here."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.forms import ResetPasswordForm
from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access import operations
from goldthread.access.models import User
from goldthread.access.queries import people_of, with_roles
from goldthread.access.refusals import refuse
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks.queries import owned_by
from goldthread.notices.choices import be_away
from goldthread.web.administration import presenters
from goldthread.web.administration.editing import edit, seen, whole_organisation
from goldthread.web.administration.forms.people import (
    AbsenceForm,
    DetailsForm,
    FindForm,
    LeaveForm,
    NewPersonForm,
)
from goldthread.web.administration.views.units import managed
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.words import plural

P = Permission.SETTINGS_MANAGE
READ = ("GET", "HEAD")
PAGE = 50


def person_of(request: SignedIn, pk: int) -> User:
    """The person of this number in the same organisation, or 404."""
    found = with_roles(people_of(organisation_of(request).pk)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@page(P, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """Everyone of the organisation, fifty a page."""
    form = FindForm.filters(request)
    text = form.data.get("text", "").strip()
    start = request.GET.get("from", "0")
    first = int(start) if start.isdecimal() and len(start) < 7 else 0
    found = with_roles(people_of(organisation_of(request).pk, text))[first : first + PAGE + 1]
    people = list(found)
    query = {"text": text} if text else {}
    more = f"?{urlencode(query | {'from': first + PAGE})}" if len(people) > PAGE else ""
    context = {
        "filters": form,
        "in_use": int(bool(text)),
        "columns": presenters.PEOPLE,
        "rows": presenters.people_rows(people[:PAGE]),
        "more": more,
    }
    return render(request, "administration/people.html", context)


@page(P)
def add(request: SignedIn) -> HttpResponse:
    """Add a person; roles come next, on their page."""
    organisation = whole_organisation(request)
    form = NewPersonForm.of(request)
    if form.is_valid() and form.attempt(
        operations.add_person, organisation=organisation, by=request.user, **form.cleaned_data
    ):
        message = "The person is added. Give them a role, then send them a link to set a password."
        return done(request, message, "administration:person", form.outcome.pk)
    back = reverse("administration:people")
    return edit(request, form, "Add a person", back, button="Add")


@page(P, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One person: details, roles, absence, password and leaving."""
    person = person_of(request, pk)
    everywhere = scope_of(request.user).holds(P, organisation_of(request).pk)
    own = person.pk == request.user.pk
    units = {unit.pk for unit in managed(request, closed=True)}
    context = {
        "person": person,
        "own": own,
        "may_change": everywhere,
        "may_grant": not own and person.is_active and person.left_on is None,
        "details": presenters.details(person, everywhere),
        "roles": presenters.held(person, units if not own else set()),
        "waiting": plural(owned_by(person).count(), "piece of work waits", "pieces of work wait"),
        "mail": settings.EMAIL_CONFIGURED,
    }
    return render(request, "administration/person.html", context)


@page(P)
def details(request: SignedIn, pk: int) -> HttpResponse:
    """Correct a name, a job title or a telephone number."""
    person = person_of(request, pk)
    initial = {name: getattr(person, name) for name in ("name", "job_title", "phone")}
    form = DetailsForm.of(request, initial=initial, record=seen(person))
    if form.is_valid() and form.attempt(
        operations.change_person, person, by=request.user, **form.cleaned_data
    ):
        return done(request, "The details are changed.", "administration:person", pk)
    return edit(request, form, "Change details", _back(pk), record=person)


@page(P)
def absence(request: SignedIn, pk: int) -> HttpResponse:
    """Say when a person is away and who covers them."""
    person = person_of(request, pk)
    others = people_of(organisation_of(request).pk).filter(is_active=True).exclude(pk=pk)
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
        if form.attempt(be_away, person, by=request.user, **typed):
            return done(request, "The absence is noted.", "administration:person", pk)
    return edit(request, form, f"Absence of {person.name}", _back(pk), record=person)


@page(P)
def leave(request: SignedIn, pk: int) -> HttpResponse:
    """Note a person's last day: roles end, and they cannot sign in after it."""
    person = person_of(request, pk)
    form = LeaveForm.of(request, initial={"on": timezone.localdate()}, record=seen(person))
    if form.is_valid() and form.attempt(
        operations.leave, person, form.cleaned_data["on"], by=request.user
    ):
        message = f"{person.name}'s last day is noted. Their managers are asked who takes over."
        return done(request, message, "administration:person", pk)
    lead = (
        "Their roles end on that day and they cannot sign in after it. What they own stays, and "
        "their managers are asked for a new owner of each piece."
    )
    title = f"{person.name} leaves"
    return edit(request, form, title, _back(pk), record=person, lead=lead, button="Note last day")


@page(P, methods=("POST",))
def send_reset(request: SignedIn, pk: int) -> HttpResponse:
    """Send a link to set a password to the person's own address; nobody else sees it."""
    person = person_of(request, pk)
    if not settings.EMAIL_CONFIGURED:
        raise refuse("ACC-15", "No email server is set up, so no link can be sent.")
    operations.note_reset_sent(person, by=request.user)
    form = ResetPasswordForm({"email": person.email})
    if form.is_valid():
        form.save(request)
    return done(request, f"A link is sent to {person.email}.", "administration:person", pk)


def _back(pk: int) -> str:
    return reverse("administration:person", args=[pk])

"""The high-risk cohort: who is in it now, and the lists frozen for a measurement."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.access.queries import seen_units
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.escalation import operations, queries
from goldthread.web.components import Row, link
from goldthread.web.escalation.forms import DefinitionForm, FreezeForm, ReasonForm
from goldthread.web.escalation.presenters import timeline_link
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.people.finding import person_of
from goldthread.web.words import date, when

P = Permission
READ = ("GET", "HEAD")
FORM = "layouts/form.html"


@page(P.ESCALATION_SEE, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """The definition, who meets it now in the reader's teams, and what was frozen."""
    user, scope = request.user, scope_of(request.user)
    organisation = organisation_of(request)
    definition = queries.definition_of(organisation.pk)
    units = scope.units(P.ESCALATION_SEE)
    members = [
        one
        for one in queries.in_cohort(organisation, definition, timezone.now())
        if one.person.unit_id in units
    ]
    context = {
        "definition": definition,
        "rows": [
            (
                one.person.reference,
                timeline_link(one.person, user),
                one.person.unit.name,
                one.because,
            )
            for one in members
        ],
        "frozen": [
            (
                link(reverse("escalation:frozen", args=[one.pk]), one.name),
                one.unit.name,
                f"{one.size:,}",
                when(one.frozen_at),
                date(one.counts_from_on),
            )
            for one in queries.cohorts_visible_to(user)
        ],
        "may_freeze": scope.holds(P.COHORT_KEEP),
        "may_define": scope.holds(P.INDICATORS_KEEP, organisation.pk),
    }
    return render(request, "escalation/cohort.html", context)


@page(P.ESCALATION_SEE, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """A list as it was frozen."""
    cohort = get_object_or_404(queries.cohorts_visible_to(request.user), pk=pk)
    facts = [
        Row("Teams", cohort.unit.name),
        Row("Frozen", f"{when(cohort.frozen_at)} by {cohort.frozen_by or 'the system'}"),
        Row("Definition", f"Number {cohort.definition.number}"),
        Row("Crises counted from", date(cohort.counts_from_on)),
        Row("People", f"{cohort.size:,}"),
        Row("SHA-256 of the list", cohort.frame_hash),
    ]
    rows = [(row["case"], row["team"], row["because"]) for row in queries.frozen_rows(cohort)]
    return render(
        request, "escalation/frozen.html", {"cohort": cohort, "facts": facts, "rows": rows}
    )


@page(P.COHORT_KEEP)
def freeze(request: SignedIn) -> HttpResponse:
    """Freeze who meets the definition now."""
    units = seen_units(request.user, P.COHORT_KEEP)
    form = FreezeForm.of(request, units=units)
    if form.is_valid():
        said = form.cleaned_data
        if form.attempt(
            operations.freeze_cohort,
            form.chosen,
            said["name"],
            said["counts_from_on"],
            by=request.user,
        ):
            return done(request, "The cohort is frozen.", "escalation:frozen", form.outcome.pk)
    lead = "The list is kept as it is now, with its definition and a hash, and never changed."
    return _form(request, form, "Freeze the cohort", "Freeze", lead)


@page(P.INDICATORS_KEEP)
def define(request: SignedIn) -> HttpResponse:
    """A new definition from now on."""
    organisation = organisation_of(request)
    now = queries.definition_of(organisation.pk)
    names = ("indicators", "days", "flagged_too", "because")
    initial = {name: getattr(now, name) for name in names}
    form = DefinitionForm.of(request, initial=initial)
    if form.is_valid() and form.attempt(
        operations.define_cohort, organisation, by=request.user, **form.cleaned_data
    ):
        words = f"Definition {form.outcome.number} holds from now on."
        return done(request, words, "escalation:cohort")
    lead = "Lists that are frozen keep the definition they were frozen by."
    return _form(request, form, "Define the high-risk cohort", "Save", lead)


@page(P.ESCALATION_REVIEW)
def flag(request: SignedIn, reference: str) -> HttpResponse:
    """Count someone in the cohort whom the indicators do not show."""
    person = person_of(request, reference)
    form = ReasonForm.of(request)
    if form.is_valid() and form.attempt(
        operations.flag_person, person, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, "Flagged, with your reason.", "people:one", person.reference)
    lead = "Say what you know that the indicators do not show. Write no names."
    title = f"Flag {person.reference} for the high-risk cohort"
    return _form(request, form, title, "Flag", lead, reverse("people:one", args=[reference]))


@page(P.ESCALATION_REVIEW)
def end_flag(request: SignedIn, reference: str) -> HttpResponse:
    """End a flag that holds no longer."""
    person = person_of(request, reference)
    running = queries.flags_of(person).filter(ended_at__isnull=True).first()
    if running is None:
        raise Http404
    form = ReasonForm.of(request)
    if form.is_valid() and form.attempt(
        operations.end_flag, running, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, "The flag is ended.", "people:one", person.reference)
    lead = f"Flagged {date(running.flagged_at)}: {running.reason}"
    title = f"End the flag of {person.reference}"
    return _form(
        request, form, title, "End the flag", lead, reverse("people:one", args=[reference])
    )


def _form(
    request: SignedIn, form: object, title: str, button: str, lead: str, back: str = ""
) -> HttpResponse:
    back = back or reverse("escalation:cohort")
    context = {"form": form, "title": title, "button": button, "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})

"""Pages of complaints."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.registers.complaints import operations, queries
from goldthread.domain.registers.complaints import transitions as moves
from goldthread.domain.registers.complaints.terms import Status
from goldthread.domain.registers.restrictions.queries import of_complaint
from goldthread.web.complaints import presenters as present
from goldthread.web.complaints.forms import (
    AcknowledgeForm,
    AnswerForm,
    CloseForm,
    LinkForm,
    ReceiveForm,
)
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.paging import leaf
from goldthread.web.people.finding import person_meant

FORM = "layouts/form.html"


@page(Permission.COMPLAINT_SEE, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Complaints of your teams: those still open, or all, the newest first."""
    everything = request.GET.get("view") == "all"
    found = queries.newest_first(queries.visible_to(request.user), open_only=not everything)
    shown = leaf(request, found)
    context = {
        "columns": present.COLUMNS,
        "rows": present.rows(shown.rows),
        "leaf": shown,
        "everything": everything,
        "may_record": scope_of(request.user).holds(Permission.COMPLAINT_KEEP),
    }
    return render(request, "complaints/list.html", context)


@page(Permission.COMPLAINT_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """Record a complaint."""
    units = queries.units_kept_by(request.user)
    initial: dict[str, Any] = {"person": request.GET.get("person", "")}
    form = ReceiveForm.of(request, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        person = _person(request, form)
        if not form.errors and form.attempt(
            operations.receive,
            form.unit_chosen,
            form.account(person),
            received_at=_received(form.cleaned_data["received_on"]),
            by=request.user,
        ):
            words = f"The complaint is recorded as {form.outcome.reference}."
            return done(request, words, "complaints:one", form.outcome.pk)
    lead = "It is acknowledged within three working days. Names and words are stored encrypted."
    back = reverse("complaints:list")
    context = {"title": "Record a complaint", "form": form, "button": "Record", "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})


def _person(request: SignedIn, form: ReceiveForm) -> Any:
    """The person named, if one was; otherwise an error at the field."""
    text = form.cleaned_data["person"]
    if not text:
        return None
    person, problem = person_meant(request, text)
    if problem:
        form.add_error("person", problem)
    return person


def _received(day: dt.date) -> dt.datetime:
    """A day in the past counts from noon, today from now."""
    now = timezone.now()
    if day == timezone.localdate(now):
        return now
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def _complaint(request: SignedIn, pk: int) -> Any:
    return get_object_or_404(queries.with_page(queries.visible_to(request.user)), pk=pk)


@page(Permission.COMPLAINT_SEE, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """The complaint, where it stands, what it led to, and what was learnt."""
    complaint, user = _complaint(request, pk), request.user
    may_see = scope_of(user).holds(Permission.PERSON_SEE, complaint.unit_id)
    keeps = queries.may_keep(user, complaint)
    context = {
        "complaint": complaint,
        "tone": present.tone(complaint),
        "facts": present.facts(complaint, present.names(complaint, user, may_see=may_see)),
        "clocks": present.clocks(complaint),
        "incident": present.incident_link(complaint, user),
        "restrictions": list(of_complaint(complaint, user)),
        "steps": present.steps(complaint) if keeps else (),
        "may_see": may_see,
        "may_link": keeps and complaint.incident_id is None and complaint.status != Status.CLOSED,
        "may_restrict": scope_of(user).holds(Permission.RESTRICTION_KEEP, complaint.unit_id),
    }
    return render(request, "complaints/one.html", context)


@page(Permission.COMPLAINT_KEEP)
def acknowledge(request: SignedIn, pk: int) -> HttpResponse:
    """Record that it was acknowledged."""
    complaint = _complaint(request, pk)
    form = AcknowledgeForm.of(request, record=complaint)
    if _sent(request, form) and form.attempt(
        operations.acknowledge, complaint, by=request.user, **form.cleaned_data
    ):
        return done(request, moves.ACKNOWLEDGE.done, "complaints:one", pk)
    lead = "Say when they will hear from us, and offer an advocate."
    return _form_page(request, form, complaint, moves.ACKNOWLEDGE.label, "Save", lead)


@page(Permission.COMPLAINT_KEEP)
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Record the written answer."""
    complaint = _complaint(request, pk)
    initial = {"consent": complaint.consent}
    form = AnswerForm.of(request, record=complaint, initial=initial)
    if complaint.person_id and complaint.consent == "own":
        del form.fields["consent"]
    if _sent(request, form):
        said = form.cleaned_data
        if form.attempt(
            operations.answer,
            complaint,
            said["answer"],
            said["outcome"],
            consent=said.get("consent", ""),
            by=request.user,
        ):
            return done(request, moves.ANSWER.done, "complaints:one", pk)
    lead = "The answer is stored encrypted. Someone else is answered only with consent."
    return _form_page(request, form, complaint, moves.ANSWER.label, "Save", lead)


@page(Permission.COMPLAINT_KEEP)
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Close with what was learnt."""
    complaint = _complaint(request, pk)
    form = CloseForm.of(request, record=complaint)
    if _sent(request, form) and form.attempt(
        operations.close, complaint, by=request.user, **form.cleaned_data
    ):
        return done(request, moves.CLOSE.done, "complaints:one", pk)
    lead = "A complaint is closed with its learning, also when nothing was upheld."
    return _form_page(request, form, complaint, moves.CLOSE.label, "Close", lead)


@page(Permission.COMPLAINT_KEEP)
def link(request: SignedIn, pk: int) -> HttpResponse:
    """Link an incident you may open, or report a new one from the complaint."""
    complaint = _complaint(request, pk)
    form = LinkForm.of(request, record=complaint)
    if _sent(request, form):
        reference = form.cleaned_data["incident"].strip()
        if not reference:
            if form.attempt(operations.start_incident, complaint, by=request.user):
                words = f"Reported as {form.outcome.reference}, and linked."
                return done(request, words, "complaints:one", pk)
        else:
            found = incidents_visible_to(request.user).filter(reference__iexact=reference).first()
            if found is None:
                form.add_error("incident", "There is no incident with this reference you may open")
            elif form.attempt(operations.link_incident, complaint, found, by=request.user):
                return done(request, moves.LINK.done, "complaints:one", pk)
    lead = "Actions that follow from the complaint are proposed and verified on the incident."
    return _form_page(request, form, complaint, "Link or start an incident", "Save", lead)


def _sent(request: SignedIn, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()


def _form_page(
    request: SignedIn, form: Any, complaint: Any, title: str, button: str, lead: str
) -> HttpResponse:
    back = present.address(complaint)
    context = {"title": title, "form": form, "button": button, "back": back, "cancel": back}
    return render(request, FORM, {**context, "lead": f"{complaint.reference}. {lead}"})

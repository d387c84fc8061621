"""Agreements of who owns what: the list, one with its tasks, and asking the partner."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.interfaces import operations, queries
from goldthread.domain.registers.interfaces import transitions as moves
from goldthread.domain.registers.interfaces.terms import Status
from goldthread.domain.registers.safeguarding import queries as safeguarding
from goldthread.links import operations as links
from goldthread.links.queries import live_link
from goldthread.web.forms import Form
from goldthread.web.incidents.finding import incident_of
from goldthread.web.incidents.views.asking import possible
from goldthread.web.interfaces import presenters
from goldthread.web.interfaces.finding import agreement_of, works
from goldthread.web.interfaces.forms import AgreedForm, AskForm, DraftForm, RouteForm, TaskForm
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.paging import leaf

P = Permission


@page(P.INCIDENT_VIEW, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """The agreements in scope, those in force first."""
    shown = queries.visible_to(request.user).select_related("partner", "case__incident", "unit")
    found = leaf(request, shown.order_by("status", "-drafted_at", "-pk"))
    rows = presenters.rows(found.rows)
    may = scope_of(request.user).holds(P.SAFEGUARDING_MANAGE)
    context = {"columns": presenters.COLUMNS, "rows": rows, "may_manage": may, "leaf": found}
    return render(request, "interfaces/list.html", context)


@page(P.SAFEGUARDING_MANAGE)
def draft(request: SignedIn) -> HttpResponse:
    """Begin an agreement for all work with a partner."""
    organisation = organisation_of(request)
    return _draft(request, reverse("interfaces:list"), unit=organisation)


@page(P.INCIDENT_VIEW)
def draft_for_case(request: SignedIn, reference: str) -> HttpResponse:
    """Begin an agreement for one safeguarding case."""
    incident = incident_of(request, reference)
    case = safeguarding.of_incident(incident)
    if case is None:
        raise Http404
    return _draft(request, reverse("incidents:safeguarding", args=[reference]), case=case)


def _draft(request: SignedIn, back: str, **of: Any) -> HttpResponse:
    agencies = {str(one.pk): one for one in safeguarding.partners(organisation_of(request).pk)}
    form = DraftForm.of(request)
    form.offer("partner", [("", ""), *((pk, one.name) for pk, one in agencies.items())])
    if form.is_valid():
        partner = agencies[form.cleaned_data["partner"]]
        if form.attempt(operations.draft_agreement, partner, by=request.user, **of):
            return done(request, moves.DRAFT.done, "interfaces:one", form.outcome.pk)
    title = "Draft an agreement with a partner"
    lead = (
        "It begins with the tasks of your organisation’s template."
        if agencies
        else "There are no partner agencies yet: add one under Safeguarding, Partner agencies."
    )
    return _form(request, form, title, "Draft", back, lead)


@page(P.INCIDENT_VIEW, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """Who owns what, where it stands, and what the partner said."""
    agreement = agreement_of(request, pk)
    may_work = works(request, agreement)
    context = {
        "agreement": agreement,
        "rows": presenters.facts(agreement),
        "tone": presenters.TONES[Status(agreement.status)],
        "tasks": list(agreement.rows.all()),
        "answers": list(agreement.answers.all()),
        "link": live_link(agreement, timezone.now()) if may_work else None,
        "may_write": may_work and agreement.status == Status.DRAFT,
        "may_replace": may_work and agreement.status == Status.AGREED,
    }
    return render(request, "interfaces/one.html", context)


@page(P.INCIDENT_VIEW)
def task(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Write one task, add one at the end, or take one out."""
    agreement = agreement_of(request, pk)
    possible(moves.WRITE, agreement, request)
    tasks = list(operations.tasks_of(agreement))
    if not 1 <= number <= len(tasks) + 1:
        raise Http404
    new = number > len(tasks)
    initial = {} if new else {name: getattr(tasks[number - 1], name) for name in presenters.CELLS}
    form = TaskForm.of(request, initial=initial, record=agreement)
    if form.is_valid():
        typed = form.typed
        tasks[number - 1 : number] = [typed] if typed else []
        call = partial(operations.write_agreement, agreement, tasks, agreement.escalation)
        if form.attempt(call, by=request.user):
            return done(request, moves.WRITE.done, "interfaces:one", pk)
    title = "Add a task" if new else f"Task {number}"
    return _form(request, form, title, "Save", _back(pk), "Name nobody who uses the service.")


@page(P.INCIDENT_VIEW)
def route(request: SignedIn, pk: int) -> HttpResponse:
    """Write what happens when an answer does not come."""
    agreement = agreement_of(request, pk)
    possible(moves.WRITE, agreement, request)
    initial = {"escalation": agreement.escalation}
    form = RouteForm.of(request, initial=initial, record=agreement)
    tasks = operations.tasks_of(agreement)
    call = partial(operations.write_agreement, agreement, tasks)
    return _send(request, form, call, moves.WRITE.done, "Escalation route", "Save", pk)


@page(P.INCIDENT_VIEW)
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Make the partner's link. It is shown once; only its hash is kept."""
    agreement = agreement_of(request, pk)
    possible(moves.SEND, agreement, request)
    form = AskForm.of(request, record=agreement)
    if form.is_valid() and form.attempt(
        operations.ask_partner, agreement, form.cleaned_data["email"], by=request.user
    ):
        link, token = form.outcome
        address = f"{settings.BASE_URL}{reverse('partner:enter', args=[token])}"
        context = {
            "agreement": agreement,
            "address": address,
            "until": link.expires_at,
            "mailed": settings.EMAIL_CONFIGURED,
        }
        response = render(request, "interfaces/asked.html", context)
        response["Cache-Control"] = "no-store"
        return response
    lead = "A link sent before stops working. Nothing on the partner’s page names the person."
    return _form(request, form, "Ask the partner", "Make the link", _back(pk), lead)


@page(P.INCIDENT_VIEW, methods=("POST",))
def code(request: SignedIn, pk: int) -> HttpResponse:
    """A code to read out by telephone, shown once."""
    agreement = agreement_of(request, pk)
    possible(moves.SEND, agreement, request)
    link = live_link(agreement, timezone.now())
    if link is None:
        raise Http404
    made = links.new_code(link, agreement, by=request.user)
    context = {"agreement": agreement, "code": f"{made[:3]} {made[3:]}"}
    response = render(request, "interfaces/code.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page(P.INCIDENT_VIEW, methods=("POST",))
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Withdraw the partner's link."""
    agreement = agreement_of(request, pk)
    possible(moves.SEND, agreement, request)
    links.withdraw(agreement, by=request.user)
    return done(request, "The link is withdrawn: it opens nothing any more.", _back(pk))


@page(P.INCIDENT_VIEW)
def agreed(request: SignedIn, pk: int) -> HttpResponse:
    """Record that the partner agreed without the link."""
    agreement = agreement_of(request, pk)
    possible(moves.RECORD, agreement, request)
    form = AgreedForm.of(request, record=agreement)
    call = partial(operations.record_agreed, agreement)
    return _send(request, form, call, moves.RECORD.done, moves.RECORD.label, "Record it", pk)


@page(P.INCIDENT_VIEW, methods=("POST",))
def replace(request: SignedIn, pk: int) -> HttpResponse:
    """Begin the agreement that will replace this one."""
    before = agreement_of(request, pk)
    possible(moves.SUPERSEDE, before, request)
    after = operations.draft_agreement(
        before.partner,
        case=before.case,
        unit=None if before.case else before.unit,
        replaces=before,
        by=request.user,
    )
    said = "A new draft begins with what stands. The agreement in force holds until it is agreed."
    return done(request, said, "interfaces:one", after.pk)


@page(P.INCIDENT_VIEW, methods=("POST",))
def supersede(request: SignedIn, pk: int) -> HttpResponse:
    """End an agreement or a draft that is not needed any more."""
    agreement = agreement_of(request, pk)
    operations.supersede(agreement, by=request.user)
    return done(request, moves.SUPERSEDE.done, _back(pk))


def _back(pk: int) -> str:
    return reverse("interfaces:one", args=[pk])


def _send(
    request: SignedIn,
    form: Form,
    call: Callable[..., Any],
    said: str,
    title: str,
    button: str,
    pk: int,
) -> HttpResponse:
    """Make the one call with what was typed, and go back to the agreement."""
    if form.is_valid() and form.attempt(call, by=request.user, **form.cleaned_data):
        return done(request, said, _back(pk))
    return _form(request, form, title, button, _back(pk), "")


def _form(
    request: SignedIn, form: Form, title: str, button: str, back: str, lead: str
) -> HttpResponse:
    context = {"title": title, "form": form, "button": button, "lead": lead}
    return render(request, "layouts/form.html", {**context, "back": back, "cancel": back})

"""Making safe, the stabilisation checklist, the clinical review and the partner."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from goldthread import defaults
from goldthread.access.terms import Permission
from goldthread.domain.incidents import operations, queries
from goldthread.domain.incidents import transitions as moves
from goldthread.web.incidents.finding import incident_of, may, who_can
from goldthread.web.incidents.forms import small
from goldthread.web.incidents.forms.stabilising import PARTS, PartForm, SupportForm
from goldthread.web.incidents.presenters.stabilising import checklist
from goldthread.web.incidents.views.asking import ask, possible
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.workflow.operations import hindrances

P = Permission


@page(P.INCIDENT_STABILISE)
def make_safe(request: SignedIn, reference: str) -> HttpResponse:
    """Record that people are safe, or who holds the risk."""
    incident = incident_of(request, reference)
    possible(moves.MAKE_SAFE, incident, request)
    return ask(
        request,
        incident,
        small.HowForm.of(request),
        partial(operations.make_safe, incident),
        title=moves.MAKE_SAFE.label,
        button="Record it",
        said=moves.MAKE_SAFE.done,
        lead=incident.unsafe_what,
    )


@page(P.INCIDENT_VIEW)
def stabilise(request: SignedIn, reference: str) -> HttpResponse:
    """The three parts, staff support and the sign-off. Everyone in scope reads, leaders record."""
    incident = incident_of(request, reference)
    asked = request.POST.get("part", "") if request.method == "POST" else ""
    if request.method == "POST":
        possible(moves.STABILISE, incident, request)
        if asked == "sign_off":
            operations.sign_off_stabilisation(incident, by=request.user)
            return done(
                request, moves.SIGN_OFF_STABILISATION.done, "incidents:stabilise", reference
            )
    forms = _forms(request, incident, asked)
    sent = forms.get(asked)
    if (
        sent is not None
        and sent.is_valid()
        and sent.attempt(_record(incident, asked), by=request.user, **sent.cleaned_data)
    ):
        return done(request, moves.STABILISE.done, "incidents:stabilise", reference)
    row = queries.stabilisation_of(incident)
    incident.stabilisation = row
    leads = may(request.user, P.INCIDENT_STABILISE, incident) and incident.status in moves.OPEN
    move = moves.SIGN_OFF_STABILISATION
    context = {
        "incident": incident,
        "parts": checklist(defaults.stabilisation(), row),
        "support": defaults.stabilisation()["staff_support"],
        "forms": forms,
        "form": sent or forms["support"],
        "row": row,
        "leads": leads and (row is None or row.signed_off_at is None),
        "gaps": [] if row is None else hindrances(move, incident, by=request.user),
        "who": who_can(P.INCIDENT_STABILISE),
    }
    return render(request, "incidents/stabilise.html", context)


def _forms(request: SignedIn, incident: Any, asked: str) -> dict[str, Any]:
    """A form for each part; only the one that was sent is bound."""
    row = queries.stabilisation_of(incident)
    made: dict[str, Any] = {}
    for part in PARTS:
        begin = {"note": getattr(row, f"{part}_note", "")}
        made[part] = _one(request, PartForm, part, asked, begin)
    begin = {"note": getattr(row, "support_note", "")}
    made["support"] = _one(request, SupportForm, "support", asked, begin)
    return made


def _one(request: SignedIn, shape: Any, part: str, asked: str, begin: dict[str, Any]) -> Any:
    if asked == part:
        return shape.of(request, prefix=part)
    return shape(request=request, prefix=part, initial=begin)


def _record(incident: Any, part: str) -> Any:
    if part == "support":
        return partial(operations.record_staff_support, incident)
    return partial(operations.stabilise_part, incident, part)


@page(P.INCIDENT_ADD)
def clinical_review(request: SignedIn, reference: str) -> HttpResponse:
    """Record what the clinical review found."""
    incident = incident_of(request, reference)
    possible(moves.CLINICALLY_REVIEWED, incident, request)
    return ask(
        request,
        incident,
        small.FindingForm.of(request),
        partial(operations.record_clinical_review, incident),
        title="Record the clinical review",
        button="Record it",
        said=moves.CLINICALLY_REVIEWED.done,
    )


@page(P.INCIDENT_ADD)
def partner(request: SignedIn, reference: str) -> HttpResponse:
    """Record when and how the partner was told, and whether they acknowledged it."""
    incident = incident_of(request, reference)
    possible(moves.PARTNER_TOLD, incident, request)
    return ask(
        request,
        incident,
        small.PartnerForm.of(request),
        partial(operations.partner_told, incident),
        title="Record that the partner was told",
        button="Record it",
        said="Recorded.",
    )


@page(P.INCIDENT_ADD)
def partner_link(request: SignedIn, reference: str) -> HttpResponse:
    """Make a link by which the partner acknowledges that they were told; shown once."""
    incident = incident_of(request, reference)
    possible(moves.PARTNER_TOLD, incident, request)
    form = small.LinkForm.of(request)
    back = reverse("incidents:one", args=[reference])
    if form.is_valid() and form.attempt(
        operations.ask_partner_to_acknowledge, incident, form.cleaned_data["email"], by=request.user
    ):
        link, token = form.outcome
        return render(
            request,
            "incidents/partner_link.html",
            {
                "incident": incident,
                "address": f"{settings.BASE_URL}{reverse('partner:enter', args=[token])}",
                "until": link.expires_at,
                "mailed": settings.EMAIL_CONFIGURED,
                "code": operations.code_for_partner(link, incident, by=request.user)
                if not settings.EMAIL_CONFIGURED
                else "",
            },
        )
    context = {"title": "Ask the partner to acknowledge", "form": form, "button": "Make the link"}
    lead = "The page it opens shows the reference, the agency and the day, and nothing else."
    return render(
        request,
        "layouts/form.html",
        context | {"lead": lead, "back": back, "cancel": back, "incident": incident},
    )

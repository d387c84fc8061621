"""The rare moves: place, restrict, open in an emergency, withdraw, close, reopen."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.queries import holders, teams
from goldthread.access.terms import Permission
from goldthread.domain.governance.closure import operations as closure
from goldthread.domain.governance.closure.rules import missing
from goldthread.domain.incidents import operations, queries
from goldthread.domain.incidents import transitions as moves
from goldthread.domain.incidents.rules import duplicate_names_original
from goldthread.web.incidents.finding import incident_of, one_of
from goldthread.web.incidents.forms import small
from goldthread.web.incidents.views.asking import FORM, ask, possible
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.workflow.refusals import Refused, refuse
from goldthread.workflow.transitions import Transition

P = Permission
EMERGENCY_LEAD = (
    "This incident is restricted to the people named on it. You may open it in an emergency. "
    "The people named are told at once, and your reason is kept in the trail."
)


def _able(request: SignedIn, reference: str, move: Transition) -> Any:
    incident = incident_of(request, reference)
    possible(move, incident, request)
    return incident


@page(P.INCIDENT_PLACE)
def place(request: SignedIn, reference: str) -> HttpResponse:
    """Place the incident with a team."""
    incident = _able(request, reference, moves.PLACE)
    found = [row for row in teams(incident.organisation_id) if row.parent_id is not None]
    proposed = (
        f" It came with the name “{incident.proposed_unit}”." if incident.proposed_unit else ""
    )
    return ask(
        request,
        incident,
        small.PlaceForm.of(request, teams=found),
        partial(operations.place, incident),
        title="Place with a team",
        button="Place it",
        said=moves.PLACE.done,
        lead=f"Its clocks, review and actions move with it.{proposed}",
    )


@page(P.INCIDENT_RESTRICT)
def restrict(request: SignedIn, reference: str) -> HttpResponse:
    """Let only the people named see the incident."""
    incident = _able(request, reference, moves.RESTRICT)
    return ask(
        request,
        incident,
        small.RestrictForm.of(request, people=_readers(incident, request)),
        partial(operations.restrict, incident),
        title=moves.RESTRICT.label,
        button="Restrict it",
        said=moves.RESTRICT.done,
        lead="It leaves every list, count, search, export and message of everyone else.",
    )


@page(P.INCIDENT_RESTRICT)
def name_viewer(request: SignedIn, reference: str) -> HttpResponse:
    """Name one more person who may see a restricted incident."""
    incident = _able(request, reference, moves.RESTRICT)
    return ask(
        request,
        incident,
        small.ViewerForm.of(request, people=_readers(incident, request)),
        partial(operations.name_viewer, incident),
        title="Name someone who may see this",
        button="Name them",
        said="They can see this incident now.",
    )


def _readers(incident: Any, request: SignedIn) -> list[Any]:
    return list(holders(P.INCIDENT_VIEW, incident.unit).exclude(pk=request.user.pk))


@page(P.INCIDENT_RESTRICT)
def lift(request: SignedIn, reference: str) -> HttpResponse:
    """Let everyone with a role here see the incident again."""
    incident = _able(request, reference, moves.LIFT_RESTRICTION)
    return ask(
        request,
        incident,
        small.ReasonForm.of(request),
        partial(operations.lift_restriction, incident),
        title=moves.LIFT_RESTRICTION.label,
        button=moves.LIFT_RESTRICTION.label,
        said=moves.LIFT_RESTRICTION.done,
    )


@page(P.INCIDENT_BREAK_GLASS)
def emergency(request: SignedIn, reference: str) -> HttpResponse:
    """Ask why a restricted incident has to be opened now."""
    locked = queries.restricted_but_in_scope(request.user)
    incident = one_of(locked, reference, request.user)
    if incident is None:
        raise Http404
    form = small.ReasonForm.of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(
            operations.open_in_emergency, incident, by=request.user, **form.cleaned_data
        )
    ):
        words = "Opened for a short time. The people named on it have been told."
        return done(request, words, "incidents:one", reference)
    context = {
        "title": "Open a restricted incident",
        "form": form,
        "lead": EMERGENCY_LEAD,
        "button": "Open it and tell them",
        "back": reverse("home"),
        "cancel": reverse("home"),
    }
    return render(request, FORM, context)


@page(P.INCIDENT_CLOSE)
def withdraw(request: SignedIn, reference: str) -> HttpResponse:
    """Withdraw as a duplicate of another incident the person can see."""
    incident = _able(request, reference, moves.WITHDRAW)

    def call(*, reference: str, by: Any) -> Any:
        seen = queries.visible_to(by).filter(organisation_id=incident.organisation_id)
        other = one_of(seen, reference.strip(), by)
        if other is None and reference.strip():
            words = f"There is no incident {reference.strip()} that you can see. Check it."
            raise refuse(duplicate_names_original.code, words, "reference")
        try:
            return operations.withdraw(incident, other, by=by)
        except Refused as refused:
            raise _at_reference(refused) from refused

    return ask(
        request,
        incident,
        small.DuplicateForm.of(request),
        call,
        title=moves.WITHDRAW.label,
        button="Withdraw it",
        said=moves.WITHDRAW.done,
    )


def _at_reference(refused: Refused) -> Refused:
    """The rule speaks of the other incident; this page asks for it by its reference."""
    only = refused.refusals[0]
    return (
        refuse(only.code, only.sentence, "reference") if only.field == "duplicate_of" else refused
    )


@page(P.INCIDENT_CLOSE)
def close_with_reason(request: SignedIn, reference: str) -> HttpResponse:
    """Close without verification, on the record."""
    incident = _able(request, reference, moves.CLOSE_WITH_REASON)
    return ask(
        request,
        incident,
        small.ReasonForm.of(request),
        partial(operations.close_with_reason, incident),
        title=moves.CLOSE_WITH_REASON.label,
        button="Close without verification",
        said=moves.CLOSE_WITH_REASON.done,
        template="incidents/close_with_reason.html",
        more={"gaps": missing(incident)},
    )


@page(P.INCIDENT_CLOSE)
def close(request: SignedIn, reference: str) -> HttpResponse:
    """Close as verified: what is still missing, or the button."""
    incident = _able(request, reference, moves.CLOSE_VERIFIED)
    if request.method == "POST":
        closure.close_as_verified(incident, by=request.user)
        return done(request, moves.CLOSE_VERIFIED.done, "incidents:one", reference)
    context = {"incident": incident, "gaps": missing(incident)}
    return render(request, "incidents/close.html", context)


@page(P.INCIDENT_CLOSE)
def reopen(request: SignedIn, reference: str) -> HttpResponse:
    """Open a closed incident again."""
    incident = _able(request, reference, moves.REOPEN)
    return ask(
        request,
        incident,
        small.ReasonForm.of(request),
        partial(operations.reopen, incident),
        title="Reopen this incident",
        button="Reopen",
        said="Reopened. What closed it stays in its history.",
    )

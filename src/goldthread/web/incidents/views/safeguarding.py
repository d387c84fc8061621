"""The safeguarding case of an incident: where it stands, and each of its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.clocks.queries import of_subject
from goldthread.domain.registers.safeguarding import operations, queries
from goldthread.domain.registers.safeguarding import transitions as moves
from goldthread.domain.registers.safeguarding.terms import LeadAgency, Status
from goldthread.web.components import Row, Step, clock_shown
from goldthread.web.forms import Form
from goldthread.web.incidents.finding import incident_of, may, who_can
from goldthread.web.incidents.forms.safeguarding import (
    AcknowledgeForm,
    CloseForm,
    DecideForm,
    LeadForm,
    ReferForm,
)
from goldthread.web.incidents.views.asking import ask, possible
from goldthread.web.pages import SignedIn, page, render
from goldthread.web.words import date, when
from goldthread.workflow.transitions import Transition

P = Permission


@dataclass(frozen=True)
class Doing:
    """One step of a case: its move, the form it asks, and the call that records it."""

    move: Transition
    form: type[Form]
    call: Callable[..., Any]
    title: str


STEPS = {
    "refer": Doing(moves.REFER, ReferForm, operations.refer, "Record the referral"),
    "acknowledge": Doing(
        moves.ACKNOWLEDGE, AcknowledgeForm, operations.acknowledge, "Record the acknowledgement"
    ),
    "lead": Doing(moves.NAME_LEAD, LeadForm, operations.name_lead, "Record which agency leads"),
    "decide": Doing(moves.DECIDE, DecideForm, operations.decide, "Record the decision"),
    "close": Doing(moves.CLOSE, CloseForm, operations.close, "Close the safeguarding case"),
}
LEAD_TONES = {
    LeadAgency.CONFIRMED: "neutral",
    LeadAgency.ASSUMED: "late",
    LeadAgency.UNKNOWN: "waiting",
}


def _case(request: SignedIn, reference: str) -> tuple[Any, Any]:
    incident = incident_of(request, reference)
    case = queries.of_incident(incident)
    if case is None:
        raise Http404
    return incident, case


@page(P.INCIDENT_VIEW, methods=("GET", "HEAD"))
def one(request: SignedIn, reference: str) -> HttpResponse:
    """Where the case stands, who leads, and what comes next."""
    incident, case = _case(request, reference)
    works = may(request.user, P.SAFEGUARDING_MANAGE, incident)
    steps = [
        Step(doing.move.label, reverse("incidents:safeguarding_step", args=[reference, code]))
        for code, doing in STEPS.items()
        if works and case.status in doing.move.sources
    ]
    now = timezone.now()
    context = {
        "incident": incident,
        "case": case,
        "rows": summary(case),
        "lead_words": case.get_lead_agency_display(),
        "lead_tone": LEAD_TONES[LeadAgency(case.lead_agency)],
        "clocks": [(one.label, clock_shown(one, now)) for one in of_subject(case)],
        "steps": steps,
        "who": "" if works or case.status == Status.CLOSED else who_can(P.SAFEGUARDING_MANAGE),
    }
    return render(request, "incidents/safeguarding.html", context)


def summary(case: Any) -> list[Row]:
    """Every fact of the case, with what is not known yet said so."""
    referred = ", ".join(one for one in (case.referred_to, case.referred_how) if one)
    known = ", ".join(one for one in (case.lead_agency_name, case.lead_agency_how) if one)
    threshold = {True: "The threshold was met.", False: "The threshold was not met."}
    rows = [
        Row("Concern", case.concern),
        Row("Raised", when(case.raised_at)),
        Row("Referred", f"{when(case.referred_at)}: {referred}" if referred else "Not yet"),
        Row(
            "Acknowledged",
            f"{when(case.acknowledged_at)} by {case.acknowledged_by_name}"
            if case.acknowledged_at
            else "Not yet",
        ),
        Row("How the lead is known", known or "Not recorded"),
        Row(
            "Decision",
            f"{date(case.decided_on)}. {threshold[bool(case.threshold_met)]} {case.decision}"
            if case.decided_on
            else "Not yet",
        ),
        Row("What the person wants", case.wanted_outcomes or "Not recorded yet"),
    ]
    if case.status == Status.CLOSED:
        met = case.get_outcome_met_display()
        rows.append(Row("Closed", f"{when(case.closed_at)}. {met}. {case.closed_because}"))
    return rows


@page(P.SAFEGUARDING_MANAGE)
def step(request: SignedIn, reference: str, code: str) -> HttpResponse:
    """Record one step of the case."""
    incident, case = _case(request, reference)
    doing = STEPS.get(code)
    if doing is None:
        raise Http404
    possible(doing.move, case, request)
    return ask(
        request,
        incident,
        doing.form.of(request, record=case),
        partial(doing.call, case),
        title=doing.title,
        button=doing.move.label,
        said=doing.move.done,
        to="incidents:safeguarding",
    )

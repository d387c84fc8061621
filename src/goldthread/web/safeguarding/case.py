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
from goldthread.domain.registers.interfaces.queries import of_case
from goldthread.domain.registers.safeguarding import operations, queries
from goldthread.domain.registers.safeguarding import transitions as moves
from goldthread.domain.registers.safeguarding.terms import LeadAgency, Status
from goldthread.web.components import Step, clock_shown
from goldthread.web.forms import Form
from goldthread.web.incidents.finding import incident_of, may, who_can
from goldthread.web.incidents.views.asking import ask, possible
from goldthread.web.pages import SignedIn, page, render
from goldthread.web.safeguarding import forms, presenters
from goldthread.workflow.transitions import Transition

P = Permission


@dataclass(frozen=True)
class Doing:
    """One step of a case: its move, the form it asks, and the call that records it."""

    move: Transition
    form: type[Form]
    call: Callable[..., Any]
    title: str
    template: str = "layouts/form.html"


STEPS = {
    "threshold": Doing(
        moves.THRESHOLD,
        forms.ThresholdForm,
        operations.decide_threshold,
        "Record our threshold decision",
    ),
    "wishes": Doing(
        moves.WISHES, forms.WishesForm, operations.record_wishes, "Record what the person wants"
    ),
    "refer": Doing(moves.REFER, forms.ReferForm, operations.refer, "Record the referral"),
    "acknowledge": Doing(
        moves.ACKNOWLEDGE,
        forms.AcknowledgeForm,
        operations.acknowledge,
        "Record the acknowledgement",
    ),
    "lead": Doing(
        moves.NAME_LEAD, forms.LeadForm, operations.name_lead, "Record which agency leads"
    ),
    "ladder": Doing(
        moves.CLIMB,
        forms.LadderForm,
        operations.log_ladder_step,
        "Record a step of the ladder",
    ),
    "decide": Doing(moves.DECIDE, forms.DecideForm, operations.decide, "Record the decision"),
    "action": Doing(moves.ACT, forms.ActionForm, operations.add_action, "Add an action"),
    "person": Doing(
        moves.LINK_PERSON, forms.PersonForm, operations.link_person, "Say whom the case is about"
    ),
    "note": Doing(moves.NOTE, forms.NoteForm, operations.add_note, "Add a note"),
    "close": Doing(moves.CLOSE, forms.CloseForm, operations.close, "Close the safeguarding case"),
}
ACTION_STEPS = {
    "confirm": Doing(
        moves.ACTION_DONE, forms.ConfirmForm, operations.confirm_action, "Is this action done?"
    ),
    "drop": Doing(
        moves.DROP_ACTION,
        forms.DropForm,
        operations.drop_action,
        "Record that an action is not needed",
    ),
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
    """Where the case stands, who leads, who is asked next, and what comes next."""
    incident, case = _case(request, reference)
    works = may(request.user, P.SAFEGUARDING_MANAGE, incident)
    now = timezone.now()
    running = [clock for clock in of_subject(case) if clock.ended_at is None]
    context = {
        "incident": incident,
        "case": case,
        "rows": presenters.summary(case, request.user),
        "thresholds": presenters.thresholds(case),
        "lead_words": case.get_lead_agency_display(),
        "lead_tone": LEAD_TONES[LeadAgency(case.lead_agency)],
        "clocks": [(one.label, clock_shown(one, now)) for one in running],
        "ladders": presenters.ladders(queries.ladders(case, now)),
        "actions": presenters.actions(queries.actions_of(case), request.user, works, now),
        "delays": presenters.delays(case),
        "agreements": list(of_case(case)),
        "works": works,
        "notes": list(case.notes.select_related("added_by")),
        "steps": _steps(case, works, reference),
        "who": "" if works or case.status == Status.CLOSED else who_can(P.SAFEGUARDING_MANAGE),
    }
    return render(request, "safeguarding/case.html", context)


def _steps(case: Any, works: bool, reference: str) -> list[Step]:
    """What the reader may do now; a step of the ladder is open to everyone who sees the case."""
    return [
        Step(doing.title, reverse("incidents:safeguarding_step", args=[reference, code]))
        for code, doing in STEPS.items()
        if (works or code == "ladder")
        and case.status in doing.move.sources
        and not (code == "action" and case.status == Status.CLOSED)
    ]


@page(P.INCIDENT_VIEW)
def step(request: SignedIn, reference: str, code: str) -> HttpResponse:
    """Record one step of the case."""
    incident, case = _case(request, reference)
    doing = STEPS.get(code)
    if doing is None:
        raise Http404
    possible(doing.move, case, request)
    return _ask(request, incident, doing, case, doing.form.of(request, record=case, case=case))


@page(P.INCIDENT_VIEW)
def action(request: SignedIn, reference: str, pk: int, code: str) -> HttpResponse:
    """Confirm an action of the case, or end one that is not needed any more."""
    incident, case = _case(request, reference)
    doing, found = ACTION_STEPS.get(code), queries.actions_of(case).filter(pk=pk).first()
    if doing is None or found is None:
        raise Http404
    possible(doing.move, found, request)
    form = doing.form.of(request, record=found)
    return _ask(request, incident, doing, found, form, lead=found.what)


def _ask(
    request: SignedIn, incident: Any, doing: Doing, record: Any, form: Form, lead: str = ""
) -> HttpResponse:
    return ask(
        request,
        incident,
        form,
        partial(doing.call, record),
        title=doing.title,
        button="Save",
        said=doing.move.done if doing.move is not moves.ACTION_DONE else "It is recorded.",
        lead=lead,
        template=doing.template,
        to="incidents:safeguarding",
    )

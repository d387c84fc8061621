"""The crisis log."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.escalation import operations, queries
from goldthread.domain.registers.escalation import transitions as moves
from goldthread.domain.registers.escalation.operations import CrisisFacts
from goldthread.domain.registers.escalation.terms import LATE_STAGES, Precision
from goldthread.web.components import link
from goldthread.web.escalation.forms import CrisisForm, ReasonForm, now_in_fields
from goldthread.web.escalation.presenters import timeline_link
from goldthread.web.escalation.recording import found_person
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.paging import leaf
from goldthread.web.words import when

P = Permission
COLUMNS = ("When", "Person", "Team", "How it came to notice", "Escalation came")
MENDS = (*COLUMNS, "If it is wrong")


@page(P.ESCALATION_SEE, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Crises, the newest first, with the stage at which escalation came."""
    shown = leaf(request, queries.crises_visible_to(request.user))
    records = scope_of(request.user).holds(P.ESCALATION_RECORD)
    rows = [
        [
            when(one.happened_at),
            timeline_link(one.person, request.user),
            one.unit.name,
            one.get_contact_display(),
            f"{one.get_stage_display()}{' (late)' if one.stage in LATE_STAGES else ''}",
            *([_error(one.pk)] if records else []),
        ]
        for one in shown.rows
    ]
    context = {
        "rows": rows,
        "columns": MENDS if records else COLUMNS,
        "leaf": shown,
        "may_record": records,
    }
    return render(request, "escalation/crises.html", context)


def _error(pk: int) -> SafeString:
    return link(reverse("escalation:withdraw_crisis", args=[pk]), "Recorded in error")


@page(P.ESCALATION_RECORD)
def log(request: SignedIn) -> HttpResponse:
    """Record a crisis and at which stage escalation came."""
    initial = {"person": request.GET.get("person", ""), **now_in_fields("happened")}
    form = CrisisForm.of(request, initial=initial)
    if form.is_valid():
        said, person = form.cleaned_data, found_person(request, form)
        known = said["happened_time"] is not None
        happened_at = form.at("happened")
        if person is not None and happened_at is not None:
            crisis = CrisisFacts(
                happened_at,
                said["contact"],
                said["stage"],
                said["note"],
                Precision.EXACT if known else Precision.ABOUT,
            )
            if form.attempt(operations.log_crisis, person, crisis, by=request.user):
                sees = scope_of(request.user).holds(P.ESCALATION_SEE)
                to = "escalation:crises" if sees else "escalation:list"
                return done(request, moves.LOG_CRISIS.done, to)
    back = reverse("escalation:list")
    context = {"form": form, "title": "Record a crisis", "button": "Record", "back": back}
    return render(request, "layouts/form.html", {**context, "cancel": back})


@page(P.ESCALATION_RECORD)
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take back a crisis recorded in error."""
    crisis = get_object_or_404(queries.crises_visible_to(request.user), pk=pk)
    form = ReasonForm.of(request, record=crisis)
    if form.is_valid() and form.attempt(
        operations.withdraw_crisis, crisis, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, moves.WITHDRAW_CRISIS.done, "escalation:crises")
    back = reverse("escalation:crises")
    lead = f"The crisis of {when(crisis.happened_at)}. It is then counted nowhere."
    context = {"form": form, "title": "Recorded in error", "button": "Take back", "lead": lead}
    return render(request, "layouts/form.html", {**context, "back": back, "cancel": back})

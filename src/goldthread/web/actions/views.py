"""The page of one action, and what changes its date, owner or end."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.domain.actions import operations, queries
from goldthread.domain.actions.terms import Status
from goldthread.domain.incidents.queries import may as may_on_incident
from goldthread.domain.insight.signals.queries import open_on_action
from goldthread.domain.verification import queries as verification
from goldthread.web.actions import presenters as present
from goldthread.web.actions.channels import channels_shown, may_push
from goldthread.web.actions.finding import action_of, reader
from goldthread.web.actions.forms import (
    DecideForm,
    LaterDateForm,
    OwnerForm,
    ReasonForm,
    ReopenForm,
)
from goldthread.web.actions.history import history
from goldthread.web.pages import done, page, render
from goldthread.web.signals.presenters import said
from goldthread.web.words import date

FORM = "layouts/form.html"


MOVABLE = (Status.PROPOSED, Status.AGREED, Status.COMPLETE)


@page(signed_in=True, methods=("GET", "HEAD"))
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What will change, who owns it, the two ticks and the lock, and how it came here."""
    action, user = action_of(request, pk), reader(request)
    may = _may(action, user)
    routes = queries.routes_of(action)
    proofs = _proofs(action, user, may, routes)
    context = {"action": action, **may, **_standing(action, user), **proofs}
    context |= {
        "rows": present.summary_rows(
            action,
            timezone.localdate(),
            routes=routes,
            may_pass_on=may["may_pass_on"],
            may_extend=may["may_work"] and context["waiting"] is None,
        ),
        "may_prompt": may_push(user, action.unit_id) and action.status in MOVABLE,
        "successor": queries.successor_of(action),
        "also": list(queries.incidents_served(action, user)),
        "history": history(queries.history_of(action)),
        "signals": said(open_on_action(user, action)),
    }
    return render(request, "actions/one.html", context)


def _may(action: Any, user: User) -> dict[str, bool]:
    """Which buttons the reader is offered."""
    status = action.status
    agrees = may_on_incident(user, Permission.ACTION_AGREE, action.incident)
    works = queries.may(user, Permission.ACTION_WORK, action)
    return {
        "may_agree": agrees and status == Status.PROPOSED,
        "may_work": works and status == Status.AGREED,
        "may_tell_more": works and status in (Status.AGREED, Status.COMPLETE),
        "may_pass_on": agrees and status in (Status.AGREED, Status.COMPLETE),
        "may_withdraw": agrees and status in (Status.PROPOSED, Status.AGREED),
        "may_reopen": agrees and status == Status.NOT_EFFECTIVE,
    }


def _standing(action: Any, user: User) -> dict[str, Any]:
    """How it stands: its status, its owner, a later date that waits, and its plan."""
    status, extensions = Status(action.status), list(queries.extensions_of(action))
    waiting = next((row for row in extensions if not row.decision), None)
    plan = verification.with_page(verification.visible_to(user)).filter(action=action).first()
    decides = waiting is not None and user.pk not in (action.owner_id, waiting.requested_by_id)
    sees = may_on_incident(user, Permission.INCIDENT_VIEW, action.incident)
    return {
        "status": present.STATUS_WORDS[status],
        "tone": present.TONES[status],
        "late": present.is_late(action, timezone.localdate()),
        "incident_href": present.incident_link(action) if sees else "",
        "warning": queries.owner_warning(action) if status in MOVABLE else "",
        "waiting": waiting,
        "extensions": extensions,
        "may_decide": decides and may_on_incident(user, Permission.ACTION_EXTEND, action.incident),
        "plan": present.verification(plan) if plan else None,
        "verified": present.verified_tick(action),
    }


def _proofs(action: Any, user: User, may: dict[str, bool], routes: Any) -> dict[str, Any]:
    """The two facts with what proves them, and what stands in the way of the first."""
    told = list(queries.communications_of(action))
    ticks = queries.Ticks(queries.implementation_of(action), told[0] if told else None)
    found = queries.evidence_of(action).select_related("added_by").prefetch_related("files")
    items = list(found)
    gone = queries.withdrawn_evidence_of(action).select_related("added_by")
    asks = may["may_work"] and ticks.implemented is None
    return {
        "implemented": present.implemented_tick(action, ticks),
        "communicated": present.communicated_tick(action, told),
        "is_implemented": ticks.implemented is not None,
        "implementation": ticks.implemented,
        "in_the_way": operations.in_the_way(action, by=user) if asks else [],
        "proofs": [present.proof(item) for item in items],
        "withdrawn": [present.proof(item) for item in gone.prefetch_related("files")],
        "told": [present.told_row(row) for row in told],
        "channels": channels_shown(action, user, routes, items),
    }


@page(signed_in=True)
def later_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a later date; someone else decides."""
    action = action_of(request, pk)
    form = LaterDateForm.of(request)
    if _sent(request, form) and form.attempt(
        operations.request_extension, action, by=reader(request), **form.cleaned_data
    ):
        words = "Asked. The date stays as it is until someone else decides."
        return done(request, words, "actions:one", pk)
    due = date(action.due_on) if action.due_on else "no date yet"
    lead = (
        f"It is due on {due}. Someone who neither owns it nor asks decides; the first date is kept."
    )
    return _form_page(request, form, action, "Ask for a later date", "Ask", lead)


@page(Permission.ACTION_EXTEND)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or decline a later date."""
    action = action_of(request, pk)
    form = DecideForm.of(request)
    waiting = queries.extension_waiting(action)
    if _sent(request, form):
        reason, by = form.cleaned_data["reason"], reader(request)
        if form.cleaned_data["decision"] == "approve":
            if form.attempt(operations.approve_extension, action, by=by):
                words = "Approved. The due date has moved and the first date is kept."
                return done(request, words, "actions:one", pk)
        elif form.attempt(operations.decline_extension, action, reason, by=by):
            return done(request, "Declined. The due date stays.", "actions:one", pk)
    lead = "No later date is waiting for a decision."
    if waiting is not None:
        lead = (
            f"{waiting.requested_by.name} asks to move “{action.title}” from "
            f"{date(waiting.was_due_on)} to {date(waiting.due_on)}: {waiting.reason}"
        )
    return _form_page(request, form, action, "Decide on a later date", "Save decision", lead)


@page(Permission.ACTION_AGREE)
def owner(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the action to someone else."""
    action = action_of(request, pk)
    form = OwnerForm.of(request, organisation_id=action.organisation_id)
    if _sent(request, form) and form.attempt(
        operations.reassign,
        action,
        form.chosen,
        form.cleaned_data["reason"],
        by=reader(request),
    ):
        warning = queries.absence_warning(form.outcome.owner)
        words = f"Passed to {form.outcome.owner.name}. {warning}".strip()
        return done(request, words, "actions:one", pk)
    now = action.owner.name if action.owner else "nobody yet"
    lead = f"“{action.title}” belongs to {now}. The change is kept in its history."
    return _form_page(request, form, action, "Pass to someone else", "Pass it on", lead)


@page(Permission.ACTION_AGREE)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the action up, with the reason."""
    action = action_of(request, pk)
    form = ReasonForm.of(request)
    if _sent(request, form) and form.attempt(
        operations.withdraw, action, form.cleaned_data["reason"], by=reader(request)
    ):
        return done(request, "Withdrawn, with your reason.", "actions:one", pk)
    lead = f"“{action.title}” stays on record with your reason, and nobody waits for it any more."
    return _form_page(request, form, action, "Withdraw this action", "Withdraw action", lead)


@page(Permission.ACTION_AGREE)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up again an action that was not effective."""
    action = action_of(request, pk)
    form = ReopenForm.of(request)
    if _sent(request, form) and form.attempt(
        operations.reopen, action, by=reader(request), **form.cleaned_data
    ):
        words = "Reopened. Both facts are needed again."
        return done(request, words, "actions:one", pk)
    lead = (
        f"“{action.title}” did not change practice. It can be done again, better; "
        "both facts are then needed afresh. Or propose a stronger action instead."
    )
    return _form_page(request, form, action, "Reopen this action", "Reopen action", lead)


def _sent(request: HttpRequest, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()


def _form_page(
    request: HttpRequest, form: Any, action: Any, title: str, button: str, lead: str
) -> HttpResponse:
    back = reverse("actions:one", args=[action.pk])
    context = {"title": title, "form": form, "button": button, "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})

"""Proposing an action, agreeing it with live guidance, and taking over from one that failed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.actions import operations, queries
from goldthread.web.actions.drafting import GUIDANCE, AgreeForm, DraftForm, draft_values
from goldthread.web.actions.finding import action_of, incident_of, reader
from goldthread.web.pages import done, page, render

# What the form suggests; whoever agrees can change it. Five files a week for four weeks are a
# minimum.
SUGGESTED = {"standard": 90, "sample_size": 5, "rounds": 4}
PLAN_NAMES = (
    "method", "measure", "standard", "instrument", "sample_size", "rounds", "verifier", "begins_on",
)  # fmt: skip


@page(Permission.ACTION_AGREE)
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Write an action down for an incident."""
    incident = incident_of(request, reference)
    form = DraftForm.of(
        request,
        organisation_id=incident.organisation_id,
        incident=incident,
        initial={"source": request.GET.get("source", "")},
    )
    if _sent(request, form) and form.attempt(
        operations.propose, incident, form.draft, by=reader(request)
    ):
        return _proposed(request, form.outcome)
    return _draft_page(request, form, "Propose an action", "Save proposal", incident)


@page(Permission.ACTION_AGREE)
def stronger(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a stronger action that takes over from one that was not effective."""
    before = action_of(request, pk)
    form = DraftForm.of(
        request,
        organisation_id=before.organisation_id,
        initial=draft_values(before)
        | {"title": "", "change": "", "strength": "", "strength_reason": "", "due_on": None},
    )
    if _sent(request, form) and form.attempt(
        operations.propose, before.incident, form.draft, by=reader(request), replaces=before
    ):
        return _proposed(request, form.outcome)
    return _draft_page(
        request, form, "Propose a stronger action", "Save proposal", before.incident, before=before
    )


@page(Permission.ACTION_AGREE)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish a proposal and agree it, with the plan for verifying it; or save it for later."""
    action = action_of(request, pk)
    form = AgreeForm.of(
        request,
        record=action,
        organisation_id=action.organisation_id,
        unit=action.unit,
        initial={**draft_values(action), **SUGGESTED},
    )
    by, version = reader(request), action.version
    if _sent(request, form):
        if "save" in request.POST:
            if form.attempt(operations.revise, action, form.draft, by=by, version=version):
                return done(request, "Saved as a proposal.", "actions:one", pk)
        elif form.attempt(
            operations.agree, action, form.plan, by=by, draft=form.draft, version=version
        ):
            words = "Agreed. The clock runs until its due date."
            warning = queries.absence_warning(form.outcome.owner)
            return done(request, f"{words} {warning}".strip(), "actions:one", pk)
    form.show_what_is_needed()
    return render(
        request,
        "actions/agree.html",
        {
            "action": action,
            "form": form,
            "hints": _hints_of(form),
            "guidance": GUIDANCE,
            "warning": queries.owner_warning(action),
            "plan_names": PLAN_NAMES,
        },
    )


@page(Permission.ACTION_AGREE, methods=("POST",))
def hints(request: HttpRequest) -> HttpResponse:
    """What the wording typed so far suggests, as a piece of a page."""
    found = queries.hints(request.POST.get("title", ""), request.POST.get("change", ""))
    return render(request, "actions/hints.html", {"hints": found})


def _sent(request: HttpRequest, form: Any) -> bool:
    """Whether the form was sent to be kept; “Check the wording” only asks for guidance."""
    return request.method == "POST" and "check" not in request.POST and form.is_valid()


def _hints_of(form: Any) -> queries.Hints:
    return queries.hints(str(form["title"].value() or ""), str(form["change"].value() or ""))


def _proposed(request: HttpRequest, action: Any) -> HttpResponse:
    return done(request, "Proposed. It counts once it is agreed.", "actions:one", action.pk)


def _draft_page(
    request: HttpRequest,
    form: DraftForm,
    title: str,
    button: str,
    incident: Any,
    before: Any = None,
) -> HttpResponse:
    back = reverse("actions:of_incident", args=[incident.reference])
    return render(
        request,
        "actions/propose.html",
        {
            "form": form,
            "title": title,
            "save": button,
            "incident": incident,
            "before": before,
            "back": reverse("actions:one", args=[before.pk]) if before else back,
            "hints": _hints_of(form),
            "guidance": GUIDANCE,
        },
    )

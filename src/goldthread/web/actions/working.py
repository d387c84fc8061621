"""The two facts and their proofs: evidence of every type, implemented, communicated, files."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.domain.actions import operations, queries
from goldthread.domain.actions.terms import Status
from goldthread.evidence.queries import file_for, open_file
from goldthread.evidence.terms import TYPES
from goldthread.web.actions.drafting import GUIDANCE
from goldthread.web.actions.finding import action_of, reader
from goldthread.web.actions.forms import (
    CommunicatedForm,
    EvidenceTypeForm,
    ImplementedForm,
    ReasonForm,
    evidence_form,
)
from goldthread.web.pages import done, page, render

FORM = "layouts/form.html"


@page(signed_in=True)
def evidence_type(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what kind of evidence it is; the next page asks for what that kind needs."""
    action = action_of(request, pk)
    fitting = queries.proving(route for route, _ in queries.routes_of(action))
    form = EvidenceTypeForm.of(request, fitting=fitting)
    if request.method == "POST" and form.is_valid():
        return redirect("actions:evidence_of", pk, form.cleaned_data["type"])
    return render(
        request,
        "actions/evidence_type.html",
        {
            "form": form,
            "action": action,
            "not_evidence": GUIDANCE["evidence_types"]["not_evidence"],
        },
    )


@page(signed_in=True)
def evidence(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add one piece of evidence with the fields its type needs, and files."""
    action = action_of(request, pk)
    if kind not in TYPES:
        raise Http404
    form = evidence_form(TYPES[kind]).of(request)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        files = said.pop("file")
        if form.attempt(
            operations.add_evidence, action, kind, said, by=reader(request), files=files
        ):
            words = "Evidence added. Record the action as implemented when it is live."
            return done(request, words, "actions:one", pk)
    return render(
        request,
        FORM,
        {
            "title": TYPES[kind].label,
            "lead": f"For “{action.title}”.",
            "form": form,
            "button": "Add evidence",
            "back": reverse("actions:evidence", args=[pk]),
            "cancel": reverse("actions:one", args=[pk]),
        },
    )


@page(signed_in=True)
def withdraw_evidence(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Say that a piece of evidence proves nothing after all, and why."""
    action = action_of(request, pk)
    found = queries.evidence_of(action).filter(pk=item).first()
    if found is None:
        raise Http404
    form = ReasonForm.of(request)
    if _sent(request, form) and form.attempt(
        operations.withdraw_evidence,
        action,
        found,
        form.cleaned_data["reason"],
        by=reader(request),
    ):
        return done(request, "Withdrawn, with your reason.", "actions:one", pk)
    lead = f"“{found.summary}” stays readable, marked as withdrawn."
    return _form_page(request, form, action, "Withdraw this evidence", "Withdraw evidence", lead)


@page(signed_in=True)
def implemented(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the change is live."""
    action = action_of(request, pk)
    form = ImplementedForm.of(request)
    if _sent(request, form) and form.attempt(
        operations.implement, action, by=reader(request), **form.cleaned_data
    ):
        return _recorded(request, form.outcome, "implemented", "who was told")
    return render(
        request,
        "actions/implemented.html",
        {
            "form": form,
            "action": action,
            "items": queries.evidence_of(action),
            "in_the_way": operations.in_the_way(action, by=reader(request)),
        },
    )


@page(signed_in=True)
def communicated(request: HttpRequest, pk: int) -> HttpResponse:
    """Record who was told, how, and how many were reached."""
    action = action_of(request, pk)
    form = CommunicatedForm.of(request)
    if _sent(request, form) and form.attempt(
        operations.communicate, action, form.told, by=reader(request)
    ):
        return _recorded(request, form.outcome, "communicated", "that the change is live")
    lead = "Written down is not told."
    return _form_page(request, form, action, "Record who was told", "Record as communicated", lead)


@page(signed_in=True, methods=("POST",))
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Complete it, or say which of the two facts is missing."""
    action = action_of(request, pk)
    operations.complete(action, by=reader(request))
    words = "Complete: implemented and communicated. It is not verified yet."
    return done(request, words, "actions:one", pk)


@page(signed_in=True, methods=("GET", "HEAD"))
def file(request: HttpRequest, pk: int) -> FileResponse:
    """Download a file of the evidence of an action the person may see."""
    found = file_for(request.user, pk)
    if found is None or found.subject_type != queries.RECORD_TYPE:
        raise Http404
    response = FileResponse(
        open_file(found), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _sent(request: HttpRequest, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()


def _recorded(request: HttpRequest, action: Any, fact: str, missing: str) -> HttpResponse:
    if action.status == Status.COMPLETE:
        words = "Complete: implemented and communicated. It is not verified yet."
    else:
        words = f"Recorded as {fact}. It is complete once you also record {missing}."
    return done(request, words, "actions:one", action.pk)


def _form_page(
    request: HttpRequest, form: Any, action: Any, title: str, button: str, lead: str
) -> HttpResponse:
    back = reverse("actions:one", args=[action.pk])
    context = {"title": title, "form": form, "button": button, "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})

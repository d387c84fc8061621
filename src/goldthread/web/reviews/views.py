"""The page of a review, and what moves it on."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from goldthread.access.scope import allows, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.reviews import operations, queries
from goldthread.domain.reviews.terms import Status
from goldthread.domain.reviews.transitions import CONDUCT, SIGN, SIGN_OFF, SUBMIT
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.reviews import presenters
from goldthread.web.reviews.forms import BeginForm, PlanForm, ReasonForm
from goldthread.workflow.operations import hindrances


def review_of(request: SignedIn, pk: int) -> Any:
    """The review within what the reader may see, or 404."""
    return get_object_or_404(queries.with_page(queries.visible_to(request.user)), pk=pk)


def incident_of(request: SignedIn, reference: str) -> Any:
    """The incident within what the reader may see, or 404."""
    found = incidents_visible_to(request.user).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def of_incident(request: SignedIn, reference: str) -> HttpResponse:
    """Every review the incident asked for or is part of."""
    incident = incident_of(request, reference)
    found = list(queries.of_incident(incident))
    seen = set(
        queries.visible_to(request.user)
        .filter(pk__in=[r.pk for r in found])
        .values_list("pk", flat=True)
    )
    rows = [
        (review, presenters.TONES[Status(review.status)], review.pk in seen) for review in found
    ]
    return render(
        request,
        "reviews/of_incident.html",
        {
            "incident": incident,
            "rows": rows,
            "may_plan": queries.may_plan(request.user, incident),
        },
    )


@page(Permission.REVIEW_CONDUCT)
def plan(request: SignedIn, reference: str) -> HttpResponse:
    """Plan one more review of an incident."""
    incident = incident_of(request, reference)
    if not queries.may_plan(request.user, incident):
        raise Http404
    form = PlanForm.of(request)
    if form.is_valid() and form.attempt(
        operations.plan, incident, tier=form.cleaned_data["tier"], by=request.user
    ):
        return done(request, "The review is planned.", "reviews:one", form.outcome.pk)
    context = {
        "form": form,
        "title": "Plan another review",
        "button": "Plan it",
        "back": f"/incidents/{reference}/reviews/",
    }
    return render(request, "layouts/form.html", context)


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """What the review says, what is still missing, and what can be done next."""
    review = review_of(request, pk)
    scope = scope_of(request.user)
    conducts = allows(review, CONDUCT(scope))
    writes = conducts and review.status == Status.UNDER_WAY
    signs = review.status == Status.SUBMITTED and allows(review, SIGN(scope))
    counts = queries.actions_for(queries.sources_in(review))
    return render(
        request,
        "reviews/one.html",
        {
            "review": review,
            "tone": presenters.TONES[Status(review.status)],
            "sections": presenters.sections(review, counts, editable=writes),
            "writes": writes,
            "begins": conducts and review.status == Status.PLANNED,
            "signs": signs,
            "missing": _missing(request, review, writes, signs),
            "wording": queries.wording_notes(review) if writes or signs else [],
            "actions": sum(counts.values()),
        },
    )


def _missing(request: SignedIn, review: Any, writes: bool, signs: bool) -> list[str]:
    if writes:
        facts: dict[str, Any] = {"at": timezone.now()}
        return [r.sentence for r in hindrances(SUBMIT, review, by=request.user, facts=facts)]
    if signs:
        facts = {"by": request.user}
        return [r.sentence for r in hindrances(SIGN_OFF, review, by=request.user, facts=facts)]
    return []


@page(Permission.REVIEW_CONDUCT)
def begin(request: SignedIn, pk: int) -> HttpResponse:
    """Name the lead and the method, and begin."""
    review = review_of(request, pk)
    lead = str(review.lead_id or request.user.pk)
    form = BeginForm.of(
        request, review=review, record=review, initial={"lead": lead, "method": review.method}
    )
    if form.is_valid() and form.attempt(
        operations.begin,
        review,
        lead=form.people.get(form.cleaned_data["lead"]),
        method=form.cleaned_data["method"],
        by=request.user,
    ):
        return done(request, "The review is under way.", "reviews:one", pk)
    context = {
        "form": form,
        "title": "Begin the review",
        "button": "Begin",
        "back": f"/reviews/{pk}/",
    }
    return render(request, "layouts/form.html", context)


@page(Permission.REVIEW_CONDUCT, methods=("POST",))
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Submit for sign-off by another person."""
    review = review_of(request, pk)
    operations.submit(review, by=request.user)
    return done(request, SUBMIT.done, "reviews:one", pk)


@page(Permission.REVIEW_CONDUCT, methods=("POST",))
def see_wording(request: SignedIn, pk: int) -> HttpResponse:
    """Confirm that the sentences of the wording check were looked at."""
    operations.see_wording(review_of(request, pk), by=request.user)
    return done(request, "Noted: you have looked at the wording.", "reviews:one", pk)


@page(Permission.REVIEW_SIGN_OFF)
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    """Return the review to its lead, with what to look at again."""
    review = review_of(request, pk)
    form = ReasonForm.of(request, record=review)
    if form.is_valid() and form.attempt(
        operations.send_back, review, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, "Returned to the lead.", "reviews:one", pk)
    context = {
        "form": form,
        "title": "Return the review",
        "lead": "Say what should be looked at again, so that the lead can act on it.",
        "button": "Return it",
        "back": f"/reviews/{pk}/",
    }
    return render(request, "layouts/form.html", context)


@page(Permission.REVIEW_SIGN_OFF, methods=("POST",))
def sign_off(request: SignedIn, pk: int) -> HttpResponse:
    """Sign off a review someone else led."""
    operations.sign_off(review_of(request, pk), by=request.user)
    return done(request, SIGN_OFF.done, "reviews:one", pk)

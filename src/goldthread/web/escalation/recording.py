"""Recording a sign: one page, made for a phone."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.registers.escalation import operations, queries
from goldthread.web.escalation.finding import episode_of
from goldthread.web.escalation.forms import RecordForm, SignForm, now_in_fields
from goldthread.web.pages import SignedIn, done, organisation_of, page, render

P = Permission
SAID = {
    "met": "Recorded. The step-up is due: see when below.",
    "watch": "Recorded. The re-check is due at its time.",
    "note": "Recorded.",
}


def found_person(request: SignedIn, form: Any) -> Any:
    """The one person whose number or reference was typed; an error at the field else."""
    people = queries.person_for(request.user, form.cleaned_data["person"])
    if len(people) == 1:
        return people[0]
    words = "Nobody in your teams has this number or reference. Check it, or ask a colleague to "
    form.add_error("person", f"{words}record the person first")
    return None


@page(P.ESCALATION_RECORD)
def record(request: SignedIn) -> HttpResponse:
    """A sign about someone, and what happens now."""
    organisation = organisation_of(request)
    form = RecordForm.of(
        request,
        versions=queries.current_versions(organisation.pk),
        organisation_id=organisation.pk,
        initial={
            "person": request.GET.get("person", ""),
            "seen": "now",
            **now_in_fields("observed"),
        },
    )
    if request.method == "POST" and form.is_valid():
        person = found_person(request, form)
        if person is not None and form.attempt(
            operations.record_observation,
            person,
            form.observed,
            step_up=form.asked,
            watch=form.watch,
            by=request.user,
        ):
            return _recorded(request, form)
    context = {"form": form, "title": "Record an early warning sign", "episode": None}
    return render(request, "escalation/record.html", context)


@page(P.ESCALATION_RECORD)
def sign(request: SignedIn, pk: int) -> HttpResponse:
    """Another sign in an open episode."""
    episode = episode_of(request, pk)
    form = SignForm.of(
        request,
        versions=queries.current_versions(episode.organisation_id),
        organisation_id=episode.organisation_id,
        initial={"seen": "now", **now_in_fields("observed")},
    )
    if form.is_valid() and form.attempt(
        operations.observe,
        episode,
        form.observed,
        step_up=form.asked,
        watch=form.watch,
        by=request.user,
    ):
        return _recorded(request, form)
    context = {
        "form": form,
        "title": f"Record another sign: {episode.reference}",
        "episode": episode,
        "back": reverse("escalation:one", args=[pk]),
    }
    return render(request, "escalation/record.html", context)


def _recorded(request: SignedIn, form: Any) -> HttpResponse:
    words = SAID[form.cleaned_data["following"]]
    return done(request, words, "escalation:one", form.outcome.pk)

"""Making a scenario, having it checked, putting it into the bank and retiring it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.scenarios import operations, queries
from goldthread.domain.learning.scenarios import transitions as moves
from goldthread.domain.learning.scenarios.drafts import Draft
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.scenarios import presenters as present
from goldthread.web.scenarios.forms import CheckForm, MarkForm, ReasonForm, ScenarioForm
from goldthread.web.scenarios.views import scenario_of

FORM = "layouts/form.html"
SAVED = "The draft is saved. Read it once more, then ask for it to be checked."


@page(queries.MAKING)
def new(request: SignedIn) -> HttpResponse:
    """A scenario of one's own, from no incident."""
    form = ScenarioForm.of(request)
    return _make(request, form, {})


@page(queries.MAKING)
def from_incident(request: SignedIn, reference: str) -> HttpResponse:
    """A scenario from an incident, begun with its account and with identities taken out."""
    incident = get_object_or_404(
        incidents_visible_to(request.user).select_related("organisation", "unit"),
        reference=reference,
    )
    begun = queries.begin(incident)
    form = ScenarioForm.of(request, draft=Draft("", begun.story, ""))
    context = {
        "incident": incident,
        "taken_out": present.taken_out(begun.replaced),
        "already": list(queries.made_from(incident, request.user)),
    }
    return _make(request, form, context, source=incident)


def _make(
    request: SignedIn, form: ScenarioForm, context: dict[str, Any], source: Any = None
) -> HttpResponse:
    if _sent(request, form) and form.attempt(
        operations.make_scenario,
        organisation_of(request),
        form.draft,
        by=request.user,
        source=source,
    ):
        return done(request, SAVED, "scenarios:one", form.outcome.pk)
    back = (
        reverse("incidents:one", args=[source.reference]) if source else reverse("scenarios:bank")
    )
    shown = {"title": moves.MAKE.label, "form": form, "button": "Save the draft", "back": back}
    return render(request, "scenarios/write.html", {**shown, "cancel": back, **context})


@page(queries.MAKING)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Change the words; what was checked is a draft again."""
    scenario = scenario_of(request, pk)
    form = ScenarioForm.of(request, record=scenario, draft=queries.draft_of(scenario))
    if _sent(request, form) and form.attempt(
        operations.edit_scenario, scenario, form.draft, by=request.user
    ):
        return done(request, SAVED, "scenarios:one", pk)
    back = present.address(scenario)
    context = {
        "title": moves.EDIT.label,
        "form": form,
        "button": "Save the draft",
        "left": queries.still_found(scenario)
        if queries.may_work_on(request.user, scenario)
        else [],
        "was_checked": scenario.status == "checked",
    }
    return render(request, "scenarios/write.html", {**context, "back": back, "cancel": back})


@page(queries.MAKING)
def mark(request: SignedIn, pk: int) -> HttpResponse:
    """Say that words which look like personal data name nobody."""
    scenario = scenario_of(request, pk)
    works = queries.may_work_on(request.user, scenario)
    found = [place.found.text for place in queries.still_found(scenario)] if works else []
    if not found and request.method != "POST":
        raise Http404
    form = MarkForm.of(request, record=scenario, found=found)
    if _sent(request, form):
        said = form.cleaned_data
        if form.attempt(
            operations.say_not_personal, scenario, said["words"], said["reason"], by=request.user
        ):
            return done(request, moves.MARK.done, "scenarios:one", pk)
    lead = "Only where the words name nobody. If they name someone, change them instead."
    return _form_page(request, form, scenario, moves.MARK.label, "Save", lead)


@page(queries.MAKING, methods=("POST",))
def hand_over(request: SignedIn, pk: int) -> HttpResponse:
    """Ask for a draft to be checked."""
    operations.hand_over(scenario_of(request, pk), by=request.user)
    return done(request, moves.HAND_OVER.done, "scenarios:one", pk)


@page(queries.MAKING)
def check(request: SignedIn, pk: int) -> HttpResponse:
    """Read it as a neighbour would, and say whether anyone could be recognised."""
    scenario = scenario_of(request, pk)
    form = CheckForm.of(request, record=scenario)
    if _sent(request, form):
        said = form.cleaned_data
        if form.attempt(
            operations.check_scenario,
            scenario,
            recognised=said["recognised"],
            changed=said["altered"],
            because=said["because"],
            by=request.user,
        ):
            return done(request, moves.CHECK.done, "scenarios:one", pk)
    back = present.address(scenario)
    context = {
        "title": moves.CHECK.label,
        "form": form,
        "button": "Record the check",
        "scenario": scenario,
        "questions": list(scenario.questions.all()),
        "send_back": reverse("scenarios:send_back", args=[pk]),
    }
    return render(request, "scenarios/check.html", {**context, "back": back, "cancel": back})


@page(queries.MAKING)
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    """Give it back to its maker with what to change."""
    scenario = scenario_of(request, pk)
    form = ReasonForm.of(
        request, record=scenario, label="What should change?", hint="Without naming anyone."
    )
    if _sent(request, form) and form.attempt(
        operations.send_back, scenario, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, moves.SEND_BACK.done, "scenarios:one", pk)
    lead = f"{scenario.made_by.name} is told, and reads this on the scenario."
    return _form_page(request, form, scenario, moves.SEND_BACK.label, "Send it back", lead)


@page(queries.MAKING, methods=("POST",))
def publish(request: SignedIn, pk: int) -> HttpResponse:
    """Put a checked scenario into the bank."""
    operations.publish_scenario(scenario_of(request, pk), by=request.user)
    return done(request, moves.PUBLISH.done, "scenarios:one", pk)


@page(queries.MAKING)
def retire(request: SignedIn, pk: int) -> HttpResponse:
    """Take it out of use, with the reason."""
    scenario = scenario_of(request, pk)
    form = ReasonForm.of(request, record=scenario, label="Why is it retired?")
    if _sent(request, form) and form.attempt(
        operations.retire_scenario, scenario, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, moves.RETIRE.done, "scenarios:one", pk)
    lead = "It is no longer offered for sessions. Sessions that used it keep it."
    return _form_page(request, form, scenario, moves.RETIRE.label, "Retire it", lead)


def _sent(request: SignedIn, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()


def _form_page(
    request: SignedIn, form: Any, scenario: Any, title: str, button: str, lead: str
) -> HttpResponse:
    back = present.address(scenario)
    context = {"title": title, "form": form, "button": button, "back": back, "cancel": back}
    return render(request, FORM, {**context, "lead": f"“{scenario.title}”. {lead}"})

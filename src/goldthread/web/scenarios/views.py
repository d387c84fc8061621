"""Pages of the scenario bank."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.domain.learning.coaching.queries import leads, using
from goldthread.domain.learning.scenarios import queries
from goldthread.domain.learning.scenarios import transitions as moves
from goldthread.web.pages import SignedIn, organisation_of, page, render
from goldthread.web.scenarios import presenters as present
from goldthread.web.scenarios.forms import FilterForm
from goldthread.web.scenarios.paging import page_of

READ = ("GET", "HEAD")
SESSIONS_SHOWN = 10


def scenario_of(request: SignedIn, pk: int) -> Any:
    """The scenario, for those who may see it; otherwise 404."""
    found = queries.visible_to(request.user).select_related(
        "made_by", "edited_by", "checked_by", "published_by", "retired_by"
    )
    return get_object_or_404(found, pk=pk)


@page(queries.READING, methods=READ)
def bank(request: SignedIn) -> HttpResponse:
    """The bank: found by words, by what it practises and by status."""
    form = FilterForm.filters(request)
    found = page_of(request, queries.in_list(request.user, **form.narrowed))
    context = {
        "filters_form": form,
        "in_use": len(form.given),
        "columns": present.COLUMNS,
        "rows": present.rows(found.rows),
        "pages": found,
        "to_check": list(queries.to_check(request.user)[:20]),
        "may_make": queries.may_make(request.user),
    }
    return render(request, "scenarios/bank.html", context)


@page(queries.READING, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """The story, its questions, where it stands, and the sessions that used it."""
    scenario, user = scenario_of(request, pk), request.user
    works = queries.may_work_on(user, scenario)
    context = {
        "scenario": scenario,
        "status": present.status_words(scenario),
        "tone": present.tone(scenario),
        "facts": present.facts(scenario, user),
        "questions": list(scenario.questions.all()),
        "left": queries.still_found(scenario) if works else [],
        "works": works,
        "accepted": list(queries.accepted(scenario)) if works else [],
        "steps": present.steps(scenario, user),
        "may_hand_over": present.may_hand_over(scenario, user),
        "may_publish": present.may_publish(scenario, user),
        "may_use": scenario.status == "published" and leads(user),
        "sessions": list(using(scenario, user)[:SESSIONS_SHOWN]),
        "labels": {"hand_over": moves.HAND_OVER.label, "publish": moves.PUBLISH.label},
    }
    return render(request, "scenarios/one.html", context)


@page(queries.READING, methods=READ)
def card(request: SignedIn, pk: int) -> HttpResponse:
    """One page for the table: the story and its questions, with or without good answers."""
    scenario = scenario_of(request, pk)
    context = {
        "scenario": scenario,
        "questions": list(scenario.questions.all()),
        "for_facilitator": request.GET.get("for") == "facilitator",
        "address": reverse("scenarios:card", args=[pk]),
        "organisation": organisation_of(request).name,
    }
    return render(request, "scenarios/card.html", context)

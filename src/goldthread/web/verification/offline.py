"""The audit runner without signal: what a device needs of a round, and where its queue arrives."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse

from goldthread.domain.verification import operations, queries
from goldthread.instruments.queries import definition_of
from goldthread.web.instruments.forms import AnswersForm
from goldthread.web.pages import page
from goldthread.web.report.offline import owner_key
from goldthread.workflow.refusals import Refused


@dataclass(frozen=True)
class Runs:
    """The open cases of a round as JSON, `[[number, address], …]`, and the way back to the round."""

    cases: str
    back: str


def runs(row: Any, left: Iterable[Any]) -> Runs:
    """What the pages of a round tell the device."""
    cases = [[str(case.pk), reverse("verification:case", args=[case.pk])] for case in left]
    return Runs(json.dumps(cases), reverse("verification:round", args=[row.pk]))


@page(public=True, methods=("POST",))
def receive(request: HttpRequest) -> JsonResponse:
    """Take the answers of one case from a device's queue; the same answers twice count once.

    401 signed out, 409 written by someone else, 404 out of scope, 422 with sentences: the device
    keeps the answers.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"problems": ["Sign in to send it."]}, status=401)
    if request.POST.get("owner") != owner_key(request.user):
        return JsonResponse({"problems": ["Someone else wrote these answers."]}, status=409)
    number = request.POST.get("case", "")
    user: Any = request.user
    found = queries.cases_visible_to(user).filter(pk=number if number.isdigit() else 0)
    case = found.first()
    if case is None or case.round.plan.instrument_version is None:
        raise Http404
    definition = definition_of(case.round.plan.instrument_version)
    form = AnswersForm(request.POST, definition=definition, prefix=f"case{case.pk}")
    if not form.is_valid():
        return JsonResponse({"problems": _sentences(form)}, status=422)
    said = {"reference": f"case {case.number}"}
    if case.response is not None:
        return _taken_before(case, form, user, said)
    try:
        operations.check_case(case, form.answers, by=user, comments=form.comments)
    except Refused as refused:
        sentences = [refusal.sentence for refusal in refused.refusals]
        return JsonResponse({"problems": sentences}, status=422)
    return JsonResponse(said | {"again": False})


def _taken_before(case: Any, form: AnswersForm, user: Any, said: dict[str, Any]) -> JsonResponse:
    """The same answers of the same person are the retry of a device; others stay with it."""
    kept = {name: one["answer"] for name, one in case.response.answers.items() if one["answer"]}
    if case.response.responded_by_id == user.pk and kept == form.answers:
        return JsonResponse(said | {"again": True})
    who = case.response.responded_by.name if case.response.responded_by else "someone"
    words = f"It was checked already by {who}. Your answers are kept here until you delete them."
    return JsonResponse({"problems": [words]}, status=422)


def _sentences(form: AnswersForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]

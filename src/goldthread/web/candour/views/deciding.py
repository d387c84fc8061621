"""Deciding whether the duty applies: the tool's questions, then whose opinion it is and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.decision_tools.queries import current, definition_of, version_of
from goldthread.domain.candour import operations, queries
from goldthread.domain.candour.operations.deciding import Opinion
from goldthread.domain.candour.terms import Status
from goldthread.web.candour.forms import OpinionForm
from goldthread.web.candour.presenters import address
from goldthread.web.candour.views.finding import managed
from goldthread.web.decision_tools.runner import VERSION, Running, running
from goldthread.web.pages import SignedIn, done, page, render


@page(Permission.CANDOUR_MANAGE)
def decide(request: SignedIn, reference: str) -> HttpResponse:
    """One question a page; the last page takes the opinion and records the decision."""
    incident = managed(request, reference)
    version = _version(request, incident)
    run = running(request, definition_of(version), {VERSION: str(version.number)})
    context: dict[str, Any] = {"incident": incident, "tool": version, "run": run}
    if run.end is None:
        context["form"] = run.form
        return render(request, "candour/decide.html", context)
    deciders = list(holders(Permission.CANDOUR_MANAGE, incident.unit))
    form = OpinionForm.of(
        request,
        path=run.path,
        deciders=deciders,
        open_still=run.end.outcome.value == Status.UNDECIDED,
    )
    if form.is_valid() and form.attempt(
        operations.decide,
        incident,
        run.given,
        _opinion(form, deciders),
        by=request.user,
        version=version,
    ):
        return done(request, _said(run), address(incident, "one"))
    return render(request, "candour/decide.html", context | {"form": form})


def _version(request: SignedIn, incident: Any) -> Any:
    """The version the first question was asked from, so that a newer one cannot break in."""
    code = queries.tool_code(incident)
    asked = request.GET.get(VERSION, "")
    found = version_of(incident.organisation_id, code, int(asked)) if asked.isdecimal() else None
    if found is not None and not found.is_draft:
        return found
    return current(incident.organisation_id, code)


def _opinion(form: OpinionForm, deciders: list[Any]) -> Opinion:
    chosen = form.cleaned_data.get("next_decider")
    return Opinion(
        professional=form.cleaned_data["professional"],
        reason=form.cleaned_data["reason"],
        next_decider=next((user for user in deciders if str(user.pk) == chosen), None),
        next_decision_on=form.cleaned_data.get("next_decision_on"),
        reasons=form.reasons,
    )


def _said(run: Running) -> str:
    assert run.end is not None  # noqa: S101 - called only at an end
    return f"Recorded: {run.end.outcome.label[:1].lower()}{run.end.outcome.label[1:]}."

"""Using a tool on an incident's thread, and reading what was decided."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.decision_tools import queries
from goldthread.domain.actions import queries as actions
from goldthread.domain.actions.operations import add_evidence as prove
from goldthread.domain.candour.queries import TOOL_CODES
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.triage_decisions import TIER_TOOL
from goldthread.web.decision_tools.finding import version_here
from goldthread.web.decision_tools.presenters import present_run, run_rows
from goldthread.web.decision_tools.run_forms import EvidenceForm, SubjectForm, WordsForm
from goldthread.web.decision_tools.runner import VERSION, running
from goldthread.web.incidents.finding import incident_of, incident_seen, may
from goldthread.web.pages import SignedIn, done, organisation_of, page, render

ABOUT = "about"


def is_used_elsewhere(code: str) -> bool:
    """Whether triage or openness asks this tool on pages of their own, where its answer counts."""
    return code == TIER_TOOL or code in TOOL_CODES


@page(Permission.INCIDENT_ADD)
def use(request: SignedIn, code: str) -> HttpResponse:
    """One question a page, then the words that are asked for; sent, the run is recorded."""
    if is_used_elsewhere(code):
        raise Http404
    version = _version(request, code)
    if not request.GET.get(ABOUT):
        return _ask_about(request, version)
    incident = incident_of(request, request.GET[ABOUT])
    carried = {VERSION: str(version.number), ABOUT: incident.reference}
    run = running(request, queries.definition_of(version), carried)
    context: dict[str, Any] = {"tool": version.tool, "run": run, "incident": incident}
    if run.end is None:
        return render(request, "decision_tools/use.html", {**context, "form": run.form})
    form = WordsForm.of(request, end=run.end)
    if form.is_valid() and form.attempt(
        incidents.use_tool,
        incident,
        version,
        run.given,
        reasons=form.reasons,
        said=form.said,
        by=request.user,
    ):
        return done(request, "Recorded.", "decision_tools:run", form.outcome.pk)
    return render(request, "decision_tools/use.html", {**context, "form": form})


def _version(request: SignedIn, code: str) -> Any:
    """The version the first question was asked from, so that a newer one cannot break in."""
    asked = request.GET.get(VERSION, "")
    found = version_here(request, code, int(asked) if asked.isdecimal() else None)
    return version_here(request, code) if found.is_draft else found


def _ask_about(request: SignedIn, version: Any) -> HttpResponse:
    """Which incident the run is about; not found says so at the field and loses nothing."""
    asked = ABOUT in request.GET
    form = SubjectForm(request.GET if asked else None, request=request)
    form.is_valid()
    context = {"tool": version.tool, "form": form}
    return render(request, "decision_tools/use_about.html", context)


@page(signed_in=True)
def run(request: SignedIn, pk: int) -> HttpResponse:
    """One run as it was recorded, made to be printed on one page; sent, it proves an action."""
    found = queries.run_of(organisation_of(request).pk, pk)
    if found is None or found.thread is None:
        raise Http404
    incident = incident_seen(request, found.thread)
    context: dict[str, Any] = {"run": present_run(found), "incident": incident}
    provable = {str(one.pk): one for one in actions.provable(incident, request.user)}
    if provable:
        form = EvidenceForm.of(request)
        form.offer("action", [(pk, one.title) for pk, one in provable.items()])
        context["form"] = form
        if form.is_valid() and form.attempt(
            prove,
            provable[form.cleaned_data["action"]],
            "decision_tool_run",
            queries.as_evidence(found),
            by=request.user,
        ):
            return done(request, "Added as evidence.", "actions:one", form.cleaned_data["action"])
    return render(request, "decision_tools/run.html", context)


@page(signed_in=True, methods=("GET", "HEAD"))
def runs(request: SignedIn, reference: str) -> HttpResponse:
    """Every decision made with a tool on one incident, and the tools that can be used on it."""
    incident = incident_of(request, reference)
    tools = [
        {
            "name": tool.name,
            "purpose": tool.purpose,
            "href": f"{reverse('decision_tools:use', args=[tool.code])}?{ABOUT}={reference}",
        }
        for tool in queries.published_tools(incident.organisation_id)
        if not is_used_elsewhere(tool.code)
    ]
    context = {
        "incident": incident,
        "rows": run_rows(queries.runs_of_thread(incident.pk)),
        "tools": tools if may(request.user, Permission.INCIDENT_ADD, incident) else [],
    }
    return render(request, "decision_tools/runs.html", context)

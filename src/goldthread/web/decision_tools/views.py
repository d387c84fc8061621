"""Pages of decision tools."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.decision_tools import operations, queries
from goldthread.web.components import link
from goldthread.web.decision_tools.forms import DefinitionForm, as_yaml
from goldthread.web.decision_tools.presenters import present, standing
from goldthread.web.decision_tools.runner import running
from goldthread.web.pages import SignedIn, done, organisation_of, page, render

KEYS = ("code", "name", "purpose", "source", "start", "questions", "outcomes")


def _version(request: SignedIn, code: str, number: int | None = None) -> Any:
    """The version asked for (the one in use when None), of the person's own organisation."""
    organisation = organisation_of(request).pk
    if number is None:
        return queries.current(organisation, code)
    found = queries.version_of(organisation, code, number)
    if found is None or (found.is_draft and not _edits(request)):
        raise Http404
    return found


def _edits(request: SignedIn) -> bool:
    return scope_of(request.user).holds(Permission.SETTINGS_MANAGE)


@page(signed_in=True)
def index(request: SignedIn) -> HttpResponse:
    """The organisation's tools."""
    rows = []
    for tool in queries.tools_of(organisation_of(request).pk):
        versions = list(queries.versions_of(tool))
        published = next((version for version in versions if not version.is_draft), None)
        drafted = any(version.is_draft for version in versions)
        rows.append(
            [
                link(reverse("decision_tools:one", args=[tool.code]), tool.name)
                if published
                else tool.name,
                standing(published) if published else "Not published yet",
                _draft_cell(request, tool) if drafted else "",
            ]
        )
    return render(request, "decision_tools/list.html", {"rows": rows, "edits": _edits(request)})


def _draft_cell(request: SignedIn, tool: Any) -> Any:
    draft = queries.draft_of(tool)
    if draft is None or not _edits(request):
        return "A draft is being prepared"
    address = reverse("decision_tools:version", args=[tool.code, draft.number])
    return link(address, f"Draft of version {draft.number}")


@page(signed_in=True)
def one(request: SignedIn, code: str, number: int | None = None) -> HttpResponse:
    """One version on one page, made to be printed."""
    version = _version(request, code, number)
    versions = queries.versions_of(version.tool)
    history = [
        [
            link(
                reverse("decision_tools:version", args=[code, one.number]), f"Version {one.number}"
            ),
            standing(one),
            one.note,
        ]
        for one in versions
        if not one.is_draft or _edits(request)
    ]
    context = {
        "tool": present(version, queries.definition_of(version)),
        "history": history,
        "draft": version.is_draft,
        "edits": _edits(request),
    }
    return render(request, "decision_tools/one.html", context)


@page(signed_in=True)
def try_out(request: SignedIn, code: str) -> HttpResponse:
    """Go through a tool without recording anything."""
    version = _version(request, code)
    run = running(request, queries.definition_of(version))
    context: dict[str, Any] = {"tool": version.tool, "run": run}
    if run.form is not None:
        context["form"] = run.form
    return render(request, "decision_tools/try.html", context)


@page(Permission.SETTINGS_MANAGE)
def new_version(request: SignedIn, code: str) -> HttpResponse:
    """Write the next version as a draft, beginning from the newest."""
    organisation = organisation_of(request)
    tool = queries.tools_of(organisation.pk).filter(code=code).first()
    if tool is None:
        raise Http404
    newest = queries.versions_of(tool)[0]
    initial = {"definition": as_yaml(newest.definition, KEYS)}
    form = DefinitionForm.of(request, initial=initial)
    if form.is_valid() and form.attempt(
        operations.save_draft,
        organisation,
        form.cleaned_data["definition"],
        by=request.user,
        note=form.cleaned_data["note"],
    ):
        draft = form.outcome
        return done(
            request,
            "The draft is saved. Read it through, then publish it.",
            "decision_tools:version",
            draft.tool.code,
            draft.number,
        )
    context = {
        "title": f"New version of {tool.name}",
        "form": form,
        "button": "Save as a draft",
        "lead": "A draft is checked: a loop, a dead end or a question that nothing leads to is "
        "named. Nobody uses it until you publish it, and earlier runs keep their version.",
        "back": reverse("decision_tools:list"),
    }
    return render(request, "layouts/form.html", context)


@page(Permission.SETTINGS_MANAGE, methods=("POST",))
def publish(request: SignedIn, code: str, number: int) -> HttpResponse:
    """Put a draft into use."""
    published = operations.publish_version(_version(request, code, number), by=request.user)
    return done(
        request,
        f"Version {published.number} is in use from now on.",
        "decision_tools:one",
        published.tool.code,
    )

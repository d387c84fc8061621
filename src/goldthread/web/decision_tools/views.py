"""Pages of decision tools: the list, one version to read and print, training, and what changed."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.decision_tools import operations, queries
from goldthread.decision_tools.differences import differences
from goldthread.web.components import link
from goldthread.web.decision_tools.finding import edits, tool_here, version_here
from goldthread.web.decision_tools.forms import DefinitionForm, as_yaml
from goldthread.web.decision_tools.presenters import present, standing
from goldthread.web.decision_tools.runner import running
from goldthread.web.decision_tools.using import is_used_elsewhere
from goldthread.web.pages import SignedIn, done, organisation_of, page, render

KEYS = ("code", "name", "purpose", "source", "start", "questions", "outcomes")


@page(signed_in=True)
def index(request: SignedIn) -> HttpResponse:
    """The organisation's tools."""
    organisation = organisation_of(request)
    may_edit = edits(request)
    every = groupby(queries.all_versions(organisation.pk), key=lambda version: version.tool_id)
    context = {
        "rows": [_row(list(versions), may_edit) for _, versions in every],
        "edits": may_edit,
        "missing": queries.not_installed(organisation) if may_edit else [],
    }
    return render(request, "decision_tools/list.html", context)


def _row(versions: list[Any], may_edit: bool) -> list[Any]:
    tool = versions[0].tool
    published = next((version for version in versions if not version.is_draft), None)
    draft = versions[0] if versions[0].is_draft else None
    name = link(reverse("decision_tools:one", args=[tool.code]), tool.name)
    words = f"Draft of version {draft.number}" if draft else ""
    if draft and may_edit:
        words = link(reverse("decision_tools:draft", args=[tool.code]), words)
    return [
        name if published else tool.name,
        standing(published) if published else "Not published yet",
        words if may_edit or not draft else "A draft is being prepared",
    ]


@page(Permission.SETTINGS_MANAGE, methods=("POST",))
def install(request: SignedIn) -> HttpResponse:
    """Bring in the tools that ship with the product and that the organisation does not have."""
    made = operations.install_defaults(organisation_of(request), by=request.user)
    names = ", ".join(version.tool.name for version in made) or "nothing was missing"
    return done(request, f"Added: {names}", "decision_tools:list")


@page(signed_in=True)
def one(request: SignedIn, code: str, number: int | None = None) -> HttpResponse:
    """One version on one page, made to be printed."""
    version = version_here(request, code, number)
    context = {
        "tool": present(version, queries.definition_of(version)),
        "history": _history(version, edits(request)),
        "draft": version.is_draft,
        "drafted": queries.draft_of(version.tool) is not None,
        "used_elsewhere": is_used_elsewhere(code),
        "edits": edits(request),
    }
    return render(request, "decision_tools/one.html", context)


def _history(version: Any, may_edit: bool) -> list[list[Any]]:
    """Every version, by whom it was published and why, with what changed from the one before."""
    code = version.tool.code
    found = [one for one in queries.versions_of(version.tool) if may_edit or not one.is_draft]
    return [
        [
            link(
                reverse("decision_tools:version", args=[code, one.number]), f"Version {one.number}"
            ),
            standing(one),
            one.note,
            link(
                reverse("decision_tools:compare", args=[code, one.number - 1, one.number]),
                f"What changed in version {one.number}",
            )
            if one.number > 1
            else "",
        ]
        for one in found
    ]


@page(signed_in=True)
def compare(request: SignedIn, code: str, number: int, other: int) -> HttpResponse:
    """What changed between two versions, in plain words."""
    before, after = version_here(request, code, number), version_here(request, code, other)
    context = {
        "before": before,
        "after": after,
        "standing": standing(after),
        "changes": differences(before.definition, after.definition),
    }
    return render(request, "decision_tools/compare.html", context)


@page(signed_in=True)
def try_out(request: SignedIn, code: str) -> HttpResponse:
    """Training: go through a tool without recording anything."""
    version = version_here(request, code)
    run = running(request, queries.definition_of(version))
    context: dict[str, Any] = {"tool": version.tool, "run": run}
    if run.form is not None:
        context["form"] = run.form
    return render(request, "decision_tools/try.html", context)


@page(Permission.SETTINGS_MANAGE)
def new_version(request: SignedIn, code: str) -> HttpResponse:
    """Write the next version as text, beginning from the newest."""
    organisation, tool = organisation_of(request), tool_here(request, code)
    newest = queries.versions_of(tool)[0]
    initial = {"definition": as_yaml(newest.definition, KEYS)}
    form = DefinitionForm.of(request, initial=initial, code=code)
    if form.is_valid() and form.attempt(
        operations.save_draft,
        organisation,
        form.cleaned_data["definition"],
        by=request.user,
        note=form.cleaned_data["note"],
    ):
        words = "The draft is saved. Read it through, then publish it."
        return done(request, words, "decision_tools:draft", code)
    context = {
        "title": f"{tool.name} as text",
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
    published = operations.publish_version(version_here(request, code, number), by=request.user)
    words = f"Version {published.number} is in use from now on."
    return done(request, words, "decision_tools:one", published.tool.code)

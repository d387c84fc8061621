"""Writing the next version of a tool: its questions, answers and outcomes, one page each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.decision_tools import editing, operations, queries
from goldthread.decision_tools.parsing import faults_of
from goldthread.web.decision_tools.draft_forms import (
    AboutForm,
    NewToolForm,
    OutcomeForm,
    PublishForm,
    QuestionForm,
    Seen,
    places,
)
from goldthread.web.decision_tools.draft_presenters import LISTED, present_draft, to_mend
from goldthread.web.decision_tools.finding import draft_here, tool_here
from goldthread.web.decision_tools.runner import running
from goldthread.web.pages import SignedIn, done, organisation_of, page, render, status_of
from goldthread.workflow.refusals import CHANGED_MEANWHILE, Refused

Data = Mapping[str, Any]
SEEN = "seen"


@page(Permission.SETTINGS_MANAGE)
def new_tool(request: SignedIn) -> HttpResponse:
    """Begin a tool of one's own."""
    organisation = organisation_of(request)
    form = NewToolForm.of(request)
    if form.is_valid():
        taken = [*queries.tools_of(organisation.pk).values_list("code", flat=True), "new", "runs"]
        name = form.cleaned_data["name"].strip()
        data = editing.new_tool(
            editing.slug(name, taken, "tool"), name, form.cleaned_data["purpose"].strip()
        )
        if form.attempt(operations.save_draft, organisation, data, by=request.user):
            words = "The draft is begun. Write its questions and outcomes."
            return done(request, words, "decision_tools:draft", form.outcome.tool.code)
    context = {
        "title": "New decision tool",
        "form": form,
        "button": "Begin",
        "back": reverse("decision_tools:list"),
    }
    return render(request, "layouts/form.html", context)


@page(Permission.SETTINGS_MANAGE, methods=("POST",))
def begin(request: SignedIn, code: str) -> HttpResponse:
    """Begin a draft from the newest version, or go on with the one that is there."""
    operations.begin_draft(tool_here(request, code), by=request.user)
    return redirect("decision_tools:draft", code)


@page(Permission.SETTINGS_MANAGE)
def draft(request: SignedIn, code: str) -> HttpResponse:
    """The whole draft; sent, it is put into use, or what stands in the way is named."""
    version = draft_here(request, code)
    form = PublishForm.of(request, record=Seen(version.revision))
    mend = to_mend(version)
    if form.is_valid():
        try:
            published = operations.publish_version(
                version, by=request.user, note=form.cleaned_data["note"], seen=version.revision
            )
        except Refused as refused:
            if CHANGED_MEANWHILE in refused.codes:
                form.add_refusals(refused)
            return _draft_page(request, version, form, mend, status_of(refused))
        words = f"Version {published.number} is in use from now on."
        return done(request, words, "decision_tools:one", code)
    return _draft_page(request, version, form, mend if form.is_bound else ())


def _draft_page(
    request: SignedIn, version: Any, form: PublishForm, mend: Any, status: int | None = None
) -> HttpResponse:
    before = queries.in_use(version.tool.organisation_id, version.tool.code)
    context = {"draft": present_draft(version, before), "mend": mend, "form": form}
    return render(request, "decision_tools/draft.html", context, status)


@page(Permission.SETTINGS_MANAGE)
def about(request: SignedIn, code: str) -> HttpResponse:
    """The name, purpose, source and first question."""
    version = draft_here(request, code)
    keys = ("name", "purpose", "source", "start")
    form = AboutForm.of(
        request,
        record=Seen(version.revision),
        definition=version.definition,
        initial={key: version.definition.get(key, "") for key in keys},
    )
    if form.is_valid():
        words = {key: form.cleaned_data[key].strip() for key in keys}
        if _changed(request, form, version, lambda data: editing.say_about(data, **words)):
            return _back(code, "about")
    title = f"About {version.tool.name}"
    return _part_page(request, version, form, title, "decision_tools/draft_part.html")


@page(Permission.SETTINGS_MANAGE)
def question(request: SignedIn, code: str, place: str) -> HttpResponse:
    """One question with its answers."""
    version = draft_here(request, code)
    row = _row(version, "question", place)
    form = QuestionForm.of(
        request,
        record=Seen(version.revision),
        row=row,
        leads=places(version.definition, place),
    )
    if form.is_valid() and _changed(
        request,
        form,
        version,
        lambda data: editing.set_question(data, place, form.words, form.answers),
    ):
        return _back(code, place)
    return _part_page(
        request, version, form, "Change a question", "decision_tools/draft_question.html"
    )


@page(Permission.SETTINGS_MANAGE)
def outcome(request: SignedIn, code: str, place: str) -> HttpResponse:
    """One outcome."""
    version = draft_here(request, code)
    form = OutcomeForm.of(
        request,
        record=Seen(version.revision),
        row=_row(version, "outcome", place),
        definition=version.definition,
    )
    if form.is_valid() and _changed(
        request,
        form,
        version,
        lambda data: editing.set_outcome(data, place, form.words, form.asked),
    ):
        return _back(code, place)
    return _part_page(request, version, form, "Change an outcome", "decision_tools/draft_part.html")


def _row(version: Any, kind: str, place: str) -> Data:
    found = editing.find(version.definition, kind, place)
    if found is None:
        raise Http404
    return found


def _changed(
    request: SignedIn, form: Any, version: Any, change: Callable[[Data], dict[str, Any]]
) -> bool:
    return bool(
        form.attempt(
            operations.change_draft, version, change, seen=version.revision, by=request.user
        )
    )


def _back(code: str, place: str) -> HttpResponse:
    return redirect(f"{reverse('decision_tools:draft', args=[code])}#{place}")


def _part_page(
    request: SignedIn, version: Any, form: Any, title: str, template: str
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "tool": version.tool,
        "now": present_draft(version, None) if form.changed else None,
    }
    return render(request, template, context)


@page(Permission.SETTINGS_MANAGE, methods=("POST",))
def add(request: SignedIn, code: str, kind: str) -> HttpResponse:
    """One more question or outcome, to be written at once."""
    version = draft_here(request, code)
    made: list[str] = []

    def adding(data: Data) -> dict[str, Any]:
        changed, identifier = editing.add(data, kind, "")
        made.append(identifier)
        return changed

    _at_once(request, version, kind, adding)
    return redirect(f"decision_tools:draft_{kind}", code, made[0])


@page(Permission.SETTINGS_MANAGE, methods=("POST",))
def move(request: SignedIn, code: str, kind: str, place: str) -> HttpResponse:
    """A question or an outcome one place up or down."""
    version = draft_here(request, code)
    steps = -1 if request.POST.get("to") == "up" else 1
    _at_once(request, version, kind, lambda data: editing.move(data, kind, place, steps))
    return _back(code, place)


@page(Permission.SETTINGS_MANAGE, methods=("POST",))
def remove(request: SignedIn, code: str, kind: str, place: str) -> HttpResponse:
    """A question or an outcome taken out; answers that led to it are named until they lead on."""
    version = draft_here(request, code)
    _row(version, kind if kind in LISTED else "question", place)
    _at_once(request, version, kind, lambda data: editing.remove(data, kind, place))
    return done(request, f"The {kind} is taken out of the draft.", "decision_tools:draft", code)


@page(Permission.SETTINGS_MANAGE, methods=("POST",))
def start_again(request: SignedIn, code: str) -> HttpResponse:
    """Throw away what the draft changed: it is again as the version in use."""
    version = draft_here(request, code)
    used = queries.current(version.tool.organisation_id, code)
    _at_once(request, version, "question", lambda _: dict(used.definition))
    words = f"The draft is again as version {used.number}, which is in use."
    return done(request, words, "decision_tools:draft", code)


def _at_once(
    request: SignedIn, version: Any, kind: str, change: Callable[[Data], dict[str, Any]]
) -> None:
    """A change made with one button, against the revision that the page showed."""
    seen = request.POST.get(SEEN, "")
    if kind not in LISTED or not seen.isdecimal():
        raise Http404
    operations.change_draft(version, change, seen=int(seen), by=request.user)


@page(Permission.SETTINGS_MANAGE)
def preview(request: SignedIn, code: str) -> HttpResponse:
    """Go through the draft as it will be used; nothing is stored."""
    version = draft_here(request, code)
    if faults_of(version.definition):
        form = PublishForm.of(request, record=Seen(version.revision))
        return _draft_page(request, version, form, to_mend(version), 422)
    run = running(request, queries.definition_of(version))
    context: dict[str, Any] = {"tool": version.tool, "run": run, "preview": version.number}
    if run.form is not None:
        context["form"] = run.form
    return render(request, "decision_tools/try.html", context)

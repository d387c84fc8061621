"""Pages of instruments."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.instruments import operations, queries
from goldthread.instruments.scoring import score, wrong_answers
from goldthread.instruments.terms import ANSWERS_NEEDED
from goldthread.web.components import link
from goldthread.web.decision_tools.forms import DefinitionForm, as_yaml
from goldthread.web.decision_tools.presenters import standing
from goldthread.web.instruments.forms import AnswersForm
from goldthread.web.instruments.presenters import present, scored
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.workflow.refusals import Refusal, Refused

KEYS = (
    "code", "name", "kind", "purpose", "source", "unit_of_sampling", "cohort", "vignette",
    "standard", "pass_rule", "sections", "criteria",
)  # fmt: skip


def _version(request: SignedIn, code: str, number: int | None = None) -> Any:
    """The version asked for (the one in use when None), of the person's own organisation."""
    organisation = organisation_of(request).pk
    found = (
        queries.in_use(organisation, code)
        if number is None
        else queries.version_of(organisation, code, number)
    )
    if found is None or (found.is_draft and not _edits(request)):
        raise Http404
    return found


def _edits(request: SignedIn) -> bool:
    return scope_of(request.user).holds(Permission.SETTINGS_MANAGE)


@page(signed_in=True)
def index(request: SignedIn) -> HttpResponse:
    """The organisation's instruments."""
    rows = []
    for one in queries.instruments_of(organisation_of(request).pk):
        versions = list(queries.versions_of(one))
        published = next((version for version in versions if not version.is_draft), None)
        draft = next((version for version in versions if version.is_draft), None)
        name = (
            link(reverse("instruments:one", args=[one.code]), one.name) if published else one.name
        )
        rows.append(
            [
                name,
                one.get_kind_display(),
                standing(published) if published else "Not published yet",
                _draft_cell(request, one.code, draft),
            ]
        )
    return render(request, "instruments/list.html", {"rows": rows})


def _draft_cell(request: SignedIn, code: str, draft: Any) -> Any:
    if draft is None:
        return ""
    if not _edits(request):
        return "A draft is being prepared"
    address = reverse("instruments:version", args=[code, draft.number])
    return link(address, f"Draft of version {draft.number}")


@page(signed_in=True)
def one(request: SignedIn, code: str, number: int | None = None) -> HttpResponse:
    """One version: what it asks, what it counts, and when a case passes."""
    version = _version(request, code, number)
    history = [
        [
            link(
                reverse("instruments:version", args=[code, other.number]), f"Version {other.number}"
            ),
            standing(other),
            other.note,
        ]
        for other in queries.versions_of(version.instrument)
        if not other.is_draft or _edits(request)
    ]
    context = {
        "instrument": present(version, queries.definition_of(version)),
        "history": history,
        "draft": version.is_draft,
        "edits": _edits(request),
    }
    return render(request, "instruments/one.html", context)


@page(signed_in=True)
def preview(request: SignedIn, code: str, number: int) -> HttpResponse:
    """The instrument as it will be asked; the answers are scored and not kept."""
    version = _version(request, code, number)
    definition = queries.definition_of(version)
    form = AnswersForm.of(request, definition=definition)
    rows: list[list[str]] = []
    passes: bool | None = None
    if form.is_valid():
        wrong = wrong_answers(definition, form.answers)
        if wrong:
            form.add_refusals(Refused(Refusal(ANSWERS_NEEDED, w, n) for n, w in wrong.items()))
        else:
            result = score(definition, form.answers)
            rows, passes = scored(definition, result), result.passes
    context = {
        "instrument": present(version, definition),
        "form": form,
        "sections": [
            (section.title, [question.id for question in section.questions])
            for section in definition.sections
        ],
        "rows": rows,
        "passes": passes,
    }
    return render(request, "instruments/preview.html", context)


@page(Permission.SETTINGS_MANAGE)
def new_version(request: SignedIn, code: str) -> HttpResponse:
    """Write the next version as a draft, beginning from the newest."""
    organisation = organisation_of(request)
    instrument = queries.instruments_of(organisation.pk).filter(code=code).first()
    if instrument is None:
        raise Http404
    newest = queries.versions_of(instrument)[0]
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
            "The draft is saved. Preview it, then publish it.",
            "instruments:version",
            draft.instrument.code,
            draft.number,
        )
    context = {
        "title": f"New version of {instrument.name}",
        "form": form,
        "button": "Save as a draft",
        "lead": "A draft is checked: a criterion that could not be scored is named. Nobody uses it "
        "until you publish it, and a re-audit goes on with the version of its baseline.",
        "back": reverse("instruments:list"),
    }
    return render(request, "layouts/form.html", context)


@page(Permission.SETTINGS_MANAGE, methods=("POST",))
def publish(request: SignedIn, code: str, number: int) -> HttpResponse:
    """Put a draft into use."""
    published = operations.publish_version(_version(request, code, number), by=request.user)
    return done(
        request,
        f"Version {published.number} is in use from now on.",
        "instruments:one",
        published.instrument.code,
    )

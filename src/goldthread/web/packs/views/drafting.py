"""Drafting a pack, writing in it, taking its figures anew, freezing it, throwing it away."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.domain.governance.packs import operations, queries
from goldthread.domain.governance.packs import transitions as moves
from goldthread.domain.governance.packs.operations import Period
from goldthread.domain.governance.packs.terms import definitions
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.incidents.set_lists import every_theme
from goldthread.web import forms
from goldthread.web.components import Change
from goldthread.web.incidents.finding import one_of
from goldthread.web.packs.finding import pack_or_404
from goldthread.web.packs.forms import DiscardForm, DraftForm, WordsForm
from goldthread.web.pages import SignedIn, done, organisation_of, page, render

P = Permission.PACK_PREPARE
FORM = "layouts/form.html"


@page(P)
def new(request: SignedIn, kind: str) -> HttpResponse:
    """Choose what the pack is about, and draft it from the records as they stand."""
    definition = definitions().get(kind)
    if definition is None:
        raise Http404
    units = {str(unit.pk): unit for unit in queries.units_prepared_by(request.user)}
    offered = [
        (pk, "\u2003" * (unit.path.count("/") - 2) + unit.name) for pk, unit in units.items()
    ]
    themes = {str(one.pk): one for one in every_theme(organisation_of(request).pk)}
    form = DraftForm.of(
        request,
        definition=definition,
        units=offered,
        themes=[(pk, one.name) for pk, one in themes.items()],
        initial={"unit": next(iter(units), ""), "incident": request.GET.get("incident", "")},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _drafted(request, form, kind, units, themes)
    ):
        return done(request, moves.DRAFT.done, "packs:one", form.outcome.pk)
    context = {
        "title": definition.label,
        "lead": definition.purpose,
        "form": form,
        "button": moves.DRAFT.label,
        "back": reverse("packs:list"),
        "cancel": reverse("packs:list"),
    }
    return render(request, FORM, context)


def _drafted(
    request: SignedIn, form: DraftForm, kind: str, units: dict[str, Any], themes: dict[str, Any]
) -> bool:
    if "incident" not in form.fields:
        unit = units[form.cleaned_data["unit"]]
        theme = themes.get(form.cleaned_data.get("theme", ""))
        return form.attempt(operations.draft, kind, unit, form.chosen, theme=theme, by=request.user)
    reference = form.cleaned_data["incident"].strip()
    found = (
        one_of(incidents_visible_to(request.user), reference, request.user) if reference else None
    )
    if found is None:
        form.add_error("incident", "There is no incident with this reference that you may open")
        return False
    since = timezone.localdate(found.reported_at)
    days = Period(since, max(since, timezone.localdate()))
    return form.attempt(operations.draft, kind, found.unit, days, incident=found, by=request.user)


@page(P)
def words(request: SignedIn, pk: int, section: str) -> HttpResponse:
    """Write what you say of one section. Its figures stay as they are."""
    pack = _draft(request, pk)
    part = next((one for one in queries.sections_of(pack) if one["code"] == section), None)
    if part is None:
        raise Http404
    written = queries.commentary_of(pack).get(section)
    seen = SimpleNamespace(version=written.version if written else 0)
    form = WordsForm.of(request, record=seen, initial={"words": part["words"]})
    if request.method == "POST" and form.is_valid() and form.attempt(
        operations.write, pack, section, form.cleaned_data["words"], seen=seen.version,
        by=request.user,
    ):  # fmt: skip
        return done(request, moves.WRITE.done, "packs:one", pk)
    context = {
        "pack": pack,
        "part": part,
        "title": part["title"],
        "form": form,
        "button": moves.WRITE.label,
        "back": reverse("packs:one", args=[pk]),
        "cancel": reverse("packs:one", args=[pk]),
        "changes": _meanwhile(written) if form.changed else [],
    }
    return render(request, "packs/words.html", context)


def _meanwhile(written: Any) -> list[Change]:
    """The words someone else saved while these were being written."""
    by = written.edited_by.name if written.edited_by else ""
    return [Change(f"“{written.words}”", by, written.edited_at)]


@page(P, methods=("POST",))
def figures(request: SignedIn, pk: int) -> HttpResponse:
    """Take the figures anew."""
    operations.assemble(_draft(request, pk), by=request.user)
    return done(request, moves.ASSEMBLE.done, "packs:one", pk)


@page(P)
def freeze(request: SignedIn, pk: int) -> HttpResponse:
    """Say what freezing means, and freeze."""
    pack = _draft(request, pk)
    form = forms.Form.of(request, record=pack)
    if request.method == "POST" and form.is_valid() and form.attempt(
        operations.freeze, pack, by=request.user
    ):  # fmt: skip
        return done(request, moves.FREEZE.done, "packs:one", pk)
    before = queries.latest_like(pack)
    lead = (
        "A frozen pack never changes, whatever happens to the records. Readers can open, print and "
        "take it. A mistake is mended by freezing a new one, which takes its place."
    )
    if before is not None:
        lead += f" It takes the place of the one frozen before for the same days: {before.title}."
    back = reverse("packs:one", args=[pk])
    context = {
        "title": f"Freeze: {pack.title}",
        "lead": lead,
        "form": form,
        "button": moves.FREEZE.label,
        "back": back,
        "cancel": back,
    }
    return render(request, FORM, context)


@page(P)
def discard(request: SignedIn, pk: int) -> HttpResponse:
    """Throw the draft away."""
    pack = _draft(request, pk)
    form = DiscardForm.of(request, record=pack)
    if request.method == "POST" and form.is_valid() and form.attempt(
        operations.discard, pack, form.cleaned_data["reason"], by=request.user
    ):  # fmt: skip
        return done(request, moves.DISCARD.done, "packs:list")
    back = reverse("packs:one", args=[pk])
    context = {
        "title": f"Throw away: {pack.title}",
        "form": form,
        "button": moves.DISCARD.label,
        "back": back,
        "cancel": back,
    }
    return render(request, FORM, context)


def _draft(request: SignedIn, pk: int) -> Any:
    """A pack the person may prepare; whether it is still a draft is for the operation to say."""
    pack = pack_or_404(request, pk)
    if not queries.may_prepare(request.user, pack):
        raise Http404
    return pack

"""Categories, themes, pathways and service models: four lists with the same three pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.incidents import operations, set_lists
from goldthread.domain.incidents.terms import TagKind
from goldthread.web.administration.editing import edit, seen, whole_organisation
from goldthread.web.administration.forms.words import CategoryForm, TagForm, ThemeForm
from goldthread.web.administration.presenters import list_rows
from goldthread.web.pages import SignedIn, done, page, render

P = Permission.SETTINGS_MANAGE


@dataclass(frozen=True)
class WordList:
    """One list: its words on the page, its rows, its form, and how a row is added and saved.

    `fields` are those of the row that the form holds besides its name.
    """

    name: str
    title: str
    one: str
    lead: str
    rows: Callable[[int], Any]
    form: type[TagForm]
    add: Callable[..., Any]
    save: Callable[..., Any]
    fields: tuple[str, ...] = ()


def _tags(kind: TagKind, name: str, title: str, one: str, lead: str) -> WordList:
    def add(organisation: Any, **typed: Any) -> Any:
        return operations.add_tag(organisation, kind, **typed)

    def save(organisation: Any, code: str, **typed: Any) -> Any:
        return operations.save_tag(organisation, kind, code, **typed)

    rows = partial(set_lists.every_tag, kind=kind)
    return WordList(name, title, one, lead, rows, TagForm, add, save)


LISTS = {
    one.name: one
    for one in (
        WordList(
            "categories",
            "Categories",
            "category",
            "What kind of event it was. One is chosen at triage.",
            set_lists.every_category,
            CategoryForm,
            operations.add_category,
            operations.save_category,
            ("description",),
        ),
        WordList(
            "themes",
            "Themes",
            "theme",
            "Why things like this happen. Several may fit one incident. The four that come with "
            "the product can be renamed and stay in use, so that providers can be compared.",
            set_lists.every_theme,
            ThemeForm,
            operations.add_theme,
            operations.save_theme,
            ("description", "phrases"),
        ),
        _tags(
            TagKind.PATHWAY,
            "pathways",
            "Pathways",
            "pathway",
            "What people are being helped with. An incident can be tagged with one.",
        ),
        _tags(
            TagKind.SERVICE_MODEL,
            "service_models",
            "Service models",
            "service model",
            "How a team works. A team can have one, and an incident can be tagged with one.",
        ),
    )
}


@page(P, methods=("GET", "HEAD"))
def index(request: SignedIn, which: str) -> HttpResponse:
    """The rows of a list, those in use first."""
    held = LISTS[which]
    rows = list_rows(held.rows(whole_organisation(request).pk), which)
    context = {"list": held, "rows": rows, "add": reverse(f"administration:{which}_new")}
    return render(request, "administration/word_list.html", context)


@page(P)
def add(request: SignedIn, which: str) -> HttpResponse:
    """Add a row."""
    held, organisation = LISTS[which], whole_organisation(request)
    form = held.form.of(request)
    form.fields.pop("retired", None)
    if form.is_valid() and form.attempt(
        held.add, organisation, by=request.user, **form.cleaned_data
    ):
        return done(request, f"{form.outcome.name} is added.", f"administration:{which}")
    back = reverse(f"administration:{which}")
    return edit(request, form, f"Add a {held.one}", back, button="Add")


@page(P)
def one(request: SignedIn, which: str, code: str) -> HttpResponse:
    """Rename a row, say more about it, or retire it."""
    held, organisation = LISTS[which], whole_organisation(request)
    row = held.rows(organisation.pk).filter(code=code).first()
    if row is None:
        raise Http404
    initial = {"name": row.name, "retired": row.retired_on is not None}
    initial |= {name: _text(getattr(row, name)) for name in held.fields}
    extra = {"built_in": row.built_in} if held.form is ThemeForm else {}
    form = held.form.of(request, initial=initial, record=seen(row), **extra)
    if form.is_valid() and form.attempt(
        held.save, organisation, code, by=request.user, **form.cleaned_data
    ):
        return done(request, f"{form.outcome.name} is saved.", f"administration:{which}")
    lead = "This theme comes with the product. You can rename it." if extra.get("built_in") else ""
    return edit(request, form, row.name, reverse(f"administration:{which}"), record=row, lead=lead)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "\n".join(value)

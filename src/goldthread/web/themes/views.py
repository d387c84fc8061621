"""The list of found themes, the page of one, and naming, merging, splitting, pinning, adopting."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.incidents import queries as incidents
from goldthread.domain.insight.themes import operations, queries
from goldthread.domain.insight.themes.terms import FEWEST_ACCOUNTS
from goldthread.trail.queries import of_record
from goldthread.web.incidents.presenters.history import history
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.themes import presenters
from goldthread.web.themes.forms import AdoptForm, MergeForm, NameForm

P = Permission
READ = ("GET", "HEAD")
NEWEST = 20


def theme_of(request: SignedIn, pk: int) -> Any:
    """The found theme where the reader sees incidents, or 404."""
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


@page(P.INCIDENT_VIEW, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """What accounts have in common, the largest theme first."""
    seen = queries.sighted(request.user, queries.visible_to(request.user))
    context = {
        "rows": [presenters.shown(one) for one in seen],
        "fewest": FEWEST_ACCOUNTS,
    }
    return render(request, "themes/list.html", context)


@page(P.INCIDENT_VIEW, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One theme: its terms, its accounts, and what people did with it."""
    theme = theme_of(request, pk)
    seen = queries.sighted(request.user, [theme])
    newest = list(queries.incidents_in(request.user, theme)[: NEWEST + 1])
    may_shape = queries.may_shape(request.user, theme.organisation_id)
    context = {
        "theme": theme,
        "shown": presenters.shown(seen[0]) if seen else None,
        "name": theme.name[:1].upper() + theme.name[1:],
        "newest": presenters.examples(newest[:NEWEST]),
        "more": len(newest) > NEWEST,
        "may_shape": may_shape,
        "history": history(of_record(queries.RECORD_TYPE, theme.pk)) if may_shape else [],
    }
    return render(request, "themes/one.html", context)


@page(P.THEME_SHAPE)
def rename(request: SignedIn, pk: int) -> HttpResponse:
    """Give it a name that no later night takes away."""
    theme = theme_of(request, pk)
    form = NameForm.of(request, record=theme, initial={"name": theme.name})
    if form.is_valid() and form.attempt(
        operations.rename, theme, form.cleaned_data["name"], by=request.user
    ):
        return done(request, "The theme has its name.", "found_themes:one", pk)
    return _form_page(request, theme, form, "Rename this theme", "Save the name")


@page(P.THEME_SHAPE)
def merge(request: SignedIn, pk: int) -> HttpResponse:
    """Make one theme of two."""
    theme = theme_of(request, pk)
    form = MergeForm.of(request, record=theme, others=queries.others(theme))
    if form.is_valid():
        into = form.others[form.cleaned_data["into"]]
        if form.attempt(operations.merge, theme, into, by=request.user):
            return done(request, "The two themes are one.", "found_themes:one", into.pk)
    lead = "Its accounts move to the theme you choose, which keeps its name. Later nights keep them together."
    return _form_page(request, theme, form, f"Merge “{theme.name}”", "Merge", lead)


@page(P.THEME_SHAPE)
def adopt(request: SignedIn, pk: int) -> HttpResponse:
    """Make it one of the organisation's own themes."""
    theme = theme_of(request, pk)
    ours = incidents.themes(theme.organisation_id)
    form = AdoptForm.of(request, record=theme, themes=ours, initial={"name": ""})
    if form.is_valid() and form.attempt(
        operations.adopt,
        theme,
        ours=form.themes.get(form.cleaned_data["ours"]),
        name=form.cleaned_data["name"],
        by=request.user,
    ):
        return done(request, "It is one of your themes now.", "found_themes:one", pk)
    lead = (
        "A new theme can be chosen at triage, and is suggested where its words stand in an "
        "account. No incident is given a theme by this: people do that."
    )
    return _form_page(request, theme, form, "Make it one of your themes", "Save", lead)


@page(P.THEME_SHAPE, methods=("POST",))
def split(request: SignedIn, pk: int) -> HttpResponse:
    """Make two themes of one."""
    _, made = operations.split(theme_of(request, pk), by=request.user)
    words = "The theme is two now. Look at both and name them."
    return done(request, words, "found_themes:one", made.pk)


@page(P.THEME_SHAPE, methods=("POST",))
def pin(request: SignedIn, pk: int) -> HttpResponse:
    """Keep it whatever later nights find, or leave it to them again."""
    theme = operations.pin(theme_of(request, pk), request.POST.get("pin") == "1", by=request.user)
    words = "Pinned: it is kept." if theme.pinned else "No longer pinned."
    return done(request, words, "found_themes:one", pk)


def _form_page(
    request: SignedIn, theme: Any, form: Any, title: str, button: str, lead: str = ""
) -> HttpResponse:
    back = reverse("found_themes:one", args=[theme.pk])
    context = {
        "form": form,
        "title": title,
        "button": button,
        "lead": lead or f"Its terms: {', '.join(theme.terms)}.",
        "back": back,
        "cancel": back,
    }
    return render(request, "layouts/form.html", context)

"""Setting up forums: terms, people, rhythm, agenda."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.access.queries import seen_units
from goldthread.access.terms import Permission
from goldthread.domain.governance.forums import operations, queries
from goldthread.domain.governance.forums.terms import Every
from goldthread.web.administration.editing import edit, seen
from goldthread.web.forums import presenters
from goldthread.web.forums.settings_forms import ForumForm, MemberForm
from goldthread.web.pages import SignedIn, done, organisation_of, page, render

P = Permission.FORUM_MANAGE


def _forum(request: SignedIn, pk: int) -> Any:
    return get_object_or_404(queries.forums_of(request.user), pk=pk)


@page(P, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Every forum one may change."""
    return render(request, "meetings/settings.html", {"forums": queries.forums_of(request.user)})


@page(P)
def add(request: SignedIn) -> HttpResponse:
    """Set up a forum of one's own."""
    form = _form(request, None)
    if form.is_valid() and form.attempt(
        operations.save_forum, form.chosen_unit, form.terms(None), by=request.user
    ):
        return done(request, "The forum is set up. Add its members.", "forums:one", form.outcome.pk)
    return edit(request, form, "Set up a forum", reverse("forums:index"), button="Set it up")


@page(P)
def terms(request: SignedIn, pk: int) -> HttpResponse:
    """Change what a forum is."""
    forum = _forum(request, pk)
    before = operations.present_terms(forum)
    form = _form(request, forum)
    if form.is_valid() and form.attempt(
        operations.save_forum, forum.unit, form.terms(before), forum=forum, by=request.user
    ):
        return done(request, "The forum is changed.", "forums:one", pk)
    back = reverse("forums:one", args=[pk])
    return edit(request, form, forum.name, back, record=forum)


def _form(request: SignedIn, forum: Any) -> ForumForm:
    unit = forum.unit if forum else organisation_of(request)
    units = [unit] if forum else seen_units(request.user, P)
    options: dict[str, Any] = {"units": units, "people": queries.possible_people(unit)}
    if forum:
        week = {"quarter_week" if forum.every == Every.QUARTERLY else "week": forum.week}
        names = ("name", "purpose", "chair_role", "chair", "quorum", "every", "month", "weekday",
                 "time", "agenda", "reports_to")  # fmt: skip
        initial = {name: getattr(forum, name) for name in names}
        chair = {"chair": forum.chair_id or "", "unit": forum.unit_id}
        options |= {"record": seen(forum), "initial": initial | chair | week}
    return ForumForm.of(request, **options)


@page(P)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """Its terms, its people, and adding one."""
    forum = _forum(request, pk)
    before = operations.present_terms(forum)
    here = {one.pk for one in before.members}
    people = [one for one in queries.possible_people(forum.unit) if one.pk not in here]
    form = MemberForm.of(request, people=people)
    if form.is_valid():
        joined = form.people[form.cleaned_data["members"]]
        wanted = replace(before, members=(*before.members, joined))
        if form.attempt(operations.save_forum, forum.unit, wanted, forum=forum, by=request.user):
            return done(request, f"{joined.name} belongs to the forum.", "forums:one", pk)
    context = {
        "forum": forum,
        "form": form,
        "terms": presenters.terms(forum),
        "members": list(queries.members_of(forum)),
        "short": forum.quorum > len(queries.expected(forum)),
    }
    return render(request, "meetings/setting.html", context)


@page(P, methods=("POST",))
def remove(request: SignedIn, pk: int, user: int) -> HttpResponse:
    """End a membership; what the person attended stays."""
    forum = _forum(request, pk)
    before = operations.present_terms(forum)
    wanted = replace(before, members=tuple(one for one in before.members if one.pk != user))
    operations.save_forum(forum.unit, wanted, forum=forum, by=request.user)
    return done(request, "No longer a member. What they attended stays.", "forums:one", pk)


@page(P, methods=("POST",))
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Plan no more meetings."""
    operations.close_forum(_forum(request, pk), by=request.user)
    return done(request, "The forum is closed. Its history stays.", "forums:one", pk)

"""Drawing who is asked, asking them, and what they remember."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.learning.bulletins.queries import visible_to as bulletins_visible_to
from goldthread.domain.learning.bulletins.terms import Status as BulletinStatus
from goldthread.domain.learning.recall import operations, queries
from goldthread.domain.learning.recall import transitions as moves
from goldthread.domain.learning.recall.terms import Status
from goldthread.instruments.queries import definition_of
from goldthread.web.instruments.forms import AnswersForm
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.recall import presenters as present
from goldthread.web.recall.forms import Ask, DrawForm, NotAskedForm

FORM = "layouts/form.html"
MOST = 50
SEES = (Permission.RECALL_ASK, Permission.CONTROL_VIEW)


@page(SEES, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Recall checks, newest first, each with what staff remember."""
    rows = queries.newest_first(queries.with_people(queries.visible_to(request.user)))
    found = list(rows[: MOST + 1])
    context = {
        "columns": present.COLUMNS,
        "rows": present.rows(found[:MOST]),
        "more": len(found) > MOST,
        "may_ask": scope_of(request.user).holds(Permission.RECALL_ASK),
    }
    return render(request, "recall/list.html", context)


@page(Permission.RECALL_ASK)
def new(request: SignedIn) -> HttpResponse:
    """Draw who is asked about published learning."""
    return _new(request, None)


@page(Permission.RECALL_ASK)
def new_for(request: SignedIn, pk: int) -> HttpResponse:
    """Draw who is asked about what a bulletin carried."""
    sent = bulletins_visible_to(request.user).filter(status=BulletinStatus.SENT)
    return _new(request, get_object_or_404(sent, pk=pk))


def _new(request: SignedIn, bulletin: Any) -> HttpResponse:
    initial: dict[str, Any] = {
        "size": 10,
        "ask_by": timezone.localdate() + dt.timedelta(days=14),
    }
    lead = "Chance decides who is asked, so that what they remember speaks for all of them."
    if bulletin is not None:
        first = bulletin.items.first()
        initial |= {"item": str(first.pk) if first else "", "roles": bulletin.roles}
        lead = f"To see what the bulletin “{bulletin.title}” brought about. {lead}"
    form = DrawForm.of(request, user=request.user, initial=initial)
    if _sent(request, form) and form.attempt(
        operations.draw_check, form.wanted(bulletin), by=request.user
    ):
        return done(request, moves.DRAW.done, "recall:one", form.outcome.pk)
    back = reverse("recall:list")
    context = {"title": "Ask what staff remember", "form": form, "button": "Draw them"}
    return render(request, FORM, {**context, "lead": lead, "back": back, "cancel": back})


@page(SEES, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """What is remembered, by team, how the draw was made, and who is still to be asked."""
    check = get_object_or_404(queries.visible_to(request.user), pk=pk)
    people = list(queries.people_of(check))
    found = queries.remembered(check, people)
    asks = queries.may_ask(request.user, check)
    open_now = check.status == Status.DRAWN
    context = {
        "check": check,
        "tone": present.TONES[Status(check.status)],
        "sentence": found.sentence,
        "bar": present.bar(found),
        "not_asked": present.not_asked_words(found),
        "teams": present.teams(check, people),
        "team_columns": present.TEAM_COLUMNS,
        "drawn": present.drawn_rows(check),
        "people": present.people_rows(people, asks=asks and open_now) if asks else (),
        "people_columns": present.PEOPLE_COLUMNS,
        "next": next((p for p in people if p.response_id is None and not p.not_asked), None)
        if asks and open_now
        else None,
        "finishes": asks and open_now and not found.waiting,
    }
    return render(request, "recall/one.html", context)


def _person(request: SignedIn, pk: int) -> Any:
    return get_object_or_404(queries.asked_visible_to(request.user), pk=pk)


@page(Permission.RECALL_ASK)
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Ask one person, and rate what they say."""
    person = _person(request, pk)
    check = person.check_of
    definition = definition_of(check.instrument_version)
    form = AnswersForm.of(request, definition=definition, prefix=f"person{pk}")
    if form.is_valid() and form.attempt(
        operations.record_answer, person, form.answers, by=request.user, comments=form.comments
    ):
        return _to_next(request, check)
    context = {
        "person": person,
        "check": check,
        "form": form,
        "sections": [
            (section.title, [question.id for question in section.questions])
            for section in definition.sections
        ],
    }
    return render(request, "recall/ask.html", context)


def _to_next(request: SignedIn, check: Any) -> HttpResponse:
    left = queries.waiting_in(check).count()
    words = f"Recorded. {left} still to be asked." if left else "Recorded. Everyone was asked."
    return done(request, words, "recall:one", check.pk)


@page(Permission.RECALL_ASK)
def not_asked(request: SignedIn, pk: int) -> HttpResponse:
    """Note why someone was not asked; nobody takes their place."""
    person = _person(request, pk)
    form = NotAskedForm.of(request)
    if _sent(request, form) and form.attempt(
        operations.note_not_asked, person, form.cleaned_data["because"], by=request.user
    ):
        return done(request, moves.SKIP.done, "recall:one", person.check_of_id)
    back = reverse("recall:one", args=[person.check_of_id])
    lead = f"{person.user.name}. It counts against nobody, and nobody takes their place."
    context = {"title": moves.SKIP.label, "form": form, "button": "Save", "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})


@page(Permission.RECALL_ASK)
def finish(request: SignedIn, pk: int) -> HttpResponse:
    """End the check."""
    check = get_object_or_404(queries.visible_to(request.user), pk=pk)
    form = Ask.of(request, record=check)
    if _sent(request, form) and form.attempt(operations.finish, check, by=request.user):
        return done(request, moves.FINISH.done, "recall:one", pk)
    back = reverse("recall:one", args=[pk])
    lead = queries.remembered(check).sentence
    context = {"title": moves.FINISH.label, "form": form, "button": "Finish", "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})


def _sent(request: SignedIn, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()

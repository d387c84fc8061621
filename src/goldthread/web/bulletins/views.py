"""Reading, acknowledging, writing and sending bulletins."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.learning.bulletins import operations, queries
from goldthread.domain.learning.bulletins import transitions as moves
from goldthread.domain.learning.bulletins.terms import Status
from goldthread.domain.learning.library.queries import by_reference, standings
from goldthread.web.bulletins import presenters as present
from goldthread.web.bulletins.forms import Ask, BulletinForm, UseForm, in_two_weeks, initial_of
from goldthread.web.learning.presenters import standing_words, tone
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.words import plural

FORM = "layouts/form.html"
MOST = 50
NAMES = 100


@page(Permission.LEARNING_VIEW, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Bulletins that wait for me, and what was sent."""
    found = list(queries.newest_first(queries.visible_to(request.user))[: MOST + 1])
    context = {
        "waiting": list(queries.waiting_for(request.user)[:MOST]),
        "columns": present.COLUMNS,
        "rows": present.rows(found[:MOST]),
        "more": len(found) > MOST,
        "may_send": scope_of(request.user).holds(Permission.BULLETIN_SEND),
    }
    return render(request, "bulletins/list.html", context)


def bulletin_of(request: SignedIn, pk: int) -> Any:
    rows = queries.visible_to(request.user).select_related("organisation", "sent_by", "made_by")
    return get_object_or_404(rows.prefetch_related("items", "units"), pk=pk)


@page(Permission.LEARNING_VIEW, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """The bulletin with its learning, how far it reached, and what teams answered."""
    bulletin, user = bulletin_of(request, pk), request.user
    copy = queries.received(bulletin, user)
    if copy is not None and copy.read_at is None and request.method == "GET":
        operations.open_copy(copy)
    sends = queries.may_send(user, bulletin)
    sent = bulletin.status == Status.SENT
    items = list(bulletin.items.all())
    stand = standings(items)
    names = list(queries.not_acknowledged(bulletin, user)[: NAMES + 1]) if sent else []
    context = {
        "bulletin": bulletin,
        "tone": present.TONES[Status(bulletin.status)],
        "copy": copy,
        "items": [(i, standing_words(stand[i.pk]), tone(stand[i.pk])) for i in items],
        "audience": present.audience_words(bulletin),
        "reach": present.reach_words(queries.reach_of(bulletin)) if sent else (),
        "answers": present.answers(bulletin, user) if sent else (),
        "answer_columns": present.ANSWER_COLUMNS,
        "names": present.waiting_rows(names[:NAMES]),
        "more_names": len(names) > NAMES,
        "joiners": len(queries.joiners(bulletin)) if sent and sends else 0,
        "carried": queries.actions_carried(bulletin, user).exists() if sent and sends else False,
        "recall": present.recall(bulletin, user) if sent else (),
        "may_ask": scope_of(user).holds(Permission.RECALL_ASK),
        "own": sends and not sent and bulletin.made_by_id == user.pk,
    }
    return render(request, "bulletins/one.html", context)


@page(Permission.BULLETIN_SEND)
def new(request: SignedIn) -> HttpResponse:
    """Write a bulletin, perhaps with a learning item chosen already."""
    organisation = organisation_of(request)
    item = by_reference(request.user, request.GET.get("item", "")).first()
    initial: dict[str, Any] = {"answer_by": in_two_weeks(timezone.localdate())}
    if item is not None:
        initial |= {"title": item.title, "items": [str(item.pk)]}
    form = BulletinForm.of(request, user=request.user, initial=initial)
    if _sent(request, form) and form.attempt(
        operations.write_bulletin, organisation, form.draft(), by=request.user
    ):
        return done(request, moves.DRAFT.done, "bulletins:one", form.outcome.pk)
    back = reverse("bulletins:list")
    context = {"title": moves.DRAFT.label, "form": form, "button": "Save", "back": back}
    return render(request, FORM, {**context, "cancel": back})


@page(Permission.BULLETIN_SEND)
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Change a bulletin before it is sent."""
    bulletin = bulletin_of(request, pk)
    initial = initial_of(queries.draft_of(bulletin))
    form = BulletinForm.of(request, user=request.user, record=bulletin, initial=initial)
    if _sent(request, form) and form.attempt(
        operations.edit_bulletin, bulletin, form.draft(), by=request.user
    ):
        return done(request, moves.EDIT.done, "bulletins:one", pk)
    return _page(request, form, bulletin, moves.EDIT.label, "Save")


@page(Permission.BULLETIN_SEND)
def send(request: SignedIn, pk: int) -> HttpResponse:
    """Send it, once, to the people who hold these roles today."""
    bulletin = bulletin_of(request, pk)
    form = Ask.of(request, record=bulletin)
    if _sent(request, form) and form.attempt(operations.send_bulletin, bulletin, by=request.user):
        return done(request, moves.SEND.done, "bulletins:one", pk)
    draft = queries.draft_of(bulletin)
    people, teams = queries.audience(draft.units, draft.roles), queries.teams_asked(draft.units)
    lead = (
        f"It goes to {plural(len(people), 'person', 'people')}, once, and asks "
        f"{plural(len(teams), 'team')} whether it applies. "
        "Whoever joins later can be sent it then."
    )
    return _page(request, form, bulletin, moves.SEND.label, "Send it now", lead)


@page(Permission.LEARNING_VIEW, methods=("POST",))
def acknowledge(request: SignedIn, pk: int) -> HttpResponse:
    """I read it."""
    operations.acknowledge(bulletin_of(request, pk), by=request.user)
    return done(request, "Thank you. It is noted that you read it.", "bulletins:one", pk)


@page(Permission.BULLETIN_SEND)
def joined(request: SignedIn, pk: int) -> HttpResponse:
    """Send it to those who joined since."""
    bulletin = bulletin_of(request, pk)
    form = Ask.of(request, record=bulletin)
    if _sent(request, form) and form.attempt(operations.add_joiners, bulletin, by=request.user):
        return done(request, moves.ADD_JOINERS.done, "bulletins:one", pk)
    found = queries.joiners(bulletin)
    joined_since = plural(len(found), "person", "people")
    lead = (
        f"{joined_since} joined these roles since. They are counted apart from the first audience."
    )
    return _page(request, form, bulletin, moves.ADD_JOINERS.label, "Send it to them", lead)


@page(Permission.BULLETIN_SEND)
def communicates(request: SignedIn, pk: int) -> HttpResponse:
    """Record an action as communicated by this bulletin."""
    bulletin = bulletin_of(request, pk)
    form = UseForm.of(request, actions=queries.actions_carried(bulletin, request.user))
    if _sent(request, form):
        action = form.actions.get(form.cleaned_data["action"])
        if action is None:
            form.add_error("action", "Choose the action it communicated")
        elif form.attempt(operations.use_as_communication, bulletin, action, by=request.user):
            return done(request, moves.USE.done, "bulletins:one", pk)
    reach = queries.reach_of(bulletin)
    lead = f"Reached: {reach.acknowledged} who acknowledged it, of {reach.of}."
    return _page(request, form, bulletin, moves.USE.label, "Record it", lead)


def _sent(request: SignedIn, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()


def _page(
    request: SignedIn, form: Any, bulletin: Any, title: str, button: str, lead: str = ""
) -> HttpResponse:
    back = reverse("bulletins:one", args=[bulletin.pk])
    context = {"title": title, "form": form, "button": button, "back": back, "cancel": back}
    return render(request, FORM, {**context, "lead": lead})

"""The feed, one item, its family version, and the learning of an incident."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.feedback import queries as feedback
from goldthread.domain.learning.library import queries
from goldthread.domain.learning.library.terms import Shown, Status
from goldthread.domain.learning.scenarios.queries import READING as SCENARIO_READERS
from goldthread.web.learning import presenters as present
from goldthread.web.learning.forms import FeedForm
from goldthread.web.pages import SignedIn, organisation_of, page, render

RECALL = (Permission.RECALL_ASK, Permission.CONTROL_VIEW)
PAGE = 20
VIEWS = (("", "All"), (Shown.VERIFIED, "Shown to work"), (Shown.RELAPSED, "Relapsed"))


@page(Permission.LEARNING_VIEW, methods=("GET", "HEAD"))
def feed(request: SignedIn) -> HttpResponse:
    """What was learnt, newest first, for all staff; by words, theme and whether it works."""
    form = FeedForm.filters(request, organisation=organisation_of(request))
    given = form.given
    view = request.GET.get("view", "")
    shown = view if view in Shown.values else ""
    found = queries.feed(
        request.user, text=given.get("q", ""), theme=given.get("theme", ""), shown=shown
    )
    start = _start(request, len(found))
    context = {
        "form": form,
        "cards": present.cards(found[start : start + PAGE]),
        "count": present.counted(found),
        "narrowed": bool(given),
        "views": VIEWS,
        "view": shown,
        "older": _older(request, start, len(found)),
        "newer": _at(request, max(0, start - PAGE)) if start else "",
        "may_write": queries.may_write(request.user),
        "may_answer": scope_of(request.user).holds(Permission.INCIDENT_REPORT),
        "may_ask": any(map(scope_of(request.user).holds, RECALL)),
    }
    return render(request, "learning/feed.html", context)


def _start(request: SignedIn, count: int) -> int:
    """Where the page begins; the feed is short enough to be counted."""
    asked = request.GET.get("from", "")
    return min(int(asked), count) if asked.isdecimal() and len(asked) < 7 else 0


def _older(request: SignedIn, start: int, count: int) -> str:
    return _at(request, start + PAGE) if start + PAGE < count else ""


def _at(request: SignedIn, start: int) -> str:
    address = request.GET.copy()
    address["from"] = str(start)
    return f"?{address.urlencode()}"


@page(Permission.LEARNING_WRITE, methods=("GET", "HEAD"))
def drafts(request: SignedIn) -> HttpResponse:
    """What is written and not published yet, of those you may work on."""
    rows = list(queries.unfinished(request.user)[:100])
    return render(request, "learning/drafts.html", {"rows": rows, "tones": present.STATUS_TONES})


def item_of(request: SignedIn, reference: str) -> Any:
    """The item with this reference, or 404."""
    rows = queries.with_page(queries.by_reference(request.user, reference))
    return get_object_or_404(rows)


@page((Permission.LEARNING_VIEW, Permission.LEARNING_WRITE), methods=("GET", "HEAD"))
def one(request: SignedIn, reference: str) -> HttpResponse:
    """One item: what happened, what was learnt, what changed, and whether it works."""
    item, user = item_of(request, reference), request.user
    standing = queries.standing_of(item)
    source = queries.source_shown(item, user)
    unfinished = item.status in (Status.DRAFT, Status.CHECKED)
    context = {
        "item": item,
        "standing": present.standing_words(standing),
        "tone": present.tone(standing),
        "status_tone": present.STATUS_TONES[item.status],
        "changes": present.changes(item, user),
        "facts": present.facts(item),
        "scenarios": list(queries.scenarios_on(item, user)[:5]),
        "may_use": any(map(scope_of(user).holds, SCENARIO_READERS)),
        "source": source,
        "care_plans": _care_plans(item, source),
        "steps": present.steps(item, user),
        "unfinished": unfinished,
        "left": queries.still_found(item) if unfinished else (),
        "accepted": list(queries.accepted(item)) if unfinished else (),
        "works": queries.may_work_on(user, item),
    }
    return render(request, "learning/one.html", context)


@page((Permission.LEARNING_VIEW, Permission.LEARNING_WRITE), methods=("GET", "HEAD"))
def by_number(request: SignedIn, pk: int) -> HttpResponse:
    """To the item's own address, for tasks and reminders, which know only its number."""
    item = get_object_or_404(queries.visible_to(request.user), pk=pk)
    return redirect("learning:one", item.reference)


def _care_plans(item: Any, source: Any) -> tuple[str, ...]:
    """What care plans show; of a restricted incident only to those who may open it."""
    if item.source is None or (item.source.restricted and source is None):
        return ()
    found = queries.care_plans(item.source)
    return found.sentences if found.affected or found.checked else ()


@page((Permission.LEARNING_VIEW, Permission.LEARNING_WRITE), methods=("GET", "HEAD"))
def family(request: SignedIn, reference: str) -> HttpResponse:
    """The family version by itself, to print or to hand over."""
    item = item_of(request, reference)
    if not item.family:
        raise Http404
    return render(request, "learning/family.html", {"item": item})


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def of_incident(request: SignedIn, reference: str) -> HttpResponse:
    """What was learnt from an incident you may open, and what its care plans show."""
    rows = incidents_visible_to(request.user)
    incident = get_object_or_404(rows, reference=reference)
    found = list(queries.from_incident(incident, request.user))
    plans = queries.care_plans(incident)
    context = {
        "incident": incident,
        "rows": [
            (one, present.address(one), present.STATUS_TONES[Status(one.status)]) for one in found
        ],
        "care_plans": plans.sentences,
        "updates": plans.updates,
        "told": list(feedback.told(incident)),
        "told_last": feedback.told_last(incident),
        "may_tell": feedback.may_tell(request.user, incident),
        "may_write": scope_of(request.user).holds(Permission.LEARNING_WRITE),
    }
    return render(request, "learning/of_incident.html", context)

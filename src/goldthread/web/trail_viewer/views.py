"""Reading the trail, and checking it on the spot."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents import operations, trail_reading
from goldthread.domain.incidents.queries import RECORD_TYPE
from goldthread.trail.queries import latest_checkpoint
from goldthread.trail.verification import Tally, verify_thread
from goldthread.web.incidents.finding import LOGGED_ROLE, one_of
from goldthread.web.pages import SignedIn, page, render
from goldthread.web.trail_viewer import presenters
from goldthread.web.trail_viewer.forms import TrailForm

P = Permission.TRAIL_VIEW
READ = ("GET", "HEAD")
PLACES = ("before", "after")


@page(P, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """What was done lately, by whom and when."""
    form = TrailForm.filters(request)
    wanted = form.wanted()
    entries = trail_reading.narrowed(request.user, trail_reading.readable(request.user), wanted)
    used = [value for value in vars(wanted).values() if value]
    context = {"filters": form, "in_use": len(used)}
    return render(request, "trail_viewer/all.html", context | _page(request, entries))


@page(P, methods=READ)
def incident(request: SignedIn, reference: str) -> HttpResponse:
    """The trail of one golden thread."""
    found = _incident(request, reference)
    _note_opening(request, found)
    entries = trail_reading.readable(request.user).filter(thread=found.pk)
    may_open = bool(trail_reading.openable(request.user, [found.pk]))
    context = {"incident": found, "may_open": may_open}
    return render(request, "trail_viewer/incident.html", context | _page(request, entries))


@page(P, methods=("POST",))
def check(request: SignedIn, reference: str) -> HttpResponse:
    """Check every chain of one golden thread now."""
    found, tally = _incident(request, reference), Tally()
    problems = list(verify_thread(found.pk, RECORD_TYPE, tally))
    context = {
        "incident": found,
        "checked": presenters.checked(problems, tally),
        "checkpoint": latest_checkpoint(),
    }
    return render(request, "trail_viewer/checked.html", context)


def _incident(request: SignedIn, reference: str) -> Any:
    incidents = trail_reading.incidents_of_trail(request.user)
    found = one_of(incidents, reference, request.user)
    if found is None:
        raise Http404
    return found


def _note_opening(request: SignedIn, found: Any) -> None:
    """Reading the trail of a restricted incident, or any as an inspector, is on the trail too."""
    if found.restricted or scope_of(request.user).holds_role(LOGGED_ROLE, found.unit_id):
        operations.opened_restricted(found, by=request.user)


def _page(request: SignedIn, entries: Any) -> dict[str, Any]:
    places = {name: request.GET.get(name, "") for name in PLACES}
    shown = trail_reading.page_of(entries, **places)
    query = {name: str(said) for name, said in request.GET.items() if name not in PLACES and said}
    return {
        "lines": presenters.lines(request.user, shown.entries),
        "older": _link(request, query, "before", shown.older),
        "newer": _link(request, query, "after", shown.newer),
        "checkpoint": latest_checkpoint(),
        "home": reverse("trail_viewer:all"),
    }


def _link(request: SignedIn, query: dict[str, str], name: str, place: str) -> str:
    return f"{request.path}?{urlencode(query | {name: place})}" if place else ""

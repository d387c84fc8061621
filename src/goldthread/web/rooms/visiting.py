"""What a guest sees: their rooms, what stands in one, and each thing in it. All of it is logged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.governance.packs.queries import restricted_now
from goldthread.domain.governance.rooms import operations, queries
from goldthread.domain.governance.rooms.terms import What
from goldthread.web.components import Row, link
from goldthread.web.packs import presenters as packs_present
from goldthread.web.packs.views.reading import chart_answer
from goldthread.web.packs.views.taking import file_answer
from goldthread.web.pages import SignedIn, page, render
from goldthread.web.words import date, when

READ = ("GET", "HEAD")
P = (Permission.ROOM_VISIT, Permission.ROOM_OPEN)
MOST = 50


@page(P, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """The rooms you are a guest of, and those you may open."""
    found = list(queries.in_list(queries.visible_to(request.user))[: MOST + 1])
    rows = [
        [
            link(f"/rooms/{one.pk}/", one.purpose),
            one.get_made_for_display(),
            _days(one),
            _state(one),
        ]
        for one in found[:MOST]
    ]
    context = {
        "columns": ("Room", "For", "Days", "State"),
        "rows": rows,
        "more": len(found) > MOST,
        "opens": scope_of(request.user).holds(Permission.ROOM_OPEN),
    }
    return render(request, "rooms/list.html", context)


def _days(room: Any) -> str:
    return f"{date(room.starts_on)} to {date(room.ends_on)}"


def _state(room: Any) -> str:
    return "Open" if not queries.shut_because(room) else "Not open now"


def _entered(request: SignedIn, pk: int) -> tuple[Any, bool, HttpResponse | None]:
    """The room, whether the person keeps it, and the page that says why a guest may not enter."""
    room = get_object_or_404(queries.in_list(queries.visible_to(request.user)), pk=pk)
    keeps = queries.keeps(request.user, room)
    shut = "" if keeps else queries.shut_because(room)
    if not shut:
        return room, keeps, None
    context = {"room": room, "why": shut}
    return room, keeps, render(request, "rooms/shut.html", context, status=403)


@page(P, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """What stands in the room. A guest's visit is written to the trail."""
    room, keeps, shut = _entered(request, pk)
    if shut is not None:
        return shut
    if not keeps:
        operations.note_opened(room, None, by=request.user)
    facts = [
        Row("For", room.get_made_for_display()),
        Row("Days", _days(room)),
        Row("Opened by", f"{room.opened_by.name}, {when(room.opened_at)}"),
    ]
    if keeps:
        names = ", ".join(one.name for one in room.guests.order_by("name"))
        facts.insert(1, Row("Guests", names))
    context = {
        "room": room,
        "facts": facts,
        "keeps": keeps,
        "shut": queries.shut_because(room),
        "things": [(one, _title(one)) for one in queries.things_of(room)],
        "measures": room.shows_measures and scope_of(request.user).holds(Permission.MEASURES_VIEW),
    }
    return render(request, "rooms/one.html", context)


def _title(thing: Any) -> str:
    if thing.what == What.PACK:
        return str(thing.pack.title)
    if thing.what == What.RECORD:
        return f"Incident {thing.incident.reference}"
    return f"{thing.get_bundle_display()}, {date(thing.since)} to {date(thing.until)}"


def _thing(request: SignedIn, pk: int, number: int) -> tuple[Any, Any, bool, HttpResponse | None]:
    """The room, a thing that stands in it, whether the person keeps the room, and why not."""
    room, keeps, shut = _entered(request, pk)
    thing = get_object_or_404(queries.things_of(room), pk=number)
    thing.room = room
    return room, thing, keeps, shut


@page(P, methods=READ)
def thing(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """A pack, a bundle or a record as it may be read in the room."""
    room, found, keeps, shut = _thing(request, pk, number)
    if shut is not None:
        return shut
    if _kept_back(found):
        why = "This was restricted to named people after it was put here. Ask whoever opened the room."
        return render(request, "rooms/shut.html", {"room": room, "why": why}, status=403)
    if not keeps:
        operations.note_opened(room, found, by=request.user)
    context = {"room": room, "thing": found, "title": _title(found), "keeps": keeps}
    return render(request, "rooms/thing.html", {**context, **_shown(found, request.user)})


def _kept_back(found: Any) -> bool:
    if found.what == What.RECORD:
        return bool(found.incident.restricted)
    return found.what == What.PACK and restricted_now(found.pack)


def _shown(found: Any, user: Any) -> dict[str, Any]:
    if found.what == What.PACK:
        return {"parts": packs_present.parts(found.pack, None, links=False), "pack": found.pack}
    if found.what == What.RECORD:
        return {"parts": packs_present.live_parts(queries.record_in(found))}
    bundle = queries.bundle_in(found, user)
    tables = [
        (part.label, part.columns, [[_cell(cell) for cell in row.cells] for row in part.rows],
         part.missing)
        for part in bundle.parts
    ]  # fmt: skip
    return {"tables": tables}


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return when(value)
    if isinstance(value, dt.date):
        return date(value)
    return "" if value is None else str(value)


@page(P, methods=READ)
def chart(request: SignedIn, pk: int, number: int, chart: int) -> HttpResponse:
    """One chart of a pack in the room."""
    _, found, _, shut = _thing(request, pk, number)
    if shut is not None:
        return shut
    if found.what != What.PACK or _kept_back(found):
        raise Http404
    return chart_answer(request, found.pack, chart)


@page(P, methods=READ)
def take(request: SignedIn, pk: int, number: int, form: str) -> HttpResponse:
    """The files of a pack in the room, where they are made. Taking them is on the trail."""
    room, found, keeps, shut = _thing(request, pk, number)
    if shut is not None:
        return shut
    if found.what != What.PACK:
        raise Http404
    if not keeps:
        operations.note_opened(room, found, by=request.user)
    return file_answer(found.pack, form, by=request.user)

"""Opening a room, putting things in and out, closing it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.governance.rooms import operations, queries
from goldthread.domain.governance.rooms import transitions as moves
from goldthread.domain.governance.rooms.terms import For, What
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.web import forms
from goldthread.web.incidents.finding import one_of
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.rooms.forms import OpenForm, PutForm

P = Permission.ROOM_OPEN
FORM = "layouts/form.html"


@page(P)
def new(request: SignedIn) -> HttpResponse:
    """Open a room for guests who hold its role."""
    units = {str(unit.pk): unit for unit in queries.units_opened_by(request.user)}
    people = {
        str(one.pk): (one, role)
        for role in For
        for one in queries.possible_guests(organisation_of(request), role)
    }
    form = OpenForm.of(request, initial={"unit": next(iter(units), ""), "shows_measures": True})
    form.offer("unit", [(pk, unit.name) for pk, unit in units.items()])
    form.offer("guests", [(pk, f"{one.name}, {role.label}") for pk, (one, role) in people.items()])
    if request.method == "POST" and form.is_valid():
        guests = [people[pk][0] for pk in form.cleaned_data["guests"]]
        unit = units[form.cleaned_data["unit"]]
        if form.attempt(operations.open_room, unit, form.opening(), guests, by=request.user):
            return done(request, moves.OPEN.done, "rooms:one", form.outcome.pk)
    lead = "Guests see what you put in, and nothing else of these pages. What they open is logged."
    return _page(request, form, "Open a room", moves.OPEN.label, reverse("rooms:list"), lead)


def _kept(request: SignedIn, pk: int) -> Any:
    room = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if not queries.keeps(request.user, room):
        raise Http404
    return room


@page(P)
def put(request: SignedIn, pk: int) -> HttpResponse:
    """Put a pack, a bundle or a record into the room."""
    room = _kept(request, pk)
    packs = {str(pack.pk): pack for pack in queries.packs_for(room)[:100]}
    form = PutForm.of(request, record=room)
    form.offer("pack", [(key, pack.title) for key, pack in packs.items()])
    if room.made_for == For.COMMISSIONER:
        form.offer("what", [(What.PACK.value, What.PACK.label)])
    if request.method == "POST" and form.is_valid() and _put(request, room, form, packs):
        return done(request, moves.PUT.done, "rooms:one", pk)
    lead = (
        "A commissioner reads packs made for readers outside."
        if room.made_for == For.COMMISSIONER
        else "A record is read from beginning to end as it stands; nothing of it can be changed."
    )
    back = reverse("rooms:one", args=[pk])
    return _page(request, form, f"Put into: {room.purpose}", moves.PUT.label, back, lead)


def _put(request: SignedIn, room: Any, form: PutForm, packs: dict[str, Any]) -> bool:
    said, by = form.cleaned_data, request.user
    if said["what"] == What.PACK:
        return form.attempt(operations.put_pack, room, packs[said["pack"]], by=by)
    if said["what"] == What.BUNDLE:
        days = (said["bundle"], said["since"], said["until"])
        return form.attempt(operations.put_bundle, room, *days, by=by)
    found = one_of(incidents_visible_to(by), said["incident"].strip(), by)
    if found is None:
        form.add_error("incident", "There is no incident with this reference that you may open")
        return False
    return form.attempt(operations.put_record, room, found, by=by)


@page(P, methods=("POST",))
def take_out(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Take a thing out of the room."""
    room = _kept(request, pk)
    thing = get_object_or_404(queries.things_of(room), pk=number)
    operations.take_out(room, thing, by=request.user)
    return done(request, moves.TAKE_OUT.done, "rooms:one", pk)


@page(P)
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Close the room before its last day."""
    room = _kept(request, pk)
    form = forms.Form.of(request, record=room)
    if request.method == "POST" and form.is_valid() and form.attempt(
        operations.close_room, room, by=request.user
    ):  # fmt: skip
        return done(request, moves.CLOSE.done, "rooms:list")
    lead = "Its guests cannot enter it from then on. What they opened stays on the trail."
    back = reverse("rooms:one", args=[pk])
    return _page(request, form, f"Close: {room.purpose}", moves.CLOSE.label, back, lead)


def _page(
    request: SignedIn, form: Any, title: str, button: str, back: str, lead: str
) -> HttpResponse:
    context = {"title": title, "form": form, "button": button, "back": back, "cancel": back}
    return render(request, FORM, {**context, "lead": lead})

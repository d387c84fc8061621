"""Rooms a person opened or may enter, and the packs shared by a link."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import holders_of_roles, seen_units
from goldthread.access.scope import allows, scope_of
from goldthread.access.terms import Permission
from goldthread.analytics.months import in_words
from goldthread.domain.governance.bundles.queries import assemble
from goldthread.domain.governance.bundles.terms import Asked as BundleAsked
from goldthread.domain.governance.bundles.terms import Bundle
from goldthread.domain.governance.bundles.terms import Kind as BundleKind
from goldthread.domain.governance.packs.assembling import assembled
from goldthread.domain.governance.packs.claims import Asked, Section
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.terms import Kind, definitions
from goldthread.domain.governance.packs.terms import Status as PackStatus
from goldthread.domain.governance.rooms.models import PackShare, Room, RoomThing
from goldthread.domain.governance.rooms.terms import For, Status

RECORD_TYPE = "rooms.room"


def visible_to(user: User | None) -> QuerySet[Room]:
    """Rooms a person keeps, and those they are a guest of, in no order; also those that are over.

    Whether a guest may enter now is said by `shut_because`.
    """
    scope = scope_of(user)
    mine = Q(guest_links__user=scope.user) if scope.user is not None else Q(pk__in=[])
    if not scope.holds(Permission.ROOM_VISIT):
        mine = Q(pk__in=[])
    return Room.objects.filter(scope.q(Permission.ROOM_OPEN) | mine).distinct()


def in_list(rooms: QuerySet[Room]) -> QuerySet[Room]:
    """For the list, those that end last first."""
    return rooms.select_related("unit", "opened_by").order_by("-ends_on", "-pk")


def keeps(user: User, room: Room) -> bool:
    """Whether the person may put things into the room and close it."""
    return allows(room, scope_of(user).q(Permission.ROOM_OPEN))


def shut_because(room: Room, at: dt.datetime | None = None) -> str:
    """Why a guest may not enter now, in a sentence; empty when they may."""
    today = timezone.localdate(at or timezone.now())
    if room.status == Status.CLOSED:
        return "This room was closed by whoever opened it. Ask them if you still need what stood in it."
    if today < room.starts_on:
        return f"This room opens on {in_words(room.starts_on)}. Come back then."
    if today > room.ends_on:
        return (
            f"This room was open until {in_words(room.ends_on)}. Ask whoever opened it for a new "
            "one if you still need it."
        )
    return ""


def things_of(room: Room) -> QuerySet[RoomThing]:
    """What stands in the room, in the order it was put there."""
    found = room.things.select_related("pack", "incident", "put_by")
    return found.defer("pack__snapshot", "pack__content").order_by("put_at", "pk")


def possible_guests(unit: Unit, made_for: str) -> QuerySet[User]:
    """Who can be let in: holders of the role at the unit or above, by name."""
    return holders_of_roles({made_for}, unit).order_by("name", "pk")


def units_opened_by(user: User) -> QuerySet[Unit]:
    """Of which units the person may open rooms, the highest first."""
    return seen_units(user, Permission.ROOM_OPEN).order_by("path")


def packs_for(room: Room) -> QuerySet[Pack]:
    """Frozen packs of the unit that may stand in the room, the latest first."""
    found = Pack.objects.filter(
        organisation=room.organisation_id,
        unit__path__startswith=room.unit.path,
        status=PackStatus.FROZEN,
    ).exclude(room_things__room=room)
    if room.made_for == For.COMMISSIONER:
        found = found.filter(outside=True)
    return found.defer("snapshot", "content").order_by("-until", "-pk")


def bundle_in(thing: RoomThing, user: User) -> Bundle:
    """The bundle as it stands now, as far as the person may see it."""
    if thing.since is None or thing.until is None:
        raise ValueError("A bundle in a room has its days.")
    kind = BundleKind(thing.bundle)
    return assemble(BundleAsked(kind, user, thing.room.organisation, thing.since, thing.until))


def record_in(thing: RoomThing, at: dt.datetime | None = None) -> list[Section]:
    """The record read from beginning to end, as it stands now; nothing of it can be changed here."""
    incident = thing.incident
    if incident is None:
        raise ValueError("A record in a room has its incident.")
    at = at or timezone.now()
    day = timezone.localdate(incident.reported_at)
    definition = definitions()[Kind.INCIDENT]
    asked = Asked(definition, incident.unit, day, timezone.localdate(at), at, incident)
    return assembled(asked)


def shares_of(pack: Pack) -> QuerySet[PackShare]:
    """Everyone it was shared with, the latest first."""
    return pack.shares.select_related("made_by").order_by("-made_at", "-pk")


def shared(pk: int) -> PackShare:
    """The share that a link opens."""
    return PackShare.objects.select_related("pack__unit", "pack__organisation").get(pk=pk)

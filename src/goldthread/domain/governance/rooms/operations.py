"""Opening rooms, putting things into them, noting what was opened, and sharing packs by a link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.queries import restricted_now
from goldthread.domain.governance.rooms import transitions as moves
from goldthread.domain.governance.rooms.models import PackShare, Room, RoomGuest, RoomThing
from goldthread.domain.governance.rooms.queries import possible_guests
from goldthread.domain.governance.rooms.terms import What
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.links import operations as links
from goldthread.links.mail import post
from goldthread.links.models import SignedLink
from goldthread.notices import operations as notices
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


@dataclass(frozen=True)
class Opening:
    """A room as it is asked for."""

    made_for: str
    purpose: str
    starts_on: dt.date
    ends_on: dt.date
    shows_measures: bool = True


@transaction.atomic
def open_room(
    unit: Unit,
    opening: Opening,
    guests: Iterable[User],
    *,
    by: User,
    at: dt.datetime | None = None,
) -> Room:
    """Open a room for guests who hold its role, and tell them."""
    at, people = at or timezone.now(), {one.pk: one for one in guests}
    if not scope_of(by).holds(Permission.ROOM_OPEN, unit.pk):
        raise refuse(NOT_ALLOWED, f"You cannot open rooms of {unit.name}.", "unit")
    room = Room(
        organisation_id=unit.organisation_id or unit.pk,
        unit=unit,
        made_for=opening.made_for,
        purpose=opening.purpose.strip(),
        starts_on=opening.starts_on,
        ends_on=opening.ends_on,
        shows_measures=opening.shows_measures,
        opened_at=at,
        opened_by=by,
    )
    possible = set(possible_guests(unit, opening.made_for).values_list("pk", flat=True))
    facts = {"at": at, "guests": set(people), "possible": possible}
    told = {
        "made_for": opening.made_for,
        "guests": sorted(people),
        "starts_on": opening.starts_on,
        "ends_on": opening.ends_on,
    }
    start(room, moves.OPEN, by=by, at=at, facts=facts, told=told)
    RoomGuest.objects.bulk_create([RoomGuest(room=room, user=one) for one in people.values()])
    _invite(room, list(people.values()), at)
    return room


def _invite(room: Room, guests: list[User], at: dt.datetime) -> None:
    notices.send(
        guests,
        kind="room_opened",
        subject="A room was opened for you",
        body="It holds what you were asked to read, for a limited time. What you open is logged.",
        link=f"/rooms/{room.pk}/",
        at=at,
    )


def put_pack(room: Room, pack: Pack, *, by: User, at: dt.datetime | None = None) -> RoomThing:
    """Let guests read a frozen pack."""
    facts = {"what": What.PACK, "pack": pack, "names_restricted": restricted_now(pack)}
    return _put(room, facts, {"pack": pack}, by=by, at=at)


def put_record(
    room: Room, incident: Incident, *, by: User, at: dt.datetime | None = None
) -> RoomThing:
    """Let inspectors read one incident from beginning to end."""
    if not incidents_visible_to(by).filter(pk=incident.pk).exists():
        raise refuse(NOT_ALLOWED, "There is no incident with this reference.", "incident")
    if not incident.unit.path.startswith(room.unit.path):
        raise refuse("ROM-07", f"This incident is not of {room.unit.name}.", "incident")
    facts = {"what": What.RECORD, "incident": incident}
    return _put(room, facts, {"incident": incident}, by=by, at=at)


def put_bundle(
    room: Room,
    bundle: str,
    since: dt.date,
    until: dt.date,
    *,
    by: User,
    at: dt.datetime | None = None,
) -> RoomThing:
    """Let inspectors read an evidence bundle of some days, as it stands when they open it."""
    facts = {"what": What.BUNDLE}
    return _put(room, facts, {"bundle": bundle, "since": since, "until": until}, by=by, at=at)


@transaction.atomic
def _put(
    room: Room, facts: dict[str, Any], columns: dict[str, Any], *, by: User, at: dt.datetime | None
) -> RoomThing:
    at = at or timezone.now()
    told = {
        "what": str(facts["what"]),
        **{name: getattr(value, "pk", value) for name, value in columns.items()},
    }
    perform(moves.PUT, room, by=by, at=at, facts=facts, told=told)
    return RoomThing.objects.create(room=room, what=facts["what"], put_at=at, put_by=by, **columns)


@transaction.atomic
def take_out(room: Room, thing: RoomThing, *, by: User, at: dt.datetime | None = None) -> None:
    """Take a thing out again; guests find it no more."""
    told = {"what": thing.what, "thing": thing.pk}
    perform(moves.TAKE_OUT, room, by=by, at=at, told=told)
    thing.delete()


def close_room(room: Room, *, by: User, at: dt.datetime | None = None) -> Room:
    """Close the room before its last day."""
    at = at or timezone.now()
    return perform(
        moves.CLOSE, room, by=by, at=at, changes={"closed_at": at, "closed_by": by}, told={}
    )


def note_opened(
    room: Room, thing: RoomThing | None, *, by: User, at: dt.datetime | None = None
) -> None:
    """Write to the trail that someone entered the room, or opened a thing in it."""
    facts: dict[str, Any] = {}
    if thing is not None:
        facts = {
            "what": thing.what,
            "thing": thing.pk,
            "pack": thing.pack_id,
            "incident": thing.incident_id,
            "bundle": thing.bundle,
        }
    write_trail(
        room,
        "room.opened_thing" if thing else "room.entered",
        by=by,
        at=at or timezone.now(),
        facts=facts,
        thread=thing.incident_id if thing else None,
        organisation_id=room.organisation_id,
    )


@transaction.atomic
def share_pack(
    pack: Pack, recipient: str, email: str, *, by: User, at: dt.datetime | None = None
) -> tuple[PackShare, SignedLink, str]:
    """A link to a frozen pack for one recipient, with its token, which is shown once and mailed."""
    at = at or timezone.now()
    perform(moves.SHARE, pack, by=by, at=at, told={})
    share = PackShare.objects.create(
        organisation=pack.organisation,
        pack=pack,
        recipient=recipient.strip(),
        made_at=at,
        made_by=by,
    )
    link, token = links.make_link(share, email, unit=pack.unit, by=by, at=at)
    transaction.on_commit(lambda: _mail(pack, email, token))
    return share, link, token


def _mail(pack: Pack, email: str, token: str) -> None:
    organisation = pack.organisation.name
    post(
        email.strip(),
        f"{organisation} shares a document with you",
        f"{organisation} shares a document with you: {pack.title}.\n\n"
        f"Open it here: {settings.BASE_URL}/partner/{token}/\n\n"
        "You will be asked for a code, which is sent to this address only. The link works for 14 "
        "days. If you pass it on, it opens nothing for anyone else.",
    )


def withdraw_share(share: PackShare, *, by: User, at: dt.datetime | None = None) -> int:
    """Withdraw the link: it opens nothing any more."""
    return links.withdraw(share, by=by, at=at)


def code_for(share: PackShare, link: SignedLink, *, by: User) -> str:
    """A code to read out to the recipient, where no message can be sent."""
    return links.new_code(link, share, by=by)

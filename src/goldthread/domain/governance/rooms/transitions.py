"""The life of a room: open → closed. What is put in and taken out is an event of its own."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.governance.packs.terms import Status as PackStatus
from goldthread.domain.governance.rooms import rules
from goldthread.domain.governance.rooms.terms import Status
from goldthread.workflow.transitions import anyone, transition


def _keeps(scope: Scope) -> Q:
    return scope.q(Permission.ROOM_OPEN)


OPEN = transition(
    "room.open",
    sources=(),
    target=Status.OPEN,
    label="Open a room",
    done="The room is open. Put into it what its guests may see.",
    allowed=anyone,
    rules=(rules.open_for_a_while, rules.guests_hold_the_role),
)
PUT = transition(
    "room.put",
    sources=(Status.OPEN,),
    target="",
    label="Put it into the room",
    done="It stands in the room.",
    allowed=_keeps,
    rules=(rules.fits_the_guests, rules.pack_is_frozen, rules.nothing_restricted),
)
TAKE_OUT = transition(
    "room.take_out",
    sources=(Status.OPEN,),
    target="",
    label="Take it out of the room",
    done="It stands in the room no more.",
    allowed=_keeps,
)
CLOSE = transition(
    "room.close",
    sources=(Status.OPEN,),
    target=Status.CLOSED,
    label="Close the room",
    done="The room is closed. Nobody can enter it any more.",
    allowed=_keeps,
)
SHARE = transition(
    "pack.share",
    sources=(PackStatus.FROZEN,),
    target="",
    label="Share by a link",
    done="The link is made.",
    allowed=lambda scope: scope.q(Permission.PACK_PREPARE),
    rules=(rules.may_leave,),
)

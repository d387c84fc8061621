"""Rules of rooms and of sharing by a link. ROM."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goldthread.domain.governance.packs.terms import Status as PackStatus
from goldthread.domain.governance.rooms.terms import LONGEST, For, What
from goldthread.workflow.rules import Facts, rule


@rule(
    "ROM-01",
    "A room is open from a first to a last day, no longer than three months",
    refusal="Give a last day that has not passed, on or after the first, within three months.",
    field="ends_on",
)
def open_for_a_while(room: Any, facts: Facts) -> bool:
    today = timezone.localdate(facts["at"])
    return (
        today <= room.ends_on
        and room.starts_on <= room.ends_on
        and room.ends_on - room.starts_on <= LONGEST
    )


@rule(
    "ROM-02",
    "A room is opened for someone who holds its role",
    refusal="Choose at least one guest who holds the role at this unit. An administrator gives the "
    "role, with a last day.",
    field="guests",
)
def guests_hold_the_role(_: Any, facts: Facts) -> bool:
    return bool(facts["guests"]) and facts["guests"] <= facts["possible"]


@rule(
    "ROM-03",
    "Only frozen packs stand in a room",
    refusal="This pack is not frozen, or a later one took its place. Choose a frozen one.",
    field="pack",
)
def pack_is_frozen(_: Any, facts: Facts) -> bool:
    pack = facts.get("pack")
    return pack is None or pack.status == PackStatus.FROZEN


@rule(
    "ROM-04",
    "A commissioner sees packs for readers outside, and no record or bundle",
    refusal="A commissioner’s room holds packs made for readers outside: small numbers are held "
    "back in them. Records and other packs are for inspectors.",
    field="what",
)
def fits_the_guests(room: Any, facts: Facts) -> bool:
    if room.made_for != For.COMMISSIONER:
        return True
    return bool(facts["what"] == What.PACK and facts["pack"].outside)


@rule(
    "ROM-05",
    "An incident that is kept to some stands in no room",
    refusal="This incident, or one named in this pack, is restricted to named people. It cannot "
    "stand in a room.",
    field="incident",
)
def nothing_restricted(_: Any, facts: Facts) -> bool:
    incident = facts.get("incident")
    return not facts.get("names_restricted") and (incident is None or not incident.restricted)


@rule(
    "ROM-06",
    "A pack is shared by a link when it is frozen and made for readers outside",
    refusal="Only a frozen pack made for readers outside is shared by a link: small numbers are "
    "held back in it and nobody is named.",
    field="",
)
def may_leave(pack: Any, _: Facts) -> bool:
    return bool(pack.status == PackStatus.FROZEN and pack.outside)

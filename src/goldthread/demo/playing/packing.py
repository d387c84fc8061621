"""A year of monthly packs, what the commissioner reads, and two rooms."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import organisations
from goldthread.demo.playing.world import World
from goldthread.demo.provider import provider
from goldthread.domain.governance.packs import operations as packs
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.operations import Period
from goldthread.domain.governance.packs.terms import Kind
from goldthread.domain.governance.rooms import operations as rooms
from goldthread.domain.governance.rooms.operations import Opening
from goldthread.domain.governance.rooms.queries import possible_guests
from goldthread.domain.governance.rooms.terms import For
from goldthread.domain.insight.measures.operations import follow
from goldthread.domain.insight.measures.terms import months_back, quarters_back

MONTHS = 12
READ_ON = dt.timedelta(days=4, hours=10)
SAID = (
    "Handovers between teams come up again. The review agreed to look at what the rota makes "
    "hard, and not at who was on shift."
)
TO_THE_COMMISSIONER = (
    "Changes are made faster than they are verified. Verification is what we work on this quarter."
)


def make_packs(world: World, now: dt.datetime) -> None:
    """Freeze each month as its figures stand, draft the quarter, and open the rooms."""
    lead = world.staff["okonjara"]
    top = organisations().get(code=provider().code)
    follow(at=now)
    for month in months_back(MONTHS, timezone.localdate(now)):
        _month(top, month, lead, now)
    shared = _quarter(top, lead, now)
    packs.draft_quarters(now)
    _rooms(top, shared, lead, now)


def _month(top: Unit, month: dt.date, lead: User, now: dt.datetime) -> None:
    last = month + relativedelta(months=1, days=-1)
    read = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), now.tzinfo) + READ_ON
    at = min(read, now)
    pack = packs.draft(Kind.MONTHLY, top, Period(month, last), by=lead, at=at, count=False)
    packs.write(pack, "themes", SAID, by=lead, at=at)
    packs.freeze(pack, by=lead, at=at)


def _quarter(top: Unit, lead: User, now: dt.datetime) -> Pack:
    """The commissioner's pack of the last whole quarter, frozen today."""
    months = quarters_back(1, timezone.localdate(now))[0]
    days = Period(months[0], months[-1] + relativedelta(months=1, days=-1))
    pack = packs.draft(Kind.COMMISSIONER, top, days, by=lead, at=now, count=False)
    packs.write(pack, "funnel", TO_THE_COMMISSIONER, by=lead, at=now)
    return packs.freeze(pack, by=lead, at=now)


def _rooms(top: Unit, shared: Pack, lead: User, now: dt.datetime) -> None:
    today = timezone.localdate(now)
    for made_for, purpose in (
        (For.COMMISSIONER, "Quarterly contract review"),
        (For.INSPECTOR, "Inspection of community teams"),
    ):
        guests = list(possible_guests(top, made_for))
        if not guests:
            continue
        days = (today, today + dt.timedelta(days=28))
        room = rooms.open_room(top, Opening(made_for, purpose, *days), guests, by=lead, at=now)
        rooms.put_pack(room, shared, by=lead, at=now)
        if made_for == For.INSPECTOR:
            year = today - dt.timedelta(days=365)
            rooms.put_bundle(room, "safeguarding", year, today, by=lead, at=now)

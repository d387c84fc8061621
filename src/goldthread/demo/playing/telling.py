"""How two people want to be told, and one who is on leave with a colleague covering."""

from __future__ import annotations

import datetime as dt

from goldthread.demo.playing.world import World
from goldthread.notices.choices import be_away, choose
from goldthread.notices.terms import Rhythm

AWAY, COVERS = "rushworthing", "oxenhay"  # the manager who signs in covers for the one away
WEEKLY = "averlock"


def choose_and_cover(world: World, now: dt.datetime) -> None:
    """A manager is on leave and covered; an executive reads once a week, and not at night."""
    away, cover = world.staff[AWAY], world.staff[COVERS]
    day = now.date()
    be_away(
        away,
        day - dt.timedelta(days=3),
        day + dt.timedelta(days=11),
        covered_by=cover,
        by=away,
        at=now - dt.timedelta(days=4),
    )
    choose(world.staff[WEEKLY], Rhythm.WEEKLY, hour=9, at=now - dt.timedelta(days=30))
    choose(
        cover,
        Rhythm.DAILY,
        hour=8,
        quiet_from=dt.time(20),
        quiet_until=dt.time(7),
        at=now - dt.timedelta(days=30),
    )

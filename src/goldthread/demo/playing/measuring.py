"""Caseload and contacts of every team, invented month by month, and the roll-ups of measures."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from goldthread.analytics.months import months_between
from goldthread.demo.moments import DAYS_BACK, SEASON
from goldthread.demo.playing.world import World
from goldthread.demo.provider import Team, provider
from goldthread.domain.insight.measures import operations
from goldthread.domain.insight.measures.given_denominators import Given
from goldthread.domain.insight.measures.terms import Exposure, month_of

# Contacts a month for each person on the caseload, by kind of team.
CONTACTS = {"crisis": 9.0, "sl": 26.0, "aot": 6.5, "eip": 3.4, "oa": 1.9, "pt": 2.1, "pc": 1.2}
USUAL_CONTACTS = 1.6
# The team that has not sent its last figures, so that a gap can be seen.
LATE_TEAM = "quillhaven-therapies"


def measure(world: World, seed: int, now: dt.datetime) -> None:
    """Enter the figures of every whole month, and count everything as it stands."""
    rng = random.Random(seed)  # noqa: S311 - invented figures, no secret
    first = month_of(now - dt.timedelta(days=DAYS_BACK + 31))
    months = months_between(first, month_of(now))[:-1]
    operations.enter_denominators(list(_given(world, rng, months)), by="system", at=now)
    operations.rebuild(at=now)


def _given(world: World, rng: random.Random, months: list[dt.date]) -> Iterator[Given]:
    for team in provider().teams:
        wanders = 0.94
        for month in months:
            wanders += rng.uniform(-0.015, 0.02)
            caseload = round(team.caseload * wanders)
            late = team.code == LATE_TEAM and month == months[-1]
            if not late:
                yield Given(world.units[team.code], month, Exposure.CASELOAD, caseload)
                contacts = _contacts(rng, team, caseload, month)
                yield Given(world.units[team.code], month, Exposure.CONTACTS, contacts)


def _contacts(rng: random.Random, team: Team, caseload: int, month: dt.date) -> int:
    usual = caseload * CONTACTS.get(team.kind, USUAL_CONTACTS)
    return round(usual * SEASON[month.month - 1] * rng.uniform(0.93, 1.07))

"""When things happen: seasons, weekdays, hours of the day, and how late they are reported."""

from __future__ import annotations

import datetime as dt
import math
import random
from functools import cache
from zoneinfo import ZoneInfo

from goldthread.demo.provider import Team

LONDON = ZoneInfo("Europe/London")
DAYS_BACK = 730
# More falls and gaps in cover in winter; August is quiet. Shares by month, January first.
SEASON = (1.15, 1.1, 1.05, 0.98, 0.97, 0.95, 0.93, 0.86, 0.98, 1.03, 1.08, 1.12)
WINTER = (2.2, 2.0, 1.3, 0.7, 0.5, 0.4, 0.4, 0.4, 0.6, 0.9, 1.4, 2.0)
WEEKDAY = (1.15, 1.1, 1.05, 1.0, 1.1, 0.62, 0.6)
ALL_HOURS = ("crisis", "sl")
QUIET_TEAM, QUIET_FROM, QUIET_TO = "quillhaven-cmht", 240, 330


@cache
def _weights(today: dt.date, season: str, team: str, kind: str) -> tuple[float, ...]:
    """The weight of each day back from yesterday (index 0) to two years ago."""
    months = WINTER if season == "winter" else SEASON
    weights = []
    for back in range(1, DAYS_BACK + 1):
        day = today - dt.timedelta(days=back)
        weekday = 1.0 if kind in ALL_HOURS else WEEKDAY[day.weekday()]
        growth = 1.25 - 0.4 * back / DAYS_BACK  # reporting has become more usual
        quiet = 0.12 if team == QUIET_TEAM and QUIET_FROM <= back <= QUIET_TO else 1.0
        weights.append(months[day.month - 1] * weekday * growth * quiet)
    return tuple(weights)


def occurred(rng: random.Random, team: Team, season: str, today: dt.date) -> dt.datetime:
    """A believable moment in the two years before today."""
    weights = _weights(today, season, team.code, team.kind)
    back = rng.choices(range(1, DAYS_BACK + 1), weights)[0]
    day = today - dt.timedelta(days=back)
    hour = rng.randint(0, 23) if team.kind in ALL_HOURS else int(rng.triangular(8, 19, 11))
    return dt.datetime.combine(day, dt.time(hour, rng.randint(0, 59)), LONDON)


def reported(rng: random.Random, team: Team, at: dt.datetime, now: dt.datetime) -> dt.datetime:
    """When it was reported: a skewed delay around the team's usual one, and never after now."""
    days = min(team.lag * math.exp(rng.gauss(0, 1.1)), 45)
    delay = dt.timedelta(minutes=25) + dt.timedelta(days=days)
    latest = now - dt.timedelta(minutes=rng.randint(20, 400))
    return max(at + dt.timedelta(minutes=15), min(at + delay, latest)).replace(microsecond=0)


def working(at: dt.datetime, rng: random.Random) -> dt.datetime:
    """The same moment moved into the working day that follows it, if it is not in one."""
    while at.weekday() >= 5:
        at = (at + dt.timedelta(days=1)).replace(hour=9, minute=rng.randint(0, 50))
    if not 9 <= at.hour < 17:
        at = at.replace(hour=rng.randint(9, 16), minute=rng.randint(0, 59))
    return at


def later(rng: random.Random, at: dt.datetime, low: float, high: float) -> dt.datetime:
    """A moment between `low` and `high` days later, in a working day."""
    moved = at + dt.timedelta(days=rng.uniform(low, high))
    done = working(moved.replace(microsecond=0), rng)
    return done if done > at else at + dt.timedelta(minutes=30)

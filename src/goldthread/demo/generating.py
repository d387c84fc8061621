"""The whole provider as scripts, from a seed and a day."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from goldthread.demo.lives import BREACHED_HOURS, HISTORY_DAYS, Historian
from goldthread.demo.people import PersonServed, people_served
from goldthread.demo.reports import Composed, Composer
from goldthread.demo.scripts import Incident
from goldthread.demo.stories import stories

REPORTS = 2500
FEWEST = 40
CLUSTER = ("tarnwick-cmht", "weak_interface_handovers")
CLUSTER_DAYS = (8, 9, 9, 10, 11, 12, 13, 14, 15, 16, 18)  # before today
STORY_TEAMS = {
    "story-1": ("tarnwick-cmht", "female"),
    "story-2": ("osmerley-cmht", "male"),
    "story-3": ("quillhaven-living", "female"),
}


@dataclass(frozen=True)
class Script:
    """People served and every incident, in the order in which they were reported."""

    people: dict[str, PersonServed]
    incidents: tuple[Incident, ...]


def generate(seed: int, today: dt.date, scale: float = 1.0) -> Script:
    """The script of the provider. `scale` thins the ordinary reports; the stories always come."""
    rng = random.Random(seed)  # noqa: S311 - invented events, no secret
    served = people_served(rng, today)
    composer = Composer(rng, today, served)
    historian = Historian(rng, composer.now)
    composed = [composer.compose() for _ in range(max(round(REPORTS * scale), FEWEST))]
    breached = _breach(composed, composer.now)
    ordinary = [
        historian.live(number, one, untouched=number - 1 in breached)
        for number, one in enumerate(composed, 1)
    ]
    again = Historian(random.Random(seed + 1), composer.now)  # noqa: S311 - as above
    for index, one in _cluster(composed, composer.now):
        ordinary[index] = again.live(index + 1, one)
    everything = sorted([*ordinary, *stories(today)], key=lambda one: one.report.reported_at)
    people = {one.code: one for one in served} | _story_people(served)
    return Script(people, tuple(everything))


def _breach(composed: list[Composed], now: dt.datetime) -> set[int]:
    """Move two reports without harm to moments that nobody has triaged in time; say which."""
    quiet = [i for i, one in enumerate(composed) if one.report.event_type in ("risk", "near_miss")]
    chosen = quiet[: len(BREACHED_HOURS)]
    for index, hours in zip(chosen, BREACHED_HOURS, strict=True):
        at = now - dt.timedelta(hours=hours)
        report = replace(
            composed[index].report,
            occurred_at=at - dt.timedelta(hours=5),
            discovered_at=at - dt.timedelta(hours=2),
            reported_at=at,
        )
        composed[index] = replace(composed[index], report=report)
    return set(chosen)


def _cluster(composed: list[Composed], now: dt.datetime) -> list[tuple[int, Composed]]:
    """Handovers that went wrong in one team within three weeks: something to be found.

    They are told of older reports of the team, moved, with a source of chance of their own, so
    that everything else stays as the seed makes it. Nothing where there are too few to move.
    """
    team, theme = CLUSTER
    fitting = [
        index
        for index, one in enumerate(composed)
        if one.report.team == team
        and one.scenario.theme == theme
        and one.report.event_type != "good_care"
        and now - one.report.reported_at > dt.timedelta(days=HISTORY_DAYS)
    ]
    if len(fitting) < len(CLUSTER_DAYS):
        return []
    moved = []
    for index, days in zip(fitting, CLUSTER_DAYS, strict=False):
        by = (now - dt.timedelta(days=days)) - composed[index].report.reported_at
        report = composed[index].report
        times = {
            name: value + by
            for name in ("occurred_at", "discovered_at", "reported_at")
            if (value := getattr(report, name)) is not None
        }
        moved.append((index, replace(composed[index], report=replace(report, **times))))
    return moved


def _story_people(served: tuple[PersonServed, ...]) -> dict[str, PersonServed]:
    """The people of the stories: the last of the right gender on each team's caseload."""
    found = {}
    for code, (team, gender) in STORY_TEAMS.items():
        fitting = [one for one in served if one.team == team and one.gender == gender]
        found[code] = replace(fitting[-1], code=code)
    return found

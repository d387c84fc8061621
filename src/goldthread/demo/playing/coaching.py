"""The scenario bank, coaching sessions and vignettes: what the three stories were taught with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from goldthread.demo.moments import LONDON
from goldthread.demo.playing.world import World
from goldthread.demo.provider import content
from goldthread.domain.actions.queries import visible_to as actions_visible_to
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.coaching import operations as coaching
from goldthread.domain.learning.coaching.drafts import Given, Held, Sat
from goldthread.domain.learning.coaching.models import Session
from goldthread.domain.learning.coaching.queries import eligible, vignettes
from goldthread.domain.learning.scenarios import operations as scenarios
from goldthread.domain.learning.scenarios.drafts import Asked, Draft
from goldthread.domain.learning.scenarios.models import Scenario
from goldthread.instruments.queries import definition_of

LEAD = "okonjara"
VIGNETTE = "supervision_vignette_"


@dataclass(frozen=True)
class Stage:
    """The provider and the day that it is played for."""

    world: World
    now: dt.datetime

    def ago(self, days: int, clock: str = "11:15") -> dt.datetime:
        """The time of day so many days ago."""
        day = self.now.date() - dt.timedelta(days=days)
        return dt.datetime.combine(day, dt.time.fromisoformat(clock), LONDON)


def coach(world: World, now: dt.datetime) -> None:
    """Fill the bank, hold the sessions, sit the vignettes, and prove an action with a session."""
    told, stage = content("coaching.yaml"), Stage(world, now)
    bank = {row["key"]: _scenario(stage, row) for row in told["scenarios"]}
    sessions = [_session(stage, row, bank) for row in told["sessions"]]
    for row in told["proofs"]:
        _prove(stage, row, sessions[row["session"]])
    for row in told["sittings"]:
        _sit(stage, row)


def _scenario(stage: Stage, row: dict[str, Any]) -> Scenario:
    """Made by one and checked by another; without `checked` it waits to be."""
    world, maker = stage.world, stage.world.staff[row["made_by"]]
    asked = tuple(Asked(one["text"], one["good_answer"]) for one in row["questions"])
    draft = Draft(row["title"], row["story"].strip(), row["subject"], asked)
    at, source = stage.ago(row["made"]), None
    if "source" in row:
        source = incidents_visible_to(world.staff[LEAD]).get(idempotency_key=row["source"])
    made = scenarios.make_scenario(world.organisation, draft, by=maker, source=source, at=at)
    made = scenarios.hand_over(made, by=maker, at=at + dt.timedelta(minutes=40))
    if "checked" not in row:
        return made
    checker, at = world.staff[row["checked_by"]], stage.ago(row["checked"])
    made = scenarios.check_scenario(
        made, recognised=False, changed=True, because=row["because"], by=checker, at=at
    )
    return scenarios.publish_scenario(made, by=checker, at=at)


def _session(stage: Stage, row: dict[str, Any], bank: dict[str, Scenario]) -> Session:
    """Everyone came who should have, but for those who were away."""
    world, leader = stage.world, stage.world.staff[row["led_by"]]
    units = tuple(world.units[code] for code in row["units"])
    at = stage.ago(row["days"], row["began"])
    away = [world.staff[code].pk for code in row["away"]]
    came = eligible(units, on=at.date()).exclude(pk__in=[*away, leader.pk])
    used = tuple(bank[key] for key in row["scenarios"])
    questions = list(used[0].questions.all())
    held = Held(
        units=units,
        subject=used[0].subject,
        scenarios=used,
        held_at=at,
        facilitator=leader,
        attended=frozenset(came.values_list("pk", flat=True)),
        guests=row.get("guests", ""),
        take_away=row["take_away"],
        answers=tuple(
            Given(questions[one["question"] - 1], one["text"], one["rating"])
            for one in row["answers"]
        ),
    )
    return coaching.record_session(held, by=leader, at=at + dt.timedelta(hours=2))


def _prove(stage: Stage, row: dict[str, Any], session: Session) -> None:
    """The session becomes evidence of an action that is still being proved."""
    lead = stage.world.staff[LEAD]
    action = actions_visible_to(lead).get(title=row["action"])
    at = session.recorded_at + dt.timedelta(days=1)
    coaching.use_as_evidence(session, action, row["type"], by=lead, at=at)


def _sit(stage: Stage, row: dict[str, Any]) -> None:
    """One vignette; where it was not safe, the follow-up and mostly the sitting after it."""
    world, supervisor = stage.world, stage.world.staff[row["with"]]
    found = vignettes(world.organisation.pk)
    version = next(one for one in found if one.instrument.code == VIGNETTE + row["vignette"])
    asked = [q.id for q in definition_of(version).questions() if q.id != "follow_up"]
    at, missed = stage.ago(row["days"]), row.get("missed", ())

    def sat(at: dt.datetime, missed: Any, until: int | None) -> Sat:
        return Sat(
            unit=world.units[row["unit"]],
            staff=world.staff[row["staff"]],
            version=version,
            answers={name: "no" if name in missed else "yes" for name in asked},
            sat_at=at,
            follow_up=row.get("help", "") if missed else "",
            follow_up_by=at.date() + dt.timedelta(days=until) if until else None,
        )

    until = row.get("within") or (row["days"] - row["again"] + 2 if "again" in row else None)
    later = dt.timedelta(minutes=25)
    first = coaching.sit_vignette(sat(at, missed, until), by=supervisor, at=at + later)
    if "again" in row:
        at = stage.ago(row["again"])
        coaching.sit_vignette(sat(at, (), None), by=supervisor, retest_of=first, at=at + later)

"""Escalation before and after the change: signs, step-ups, senior reviews, crises, the cohort.

Before, three thresholds in five are followed in time and crises are met late; after, nine in ten
are, and most crises are met early. One story is told whole, from its incident.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from goldthread.access.models import Unit, User
from goldthread.demo.moments import LONDON
from goldthread.demo.playing.world import World
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.escalation import operations, queries
from goldthread.domain.registers.escalation.models import Episode, IndicatorVersion
from goldthread.domain.registers.escalation.operations import (
    CrisisFacts,
    Seen,
    StepUpAsked,
    Watch,
    Wording,
)
from goldthread.domain.registers.escalation.terms import Contact
from goldthread.domain.registers.people.models import Person

HOUR = dt.timedelta(hours=1)
CHANGED, FROZEN, BEGAN = 165, 188, 340  # days ago: the change, the freezing, the first sign
COHORT, OTHERS = 12, 16  # people of the cohort, and others, each once before and once after
STORY = "story-missed-escalation"
NEW_SIGN = Wording(
    "Gives things away", "Gives away or sells what matters to them.", "Any, where it is unlike them"
)
UNMAPPED = Wording(
    "Stops paying bills",
    "Letters unopened, meter empty.",
    "Two in a month",
    source_text="The huddle",
)
WHY = (
    "The sign was read at the next huddle and not on the day.",
    "The named worker was away and nobody had the task.",
    "The crisis team was thought not to take people like this, and was not asked.",
)
LEARNT = (
    "A sign opens a task for the duty worker the same day.",
    "Cover is named in the plan.",
    "Both teams use one threshold, and ring when in doubt.",
)


@dataclass
class Scene:
    """Where it plays: one team, its people, and what chance decides."""

    world: World
    unit: Unit
    worker: User
    manager: User
    lead: User
    now: dt.datetime
    rng: random.Random
    signs: dict[str, IndicatorVersion]

    def ago(self, days: float) -> dt.datetime:
        """A working hour so many days ago."""
        day = (self.now - dt.timedelta(days=days)).date()
        return dt.datetime.combine(day, dt.time(9 + int(days * 7) % 8, 20), LONDON)


def play_escalation(world: World, seed: int, now: dt.datetime) -> None:
    """Everything the pages of escalation show, by the product's own operations."""
    lead = world.staff["okonjara"]
    organisation = world.organisation
    first = dt.timedelta(days=BEGAN + 60)
    operations.add_indicator(organisation, NEW_SIGN, by=lead, at=now - first)
    scene = Scene(
        world,
        world.units["tarnwick-cmht"],
        world.staff["fonsarini"],
        world.staff["oxenhay"],
        lead,
        now,
        random.Random(seed),  # noqa: S311 - invented episodes, no secret
        {one.indicator.code: one for one in queries.current_versions(organisation.pk)},
    )
    served = [one for one in world.people.values() if one.team == "tarnwick-cmht"]
    people = [world.recorded(one, at=now - first) for one in served[: COHORT + OTHERS]]
    _story(scene)
    _period(scene, people, before=True)
    operations.freeze_cohort(
        scene.unit,
        "Before the escalation tool",
        (scene.ago(365)).date().replace(day=1),
        by=lead,
        at=scene.ago(FROZEN),
    )
    _map_the_new_sign(scene)
    _period(scene, people, before=False)
    _today(scene, people)


def _period(scene: Scene, people: list[Person], *, before: bool) -> None:
    """Each person's episode; those of the cohort show two signs. Then the crises."""
    for number, person in enumerate(people):
        in_cohort = number < COHORT
        if before:
            days = FROZEN + 6 + number * 5 if in_cohort else CHANGED + 8 + number * 6
        else:
            days = 12 + number * 5
        in_time = scene.rng.random() < (0.55 if before else 0.92)
        at = scene.ago(days)
        _episode(scene, person, at, in_time, two=in_cohort)
        if in_cohort and (number % 6 != 5 if before else number % 3 == 0):
            late = number % 4 != 3 if before else number % 6 == 0
            _crisis(scene, person, at + 30 * HOUR, late)


def _episode(scene: Scene, person: Person, at: dt.datetime, in_time: bool, *, two: bool) -> None:
    code = scene.rng.choice(["missed_contacts", "medicine_stopped", "risk_statement"])
    seen = [Seen(scene.signs[code], at, met=True)]
    if two:
        seen.append(Seen(scene.signs["sleep_loss"], at + HOUR, met=True))
    for sign in seen:
        episode = operations.record_observation(
            person, sign, by=scene.worker, at=sign.observed_at + HOUR / 2
        )
    due_at = queries.open_step_up(episode).due_at  # type: ignore[union-attr]
    spread = scene.rng.uniform(0.3, 0.9) if in_time else scene.rng.uniform(1.5, 4)
    done_at = max(at + (due_at - at) * spread, at + 2 * HOUR)
    operations.step_up_done(
        episode, "Seen by the duty worker, plan looked at.", done_at, by=scene.worker, at=done_at
    )
    _review_and_close(scene, episode, done_at)


def _review_and_close(scene: Scene, episode: Episode, at: dt.datetime) -> None:
    delay = queries.unreviewed(episode, at)
    if delay is not None:
        number = scene.rng.randrange(len(WHY))
        operations.review_delay(
            delay, WHY[number], LEARNT[number], by=scene.manager, at=at + 20 * HOUR
        )
    episode.refresh_from_db()
    operations.close_episode(
        episode, "Settled; next contact as planned.", by=scene.worker, at=at + 48 * HOUR
    )


def _crisis(scene: Scene, person: Person, at: dt.datetime, late: bool) -> None:
    stage = scene.rng.choice(["crisis", "after"] if late else ["early", "step_up"])
    contact = scene.rng.choice(Contact.values)
    operations.log_crisis(person, CrisisFacts(at, contact, stage), by=scene.worker, at=at + HOUR)


def _map_the_new_sign(scene: Scene) -> None:
    """What the review changed: the sign that led to nothing leads to a call the same day."""
    sign = scene.signs["gives_things_away"]
    mapped = Wording(
        NEW_SIGN.name, NEW_SIGN.meaning, NEW_SIGN.threshold,
        "Call by the duty senior the same day", 8, "hours", "Review of a late step-up",
    )  # fmt: skip
    operations.save_indicator(sign.indicator, mapped, by=scene.lead, at=scene.ago(CHANGED))


def _story(scene: Scene) -> None:
    """The woman whose sister rang: three signs, no step-up, and fifty hours too late."""
    incident = Incident.objects.get(idempotency_key=STORY, organisation=scene.world.organisation)
    saturday = incident.occurred_at
    assert saturday is not None  # noqa: S101 - the story says when

    def moment(days: int, hour: int, minute: int) -> dt.datetime:
        day = saturday.astimezone(LONDON).date() - dt.timedelta(days=days)
        return dt.datetime.combine(day, dt.time(hour, minute), LONDON)

    person = scene.world.recorded(
        scene.world.people["story-1"], at=scene.now - dt.timedelta(days=BEGAN + 60)
    )
    monitor = "Written then: “continue to monitor”, with no threshold, person or time."
    signs = (
        ("missed_contacts", moment(5, 11, 10), False, f"No reply to texts. {monitor}"),
        ("gives_things_away", moment(3, 15, 30), False, f"A scarf and a book. {monitor}"),
        ("carer_alarm", moment(2, 16, 40), True, "Her sister rang; the message book."),
    )
    for code, at, met, note in signs:
        asked = StepUpAsked(scene.worker, due_at=moment(2, 17, 0)) if met else None
        seen = Seen(scene.signs[code], at, met, note)
        episode = operations.record_observation(
            person, seen, step_up=asked, by=scene.worker, at=at + HOUR / 4
        )
    done_at = moment(0, 19, 50)
    operations.step_up_done(episode, "Her sister called 999.", done_at, by=scene.worker, at=done_at)
    crisis = CrisisFacts(saturday, Contact.FAMILY, "crisis")
    operations.log_crisis(person, crisis, episode=episode, by=scene.worker, at=done_at + HOUR)
    monday = moment(-2, 15, 0)
    operations.review_delay(
        queries.unreviewed(episode, monday),  # type: ignore[arg-type]
        "Three people each wrote down a sign and planned to monitor. Nothing said when to act, and "
        "the message of a family member went into a book.",
        "A sign leads to a decision the same day, and a message from a family opens a task.",
        by=scene.manager,
        at=monday,
    )
    episode.refresh_from_db()
    operations.link_incident(episode, incident, by=scene.manager, at=monday)
    operations.close_episode(
        episode, "In treatment; the crisis team plans the discharge.", by=scene.manager, at=monday
    )


def _today(scene: Scene, people: list[Person]) -> None:
    """What is waited for now: a step-up due, one late, one person watched, one sign unmapped."""
    now, by = scene.now, scene.worker
    due, late, watched = people[-1], people[-2], people[-3]
    fresh = Seen(scene.signs["missed_contacts"], now - 3 * HOUR, met=True)
    operations.record_observation(due, fresh, by=by, at=now - 2 * HOUR)
    missed = Seen(scene.signs["medicine_stopped"], now - 40 * HOUR, met=True)
    operations.record_observation(late, missed, by=by, at=now - 39 * HOUR)
    watch = Watch("Two nights under four hours.", by, now + 30 * HOUR)
    below = Seen(scene.signs["sleep_loss"], now - 20 * HOUR, met=False)
    operations.record_observation(watched, below, watch=watch, by=by, at=now - 19 * HOUR)
    operations.add_indicator(scene.world.organisation, UNMAPPED, by=scene.lead, at=scene.ago(4))
    operations.task_seniors(now)

"""A year of supervision: monthly sessions, the prompts of the three stories, and what they prove."""

from __future__ import annotations

import datetime as dt
from typing import Any

from goldthread.demo.moments import LONDON
from goldthread.demo.playing.world import World
from goldthread.demo.provider import content
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import visible_to as actions_visible_to
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.supervision import operations
from goldthread.domain.learning.supervision.drafts import Held, PromptDraft, Said
from goldthread.domain.learning.supervision.models import Pair, Prompt
from goldthread.domain.learning.supervision.queries import waiting_for

MONTHS, EVERY = 12, 30  # sessions of each pair, and the days between them
NEWEST = 8  # days since the latest session of a pair that is not late
SKIPPED = 5  # one prompt in so many was not discussed


def supervise(world: World, now: dt.datetime) -> None:
    """Bring the prompts, hold the sessions in the order of time, and prove two changes."""
    told, lead = content("supervision.yaml"), world.staff["okonjara"]
    prompts = {row["key"]: _prompt(world, row, now) for row in told["prompts"]}
    pairs = [_begin(world, row, now) for row in told["pairs"]]
    held: list[tuple[dt.datetime, int, int]] = []
    for number, row in enumerate(told["pairs"]):
        days = row.get("late", NEWEST + number)
        held += [(_at(now, days + EVERY * back), number, back) for back in range(MONTHS)]
    for at, number, back in sorted(held):
        _hold(pairs[number], told, at, back)
    proof = told["prove"]
    action = actions_visible_to(lead).get(title=proof["action"])
    discussed = pairs[proof["pair"]].sessions.filter(uses__use="used", uses__prompt__action=action)
    supervised = discussed.latest("held_at")
    at = supervised.recorded_at + dt.timedelta(hours=1)
    operations.use_as_evidence(supervised, action, by=supervised.supervisor, at=at)
    operations.tell_by_prompt(prompts[told["tell"]], by=lead, at=now - dt.timedelta(days=1))


def _at(now: dt.datetime, days: int) -> dt.datetime:
    """Ten o'clock so many days ago, or on the Friday before a weekend."""
    day = now.date() - dt.timedelta(days=days)
    day -= dt.timedelta(days=max(0, day.weekday() - 4))
    return dt.datetime.combine(day, dt.time(10), LONDON)


def _prompt(world: World, row: dict[str, Any], now: dt.datetime) -> Prompt:
    by, lead = world.staff[row["by"]], world.staff["okonjara"]
    action: Action | None = None
    if "action" in row:
        action = actions_visible_to(lead).get(title=row["action"])
    draft = PromptDraft(
        unit=world.units[row["unit"]],
        question=row["question"],
        why=row["why"],
        expires_on=now.date() - dt.timedelta(days=row["until"]),
        roles=tuple(row.get("roles", ())),
        source=incidents_visible_to(lead).get(idempotency_key=row["story"]),
        action=action,
    )
    return operations.push_prompt(draft, by=by, at=_at(now, row["days"]))


def _begin(world: World, row: dict[str, Any], now: dt.datetime) -> Pair:
    at = _at(now, EVERY * (MONTHS + 1) + row.get("late", NEWEST))
    return operations.begin_pair(
        world.units[row["unit"]],
        world.staff[row["supervisee"]],
        by=world.staff[row["supervisor"]],
        at=at,
    )


def _hold(pair: Pair, told: dict[str, Any], at: dt.datetime, back: int) -> None:
    """One session: most prompts discussed, a note for the two in some months."""
    said = tuple(
        _said(prompt, told, used=(pair.pk + back) % SKIPPED != 0)
        for prompt in waiting_for(pair, at.date())
    )
    held = Held(
        held_at=at,
        wellbeing_asked=(pair.pk + back) % 7 != 0,
        prompts=said,
        agreed=told["agreed"][back % len(told["agreed"])] if back % 2 == 0 else "",
        notes=told["notes"][back % len(told["notes"])] if back % 4 == 0 else "",
    )
    operations.hold_session(pair, held, by=pair.supervisor, at=at + dt.timedelta(hours=1))


def _said(prompt: Prompt, told: dict[str, Any], *, used: bool) -> Said:
    words = {row["question"]: told["used"][row["key"]] for row in told["prompts"]}
    if used:
        return Said(prompt, "used", words[prompt.question])
    return Said(prompt, "not_used", told["not_used"])

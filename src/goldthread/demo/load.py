"""Loading the demonstration provider, once, and saying how to sign in to it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.access.queries import organisations
from goldthread.demo.generating import generate
from goldthread.demo.lives import HISTORY_DAYS
from goldthread.demo.moments import DAYS_BACK, LONDON
from goldthread.demo.playing.coaching import coach
from goldthread.demo.playing.escalation import play_escalation
from goldthread.demo.playing.history import bring_over
from goldthread.demo.playing.incident import Player
from goldthread.demo.playing.learning import share_learning
from goldthread.demo.playing.measuring import measure
from goldthread.demo.playing.meetings import hold_meetings
from goldthread.demo.playing.packing import make_packs
from goldthread.demo.playing.partners import settle_with_the_council
from goldthread.demo.playing.restrictions import keep_register
from goldthread.demo.playing.signals import look_at_signals
from goldthread.demo.playing.supervision import supervise
from goldthread.demo.playing.telling import choose_and_cover
from goldthread.demo.playing.tools import revise_escalation_tool
from goldthread.demo.playing.world import World, make_world
from goldthread.demo.provider import provider
from goldthread.demo.scripts import Incident
from goldthread.notices import operations as notices
from goldthread.notices.queries import notices_of

SEED = 20_261
PASSWORD = "golden-thread-demo"  # noqa: S105 - an invented provider; printed when it is loaded
TOGETHER = 50  # incidents in one transaction

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class SignIn:
    """One person for each role, and how to sign in as them."""

    role: str
    name: str
    email: str
    password: str


def is_loaded() -> bool:
    """Whether the demonstration provider is here."""
    return organisations().filter(code=provider().code).exists()


def sign_ins() -> list[SignIn]:
    """A sign-in for each role, in the order of the roles."""
    from goldthread.access.terms import ROLES

    people = {one.sign_in: one for one in provider().staff if one.sign_in}
    return [
        SignIn(role.label, people[code].name, people[code].email, PASSWORD)
        for code, role in ROLES.items()
        if code in people
    ]


@transaction.atomic
def load_demo(
    seed: int = SEED,
    today: dt.date | None = None,
    *,
    scale: float = 1.0,
    progress: Progress | None = None,
) -> bool:
    """Make the provider through the product's own operations; False when it is here already.

    All of it or nothing: a load that is interrupted leaves no half of a provider behind.
    The same seed and day make the same provider. `scale` thins the ordinary incidents;
    `progress` is called with how many incidents are done, of how many.
    """
    if is_loaded():
        return False
    today = today or timezone.localdate()
    script = generate(seed, today, scale)
    now = dt.datetime.combine(today, dt.time(8, 30), LONDON)
    with transaction.atomic():
        began = today - dt.timedelta(days=DAYS_BACK + 60)
        world = make_world(script.people, PASSWORD, began)
        old = [one for one in script.incidents if one.stage == "historical"]
        moved_at = now - dt.timedelta(days=HISTORY_DAYS)
        bring_over(world, old, by="okonjara", at=moved_at)
    live = [one for one in script.incidents if one.stage != "historical"]
    rng = random.Random(seed)  # noqa: S311 - invented words, no secret
    _play(Player(world, rng), live, progress)
    with transaction.atomic():
        revise_escalation_tool(world, now)
        settle_with_the_council(world, now)
    with transaction.atomic():
        look_at_signals(world, now)
    keep_register(world, seed, now)
    with transaction.atomic():
        play_escalation(world, seed, now)
    share_learning(world, now)
    measure(world, seed, now)
    with transaction.atomic():
        hold_meetings(world, now)
    with transaction.atomic():
        coach(world, now)
        supervise(world, now)
    with transaction.atomic():
        choose_and_cover(world, now)
    with transaction.atomic():
        make_packs(world, now)
    _read_old_notices(world, now)
    return True


def _read_old_notices(world: World, now: dt.datetime) -> None:
    """People have read what they were told until two days ago."""
    until = now - dt.timedelta(days=2)
    with transaction.atomic():
        for person in world.staff.values():
            old = notices_of(person).filter(made_at__lt=until).values_list("pk", flat=True)
            notices.mark_read(person, old, at=until)


def _play(player: Player, live: list[Incident], progress: Progress | None) -> None:
    """First what happened, in the order of the reports; then the checks, in their own order.

    The verdict on repeat risk counts what was reported since, so everything reported is there.
    """
    for start in range(0, len(live), TOGETHER):
        with transaction.atomic():
            for script in live[start : start + TOGETHER]:
                player.play(script)
        if progress:
            progress(min(start + TOGETHER, len(live)), len(live))
    with transaction.atomic():
        for check in sorted(player.checks, key=lambda one: (one.at, one.script.key)):
            player.verify(check)

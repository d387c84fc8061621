"""What stands out at the provider, and what its leads made of it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldthread.demo.playing.world import World
from goldthread.domain.insight.signals import operations, queries
from goldthread.domain.insight.signals.operations import Answer
from goldthread.domain.insight.signals.terms import Kind, Status, Way

LEAD = "okonjara"
LEFT_OPEN = 4  # repeats of the last days that nobody has looked at yet
FOLLOWED = (
    "The manager goes through these with the team and looks at whether the change is used on "
    "every shift, at the next supervision.",
    "The verifier draws one more sample from the place where it happened, before the next round.",
    "The owner asks the night staff what stands in the way, and brings it to the huddle.",
)
DISMISSED = (
    "Read them: they happened in another way, which this action was not meant to change.",
    "Fewer than before the action, and none with harm. The re-check looks at it again.",
    "One visit on a bank holiday. The change is in use on every other day that was looked at.",
)


def look_at_signals(world: World, now: dt.datetime) -> None:
    """Run the night once, and decide on the repeats as the leads did, but for the newest few."""
    operations.raise_signals(world.organisation, timezone.localdate(now), at=now)
    lead = world.staff[LEAD]
    open_ones = queries.in_list(queries.visible_to(lead), status=Status.OPEN)
    repeats = [signal for signal in open_ones if signal.kind == Kind.REPEAT]
    repeats.sort(key=lambda signal: (signal.raised_at, signal.pk), reverse=True)
    for number, signal in enumerate(reversed(repeats[LEFT_OPEN:])):
        at = min(_looked_at(signal.until), now)
        if signal.numbers.get("p", 1) < 0.02:
            answer = Answer(Way.FOLLOW_UP, FOLLOWED[number % len(FOLLOWED)])
            operations.accept(signal, answer, by=lead, at=at)
        else:
            operations.dismiss(signal, DISMISSED[number % len(DISMISSED)], by=lead, at=at)


def _looked_at(until: dt.date) -> dt.datetime:
    """Two days later, in the afternoon."""
    day = until + dt.timedelta(days=2)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(15, 20)))

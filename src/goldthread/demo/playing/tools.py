"""The escalation tool as the first story revised it."""

from __future__ import annotations

import datetime as dt

from goldthread.decision_tools import operations
from goldthread.decision_tools.queries import current
from goldthread.demo.playing.world import World

LIVE_AGO = 163  # days: the day on which the story's form went live
NOTE = "Shorter, after the missed escalation: the sister's words and the huddle's own are in it."
PURPOSE = (
    "From what was observed, or what a family rang to say, to what is done by when. “Monitoring” "
    "is a decision only with a threshold, one named person and a time to look again. It is used at "
    "the huddle for every name."
)


def revise_escalation_tool(world: World, now: dt.datetime) -> None:
    """A second version, prepared and published by governance when the change went live."""
    lead, at = world.staff["okonjara"], now - dt.timedelta(days=LIVE_AGO)
    shipped = current(world.organisation.pk, "escalation").definition
    draft = operations.save_draft(
        world.organisation, {**shipped, "purpose": PURPOSE}, by=lead, note=NOTE, at=at
    )
    operations.publish_version(draft, by=lead, at=at)

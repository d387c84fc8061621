"""What the provider learnt from its stories, shared with all staff."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from goldthread.demo.moments import LONDON
from goldthread.demo.playing.world import World
from goldthread.demo.provider import content
from goldthread.domain.incidents.models import Incident
from goldthread.domain.learning.library import operations as library
from goldthread.domain.learning.library import queries
from goldthread.domain.learning.library.drafts import Draft
from goldthread.domain.learning.library.models import Item

CHECKED_AFTER, PUBLISHED_AFTER = dt.timedelta(days=2), dt.timedelta(days=3)
TEXTS = ("title", "happened", "learnt", "changed", "family")


@transaction.atomic
def share_learning(world: World, now: dt.datetime) -> dict[str, Item]:
    """Each story's learning written, checked by someone else and published, by story."""
    rows = content("learning.yaml")["items"]
    return {row["story"]: _published(world, row, now) for row in rows}


def _published(world: World, row: dict[str, Any], now: dt.datetime) -> Item:
    source = Incident.objects.get(idempotency_key=row["story"], organisation=world.organisation)
    writer, checker = world.staff[row["by"]], world.staff[row["checked_by"]]
    at = moment(row["written_at"], now)
    texts: dict[str, Any] = {name: str(row[name]).strip() for name in TEXTS}
    draft = Draft(
        **texts,
        themes=tuple(world.themes[code] for code in row["themes"]),
        points=tuple(queries.points_of(source)),
        actions=tuple(queries.actions_to_link(source)),
    )
    item = library.write_item(world.organisation, draft, by=writer, source=source, at=at)
    item = library.hand_over(item, by=writer, at=at)
    because = "Days, places and everything said of the person are left out."
    item = library.check_item(
        item, recognised=False, because=because, by=checker, at=at + CHECKED_AFTER
    )
    return library.publish_item(item, by=checker, at=at + PUBLISHED_AFTER)


def moment(value: str, now: dt.datetime) -> dt.datetime:
    """`"-120 10:00"`: days from today and the time."""
    days, clock = value.split()
    day = now.date() + dt.timedelta(days=int(days))
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), LONDON)

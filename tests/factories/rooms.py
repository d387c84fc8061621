"""Rooms for tests, opened by the product's own operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.domain.governance.packs import operations as packs
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.rooms import operations as rooms
from goldthread.domain.governance.rooms.models import Room
from goldthread.domain.governance.rooms.operations import Opening
from tests.factories.packs import MEETING_DAY, outside
from tests.factories.provider import Provider


def opening(made_for: str = "inspector", **changes: Any) -> Opening:
    """A room from today for two weeks."""
    today = timezone.localdate()
    values: dict[str, Any] = {
        "made_for": made_for,
        "purpose": "Visit of the week",
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=14),
    }
    return Opening(**(values | changes))


def opened(
    provider: Provider,
    made_for: str = "inspector",
    *,
    at: dt.datetime | None = None,
    guests: Any = None,
    **changes: Any,
) -> Room:
    """A room with the provider's own commissioner or inspector as its guest."""
    people = [provider.people[made_for]] if guests is None else guests
    return rooms.open_room(
        provider.organisation,
        opening(made_for, **changes),
        people,
        by=provider.people["governance_lead"],
        at=at,
    )


def frozen_outside(provider: Provider, kind: str = "commissioner") -> Pack:
    """A frozen pack for readers outside."""
    pack = outside(provider, kind)
    return packs.freeze(pack, by=provider.people["governance_lead"], at=MEETING_DAY)

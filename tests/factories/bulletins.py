"""Bulletins for tests, sent by the product's operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.learning.bulletins import operations
from goldthread.domain.learning.bulletins.drafts import Draft
from goldthread.domain.learning.bulletins.models import Bulletin, TeamAnswer
from goldthread.domain.learning.bulletins.operations import Here
from tests.factories import library
from tests.factories.provider import Provider


def draft_of(provider: Provider, **changes: Any) -> Draft:
    """To reporters and the supervisor of the locality, to be answered within two weeks."""
    values: dict[str, Any] = {
        "title": "Signs and decisions",
        "words": "Please read this before the next huddle.",
        "items": changes.pop("items", None) or (library.published(provider),),
        "units": (provider.locality,),
        "roles": ("reporter", "supervisor"),
        "answer_by": timezone.localdate() + dt.timedelta(days=14),
    }
    return Draft(**(values | changes))


def drafted(provider: Provider, *, by: User | None = None, **changes: Any) -> Bulletin:
    """A bulletin of the governance lead that is not sent yet."""
    sender = by or provider.people["governance_lead"]
    draft = draft_of(provider, **changes)
    return operations.write_bulletin(provider.organisation, draft, by=sender)


def sent(provider: Provider, *, at: dt.datetime | None = None, **changes: Any) -> Bulletin:
    """The same, sent: the reporter and the supervisor of the team get it."""
    bulletin = drafted(provider, **changes)
    return operations.send_bulletin(bulletin, by=bulletin.made_by, at=at)


def answer_at_team(provider: Provider, bulletin: Bulletin) -> TeamAnswer:
    """What the team is asked."""
    return bulletin.answers.get(unit=provider.team)


def answered(provider: Provider, bulletin: Bulletin, **here: Any) -> TeamAnswer:
    """The answer of the team, given by its manager: it does not apply."""
    values = {"applies": "no", "reason": "We have no huddle."} | here
    asked = answer_at_team(provider, bulletin)
    return operations.answer_here(asked, Here(**values), by=provider.people["team_manager"])

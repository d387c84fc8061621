"""Assembling a bundle from what stands in the records now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from goldthread.domain.governance.bundles.parts import (
    cases,
    changes,
    meetings,
    restrictions,
    reviews,
    sampling,
)
from goldthread.domain.governance.bundles.terms import Asked, Bundle, Kind, Part

Gather = Callable[[Asked], Part]
PARTS: dict[Kind, tuple[Gather, ...]] = {
    Kind.ESCALATION: (reviews.part, changes.revised_tools, changes.supervision, sampling.part),
    Kind.SAFEGUARDING: (cases.part, meetings.huddles, sampling.part, meetings.minutes),
    Kind.RESTRICTIVE: (
        restrictions.register,
        sampling.part,
        restrictions.decisions,
        restrictions.complaint_learning,
    ),
}


def assemble(asked: Asked, *, at: dt.datetime | None = None) -> Bundle:
    """Every part, with what is missing said. Only what the person may see is in it."""
    parts = tuple(gather(asked) for gather in PARTS[asked.kind])
    return Bundle(asked, at or timezone.now(), parts)

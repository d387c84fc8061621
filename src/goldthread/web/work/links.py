"""Where a reminder leads: to the same page as the task in My work."""

from __future__ import annotations

from typing import Any

from goldthread.domain.incidents.lists import by_thread
from goldthread.web.work.presenters import href


def path_of(clock: Any) -> str:
    """The page where the work a clock waits for is done."""
    incident = by_thread({clock.thread}).get(clock.thread) if clock.thread else None
    return href(clock, incident.reference if incident else "")

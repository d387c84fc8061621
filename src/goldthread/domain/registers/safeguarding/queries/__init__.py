"""Safeguarding cases in scope, and what is known of one."""

from goldthread.domain.registers.safeguarding.queries.case import (
    actions_of,
    actions_visible_to,
    active_cases,
    all_partners,
    colleague,
    late_since,
    latest_threshold,
    of_incident,
    open_actions,
    partners,
    running,
    visible_to,
    waits,
)
from goldthread.domain.registers.safeguarding.queries.ladder import Ladder, Rung, ladders, rungs
from goldthread.domain.registers.safeguarding.queries.log import (
    PAGE,
    Logged,
    Wanted,
    log,
    page_of_log,
)

__all__ = [
    "PAGE",
    "Ladder",
    "Logged",
    "Rung",
    "Wanted",
    "actions_of",
    "actions_visible_to",
    "active_cases",
    "all_partners",
    "colleague",
    "ladders",
    "late_since",
    "latest_threshold",
    "log",
    "of_incident",
    "open_actions",
    "page_of_log",
    "partners",
    "rungs",
    "running",
    "visible_to",
    "waits",
]

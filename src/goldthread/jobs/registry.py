"""Which functions run by the clock. Each app names its own in its `schedules.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import autodiscover_modules

Work = Callable[[], Any]


@dataclass(frozen=True)
class Schedule:
    """Work to be done about once an interval, by one worker at a time.

    The work must be safe to repeat: a worker may be killed after doing it and before saying so.
    """

    name: str
    interval: dt.timedelta
    work: Work


SCHEDULES: dict[str, Schedule] = {}


def every(
    name: str, *, minutes: float = 0, hours: float = 0, days: float = 0
) -> Callable[[Work], Work]:
    """Run the decorated function about once an interval. Names are unique."""

    def register(work: Work) -> Work:
        known = SCHEDULES.get(name)
        if known is not None and known.work is not work:
            raise ValueError(f"Two schedules are called {name}.")
        interval = dt.timedelta(minutes=minutes, hours=hours, days=days)
        SCHEDULES[name] = Schedule(name, interval, work)
        return work

    return register


def discover() -> dict[str, Schedule]:
    """Every schedule of every app."""
    autodiscover_modules("schedules")
    return SCHEDULES

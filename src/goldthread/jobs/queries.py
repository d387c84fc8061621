"""Whether background work is being done."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from goldthread.jobs.models import Heartbeat, ScheduleRun
from goldthread.jobs.operations import next_due
from goldthread.jobs.registry import discover
from goldthread.jobs.terms import SILENT_FOR


def alive(at: dt.datetime) -> QuerySet[Heartbeat]:
    """Workers heard from lately."""
    return Heartbeat.objects.filter(beaten_at__gt=at - SILENT_FOR)


def failing_schedules() -> list[str]:
    """Schedules whose last run failed, with how often in a row."""
    failing = ScheduleRun.objects.filter(failures__gt=0).order_by("name")
    return [f"{run.name} ({run.failures} times: {run.last_error})" for run in failing]


def late_schedules(at: dt.datetime) -> list[str]:
    """Schedules that should have run and did not, by more than an interval and five minutes."""
    runs = {run.name: run for run in ScheduleRun.objects.all()}
    grace = dt.timedelta(minutes=5)
    return sorted(
        name
        for name, schedule in discover().items()
        if name in runs
        and runs[name].started_at is not None
        and next_due(schedule, runs[name]) + schedule.interval + grace < at
    )


def given_up_tasks() -> int:
    """Tasks that failed their last try and are still kept for looking up."""
    return DBTaskResult.objects.failed().count()

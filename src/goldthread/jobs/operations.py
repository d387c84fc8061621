"""Running schedules under a lease, trying failed tasks again, and recovering those of the dead."""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import F, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from goldthread.jobs.models import Heartbeat, ScheduleRun
from goldthread.jobs.registry import Schedule, discover
from goldthread.jobs.terms import FIRST_RETRY, KEEP_FINISHED, LEASE, SILENT_FOR, TASK_WAITS

logger = logging.getLogger("goldthread.jobs")


def run_due_schedules(worker_id: str, at: dt.datetime | None = None) -> list[str]:
    """Run every schedule that is due and that no other worker holds; returns their names."""
    schedules = discover()
    runs = {run.name: run for run in ScheduleRun.objects.all()}
    ran = []
    for schedule in schedules.values():
        now = at or timezone.now()
        run = runs.get(schedule.name) or _first_run(schedule)
        if next_due(schedule, run) <= now and _take(run, worker_id, now):
            _run(schedule, run, now)
            ran.append(schedule.name)
    return ran


def next_due(schedule: Schedule, run: ScheduleRun) -> dt.datetime:
    """When the schedule is due again, worked out from its last run."""
    if run.started_at is None:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    if not run.failures:
        return run.started_at + schedule.interval
    wait = min(FIRST_RETRY * 2 ** min(run.failures - 1, 20), schedule.interval)
    return run.started_at + wait


def _first_run(schedule: Schedule) -> ScheduleRun:
    run, _ = ScheduleRun.objects.get_or_create(name=schedule.name)
    return run


def _take(run: ScheduleRun, worker_id: str, now: dt.datetime) -> bool:
    """Take the lease, unless another worker has it or has just run this."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    same = ScheduleRun.objects.filter(free, pk=run.pk, started_at=run.started_at)
    return bool(same.update(leased_by=worker_id, leased_until=now + LEASE, started_at=now))


def _run(schedule: Schedule, run: ScheduleRun, now: dt.datetime) -> None:
    row = ScheduleRun.objects.filter(pk=run.pk)
    try:
        schedule.work()
    except Exception as fault:  # whatever one schedule does, the others must run
        # The words of a fault may quote what a person typed, so only its kind is logged.
        logger.error("schedule failed", extra={"schedule": schedule.name, "fault": _kind(fault)})
        row.update(leased_until=None, failures=F("failures") + 1, last_error=_kind(fault))
    else:
        row.update(leased_until=None, failures=0, last_error="", succeeded_at=now)


def _kind(fault: BaseException) -> str:
    return f"{type(fault).__module__}.{type(fault).__qualname__}"[:200]


def try_again_later(task: DBTaskResult, at: dt.datetime | None = None) -> bool:
    """Put a failed task back with a longer wait; False when it had its last try."""
    tries = len(task.worker_ids)
    if tries > len(TASK_WAITS):
        logger.error("task given up", extra={"task": task.task_path, "tries": tries})
        return False
    failed = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.FAILED)
    wait = TASK_WAITS[tries - 1]
    return bool(
        failed.update(
            status=TaskResultStatus.READY,
            run_after=(at or timezone.now()) + wait,
            finished_at=None,
        )
    )


def reap(at: dt.datetime | None = None) -> int:
    """Give the tasks of dead workers to others; returns how many.

    A worker that is only slow beats on from its own thread, so it is not taken for dead.
    """
    at = at or timezone.now()
    silent = Heartbeat.objects.filter(beaten_at__lte=at - SILENT_FOR)
    silent.delete()
    alive = set(Heartbeat.objects.values_list("worker_id", flat=True))
    running = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lte=at - SILENT_FOR
    )
    return sum(_give_away(task, at) for task in running if task.worker_ids[-1] not in alive)


def _give_away(task: DBTaskResult, at: dt.datetime) -> bool:
    same = DBTaskResult.objects.filter(
        pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at
    )
    if len(task.worker_ids) <= len(TASK_WAITS):
        logger.warning("task of a dead worker", extra={"task": task.task_path})
        return bool(same.update(status=TaskResultStatus.READY, run_after=at))
    logger.error("task killed its workers", extra={"task": task.task_path})
    return bool(same.update(status=TaskResultStatus.FAILED, finished_at=at))


def forget_finished(at: dt.datetime | None = None) -> int:
    """Delete tasks that ended a fortnight ago; returns how many."""
    ended = DBTaskResult.objects.finished().filter(
        finished_at__lte=(at or timezone.now()) - KEEP_FINISHED
    )
    return ended.delete()[0]


def beat(worker_id: str, host: str, pid: int, at: dt.datetime | None = None) -> None:
    """Say that a worker is alive."""
    at = at or timezone.now()
    Heartbeat.objects.update_or_create(
        worker_id=worker_id,
        defaults={"beaten_at": at},
        create_defaults={"beaten_at": at, "started_at": at, "host": host, "pid": pid},
    )


def rest(worker_id: str) -> None:
    """Say that a worker stopped in good order."""
    Heartbeat.objects.filter(worker_id=worker_id).delete()

"""The worker: runs background tasks and due schedules until it is asked to stop.

Any number may run at once. A task is claimed in a transaction that the others skip, a schedule
under a lease. On SIGTERM the current task is finished and nothing new begun.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import threading
import time
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from goldthread.jobs import operations
from goldthread.jobs.terms import BEAT_EVERY

logger = logging.getLogger("goldthread.jobs")
LOOK_FOR_SCHEDULES_EVERY = 5.0  # seconds
LONGEST_PAUSE = 30.0  # seconds between tries while the database is away


class Worker:
    """One worker process. `run` returns when it was asked to stop."""

    def __init__(self, *, pause: float = 1.0) -> None:
        self.worker_id = get_random_string(32)
        self.pause = pause
        self._stop = threading.Event()
        self._looked_at = 0.0
        self._runner = TaskRunner(
            queue_names=["*"],
            interval=pause,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.worker_id,
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Work until `stop`. Outlives a database that goes away and comes back."""
        heart = threading.Thread(target=self._beat, name="heart", daemon=True)
        heart.start()
        logger.info("worker started", extra={"worker": self.worker_id})
        failures = 0
        while not self._stop.is_set():
            try:
                close_old_connections()
                worked = self.step()
                failures = 0
            except DatabaseError as fault:
                failures += 1
                logger.error("the database is away", extra={"fault": type(fault).__name__})
                connection.close()
                self._stop.wait(min(self.pause * 2**failures, LONGEST_PAUSE))
                continue
            if not worked:
                self._stop.wait(self.pause)
        heart.join(timeout=5)
        with contextlib.suppress(DatabaseError):
            operations.rest(self.worker_id)
        logger.info("worker stopped", extra={"worker": self.worker_id})

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish the current task and begin nothing new."""
        self._stop.set()

    def step(self) -> bool:
        """One turn: the due schedules every few seconds, then one task; whether it did a task."""
        if time.monotonic() - self._looked_at >= LOOK_FOR_SCHEDULES_EVERY:
            operations.run_due_schedules(self.worker_id)
            self._looked_at = time.monotonic()
        task = self._claim()
        if task is None:
            return False
        self._runner.run_task(task)
        if task.status == "FAILED":
            operations.try_again_later(task)
        return True

    def _claim(self) -> DBTaskResult | None:
        ready = DBTaskResult.objects.ready().filter(backend_name="default")
        if not ready.exists():  # an idle worker does not take SQLite's write lock each second
            return None
        with exclusive_transaction():
            task = ready.get_locked()
            if task is not None:
                task.claim(self.worker_id)
        return task

    def _beat(self) -> None:
        """Say "alive" from a thread and a connection of its own, whatever the task does."""
        host, pid = socket.gethostname()[:200], os.getpid()
        try:
            while not self._stop.is_set():
                try:
                    operations.beat(self.worker_id, host, pid)
                except DatabaseError:
                    connection.close()
                self._stop.wait(BEAT_EVERY.total_seconds())
        finally:
            connection.close()


def run_until_told() -> None:
    """Run one worker in this process until SIGTERM or SIGINT."""
    worker = Worker()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, worker.stop)
    worker.run()

"""Background work is done once, tried again, and recovered from the dead."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from goldthread.jobs import operations, queries
from goldthread.jobs.models import Heartbeat
from goldthread.jobs.terms import KEEP_FINISHED, SILENT_FOR, TASK_WAITS
from goldthread.jobs.worker import Worker
from tests.jobs import tasks_for_tests as tasks


@pytest.fixture(autouse=True)
def _fresh(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    tasks.ran.clear()
    monkeypatch.setattr(operations, "discover", dict)
    yield
    tasks.ran.clear()


def running_elsewhere(worker_id: str, since: dt.datetime) -> DBTaskResult:
    tasks.note.enqueue("lost")
    task = DBTaskResult.objects.get()
    task.claim(worker_id)
    DBTaskResult.objects.update(started_at=since)
    return task


def test_a_task_is_run_once() -> None:
    tasks.note.enqueue("one")
    worker = Worker()
    assert worker.step()
    assert not worker.step()
    assert tasks.ran == ["one"]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_failed_task_is_tried_again_later_and_in_the_end_given_up() -> None:
    tasks.fail.enqueue()
    worker = Worker()
    for wait in TASK_WAITS:
        assert worker.step()
        task = DBTaskResult.objects.get()
        assert task.status == "READY"
        assert task.run_after - timezone.now() <= wait
        assert not worker.step()
        DBTaskResult.objects.update(run_after=timezone.now())
    assert worker.step()
    assert DBTaskResult.objects.get().status == "FAILED"
    assert len(tasks.ran) == len(TASK_WAITS) + 1
    assert queries.given_up_tasks() == 1


def test_a_failed_task_does_not_put_its_words_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tasks.fail.enqueue()
    Worker().step()
    assert "Example" not in "".join(record.getMessage() for record in caplog.records)


def test_the_task_of_a_dead_worker_is_given_to_another() -> None:
    now = timezone.now()
    operations.beat("dead", "here", 1, now - SILENT_FOR)
    running_elsewhere("dead", now - SILENT_FOR)
    assert operations.reap(now) == 1
    assert not Heartbeat.objects.exists()
    assert Worker().step()
    assert tasks.ran == ["lost"]


def test_the_long_task_of_a_living_worker_is_left_alone() -> None:
    now = timezone.now()
    operations.beat("alive", "here", 1, now)
    running_elsewhere("alive", now - dt.timedelta(hours=2))
    assert operations.reap(now) == 0


def test_a_task_that_kills_every_worker_is_given_up() -> None:
    now = timezone.now()
    task = running_elsewhere("dead", now - SILENT_FOR)
    DBTaskResult.objects.update(worker_ids=["dead"] * (len(TASK_WAITS) + 1))
    operations.reap(now)
    task.refresh_from_db()
    assert task.status == "FAILED"


def test_old_results_are_forgotten_and_waiting_tasks_kept() -> None:
    tasks.note.enqueue("old")
    Worker().step()
    tasks.note.enqueue("waiting")
    assert operations.forget_finished(timezone.now()) == 0
    assert operations.forget_finished(timezone.now() + KEEP_FINISHED) == 1
    assert DBTaskResult.objects.get().status == "READY"


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_stop_finishes_its_task_and_signs_off() -> None:
    worker = Worker(pause=0.05)
    tasks.note.enqueue("last")
    thread = threading.Thread(target=run_and_close, args=(worker,))
    thread.start()
    wait_for(lambda: "last" in tasks.ran)
    wait_for(Heartbeat.objects.exists)
    assert queries.alive(timezone.now()).count() == 1
    worker.stop()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert not Heartbeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_a_database_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, turns = Worker(pause=0.01), []

    def away() -> bool:
        turns.append(1)
        if len(turns) < 3:
            raise DatabaseError
        worker.stop()
        return False

    monkeypatch.setattr(worker, "step", away)
    run_and_close(worker)
    assert len(turns) == 3


def run_and_close(worker: Worker) -> None:
    from django.db import connection

    try:
        worker.run()
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()


def wait_for(happened: object) -> None:
    for _ in range(200):
        if happened():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within ten seconds")

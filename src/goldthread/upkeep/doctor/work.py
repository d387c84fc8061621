"""What the product does by itself: background work, e-mail, files, checkpoints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from goldthread.evidence.models import StoredFile
from goldthread.evidence.storing import path_of
from goldthread.jobs import queries as jobs
from goldthread.notices import queries as notices
from goldthread.trail.models import Checkpoint, Entry
from goldthread.upkeep.doctor.findings import Finding, notice, well, wrong
from goldthread.upkeep.shown import count, moment

NEWEST_FILES = 500
OLDEST_CHECKPOINT = dt.timedelta(hours=26)


def files_are_there() -> Iterator[Finding]:
    """The newest files have their bytes; `goldthread trail verify` and a restore look at all."""
    newest = StoredFile.objects.order_by("-pk").values_list("pk", "sha256", "size")[:NEWEST_FILES]
    lost = [pk for pk, sha256, size in newest if not _there(sha256, size)]
    if lost:
        yield wrong(
            "files",
            f"{count(len(lost), 'file')} named in the database not on the disk "
            f"(the first is number {lost[-1]}).",
            "Restore the folder of files from a backup.",
        )
    else:
        yield well("files", "The newest files are on the disk.")


def _there(sha256: str, size: int) -> bool:
    path = path_of(sha256)
    return path.exists() and path.stat().st_size == size


def worker_is_alive() -> Iterator[Finding]:
    alive = jobs.alive(timezone.now()).count()
    if alive:
        yield well("worker", f"{count(alive, 'worker')} running.")
    else:
        yield wrong(
            "worker",
            "No worker is running: deadlines still show, but nobody is reminded and no e-mail goes.",
            "Start the service with `goldthread run`, or a worker with `goldthread worker`.",
        )


def schedules_run() -> Iterator[Finding]:
    failing, late = jobs.failing_schedules(), jobs.late_schedules(timezone.now())
    if failing:
        yield wrong(
            "schedules",
            f"Failing: {'; '.join(failing)}.",
            "Read the worker's log from the time of the failure.",
        )
    if late:
        yield wrong("schedules", f"Late: {', '.join(late)}.", "Check that a worker is running.")
    if not failing and not late:
        yield well("schedules", "Everything that runs by the clock is on time.")


def tasks_are_done() -> Iterator[Finding]:
    given_up = jobs.given_up_tasks()
    if given_up:
        yield notice(
            "tasks",
            f"{count(given_up, 'background task')} given up in the last fortnight.",
            "Read the worker's log from the time of the failures.",
        )
    else:
        yield well("tasks", "No background task was given up.")


def outbox_is_empty() -> Iterator[Finding]:
    late, given_up = notices.overdue_mail(timezone.now()), notices.given_up_mail()
    if late:
        yield wrong(
            "outbox",
            f"{count(late, 'e-mail')} waiting for more than half an hour.",
            "Check that a worker is running and that the e-mail server answers.",
        )
    if given_up:
        yield notice(
            "outbox",
            f"{count(given_up, 'e-mail')} given up.",
            "Check the addresses with `goldthread users list`, and the e-mail server.",
        )
    if not late and not given_up:
        yield well("outbox", "No e-mail is stuck.")


def checkpoint_is_recent() -> Iterator[Finding]:
    newest = Checkpoint.objects.order_by("-pk").first()
    if newest is None and not Entry.objects.exists():
        yield well("checkpoint", "The trail is empty.")
    elif newest is None or newest.at < timezone.now() - OLDEST_CHECKPOINT:
        when = f"is of {moment(newest.at)}" if newest else "has not been made"
        yield notice(
            "checkpoint",
            f"The last checkpoint of the trail {when}.",
            "A worker makes one each hour; `goldthread trail checkpoint --out FILE` makes "
            "one to keep elsewhere.",
        )
    else:
        yield well("checkpoint", f"The last checkpoint of the trail is of {moment(newest.at)}.")

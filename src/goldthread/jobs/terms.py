"""The figures of background work."""

from __future__ import annotations

import datetime as dt

BEAT_EVERY = dt.timedelta(seconds=10)
# A worker that has said nothing for this long is taken for dead and its task is given to another.
SILENT_FOR = dt.timedelta(seconds=90)
# How long one worker may hold a schedule before another may take it over.
LEASE = dt.timedelta(minutes=15)
# Waits before each further try of a failed task; after the last one it stays failed.
TASK_WAITS = (
    dt.timedelta(seconds=10),
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=10),
    dt.timedelta(hours=1),
)
# Finished tasks are kept this long, so that what happened can be looked up.
KEEP_FINISHED = dt.timedelta(days=14)
# A schedule that fails is tried again after this, doubled each time up to its interval.
FIRST_RETRY = dt.timedelta(seconds=30)

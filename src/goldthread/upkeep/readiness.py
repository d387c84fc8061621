"""Whether this process can take requests now."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from goldthread.upkeep.migrations import pending

_tables_are_right = False


def hindrances() -> list[str]:
    """What stands in the way: codes `database`, `migrations`, `disk`; empty when ready."""
    found = [*_database()]
    try:
        free = shutil.disk_usage(Path(settings.DATA_DIR)).free
    except OSError:
        free = 0
    return [*found, "disk"] if free < settings.DISK_RESERVE else found


def _database() -> list[str]:
    """The tables are looked at until they are right once: a newer version starts a new process."""
    global _tables_are_right
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _tables_are_right and pending():
            return ["migrations"]
    except DatabaseError:
        return ["database"]
    _tables_are_right = True
    return []

"""The two databases: embedded SQLite by default, PostgreSQL by DATABASE_URL (ADR 0002)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

# FULL, not NORMAL: an acknowledged report must survive a power cut.
SQLITE_INIT = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA mmap_size=268435456;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA cache_size=-65536;"
)


def default_database(url: str, data_dir: Path) -> dict[str, Any]:
    """The Django database settings for `url`, or for the embedded database where it is empty."""
    if url and not url.startswith("sqlite"):
        return _postgresql(url)
    path = url.split(":///", 1)[1] if url else str(data_dir / "goldthread.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening the file anew for each request costs more than drawing a page.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_INIT},
    }


def _postgresql(url: str) -> dict[str, Any]:
    settings = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    # pgbouncer in transaction mode cannot hold a server-side cursor open between statements.
    settings["DISABLE_SERVER_SIDE_CURSORS"] = True
    return settings

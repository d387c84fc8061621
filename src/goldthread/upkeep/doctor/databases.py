"""The database: reachable, set up as it must be, and holding what this program expects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from goldthread.access.sealed import SealedField, unseal
from goldthread.trail import triggers
from goldthread.upkeep.doctor.findings import Finding, well, wrong
from goldthread.upkeep.migrations import pending, unknown
from goldthread.upkeep.shown import count, moment

OLDEST_POSTGRESQL = 150000
OLDEST_SQLITE = (3, 37, 0)
DRIFT = dt.timedelta(seconds=30)


def database_answers() -> Iterator[Finding]:
    try:
        version = _one("SELECT sqlite_version()" if _sqlite() else "SHOW server_version")
    except DatabaseError as fault:
        first = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
        place = "its file" if _sqlite() else "DATABASE_URL"
        yield wrong("database", f"The database does not answer: {first}", f"Check {place}.")
        return
    yield well("database", f"{'SQLite' if _sqlite() else 'PostgreSQL'} {version} answers.")


def database_is_set_up_well() -> Iterator[Finding]:
    yield from _sqlite_settings() if _sqlite() else _postgresql_version()


def _sqlite_settings() -> Iterator[Finding]:
    import sqlite3

    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield wrong(
            "database version",
            f"SQLite {sqlite3.sqlite_version} is too old.",
            "Use a Python built with SQLite 3.37 or later.",
        )
    mode = str(_one("PRAGMA journal_mode")).lower()
    if mode not in ("wal", "memory"):
        yield wrong(
            "write-ahead log",
            f"The database is in {mode} mode, so readers and writers block each other.",
            "Keep it on a local disk: a network folder cannot hold a write-ahead log.",
        )
    if not _one("PRAGMA foreign_keys"):
        yield wrong(
            "foreign keys",
            "SQLite does not hold its foreign keys.",
            "Remove other settings of the database from the environment.",
        )
    if int(_one("PRAGMA synchronous")) < 2 and mode == "wal":
        yield wrong(
            "durability",
            "An acknowledged report could be lost to a power cut.",
            "Remove other settings of the database from the environment.",
        )


def _postgresql_version() -> Iterator[Finding]:
    if int(_one("SHOW server_version_num")) < OLDEST_POSTGRESQL:
        yield wrong("database version", "PostgreSQL is too old.", "Use PostgreSQL 15 or later.")
    if _one("SHOW fsync") != "on" and settings.PRODUCTION:
        yield wrong(
            "durability",
            "PostgreSQL runs with fsync off and can lose what it acknowledged.",
            "Set fsync = on in postgresql.conf and restart it.",
        )


def migrations_are_applied() -> Iterator[Finding]:
    ahead, behind = unknown(), pending()
    if ahead:
        yield wrong(
            "migrations",
            f"The database was used by a newer Goldthread: it knows {', '.join(ahead[:3])}.",
            "Install that version again, or restore a backup made before it.",
        )
    if behind:
        yield wrong(
            "migrations",
            f"{count(len(behind), 'change')} of the tables not made yet, the first {behind[0]}.",
            "Start the service with `goldthread run`, which makes them.",
        )
    if not ahead and not behind:
        yield well("migrations", "All tables are as this version expects them.")


def trail_is_guarded() -> Iterator[Finding]:
    missing = triggers.missing(connection)
    if missing:
        yield wrong(
            "trail guard",
            f"The database would let an entry of the trail be changed: {', '.join(missing)} missing.",
            "Run `goldthread trail verify` at once, then restore a backup or ask for support.",
        )
    else:
        yield well("trail guard", "The database refuses to change or delete an entry of the trail.")


def field_key_fits() -> Iterator[Finding]:
    """Whether the field key opens what is stored: one value of every sealed column."""
    for model, column in sealed_columns():
        stored = _first_sealed(model, column)
        try:
            unseal(stored or "")
        except (InvalidTag, ValueError):
            yield wrong(
                "field key",
                "GOLDTHREAD_FIELD_KEY does not open the names stored in this database.",
                "Set the key this database was used with. Without it those names cannot be read.",
            )
            return
    yield well("field key", "The field key opens what is stored.")


def sealed_columns() -> Iterator[tuple[type[Any], str]]:
    """Every column whose values are encrypted."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedField):
                yield model, str(field.column)


def _first_sealed(model: type[Any], column: str) -> str | None:
    table, name = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(column)
    return _one(f"SELECT {name} FROM {table} WHERE {name} <> '' LIMIT 1")  # noqa: S608 - our names


def clocks_agree() -> Iterator[Finding]:
    now = timezone.now()
    if not _sqlite():
        drift = abs(_one("SELECT clock_timestamp()") - now)
        if drift > DRIFT:
            yield wrong(
                "clock",
                f"The clocks of this machine and the database differ by {drift.seconds} seconds.",
                "Let both take the time from a time server (for example chrony).",
            )
            return
    yield well("clock", f"The clock says {moment(now)}.")


def _sqlite() -> bool:
    return connection.vendor == "sqlite"


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None

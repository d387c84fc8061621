"""Database triggers that refuse to change or delete an entry, for both databases."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("trail_entry", "trail_checkpoint")
REFUSAL = "The trail is append-only: entries are never changed or deleted."


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers."""
    with connection.cursor() as cursor:
        for statement in _create(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers; only a restore into an empty database and the test suite need this."""
    with connection.cursor() as cursor:
        for statement in _drop(connection.vendor):
            cursor.execute(statement)


def _create(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for table in TABLES
            for verb in ("update", "delete")
        ]
    function = (
        "CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    rows = [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION trail_refuse()"
        for table in TABLES
    ]
    truncates = [
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()"
        for table in TABLES
    ]
    return [function, *rows, *truncates]


def _drop(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
            for table in TABLES
            for verb in ("update", "delete")
        ]
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}"
        for table in TABLES
        for what in ("change", "truncate")
    ]


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of guards that should be in the database and are not."""
    sqlite = connection.vendor == "sqlite"
    verbs = ("update", "delete") if sqlite else ("change", "truncate")
    wanted = {f"{table}_no_{verb}" for table in TABLES for verb in verbs}
    # A disabled trigger is as good as none.
    statement = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return sorted(wanted - {row[0] for row in cursor.fetchall()})

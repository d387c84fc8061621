"""Which changes of the tables are made, which are not, and which this version does not know."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


def pending() -> list[str]:
    """Changes this version brings that the database has not seen, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def applied() -> list[str]:
    """Changes the database has seen, by name; none for a database without tables."""
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def unknown(names: list[str] | None = None) -> list[str]:
    """Those of `names` (of the applied ones when None) this version does not know."""
    executor = MigrationExecutor(connection)
    known = {f"{app}.{name}" for app, name in executor.loader.disk_migrations}
    ours = {app for app, _ in executor.loader.disk_migrations}
    names = applied() if names is None else names
    return [name for name in names if name not in known and name.split(".")[0] in ours]

"""Tables made at once are the tables that the migrations make one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from goldthread.upkeep import fresh_tables

SHAPE = {
    "sqlite": (
        "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        " AND type IN ('trigger', 'view')",
    ),
    "postgresql": (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = current_schema()::regnamespace AND conrelid <> 0",
        "SELECT tablename, indexname, replace(indexdef, current_schema() || '.', '')"
        " FROM pg_indexes WHERE schemaname = current_schema()",
        "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger JOIN pg_class c"
        " ON c.oid = tgrelid WHERE NOT tgisinternal"
        " AND c.relnamespace = current_schema()::regnamespace",
        "SELECT table_name, column_name, data_type || coalesce(column_default, '') || is_nullable"
        " || is_identity FROM information_schema.columns WHERE table_schema = current_schema()",
    ),
}


@contextmanager
def empty_database(alias: str, folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """A database without tables: a file on SQLite, a schema of its own on PostgreSQL."""
    main = connections["default"]
    made = main.copy(alias=alias)
    if main.vendor == "sqlite":
        made.settings_dict["NAME"] = str(folder / f"{alias}.sqlite3")
    else:
        with main.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {alias}")
        made.settings_dict["OPTIONS"]["options"] = f"-c search_path={alias}"
    connections[alias] = made
    try:
        yield made
    finally:
        made.close()
        del connections[alias]
        if main.vendor == "postgresql":
            with main.cursor() as cursor:
                cursor.execute(f"DROP SCHEMA {alias} CASCADE")


def told(name: str, held: dict[str, Any]) -> tuple[str, str]:
    """One constraint; SQLite names keys to other tables by the order in which they were made."""
    facts = {key: held[key] for key in sorted(held) if key != "definition"}
    return ("" if name.startswith(("fk_", "__unnamed")) else name), str(facts)


def shape(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """Everything of the tables that a program or a person could tell apart."""
    found: dict[str, Any] = {}
    look = connection.introspection
    with connection.cursor() as cursor:
        for table in look.table_names(cursor):
            columns = look.get_table_description(cursor, table)
            found[f"columns of {table}"] = sorted(
                (c.name, str(c.type_code), c.null_ok, str(c.default), str(c.collation))
                for c in columns
            )
            constraints = look.get_constraints(cursor, table).items()
            found[f"constraints of {table}"] = sorted(told(*each) for each in constraints)
        for number, query in enumerate(SHAPE[connection.vendor]):
            cursor.execute(query)
            found[f"query {number}"] = sorted(cursor.fetchall())
    return found


@pytest.mark.django_db(transaction=True)
def test_both_ways_make_the_same_tables(tmp_path: Path) -> None:
    with empty_database("steps", tmp_path) as steps, empty_database("once", tmp_path) as once:
        executor = MigrationExecutor(steps)
        executor.migrate(executor.loader.graph.leaf_nodes())
        assert fresh_tables.is_empty(once)
        assert fresh_tables.make(once) == len(MigrationRecorder(once).applied_migrations())
        assert not fresh_tables.is_empty(once)
        by_steps, at_once = shape(steps), shape(once)
        assert set(by_steps) == set(at_once)
        for name, held in by_steps.items():
            assert at_once[name] == held, name
        known = MigrationRecorder(steps).applied_migrations()
        assert set(MigrationRecorder(once).applied_migrations()) == set(known)


@pytest.mark.django_db(transaction=True)
def test_an_empty_database_is_brought_up_to_date_whole(tmp_path: Path) -> None:
    with empty_database("once", tmp_path) as once:
        call_command("migrate", database="once", verbosity=0, interactive=False)
        executor = MigrationExecutor(once)
        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
        with once.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_content_type")
            assert cursor.fetchone()[0] > 100


@pytest.mark.django_db(transaction=True)
def test_a_single_app_is_migrated_step_by_step(tmp_path: Path) -> None:
    with empty_database("once", tmp_path) as once:
        call_command("migrate", "contenttypes", database="once", verbosity=0)
        assert {app for app, _ in MigrationRecorder(once).applied_migrations()} == {"contenttypes"}


@pytest.mark.django_db(transaction=True)
def test_a_start_that_is_interrupted_leaves_the_database_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    with empty_database("once", tmp_path) as once:
        with monkeypatch.context() as patch:
            patch.setattr(MigrationRecorder, "record_applied", stopped)
            with pytest.raises(KeyboardInterrupt):
                fresh_tables.make(once)
        assert fresh_tables.is_empty(once)
        assert fresh_tables.make(once) > 50

"""The tables of an empty database, made at once instead of migration by migration.

Django works out every model anew after each step of each migration, which for a first start took
longer than everything else together. An empty database has nothing to bring along, so its tables
can be made as they are in the end. A test holds that both ways make the same tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.models import Model

OWN = "goldthread."


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database holds no table at all."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def make(connection: BaseDatabaseWrapper) -> int:
    """Make every table of an empty database and note every migration as made; returns how many.

    In one transaction: a start that is interrupted leaves the database empty. Of code and SQL in
    migrations only our own runs, as far as it is not `elidable` (which says that it only brings
    rows along); it meets the tables as they are in the end, and other packages' brings only rows.
    """
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    migrations = [migration for migration, _ in plan]
    state = executor.loader.project_state()
    with _unchecked(connection), transaction.atomic(using=connection.alias):
        with connection.schema_editor() as editor:
            for model in _in_order(state):
                editor.create_model(model)
        with connection.schema_editor() as editor:
            for migration, step in _steps(migrations):
                step.database_forwards(migration.app_label, editor, state, state)
        executor.recorder.ensure_schema()
        for migration in migrations:
            executor.recorder.record_applied(migration.app_label, migration.name)
    return len(migrations)


@contextmanager
def _unchecked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """SQLite changes tables only while it does not check keys, which a transaction cannot alter."""
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


def _in_order(state: ProjectState) -> list[type[Model]]:
    return [
        model
        for model in state.apps.get_models(include_auto_created=False)
        if model._meta.managed and not model._meta.proxy
    ]


def _steps(migrations: list[Migration]) -> Iterator[tuple[Migration, Any]]:
    for migration in migrations:
        for step in migration.operations:
            told = isinstance(step, (RunPython, RunSQL)) and not step.elidable
            if told and type(migration).__module__.startswith(OWN):
                yield migration, step

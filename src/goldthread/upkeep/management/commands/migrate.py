"""Django's `migrate`, except that the tables of an empty database are made at once."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from goldthread.upkeep import fresh_tables

STEP_BY_STEP = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied")


class Command(Migrate):
    """What Django does afterwards (signals, content types, permissions) stays Django's."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make fresh tables where nothing was made yet and everything was asked for."""
        connection = connections[options["database"]]
        whole = not any(options.get(name) for name in STEP_BY_STEP)
        if whole and fresh_tables.is_empty(connection):
            fresh_tables.make(connection)
        super().handle(*args, **options)

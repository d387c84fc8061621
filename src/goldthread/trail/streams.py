"""Reading millions of rows without holding them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

CHUNK = 2000


@contextmanager
def streaming() -> Iterator[None]:
    """Let `.iterator()` read in chunks on PostgreSQL too.

    Server-side cursors are off by default for pgbouncer's sake; inside a transaction, where
    pgbouncer keeps the connection, they are safe. SQLite streams anyway, and a transaction there
    would take the write lock.
    """
    if connection.vendor != "postgresql":
        yield
        return
    before = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS", False)
    connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] = False
    try:
        with transaction.atomic():
            yield
    finally:
        connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] = before

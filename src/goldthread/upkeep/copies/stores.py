"""Taking a copy of the database while it is in use, and putting one in its place."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, connections
from django.utils import timezone

from goldthread.upkeep.copies.archive import CopyRefused
from goldthread.upkeep.copies.programs import environment, program, run, said, where


def dump(target: Path) -> None:
    """Write a consistent copy of the database to `target`; readers and writers go on."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
    else:
        run(
            program("pg_dump"),
            *where(),
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--file={target}",
        )


def load(source: Path) -> str:
    """Put the copy at `source` in place of the database; returns a sentence on the old one.

    Either all of it is in place afterwards, or nothing was changed.
    """
    return _load_sqlite(source) if connection.vendor == "sqlite" else _load_postgresql(source)


def _load_sqlite(source: Path) -> str:
    with closing(sqlite3.connect(source)) as copy:
        answer = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        raise CopyRefused(f"The database in the backup is damaged: {answer}")
    place = Path(str(connection.settings_dict["NAME"]))
    connections.close_all()
    kept = _set_aside(place)
    source.chmod(0o600)
    source.replace(place)
    _sync(place.parent)
    return f"The database that was here is kept as {kept.name}." if kept else ""


def _set_aside(place: Path) -> Path | None:
    """Move the old database away with its write-ahead log, which would corrupt the new one."""
    if not place.exists():
        return None
    kept = place.with_name(f"{place.name}.before-{timezone.now():%Y%m%d-%H%M%S}")
    for suffix in ("-wal", "-shm", ""):
        part = place.with_name(place.name + suffix)
        if part.exists():
            part.replace(kept.with_name(kept.name + suffix))
    return kept


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _load_postgresql(source: Path) -> str:
    """Empty the schema and fill it again in one transaction of psql."""
    psql, pg_restore = program("psql"), program("pg_restore")
    connections.close_all()
    with subprocess.Popen(  # noqa: S603 - our own arguments
        [pg_restore, "--no-owner", "--no-privileges", "--file=-", str(source)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as script:
        assert script.stdout and script.stderr  # noqa: S101 - both were asked for
        filled = subprocess.run(  # noqa: S603
            [
                psql,
                *where(),
                "--quiet",
                "--no-psqlrc",
                "--single-transaction",
                "--set=ON_ERROR_STOP=1",
                "--command=DROP SCHEMA public CASCADE; CREATE SCHEMA public;",
                "--file=-",
            ],
            stdin=script.stdout,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            check=False,
        )
        complaint = script.stderr.read()
    if script.returncode:
        raise CopyRefused(said("pg_restore", complaint))
    if filled.returncode:
        raise CopyRefused(said("psql", filled.stderr))
    return ""

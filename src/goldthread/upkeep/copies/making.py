"""Making a backup while the service runs."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from goldthread import __version__
from goldthread.access.sealed import blind_index
from goldthread.upkeep.copies.archive import (
    DATABASE,
    MANIFEST,
    CopyRefused,
    Manifest,
    Progress,
    add,
)
from goldthread.upkeep.copies.stores import dump
from goldthread.upkeep.migrations import applied
from goldthread.upkeep.shown import gigabytes

MARK = "the field key of a backup"


def back_up(target: Path, tell: Progress = lambda _: None, *, overwrite: bool = False) -> Manifest:
    """Write one archive of the database and the files; it appears whole or not at all.

    The database is copied first. Files are never changed or deleted, so every file it names is
    still there when they are copied. `tell` is called with each number of bytes done. Raises
    CopyRefused.
    """
    if target.exists() and not overwrite:
        raise CopyRefused(f"There is already a file “{target}”. Choose another name.")
    if not target.parent.is_dir():
        raise CopyRefused(f"There is no folder “{target.parent}”.")
    part = target.with_name(f".{target.name}.part")
    try:
        manifest = _write(part, tell)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise CopyRefused(
                f"There is no room left for the backup in “{target.parent}” "
                f"({gigabytes(shutil.disk_usage(target.parent).free)} free). Nothing was kept."
            ) from fault
        raise CopyRefused(f"“{target}” cannot be written: {fault.strerror}.") from fault
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write(part: Path, tell: Progress) -> Manifest:
    manifest = Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        version=__version__,
        database=connection.vendor,
        migrations=applied(),
        field_key_mark=field_key_mark(),
    )
    members = []
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(handle, "wb") as file,
        zipfile.ZipFile(file, "w", allowZip64=True, compresslevel=6) as archive,
    ):
        with tempfile.TemporaryDirectory(dir=part.parent, prefix=".goldthread-") as folder:
            copy = Path(folder) / DATABASE
            dump(copy)
            # A custom-format dump of PostgreSQL is packed already.
            members.append(add(archive, DATABASE, copy, packed=connection.vendor == "sqlite"))
            tell(members[-1].size)
        for path in kept_files():
            members.append(add(archive, f"files/{path.parent.name}/{path.name}", path, packed=True))
            tell(members[-1].size)
        manifest = replace(manifest, members=members)
        archive.writestr(MANIFEST, manifest.as_json())
    return manifest


def kept_files() -> Iterator[Path]:
    """Every kept file, without those still being written."""
    for path in sorted(Path(settings.FILES_DIR).glob("*/*")):
        if path.is_file() and not path.name.startswith("."):
            yield path


def field_key_mark() -> str:
    """A value that is the same for the same field key and tells nothing about it."""
    return blind_index(MARK)

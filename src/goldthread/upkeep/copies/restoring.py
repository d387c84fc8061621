"""Bringing a backup back, and proving that it came back whole."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from goldthread.access.models import User
from goldthread.evidence.models import StoredFile
from goldthread.evidence.storing import path_of, write
from goldthread.jobs.queries import alive
from goldthread.trail.verification import Tally, verify
from goldthread.upkeep.copies import archive as copies
from goldthread.upkeep.copies.archive import CopyRefused, Manifest, Progress
from goldthread.upkeep.copies.making import field_key_mark
from goldthread.upkeep.copies.stores import load
from goldthread.upkeep.migrations import pending, unknown

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass
class Restored:
    """What came back. It is whole when `problems` is empty."""

    manifest: Manifest
    files: int = 0
    migrated: int = 0
    tally: Tally = field(default_factory=Tally)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def restore(source: Path, tell: Progress = lambda _: None, *, replace: bool = False) -> Restored:
    """Put a backup in place of this installation's database and files.

    Everything that can be wrong is looked at before anything is changed: the archive's hashes,
    its database, its version, and whether something here would be lost. Raises CopyRefused.
    """
    try:
        opened = zipfile.ZipFile(source)
    except FileNotFoundError as fault:
        raise CopyRefused(f"There is no file “{source}”.") from fault
    except (zipfile.BadZipFile, OSError) as fault:
        raise CopyRefused(f"“{source.name}” is not a whole backup of Goldthread.") from fault
    with opened as archive:
        manifest = copies.read_manifest(archive, source.name)
        _fits(manifest)
        _nothing_is_lost(replace)
        copies.verify(archive, manifest, tell)
        return _restore(archive, manifest, tell)


def _fits(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise CopyRefused(
            f"This is a backup of {NAMES.get(manifest.database, manifest.database)}, and this "
            f"installation uses {NAMES[connection.vendor]}. Set DATABASE_URL to the same kind."
        )
    ahead = unknown(manifest.migrations)
    if ahead:
        raise CopyRefused(
            f"This backup was made by Goldthread {manifest.version}, which is newer. "
            "Install that version and restore again."
        )


def _nothing_is_lost(replace: bool) -> None:
    try:
        running, people = alive(timezone.now()).count(), User.objects.count()
    except DatabaseError:  # no tables yet
        connection.close()
        return
    if running:
        raise CopyRefused("Goldthread is running here. Stop it, wait two minutes, and try again.")
    if people and not replace:
        raise CopyRefused(
            "There is already a provider's data here. To put the backup in its place, "
            "add --replace."
        )


def _restore(archive: zipfile.ZipFile, manifest: Manifest, tell: Progress) -> Restored:
    done = Restored(manifest)
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    done.files = _restore_files(archive, manifest, tell)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".goldthread-") as temporary:
        copy = Path(temporary) / copies.DATABASE
        copies.extract(archive, copies.DATABASE, copy)
        done.remarks += filter(None, [load(copy)])
    tell(manifest.member(copies.DATABASE).size)
    done.migrated = len(pending())
    if done.migrated:
        call_command("migrate", verbosity=0, interactive=False)
    done.problems = [str(problem) for problem in verify(done.tally)] + _lost_files()
    if manifest.field_key_mark != field_key_mark():
        done.problems.append(
            "GOLDTHREAD_FIELD_KEY is not the key this backup was made with: names and record "
            "numbers cannot be read until it is."
        )
    return done


def _restore_files(archive: zipfile.ZipFile, manifest: Manifest, tell: Progress) -> int:
    """Write the files that are not here yet, before the database that names them."""
    files = [member for member in manifest.members if member.name.startswith("files/")]
    for member in files:
        if member.name != f"files/{member.sha256[:2]}/{member.sha256}":
            raise CopyRefused(f"The backup names a file it does not hold ({member.name}).")
        write(member.sha256, archive.read(member.name))
        tell(member.size)
    return len(files)


def _lost_files() -> list[str]:
    named = StoredFile.objects.order_by("sha256").values_list("sha256", "size").distinct()
    return [
        f"file {sha256[:12]}: it is named in the database and not in the backup"
        for sha256, size in named.iterator(2000)
        if not (path_of(sha256).exists() and path_of(sha256).stat().st_size == size)
    ]

"""The archive: a zip with a manifest that names every member with its size and hash.

    manifest.json       what it is of, when, which version made it, and the hash of each member
    database            SQLite's file, or PostgreSQL's custom-format dump
    files/ab/abcdef…    uploaded files under the names of their hashes

The field key is not in it: whoever finds the archive must not be able to read sealed names.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
BLOCK = 1024 * 1024
Progress = Callable[[int], None]


class CopyRefused(Exception):
    """A backup or restore that was not done; the message says why and what to do."""


@dataclass(frozen=True)
class Member:
    """One file in the archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. `field_key_mark` shows whether a field key fits, not what it is."""

    made_at: str
    version: str
    database: str
    migrations: list[str]
    field_key_mark: str
    members: list[Member] = field(default_factory=list)

    def as_json(self) -> str:
        return json.dumps({"goldthread_backup": FORMAT, **asdict(self)}, indent=1)

    def member(self, name: str) -> Member:
        return next(member for member in self.members if member.name == name)


def add(archive: zipfile.ZipFile, name: str, source: Path, *, packed: bool) -> Member:
    """Copy a file into the archive, hashing what was really written."""
    running, size = hashlib.sha256(), 0
    entry = zipfile.ZipInfo.from_file(source, name, strict_timestamps=False)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with source.open("rb") as read, archive.open(entry, "w", force_zip64=True) as written:
        for block in blocks(read):
            written.write(block)
            running.update(block)
            size += len(block)
    return Member(name, size, running.hexdigest())


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The file, a megabyte at a time."""
    while block := file.read(BLOCK):
        yield block


def read_manifest(archive: zipfile.ZipFile, name: str) -> Manifest:
    """The manifest, or CopyRefused when this is not a backup."""
    try:
        held: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if held.pop("goldthread_backup") != FORMAT:
            raise CopyRefused(f"“{name}” was made by a newer Goldthread. Install that version.")
        members = [Member(**member) for member in held.pop("members")]
        return Manifest(**held, members=members)
    except (KeyError, TypeError, ValueError, zlib.error, zipfile.BadZipFile) as fault:
        raise CopyRefused(f"“{name}” is not a backup of Goldthread.") from fault


def verify(archive: zipfile.ZipFile, manifest: Manifest, tell: Progress) -> None:
    """Read every member and compare its hash. Raises CopyRefused at the first that differs."""
    held = {entry.filename for entry in archive.infolist()} - {MANIFEST}
    named = {member.name for member in manifest.members}
    if held != named:
        odd = sorted(held ^ named)[0]
        raise CopyRefused(f"The backup was changed after it was made ({odd}). Use another copy.")
    for member in manifest.members:
        if _hash(archive, member.name) != member.sha256:
            raise CopyRefused(f"The backup is damaged at {member.name}. Use another copy.")
        tell(member.size)


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    running = hashlib.sha256()
    try:
        with archive.open(name) as file:
            for block in blocks(file):
                running.update(block)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return ""
    return running.hexdigest()


def extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    """Write one member to `target`."""
    with archive.open(name) as read, target.open("wb") as written:
        for block in blocks(read):
            written.write(block)

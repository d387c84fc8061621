"""Bytes on the disk, written so that what a row names is really there."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings

from goldthread.evidence.models import storage_name
from goldthread.evidence.sniffing import sniff
from goldthread.workflow.refusals import Refused, refuse

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Upload(Protocol):
    """A file as a form hands it over."""

    name: str | None

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True)
class Kept:
    """A file that is on the disk, before any row names it."""

    name: str
    media_type: str
    size: int
    sha256: str
    metadata_removed: bool


def keep(upload: Upload | Any) -> Kept:
    """Check an upload and put its bytes on the disk. Raises Refused and leaves nothing behind.

    Call it before the transaction that names the file: encoding a photograph takes up to a
    second, in which SQLite would let nobody else write.
    """
    data = upload.read(settings.FILE_SIZE_LIMIT + 1)
    sniffed = sniff(upload.name or "file", data)
    digest = hashlib.sha256(sniffed.data).hexdigest()
    write(digest, sniffed.data)
    return Kept(
        sniffed.name, sniffed.media_type, len(sniffed.data), digest, sniffed.metadata_removed
    )


def write(sha256: str, data: bytes) -> None:
    """Put bytes under the name of their hash, safely on the disk before it returns."""
    final = path_of(sha256)
    if final.exists() and final.stat().st_size == len(data):
        return
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(final.parent).free < len(data) + settings.DISK_RESERVE:
            raise no_room()
        _write_then_rename(final, data)
    except OSError as fault:
        if fault.errno in NO_ROOM:
            raise no_room() from fault
        raise


def _write_then_rename(final: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=final.parent, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(final)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(sha256: str) -> IO[bytes]:
    """The kept bytes, open for reading. Raises FileNotFoundError when they are gone."""
    return path_of(sha256).open("rb")


def path_of(sha256: str) -> Path:
    """Where the bytes of this hash are kept."""
    return Path(settings.FILES_DIR) / storage_name(sha256)


def no_room() -> Refused:
    """The refusal when the disk is full."""
    return refuse(
        "EVI-26",
        "The server has no room left to keep the file, so nothing was saved. What you typed is "
        "still here. Send it without the file, and tell your administrator.",
        "file",
    )

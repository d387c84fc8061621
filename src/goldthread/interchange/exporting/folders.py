"""A folder of files as one archive, with a manifest of hashes that anyone can check.

`manifest.json` lists every file with its size and SHA-256, and holds what the folder says of
itself. Its own digest is what the trail keeps, so that a folder can be recognised years later.
The archive's bytes depend on its content alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
FORMAT = 1
MOST_BYTES = 2 * 1024**3  # what a check unpacks at most
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that an archive can name: content alone decides its bytes


class UnreadableFolder(ValueError):
    """It is no folder of ours; the message says why."""


@dataclass(frozen=True)
class Folder:
    """The archive's bytes, and the digest of its manifest."""

    archive: bytes
    digest: str


def fold(files: Mapping[str, bytes], facts: Mapping[str, Any]) -> Folder:
    """The files and a manifest of them. `facts` are what the folder says of itself."""
    listed = [
        {"name": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        for name, body in sorted(files.items())
    ]
    said = {"format": FORMAT, "about": dict(facts), "files": listed}
    manifest = json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in [(MANIFEST, manifest), *sorted(files.items())]:
            archive.writestr(zipfile.ZipInfo(name, _DAY), body, zipfile.ZIP_DEFLATED)
    return Folder(target.getvalue(), hashlib.sha256(manifest).hexdigest())


@dataclass(frozen=True)
class Checked:
    """What a folder says of itself, the digest of its manifest, and what is wrong with it."""

    about: dict[str, Any]
    digest: str
    files: int
    faults: tuple[str, ...]


def check(path: Path) -> Checked:
    """Compare every file of the archive, or of the folder it was unpacked into, with the manifest.

    Raises UnreadableFolder for what is no such archive or folder, or has no readable manifest.
    """
    if path.is_dir():
        return _compare_unpacked(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _compare_packed(archive)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as fault:
        raise UnreadableFolder(f"{path.name} is not a whole archive: {fault}") from fault


def _compare_unpacked(folder: Path) -> Checked:
    """A folder on disk. A link in it is read as a file that does not belong, never followed."""
    found = sorted(one for one in folder.rglob("*") if one.is_symlink() or not one.is_dir())
    names = [one.relative_to(folder).as_posix() for one in found]
    links = {name for name, one in zip(names, found, strict=True) if one.is_symlink()}
    size = sum(one.lstat().st_size for one in found)

    def read(name: str) -> bytes:
        return b"" if name in links else (folder / name).read_bytes()

    try:
        return _compare(names, size, read)
    except OSError as fault:
        raise UnreadableFolder(f"{folder.name} cannot be read: {fault}") from fault


def _compare_packed(archive: zipfile.ZipFile) -> Checked:
    size = sum(entry.file_size for entry in archive.infolist())
    return _compare(archive.namelist(), size, archive.read)


def _compare(names: list[str], size: int, read: Callable[[str], bytes]) -> Checked:
    if names.count(MANIFEST) != 1:
        raise UnreadableFolder(
            f"There is no single {MANIFEST} in it: it was not made by Goldthread."
        )
    if size > MOST_BYTES:
        raise UnreadableFolder("It unpacks to more than 2 GiB. No folder of ours does.")
    raw = read(MANIFEST)
    try:
        said = json.loads(raw)
        listed = {file["name"]: (file["size"], file["sha256"]) for file in said["files"]}
        about = dict(said["about"])
    except (ValueError, KeyError, TypeError) as fault:
        raise UnreadableFolder(f"Its {MANIFEST} cannot be read.") from fault
    faults = [
        f"{name} is not in the manifest." for name in names if name not in {MANIFEST, *listed}
    ]
    faults += [
        f"{name} stands in it more than once." for name in {n for n in names if names.count(n) > 1}
    ]
    for name, (length, digest) in sorted(listed.items()):
        if name not in names:
            faults.append(f"{name} is missing.")
            continue
        body = read(name)
        if len(body) != length or hashlib.sha256(body).hexdigest() != digest:
            faults.append(f"{name} was changed.")
    return Checked(about, hashlib.sha256(raw).hexdigest(), len(listed), tuple(faults))

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
from collections.abc import Mapping
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
    """Compare every file of the archive with the manifest.

    Raises UnreadableFolder for a file that is no such archive, or has no readable manifest.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _compare(archive)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as fault:
        raise UnreadableFolder(f"{path.name} is not a whole archive: {fault}") from fault


def _compare(archive: zipfile.ZipFile) -> Checked:
    names = archive.namelist()
    if names.count(MANIFEST) != 1:
        raise UnreadableFolder(
            f"There is no single {MANIFEST} in it: it was not made by Goldthread."
        )
    if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
        raise UnreadableFolder("It unpacks to more than 2 GiB. No folder of ours does.")
    raw = archive.read(MANIFEST)
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
    for name, (size, digest) in sorted(listed.items()):
        if name not in names:
            faults.append(f"{name} is missing.")
            continue
        body = archive.read(name)
        if len(body) != size or hashlib.sha256(body).hexdigest() != digest:
            faults.append(f"{name} was changed.")
    return Checked(about, hashlib.sha256(raw).hexdigest(), len(listed), tuple(faults))

"""Models as files: named arrays and JSON in one NPZ, with a kind and a version.

Nothing in such a file is run when it is read, so a model may come from anywhere.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]
Made = TypeVar("Made")
_SLIP = "about"
_DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile)


class ModelRefused(Exception):
    """The file is not a model that can be used here; the message says why."""


def write_model(path: Path, kind: str, version: int, about: Any, arrays: Arrays) -> None:
    """Write to `path`, whole or not at all; OSError when the place cannot be written."""
    slip = json.dumps({"kind": kind, "version": version, "about": about}).encode()
    waiting = path.with_name(path.name + ".part")
    try:
        with waiting.open("wb") as target:
            held: Any = {_SLIP: np.frombuffer(slip, dtype=np.uint8), **arrays}
            np.savez_compressed(target, **held)
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)


def read_model(path: Path, kind: str, version: int, restore: Callable[[Any, Arrays], Made]) -> Made:
    """What `restore` makes of (what was written about it, its arrays). Raises ModelRefused."""
    try:
        with path.open("rb") as source, np.load(source, allow_pickle=False) as held:
            slip = json.loads(held[_SLIP].tobytes())
            _check_kind(path, slip, kind, version)
            return restore(slip["about"], {name: held[name] for name in held.files})
    except FileNotFoundError as error:
        raise ModelRefused(f"There is no file '{path}'.") from error
    except _DAMAGED as error:
        raise ModelRefused(
            f"'{path}' is not a model that Goldthread wrote, or is damaged."
        ) from error


def _check_kind(path: Path, slip: dict[str, Any], kind: str, version: int) -> None:
    if slip["kind"] != kind:
        raise ModelRefused(f"'{path}' holds {slip['kind']}, not {kind}.")
    if slip["version"] != version:
        raise ModelRefused(
            f"'{path}' is of version {slip['version']}, and this Goldthread reads version "
            f"{version}: make it again."
        )

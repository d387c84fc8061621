"""Arrays in files that grow, and for each term the texts that hold it; mapped, not read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def append(path: Path, values: NDArray[Any]) -> None:
    """Add to the end of a file."""
    with path.open("ab") as target:
        target.write(np.ascontiguousarray(values).tobytes())


def mapped(path: Path, kind: Any, shape: tuple[int, ...], *, write: bool = False) -> Any:
    """The first values of a file as an array of that shape; what was appended since is not seen."""
    if not np.prod(shape):
        return np.zeros(shape, dtype=kind)
    return np.memmap(path, dtype=kind, mode="r+" if write else "r", shape=shape)


@dataclass(frozen=True)
class Lists:
    """`texts`: how many are listed; `seen` (terms,): how many hold each; starts (terms + 1,)."""

    texts: int
    seen: NDArray[np.int64]
    starts: NDArray[np.int64]
    entries: Any

    @classmethod
    def open(cls, folder: Path, terms: int) -> Lists:
        """The lists of a folder, empty where none were written."""
        try:
            starts = np.fromfile(folder / "starts.bin", dtype=np.int64)
        except FileNotFoundError:
            none = np.zeros(terms + 1, np.int64)
            return cls(0, none[1:], none, np.zeros(0, np.int32))
        texts, starts = int(starts[0]), starts[1:]
        entries = mapped(folder / f"lists-{texts}.bin", np.int32, (int(starts[-1]),))
        return cls(texts, np.diff(starts), starts, entries)

    @classmethod
    def write(cls, folder: Path, stems: Any, ends: Any, terms: int) -> Lists:
        """List, for each term, the texts that hold it; `stems` one text after the other, the
        texts' ends in `ends`."""
        sizes = np.diff(ends, prepend=0)
        owner = np.repeat(np.arange(len(ends), dtype=np.int32), sizes)
        order = np.argsort(np.asarray(stems), kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(stems, minlength=terms))])
        before = set(folder.glob("lists-*.bin"))
        new = folder / f"lists-{len(ends)}.bin"
        waiting = folder / "starts.part"
        new.with_suffix(".part").write_bytes(owner[order].tobytes())
        waiting.write_bytes(np.concatenate([[len(ends)], starts]).astype(np.int64).tobytes())
        new.with_suffix(".part").replace(new)
        waiting.replace(folder / "starts.bin")
        for old in before - {new}:
            old.unlink()
        return cls.open(folder, terms)

    def of(self, term: int) -> Any:
        """The texts that hold a term, in the order they came."""
        return self.entries[self.starts[term] : self.starts[term + 1]]

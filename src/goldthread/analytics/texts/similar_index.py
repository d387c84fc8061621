"""The narratives most like a query, among a million on disk, in a fraction of a second.

Words choose the likeliest by an inverted list and meaning by 256 signs a text; those alone are
scored, by the cosine of their weighted stems and a fifth of the cosine of their meaning (int8).
Files only grow and are mapped, never read whole. `likeness_of_all` is the slow exact twin.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.lists_on_disk import Lists, append, mapped
from goldthread.analytics.texts.meaning import MeaningSpace, word_vectors
from goldthread.analytics.texts.similar import MEANING, Hit, best
from goldthread.analytics.texts.stored import ModelRefused
from goldthread.analytics.texts.terms import often, rarity
from goldthread.analytics.texts.words import is_blank, readable, telling_stems

VERSION = 1
_BITS = 20  # stems fall into 2**20 numbers; two share one about once in twenty thousand pairs
_MOST = 255  # how often a stem is counted in one text
_CANDIDATES = 1_000  # by words, and as many by meaning
_LOOKED_AT = 2_000_000  # entries of inverted lists a query walks, rarest stems first
_TAIL = 20_000  # texts that may wait outside the inverted lists and are scored one by one
_AT_ONCE = 20_000
_ABOUT = "about.json"


@dataclass(frozen=True)
class _Query:
    """A query's stems with their weight, rarest first, the length of it all, and its meaning."""

    stems: NDArray[np.int32]
    weights: NDArray[np.float32]
    length: float
    place: NDArray[np.float32]


class SimilarIndex:
    """An index in a folder. One process writes at a time; any number read, each seeing what was
    there when it opened the folder."""

    def __init__(self, folder: Path) -> None:
        """Open it. ModelRefused when it is not one, of another version or of other vectors."""
        self.folder = folder
        try:
            about = json.loads((folder / _ABOUT).read_text("utf-8"))
            held = (about["version"], about["vectors"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelRefused(f"'{folder}' is not an index of similar texts.") from error
        if held != (VERSION, word_vectors().fingerprint):
            raise ModelRefused(f"'{folder}' was made by another version: make it again.")
        self._count, self._entries = int(about["count"]), int(about["entries"])
        with np.load(folder / "meaning.npz", allow_pickle=False) as space:
            self._space = MeaningSpace(space["weights"], space["mean"], space["shared"])
        self._map()

    @classmethod
    def create(cls, folder: Path, sample: Sequence[str]) -> SimilarIndex:
        """An empty index; `sample` (some thousand texts of the kind) tells which words are rare."""
        folder.mkdir(parents=True, exist_ok=True)
        space = MeaningSpace.fit(sample)
        with (folder / "meaning.npz").open("wb") as target:
            np.savez(target, weights=space.weights, mean=space.mean, shared=space.shared)
        for old in folder.glob("*.bin"):
            old.unlink()
        _write_about(folder, 0, 0)
        return cls(folder)

    def __len__(self) -> int:
        return int(self._alive.sum())

    def add(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Add texts under whole-number ids; a text whose id is there already takes its place.
        A text without words is kept and never found."""
        self.remove(ids)
        for start in range(0, len(texts), _AT_ONCE):
            some = texts[start : start + _AT_ONCE]
            counted = [_counted(text) for text in some]
            lengths = [len(stems) for stems, _ in counted]
            ends = self._entries + np.cumsum(lengths, dtype=np.int64)
            append(self.folder / "stems.bin", np.concatenate([stems for stems, _ in counted]))
            append(self.folder / "counts.bin", np.concatenate([often for _, often in counted]))
            append(self.folder / "ends.bin", ends)
            places = self._space.place(some)
            append(self.folder / "places.bin", np.rint(places * 127).astype(np.int8))
            append(self.folder / "signs.bin", np.packbits(places > 0, axis=1))
            append(self.folder / "alive.bin", np.ones(len(some), dtype=np.bool_))
            append(self.folder / "ids.bin", np.asarray(ids[start : start + _AT_ONCE], np.int64))
            self._count, self._entries = self._count + len(some), int(ends[-1])
        _write_about(self.folder, self._count, self._entries)
        self._map()
        if self._count - self._lists.texts > _TAIL:
            self.arrange()

    def remove(self, ids: Iterable[int]) -> None:
        """Never find these again; ids that are not there are passed over."""
        gone = np.flatnonzero(np.isin(self._ids, np.asarray(list(ids), dtype=np.int64)))
        if len(gone):
            self._alive[gone] = False
            self._alive.flush()

    def arrange(self) -> None:
        """Make the inverted lists anew, over all texts. `add` does so when many have come."""
        Lists.write(self.folder, self._stems, self._ends, 1 << _BITS)
        self._map()

    def most_like(
        self, query: str, top: int = 10, among: Collection[int] | None = None
    ) -> list[Hit]:
        """The ids of the likest texts with their likeness, likest first; none without words.

        With `among` only texts of these ids are looked at, and every one of them is.
        """
        if is_blank(query) or not self._count:
            return []
        asked = self._asked(query)
        if among is None:
            some = self._candidates(asked, max(top, _CANDIDATES))
        else:
            wanted = np.fromiter(among, dtype=np.int64, count=len(among))
            some = np.flatnonzero(np.isin(self._ids, wanted) & self._alive)
        hits = best(self._scores(asked, some), top)
        return [Hit(int(self._ids[some[hit.at]]), hit.score) for hit in hits]

    def likeness_of_all(self, query: str, top: int = 10) -> list[Hit]:
        """The same by scoring every text: the twin that `most_like` is tested against."""
        if is_blank(query) or not self._count:
            return []
        some = np.flatnonzero(self._alive)
        hits = best(self._scores(self._asked(query), some), top)
        return [Hit(int(self._ids[some[hit.at]]), hit.score) for hit in hits]

    def rarity_of(self, word: str) -> float:
        """How much a word tells; 0 for one of every sentence."""
        stems = telling_stems(readable(word))
        return float(self._rarity[_number(stems[0])]) if stems else 0.0

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids there are, and were, in the order they came."""
        return np.asarray(self._ids)

    def _map(self) -> None:
        width = len(self._space.mean)
        self._stems = mapped(self.folder / "stems.bin", np.int32, (self._entries,))
        self._counts = mapped(self.folder / "counts.bin", np.uint8, (self._entries,))
        self._ends = mapped(self.folder / "ends.bin", np.int64, (self._count,))
        self._places = mapped(self.folder / "places.bin", np.int8, (self._count, width))
        self._signs = mapped(self.folder / "signs.bin", np.uint64, (self._count, width // 64))
        self._ids = mapped(self.folder / "ids.bin", np.int64, (self._count,))
        self._alive = mapped(self.folder / "alive.bin", np.bool_, (self._count,), write=True)
        self._lists = Lists.open(self.folder, 1 << _BITS)
        self._rarity = rarity(max(1, self._lists.texts), self._lists.seen, sharp=True)

    def _asked(self, query: str) -> _Query:
        stems, counts = _counted(query)
        weights = often(counts.astype(np.float32), sharp=True) * self._rarity[stems]
        order = np.argsort(-self._rarity[stems], kind="stable")
        length = float(np.sqrt((weights**2).sum())) or 1.0
        return _Query(stems[order], weights[order], length, self._space.place([query])[0])

    def _candidates(self, asked: _Query, wanted: int) -> NDArray[np.int64]:
        """The texts to score: by words, by meaning, and all that no inverted list holds yet."""
        listed = self._lists.texts
        summed = np.zeros(listed, dtype=np.float32)
        walked = 0
        for stem, weight in zip(asked.stems, asked.weights, strict=True):
            texts = self._lists.of(int(stem))
            walked += len(texts)
            if walked > _LOOKED_AT:
                break
            summed[texts] += weight * self._rarity[stem]
        summed *= self._alive[:listed]
        signs = np.packbits(asked.place > 0).view(np.uint64)
        apart = np.bitwise_count(self._signs[:listed] ^ signs).sum(axis=1, dtype=np.int16)
        apart[~self._alive[:listed]] = np.iinfo(np.int16).max
        tail = listed + np.flatnonzero(self._alive[listed:])
        return np.unique(
            np.concatenate([_highest(summed, wanted), _highest(-apart, wanted), tail])
        ).astype(np.int64)

    def _scores(self, asked: _Query, some: NDArray[np.int64]) -> NDArray[np.float32]:
        """Likeness (texts,) from 0 to 1 of the texts at these places."""
        weight = np.zeros(1 << _BITS, dtype=np.float32)
        weight[asked.stems] = asked.weights
        found = np.zeros(len(some), dtype=np.float32)
        for at in range(0, len(some), _AT_ONCE):
            part = some[at : at + _AT_ONCE]
            found[at : at + _AT_ONCE] = self._words(weight, asked.length, part)
            meaning = self._places[part].astype(np.float32) @ asked.place / 127
            found[at : at + _AT_ONCE] += np.float32(MEANING) * np.maximum(meaning, 0)
        alive = self._alive[some] & (self._lengths(some) > 0)
        return np.where(alive, found / np.float32(1 + MEANING), 0).astype(np.float32)

    def _words(
        self, weight: NDArray[np.float32], length: float, some: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Cosines of the weighted stems."""
        sizes = self._lengths(some)
        owner = np.repeat(np.arange(len(some)), sizes)
        firsts = np.repeat(self._ends[some] - np.cumsum(sizes), sizes)
        entries = firsts + np.arange(len(owner))
        stems = self._stems[entries]
        own = often(self._counts[entries].astype(np.float32), sharp=True) * self._rarity[stems]
        product = np.bincount(owner, own * weight[stems], minlength=len(some))
        norm = np.sqrt(np.bincount(owner, own * own, minlength=len(some)))
        return np.asarray(product / np.maximum(norm, 1e-9) / length, dtype=np.float32)

    def _lengths(self, some: NDArray[np.int64]) -> NDArray[np.int64]:
        before = np.where(some > 0, self._ends[np.maximum(some - 1, 0)], 0)
        return np.asarray(self._ends[some] - before)


def _counted(text: str) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """(the numbers of the different stems, how often each stands there)."""
    numbers = list(map(_number, telling_stems(readable(text))))
    stems, counts = np.unique(np.array(numbers, dtype=np.int32), return_counts=True)
    return stems, np.minimum(counts, _MOST).astype(np.uint8)


@lru_cache(maxsize=200_000)
def _number(stem: str) -> int:
    return crc32(stem.encode()) & ((1 << _BITS) - 1)


def _highest(values: NDArray[np.generic], wanted: int) -> NDArray[np.int64]:
    if len(values) <= wanted:
        return np.arange(len(values))
    return np.argpartition(values, len(values) - wanted)[-wanted:]


def _write_about(folder: Path, count: int, entries: int) -> None:
    held = {"version": VERSION, "vectors": word_vectors().fingerprint}
    waiting = folder / f"{_ABOUT}.part"
    waiting.write_text(json.dumps(held | {"count": count, "entries": entries}), "utf-8")
    waiting.replace(folder / _ABOUT)

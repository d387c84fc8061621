"""The texts most like a query, by words and by meaning; every text is looked at.

For a million narratives on disk see `similar_index`, which looks at the likeliest ones alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.features import SPELLING_UP_TO
from goldthread.analytics.texts.meaning import MeaningSpace
from goldthread.analytics.texts.terms import TermSpace
from goldthread.analytics.texts.words import is_blank

# The parts of likeness and their weight. Words, stems, phrases and spelling each find what the
# others miss; more meaning than this finds texts of the same kind rather than the same matter.
PARTS = {"telling words": 1.0, "stems": 1.0, "telling phrases": 1.0, "long spelling": 1.0}
MEANING = 0.2
_AT_ONCE = 32_000_000  # likenesses held in memory at a time
# So many queries show which texts are like most of what is asked. Such a text answers none of them
# well (Radovanovic 2010 calls it a hub): its likeness is set against that to the ten queries it is
# likest to. Chosen on one half of the public reports and measured on the other.
MANY_QUERIES = 50
_LIKEST_QUERIES, _SOFTENED = 10, 0.05


@dataclass(frozen=True)
class Hit:
    """A text by its place among those given, and how like the query it is, at most 1."""

    at: int
    score: float


@dataclass(frozen=True)
class Likeness:
    """Texts to search, placed in each term space (texts, terms) and by meaning."""

    spaces: list[tuple[TermSpace, Any, float]]
    meaning: MeaningSpace
    places: NDArray[np.float32]

    @classmethod
    def of(cls, texts: Sequence[str], asked: Sequence[str] = ()) -> Likeness:
        """Read the texts. What is rare is told from them and from what will be `asked`, where that
        is known. Spelling is left out where there are more than ten million characters."""
        told = [*texts, *asked]
        small = sum(map(len, told)) <= SPELLING_UP_TO
        fitted = [
            (TermSpace.fit_place(told, kind, sharp=True, most=2_000_000), weight)
            for kind, weight in PARTS.items()
            if small or kind != "long spelling"
        ]
        spaces = [(space, placed[: len(texts)], weight) for (space, placed), weight in fitted]
        meaning = MeaningSpace.fit(told)
        return cls(spaces, meaning, meaning.place(texts))

    def most_like(self, queries: Sequence[str], top: int = 10) -> list[list[Hit]]:
        """For each query its likest texts, likest first, equal ones in the order given. A query
        without words, or without a word in common with any text, has none."""
        return [best(row, top) for some in self._in_steps(queries) for row in some]

    def best_matches(self, queries: Sequence[str], top: int = 10) -> list[list[Hit]]:
        """The same for queries that belong together, such as one list to set beside another: a
        text that is like many of them is put back. With fewer than fifty it changes nothing."""
        if len(queries) < MANY_QUERIES:
            return self.most_like(queries, top)
        weight = self._telling(queries)
        return [best(row * weight, top) for some in self._in_steps(queries) for row in some]

    def _telling(self, queries: Sequence[str]) -> NDArray[np.float32]:
        """What the likeness of each text counts, at most 1: the less, the more queries it is like."""
        highest = np.zeros((0, len(self.places)), dtype=np.float32)
        for some in self._in_steps(queries):
            highest = np.sort(np.vstack([highest, some]), axis=0)[-_LIKEST_QUERIES:]
        usual = highest.mean(axis=0) + np.float32(_SOFTENED)
        return np.asarray(usual.min(initial=np.inf) / usual)

    def _in_steps(self, queries: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        step = max(1, _AT_ONCE // max(1, len(self.places)))
        for start in range(0, len(queries), step):
            yield self.scores(queries[start : start + step])

    def scores(self, queries: Sequence[str]) -> NDArray[np.float32]:
        """Likeness (queries, texts), from 0 to 1."""
        total = MEANING + sum(weight for _, _, weight in self.spaces)
        found = np.maximum(self.meaning.place(queries) @ self.places.T, 0) * np.float32(MEANING)
        for space, placed, weight in self.spaces:
            found += np.float32(weight) * (space.place(queries) @ placed.T).toarray()
        found[[is_blank(query) for query in queries]] = 0
        return np.asarray(np.clip(found / np.float32(total), 0, 1))


def best(scores: NDArray[np.float32], top: int) -> list[Hit]:
    """The `top` highest scores above zero, highest first, equal ones by place."""
    some = np.flatnonzero(scores > 0)
    if len(some) > top:
        least = np.partition(scores[some], -top)[-top]
        some = some[scores[some] >= least]
    order = some[np.argsort(-scores[some], kind="stable")][:top]
    return [Hit(int(at), float(scores[at])) for at in order]

"""A place for each text in a space of meaning, from a table of word vectors on this machine.

The table (32,000 pieces of words, 256 numbers each) comes inside the `wordllama` package and is
read from there; nothing is ever downloaded. A text stands at the mean of its pieces, each weighted
by how rare it is among the texts at hand, less what all those texts have in common: without that,
texts of one kind all look alike. Arora, Liang and Ma 2017, "A simple but tough-to-beat baseline
for sentence embeddings".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.words import readable

Numbers = NDArray[np.float32]
_AT_ONCE = 4_096  # texts, so that memory stays bounded whatever the number of texts


class VectorsMissing(Exception):
    """The table of word vectors is not on this machine; the message says how to get it."""


@dataclass(frozen=True)
class WordVectors:
    """The table, the cutter of words into pieces, and a fingerprint of both."""

    table: Numbers
    cutter: Any
    fingerprint: str


@cache
def word_vectors() -> WordVectors:
    """The bundled table; raises VectorsMissing."""
    found = find_spec("wordllama")
    folder = Path(found.origin).parent if found and found.origin else Path("wordllama")
    weights = folder / "weights" / "l2_supercat_256.safetensors"
    pieces = folder / "tokenizers" / "l2_supercat_tokenizer_config.json"
    if not (weights.is_file() and pieces.is_file()):
        raise VectorsMissing(
            "The table of word vectors is not installed: install the Python package 'wordllama'."
        )
    from safetensors.numpy import load
    from tokenizers import Tokenizer

    held = weights.read_bytes()
    cutter = Tokenizer.from_file(str(pieces))
    cutter.no_padding()
    cutter.no_truncation()
    (table,) = load(held).values()
    fingerprint = hashlib.sha256(held + pieces.read_bytes()).hexdigest()[:16]
    return WordVectors(table.astype(np.float32), cutter, fingerprint)


@dataclass(frozen=True)
class MeaningSpace:
    """Weights of the pieces (pieces,), the mean (dimensions,) and what all share (k, dimensions)."""

    weights: Numbers
    mean: Numbers
    shared: Numbers

    @classmethod
    def fit(cls, texts: Sequence[str], shared: int = 1) -> MeaningSpace:
        """Learn from texts how rare each piece is, and the `shared` directions to take away."""
        seen = np.zeros(len(word_vectors().table), dtype=np.float32)
        for counts in _piece_counts(texts):
            seen += np.asarray((counts > 0).sum(axis=0)).ravel()
        weights = np.log((1 + len(texts)) / (1 + seen)).astype(np.float32)
        plain = cls(weights, _nothing(1)[0], _nothing(0))
        # A sample tells the common directions as well as all of them do.
        sample = texts[:: max(1, len(texts) // 20_000)]
        stood = plain.place(sample)
        mean = stood.mean(axis=0) if len(stood) else _nothing(1)[0]
        return cls(weights, mean.astype(np.float32), _directions(stood - mean, shared))

    def place(self, texts: Sequence[str]) -> Numbers:
        """Unit vectors (texts, dimensions); a text without weight stands at zero."""
        found = [self._of_counts(counts) for counts in _piece_counts(texts)]
        return np.vstack(found) if found else _nothing(0)

    def _of_counts(self, counts: Any) -> Numbers:
        held = counts.copy()
        held.data = (1 + np.log(held.data)) * self.weights[held.indices]
        stood = _unit(held @ word_vectors().table)
        there = np.linalg.norm(stood, axis=1, keepdims=True) > 0
        stood = np.where(there, stood - self.mean, 0)
        return _unit(stood - stood @ self.shared.T @ self.shared)


def _piece_counts(texts: Sequence[str]) -> Iterator[Any]:
    from scipy.sparse import csr_matrix

    known = word_vectors()
    for start in range(0, len(texts), _AT_ONCE):
        shown = [readable(text) for text in texts[start : start + _AT_ONCE]]
        cut = known.cutter.encode_batch(shown, add_special_tokens=False)
        lengths = [len(piece.ids) for piece in cut]
        pieces = np.concatenate([np.asarray(piece.ids, dtype=np.int32) for piece in cut])
        starts = np.concatenate([[0], np.cumsum(lengths)])
        ones = np.ones(len(pieces), dtype=np.float32)
        counts = csr_matrix((ones, pieces, starts), shape=(len(shown), len(known.table)))
        counts.sum_duplicates()
        yield counts


def _directions(stood: Numbers, number: int) -> Numbers:
    """The strongest directions in which texts differ from their mean (number, dimensions)."""
    if not number or len(stood) <= number:
        return _nothing(0)
    _, found = np.linalg.eigh(stood.T.astype(np.float64) @ stood)
    return found[:, ::-1][:, :number].T.astype(np.float32)


def _unit(vectors: Any) -> Numbers:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 1e-9)


def _nothing(rows: int) -> Numbers:
    return np.zeros((rows, word_vectors().table.shape[1]), dtype=np.float32)

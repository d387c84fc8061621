"""One linear separator a label (liblinear's squared hinge), asked about a text and about its parts.

A comment often speaks of several matters in turn. Its score for a label is that of the whole,
drawn towards the highest of its sentences and clauses, each scored as a text of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.features import FeatureSpace
from goldthread.analytics.texts.words import parts_of

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
Progress = Callable[[str], None]
_FOLDS, _LARGE = 5, 20_000  # above so many texts one held-out fifth is enough
_STRICTNESS = 0.3  # liblinear's C, by cross-validation on three public sets
_PARTS = 0.3  # how far the highest part draws the score, by cross-validation


@dataclass(frozen=True)
class Read:
    """Texts placed whole (texts, features), and the parts of those that have several
    (parts, features) with the place of the text each belongs to (parts,)."""

    whole: Any
    parts: Any
    owner: NDArray[np.int64]

    @classmethod
    def of(cls, space: FeatureSpace, texts: Sequence[str], whole: Any = None) -> Read:
        """Read the texts; `whole` where they are placed already."""
        cut = [parts_of(text) for text in texts]
        sizes = [len(parts) if len(parts) > 1 else 0 for parts in cut]
        parts = [part for held, size in zip(cut, sizes, strict=True) if size for part in held]
        owner = np.repeat(np.arange(len(texts)), sizes)
        return cls(space.place(texts) if whole is None else whole, space.place(parts), owner)

    def where(self, chosen: Truth) -> Read:
        """Those of the texts alone."""
        inside = chosen[self.owner]
        number = np.cumsum(chosen) - 1
        return Read(self.whole[chosen], self.parts[inside], number[self.owner[inside]])


@dataclass(frozen=True)
class Separators:
    """`weights` (labels, features), `offsets` (labels,), and how far the highest part draws the
    score of a text."""

    weights: NDArray[np.float32]
    offsets: Floats
    drawn: float = _PARTS

    @classmethod
    def fit(cls, placed: Any, held: Truth, learnt: Truth) -> Separators:
        """Learn those of the labels that `learnt` names; one all on one side is left flat."""
        from sklearn.svm import LinearSVC

        weights = np.zeros((held.shape[1], placed.shape[1]), dtype=np.float32)
        offsets = np.full(held.shape[1], -1.0)
        for label in np.flatnonzero(learnt):
            truth = held[:, label]
            if truth.all() or not truth.any():
                offsets[label] = 1.0 if truth.all() else -1.0
                continue
            machine = LinearSVC(C=_STRICTNESS, random_state=1, max_iter=5_000).fit(placed, truth)
            weights[label], offsets[label] = machine.coef_[0], machine.intercept_[0]
        return cls(weights, offsets)

    def scores(self, read: Read) -> Floats:
        """(texts, labels)."""
        whole = self._plain(read.whole)
        highest = np.full(whole.shape, -np.inf)
        np.maximum.at(highest, read.owner, self._plain(read.parts))
        highest = np.where(np.isfinite(highest), highest, whole)
        return np.asarray(whole + self.drawn * (highest - whole))

    def _plain(self, placed: Any) -> Floats:
        return np.asarray(placed @ self.weights.T, dtype=np.float64) + self.offsets


def held_out(read: Read, held: Truth, learnt: Truth, say: Progress) -> Floats:
    """Scores (texts, labels) of texts that had no part in learning; NaN where there are none."""
    folds = np.random.default_rng(20_261).permutation(len(held)) % _FOLDS
    scores = np.full(held.shape, np.nan)
    for fold in range(1 if len(held) > _LARGE else _FOLDS):
        say(f"Checking itself, part {fold + 1}")
        out = folds == fold
        fitted = Separators.fit(read.whole[~out], held[~out], learnt)
        scores[out] = fitted.scores(read.where(out))
    return scores

"""A customer's own categories, learnt from what people have labelled, and suggested for new texts.

One linear separator a label (liblinear's squared hinge) over words, spelling and meaning; held-out
scores make the probabilities and the thresholds. It suggests and never decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.calibration import fit_curves, fit_thresholds, probabilities
from goldthread.analytics.texts.features import FeatureSpace
from goldthread.analytics.texts.stored import read_model, write_model
from goldthread.analytics.texts.words import is_blank, words_of

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
Progress = Callable[[str], None]
VERSION = 1
_KIND = "categories learnt from texts"
_FEWEST = 2  # examples a label needs to be learnt
_FOLDS, _LARGE = 5, 20_000  # above so many texts one held-out fifth is enough
_STRICTNESS = 0.3  # liblinear's C, by cross-validation on three public sets
_AT_ONCE = 2_000
_EXPLAINED_WORDS = 300


class NothingToLearn(ValueError):
    """The labelled texts cannot teach anything; the message says why."""


@dataclass(frozen=True)
class Suggestion:
    """One text's labels with their probability, likeliest first, and those to suggest."""

    labels: list[tuple[str, float]]
    suggested: list[str]


@dataclass(frozen=True)
class Classifier:
    """What was learnt. `weights` (labels, features), `offsets`, `thresholds` and `shares` (how
    often each label was put on) (labels,), `curves` (labels, 2); `learnt` says which labels had
    enough examples. `single`: each text carried exactly one label."""

    labels: list[str]
    space: FeatureSpace
    weights: NDArray[np.float32]
    offsets: Floats
    curves: Floats
    thresholds: Floats
    shares: Floats
    learnt: Truth
    single: bool
    never_none: bool

    @classmethod
    def train(
        cls, texts: Sequence[str], truth: Any, labels: Sequence[str], tell: Progress | None = None
    ) -> Classifier:
        """Learn from texts and a table of truth (texts, labels). Blank texts are left out.

        `tell` hears what is being done. NothingToLearn when there is nothing to tell apart.
        """
        held = np.asarray(truth, dtype=bool)
        told = [at for at, text in enumerate(texts) if not is_blank(text)]
        texts, held = [texts[at] for at in told], held[told]
        _check(held)
        say = tell or (lambda _: None)
        say("Reading the texts")
        space, placed = FeatureSpace.fit_place(texts)
        counts = held.sum(axis=0)
        learnt = (counts >= _FEWEST) & (len(held) - counts >= _FEWEST)
        scores = _held_out(placed, held, learnt, say)
        say("Learning from all of them")
        weights, offsets = _separators(placed, held, learnt)
        single = bool((held.sum(axis=1) == 1).all())
        curves = np.tile([1.0, 0.0], (held.shape[1], 1))
        curves[learnt] = fit_curves(scores[:, learnt], held[:, learnt])
        shares = (counts + 0.5) / (len(held) + 1)
        plain = cls(
            list(labels), space, weights, offsets, curves, np.ones(len(counts)), shares, learnt,
            single, bool(held.any(axis=1).all()),
        )  # fmt: skip
        seen = np.isfinite(scores[:, learnt]).all(axis=1)
        chances = plain._chances(scores[seen])
        return plain._with_thresholds(fit_thresholds(chances, held[seen]))

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """(texts, labels); for `single`, each row sums to one. A blank text is all zero."""
        found = [
            self._chances(self._scores(self.space.place(texts[start : start + _AT_ONCE])))
            for start in range(0, len(texts), _AT_ONCE)
        ]
        chances = np.vstack(found) if found else np.zeros((0, len(self.labels)))
        chances[[is_blank(text) for text in texts]] = 0
        return chances

    def suggest(self, texts: Sequence[str]) -> list[Suggestion]:
        """Each text's labels, likeliest first. A blank text is suggested none."""
        return [self._suggestion(row) for row in self.probabilities(texts)]

    def explain(self, text: str, label: str, most: int = 8) -> list[tuple[str, float]]:
        """The words that pushed the label, strongest first: how far its probability would fall
        (below zero: rise) were the word not in the text. Looks at the first 300 different words."""
        words = words_of(text)
        different = list(dict.fromkeys(words))[:_EXPLAINED_WORDS]
        without = [" ".join(word for word in words if word != left) for left in different]
        at = self.labels.index(label)
        chances = self.probabilities([" ".join(words), *without])[:, at]
        pushes = list(zip(different, (chances[0] - chances[1:]).tolist(), strict=True))
        return sorted(pushes, key=lambda push: (-abs(push[1]), push[0]))[:most]

    def write(self, path: Path) -> None:
        """One file, versioned, that holds no text but its terms. OSError when it cannot be."""
        about, arrays = self.space.stored()
        about |= {"labels": self.labels, "single": self.single, "never none": self.never_none}
        for name in ("weights", "offsets", "curves", "thresholds", "shares", "learnt"):
            arrays[name] = getattr(self, name)
        write_model(path, _KIND, VERSION, about, arrays)

    @classmethod
    def read(cls, path: Path) -> Classifier:
        """The classifier of a file. Raises stored.ModelRefused."""
        return read_model(path, _KIND, VERSION, cls._restored)

    @classmethod
    def _restored(cls, about: dict[str, Any], arrays: dict[str, Any]) -> Classifier:
        return cls(
            about["labels"], FeatureSpace.restored(about, arrays), arrays["weights"],
            arrays["offsets"], arrays["curves"], arrays["thresholds"], arrays["shares"],
            arrays["learnt"], about["single"], about["never none"],
        )  # fmt: skip

    def _scores(self, placed: Any) -> Floats:
        return np.asarray(placed @ self.weights.T, dtype=np.float64) + self.offsets

    def _chances(self, scores: Floats) -> Floats:
        chances = np.where(self.learnt, probabilities(scores, self.curves), self.shares)
        if self.single:
            chances = chances / np.maximum(1e-12, chances.sum(axis=1, keepdims=True))
        return chances

    def _suggestion(self, chances: Floats) -> Suggestion:
        order = np.argsort(-chances, kind="stable")
        ranked = [(self.labels[at], float(chances[at])) for at in order]
        if not chances.any():
            return Suggestion(ranked, [])
        if self.single:
            return Suggestion(ranked, [ranked[0][0]])
        suggested = [self.labels[at] for at in order if chances[at] >= self.thresholds[at]]
        if not suggested and self.never_none:
            suggested = [ranked[0][0]]
        return Suggestion(ranked, suggested)

    def _with_thresholds(self, thresholds: Floats) -> Classifier:
        from dataclasses import replace

        # A label with too few examples is suggested only where nearly every text carried it.
        return replace(self, thresholds=np.where(self.learnt, thresholds, 0.5))


def _check(held: Truth) -> None:
    if not len(held):
        raise NothingToLearn("No labelled row has any words in it.")
    if not held.any():
        raise NothingToLearn("No row carries a label, so there is nothing to learn from.")
    counts = held.sum(axis=0)
    if not ((counts >= _FEWEST) & (len(held) - counts >= _FEWEST)).any():
        raise NothingToLearn(
            "There is nothing to tell apart: at least one label must be on two rows or more, and "
            "not on two rows or more."
        )


def _held_out(placed: Any, held: Truth, learnt: Truth, say: Progress) -> Floats:
    """Scores (texts, labels) of texts that had no part in learning; NaN where there are none."""
    folds = np.random.default_rng(20_261).permutation(len(held)) % _FOLDS
    scores = np.full(held.shape, np.nan)
    for fold in range(1 if len(held) > _LARGE else _FOLDS):
        say(f"Checking itself, part {fold + 1}")
        out = folds == fold
        weights, offsets = _separators(placed[~out], held[~out], learnt)
        scores[out] = np.asarray(placed[out] @ weights.T) + offsets
    return scores


def _separators(placed: Any, held: Truth, learnt: Truth) -> tuple[Any, Floats]:
    """(weights, offsets) a label; a label that stands all on one side is left flat."""
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
    return weights, offsets

"""A customer's own categories, learnt from what people have labelled, and suggested for new texts.

One linear separator a label over words, spelling and meaning; what goes with what and what a
label's name says correct each other; held-out scores make the probabilities and the thresholds. It
suggests and never decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.calibration import fit_curves, fit_thresholds, probabilities
from goldthread.analytics.texts.features import FeatureSpace
from goldthread.analytics.texts.second_look import SecondLook
from goldthread.analytics.texts.separating import Progress, Read, Separators, held_out
from goldthread.analytics.texts.stored import read_model, write_model
from goldthread.analytics.texts.words import is_blank, words_of

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
VERSION = 1
_KIND = "categories learnt from texts"
_FEWEST = 2  # examples a label needs to be learnt
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
    """What was learnt. `thresholds` and `shares` (how often each label was put on) (labels,),
    `curves` (labels, 2); `learnt` says which labels had enough examples. `single`: each text
    carried exactly one label."""

    labels: list[str]
    space: FeatureSpace
    separators: Separators
    curves: Floats
    thresholds: Floats
    shares: Floats
    learnt: Truth
    single: bool
    never_none: bool
    look: SecondLook

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
        scores = held_out(Read.of(space, texts, placed), held, learnt, say)
        say("Learning from all of them")
        separators = Separators.fit(placed, held, learnt)
        single, never_none = bool((held.sum(axis=1) == 1).all()), bool(held.any(axis=1).all())
        seen = np.isfinite(scores).all(axis=1)
        scores, held = scores[seen], held[seen]
        look, scores = SecondLook.fit(scores, space.likeness_to(labels, placed[seen]), held)
        curves = np.tile([1.0, 0.0], (held.shape[1], 1))
        curves[learnt] = fit_curves(scores[:, learnt], held[:, learnt])
        shares = (counts + 0.5) / (len(texts) + 1)
        plain = cls(
            list(labels), space, separators, curves, np.ones(len(counts)), shares, learnt,
            single, never_none, look,
        )  # fmt: skip
        return plain._with_thresholds(fit_thresholds(plain._chances(scores), held))

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """(texts, labels); for `single`, each row sums to one. A blank text is all zero."""
        found = [
            self._chances(self._scores(texts[start : start + _AT_ONCE]))
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
        about |= {"weight of names": self.look.weight, "drawn": self.separators.drawn}
        for name in ("curves", "thresholds", "shares", "learnt"):
            arrays[name] = getattr(self, name)
        arrays |= {"weights": self.separators.weights, "offsets": self.separators.offsets}
        for name in ("mean", "together", "usual"):
            arrays[f"look {name}"] = getattr(self.look, name)
        write_model(path, _KIND, VERSION, about, arrays)

    @classmethod
    def read(cls, path: Path) -> Classifier:
        """The classifier of a file. Raises stored.ModelRefused."""
        return read_model(path, _KIND, VERSION, cls._restored)

    @classmethod
    def _restored(cls, about: dict[str, Any], arrays: dict[str, Any]) -> Classifier:
        look = SecondLook.none(len(about["labels"]))  # what was learnt before there was one
        if "weight of names" in about:
            mean, together, usual = (arrays[f"look {one}"] for one in ("mean", "together", "usual"))
            look = SecondLook(mean, together, usual, about["weight of names"])
        separators = Separators(arrays["weights"], arrays["offsets"], about.get("drawn", 0.0))
        return cls(
            about["labels"], FeatureSpace.restored(about, arrays), separators, arrays["curves"],
            arrays["thresholds"], arrays["shares"], arrays["learnt"], about["single"],
            about["never none"], look,
        )  # fmt: skip

    def _scores(self, texts: Sequence[str]) -> Floats:
        read = Read.of(self.space, texts)
        named = self.space.likeness_to(self.labels, read.whole)
        return self.look.corrected(self.separators.scores(read), named)

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

"""What a classifier sees of a text: its words, its spelling and its meaning, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldthread.analytics.texts.meaning import MeaningSpace, word_vectors
from goldthread.analytics.texts.stored import Arrays, ModelRefused
from goldthread.analytics.texts.terms import TermSpace

# Found by cross-validation on three public sets; anything from 0.5 to 1 does about as well.
_MEANING = 0.7
# Spelling helps where examples are few and costs most memory, so it is left out of large sets.
SPELLING_UP_TO = 10_000_000  # characters in all


@dataclass(frozen=True)
class FeatureSpace:
    """Term spaces and the space of meaning, learnt from the texts that were labelled."""

    terms: list[TermSpace]
    meaning: MeaningSpace

    @classmethod
    def fit_place(cls, texts: Sequence[str]) -> tuple[FeatureSpace, Any]:
        """The space, and the texts placed in it: a sparse matrix (texts, features)."""
        small = sum(map(len, texts)) <= SPELLING_UP_TO
        fitted = [TermSpace.fit_place(texts, "words", in_texts=1 if small else 3)]
        if small:
            fitted.append(TermSpace.fit_place(texts, "spelling", in_texts=2))
        meaning = MeaningSpace.fit(texts)
        space = cls([one for one, _ in fitted], meaning)
        return space, _beside([placed for _, placed in fitted], meaning.place(texts))

    def place(self, texts: Sequence[str]) -> Any:
        """The texts as a sparse matrix (texts, features)."""
        return _beside([one.place(texts) for one in self.terms], self.meaning.place(texts))

    def likeness_to(self, names: Sequence[str], placed: Any) -> Any:
        """How near in meaning texts placed here are to each name (texts, names)."""
        own = placed[:, -len(self.meaning.mean) :] / np.float32(_MEANING)
        return np.asarray(own @ self.meaning.place(names).T, dtype=np.float64)

    def stored(self) -> tuple[dict[str, Any], Arrays]:
        """(what JSON holds of it, its arrays)."""
        about = {
            "terms": [{"kind": one.kind, "names": one.names} for one in self.terms],
            "vectors": word_vectors().fingerprint,
        }
        arrays: Arrays = {f"terms {at}": one.weights for at, one in enumerate(self.terms)}
        arrays |= {
            "pieces": self.meaning.weights,
            "mean": self.meaning.mean,
            "shared": self.meaning.shared,
        }
        return about, arrays

    @classmethod
    def restored(cls, about: dict[str, Any], arrays: Arrays) -> FeatureSpace:
        """What `stored` gave, made whole. ModelRefused when the word vectors are other ones."""
        if about["vectors"] != word_vectors().fingerprint:
            raise ModelRefused("The model was made with other word vectors: train it again.")
        terms = [
            TermSpace(one["kind"], one["names"], arrays[f"terms {at}"])
            for at, one in enumerate(about["terms"])
        ]
        return cls(terms, MeaningSpace(arrays["pieces"], arrays["mean"], arrays["shared"]))


def _beside(terms: list[Any], meaning: Any) -> Any:
    from scipy.sparse import csr_matrix, hstack

    return hstack([*terms, csr_matrix(meaning * np.float32(_MEANING))], format="csr")

"""Where narratives stand when they are gathered into themes: fewer directions, unit length.

Stems weighted by rarity, brought down to their strongest directions by a singular value
decomposition (Deerwester 1990, "latent semantic analysis"), beside the meaning of the text. The
first direction is what all the texts have in common, so it tells none apart and is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.meaning import MeaningSpace, word_vectors
from goldthread.analytics.texts.stored import Arrays, ModelRefused
from goldthread.analytics.texts.terms import TermSpace

Places = NDArray[np.float32]
# Few directions make themes that come out the same again; many texts bear out more of them.
_DIRECTIONS, _DIRECTIONS_OF_MANY, _MANY = 15, 40, 10_000
_MEANING = 0.15
_MOST_TERMS = 50_000
_AT_ONCE = 5_000


@dataclass(frozen=True)
class ThemeSpace:
    """Stems, their directions (directions, terms), and the space of meaning."""

    terms: TermSpace
    directions: NDArray[np.float32]
    meaning: MeaningSpace

    @classmethod
    def fit_place(cls, texts: Sequence[str]) -> tuple[ThemeSpace, Places]:
        """The space, and the texts placed in it."""
        rarely = 3 if len(texts) >= 100 else 1
        terms, placed = TermSpace.fit_place(
            texts, "stems", sharp=True, in_texts=rarely, most=_MOST_TERMS
        )
        space = cls(terms, _directions(placed), MeaningSpace.fit(texts))
        return space, space._beside(placed, texts)

    def place(self, texts: Sequence[str]) -> Places:
        """(texts, directions and dimensions) of length one; all zero where no word is known."""
        found = [
            self._beside(self.terms.place(some), some)
            for some in (texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE))
        ]
        width = len(self.directions) + len(self.meaning.mean)
        return np.vstack(found) if found else np.zeros((0, width), dtype=np.float32)

    def stored(self) -> tuple[dict[str, Any], Arrays]:
        """(what JSON holds of it, its arrays)."""
        about = {"terms": self.terms.names, "vectors": word_vectors().fingerprint}
        return about, {
            "weights": self.terms.weights,
            "directions": self.directions,
            "pieces": self.meaning.weights,
            "mean": self.meaning.mean,
            "shared": self.meaning.shared,
        }

    @classmethod
    def restored(cls, about: dict[str, Any], arrays: Arrays) -> ThemeSpace:
        """What `stored` gave, made whole. ModelRefused when the word vectors are other ones."""
        if about["vectors"] != word_vectors().fingerprint:
            raise ModelRefused("The themes were made with other word vectors: make them again.")
        terms = TermSpace("stems", about["terms"], arrays["weights"], sharp=True)
        meaning = MeaningSpace(arrays["pieces"], arrays["mean"], arrays["shared"])
        return cls(terms, arrays["directions"], meaning)

    def _beside(self, placed: Any, texts: Sequence[str]) -> Places:
        latent = unit(np.asarray(placed @ self.directions.T))
        known = np.linalg.norm(latent, axis=1, keepdims=True) > 0
        meaning = np.where(known, self.meaning.place(texts) * np.float32(_MEANING), 0)
        return unit(np.hstack([latent, meaning]))


def unit(vectors: NDArray[Any]) -> Places:
    """The rows at length one; rows of nothing stay nothing."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-6)
    return np.asarray(found, dtype=np.float32)


def _directions(placed: Any) -> NDArray[np.float32]:
    from sklearn.decomposition import TruncatedSVD

    wanted = _DIRECTIONS if placed.shape[0] < _MANY else _DIRECTIONS_OF_MANY
    number = min(1 + wanted, placed.shape[1] - 1, placed.shape[0] - 1)
    if number < 3:  # too little to tell a common direction from the others
        return np.eye(placed.shape[1], dtype=np.float32)
    found = TruncatedSVD(number, random_state=1).fit(placed).components_
    return np.asarray(found[1:], dtype=np.float32)

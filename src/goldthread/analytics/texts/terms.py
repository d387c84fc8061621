"""Texts as weighted terms: TF-IDF over words and pairs of words, or over pieces of spelling.

Salton and Buckley 1988: 1 + ln(count), times 1 + ln((1 + texts) / (1 + texts with the term)),
each text of length one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.words import readable

_LETTERS = r"(?u)[^\W_]+(?:'[^\W_]+)?|[!?]"
# What is counted: settings of sklearn's CountVectorizer.
KINDS: dict[str, dict[str, Any]] = {
    "words": {"token_pattern": _LETTERS, "ngram_range": (1, 2)},
    "spelling": {"analyzer": "char_wb", "ngram_range": (2, 5)},
    "single words": {"token_pattern": r"(?u)[^\W\d_]{2,}", "stop_words": "english"},
    "plain phrases": {
        "token_pattern": r"(?u)[^\W\d_]{2,}",
        "stop_words": "english",
        "ngram_range": (1, 2),
    },
}


@dataclass(frozen=True)
class TermSpace:
    """The terms (names, in column order) with their weights (terms,)."""

    kind: str
    names: list[str]
    weights: NDArray[np.float32]

    @classmethod
    def fit(
        cls, texts: Sequence[str], kind: str, *, in_texts: int = 1, most: int = 200_000
    ) -> TermSpace:
        """Terms that stand in at least `in_texts` of the texts, the `most` frequent of them."""
        return cls.fit_place(texts, kind, in_texts=in_texts, most=most)[0]

    @classmethod
    def fit_place(
        cls, texts: Sequence[str], kind: str, *, in_texts: int = 1, most: int = 200_000
    ) -> tuple[TermSpace, Any]:
        """The space, and the texts placed in it (one reading of the texts for both)."""
        counter = _counter(kind, min_df=min(in_texts, max(1, len(texts))), max_features=most)
        try:
            counts = counter.fit_transform(texts)
        except ValueError:  # no term at all: every text is blank, or holds stop words alone
            from scipy.sparse import csr_matrix

            space = cls(kind, [], np.zeros(0, dtype=np.float32))
            return space, csr_matrix((len(texts), 0), dtype=np.float32)
        seen = np.bincount(counts.indices, minlength=counts.shape[1])
        weights = (1 + np.log((1 + len(texts)) / (1 + seen))).astype(np.float32)
        space = cls(kind, list(counter.get_feature_names_out()), weights)
        return space, space.weighted(counts)

    def place(self, texts: Sequence[str]) -> Any:
        """A sparse matrix (texts, terms) of unit rows; a text without known terms is all zero."""
        from scipy.sparse import csr_matrix

        if not self.names:
            return csr_matrix((len(texts), 0), dtype=np.float32)
        return self.weighted(self._reader.transform(texts))

    def weighted(self, counts: Any) -> Any:
        """Counts made into weights, in place."""
        counts.data = (1 + np.log(counts.data)) * self.weights[counts.indices]
        squares = np.asarray(counts.multiply(counts).sum(axis=1)).ravel()
        lengths = np.sqrt(np.where(squares > 0, squares, 1)).astype(np.float32)
        counts.data /= np.repeat(lengths, np.diff(counts.indptr))
        return counts

    @cached_property
    def _reader(self) -> Any:
        return _counter(self.kind, vocabulary={name: at for at, name in enumerate(self.names)})


def _counter(kind: str, **options: Any) -> Any:
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(
        preprocessor=readable, lowercase=False, dtype=np.float32, **KINDS[kind], **options
    )

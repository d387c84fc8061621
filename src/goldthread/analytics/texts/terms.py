"""Texts as weighted terms: TF-IDF over words and pairs of words, or over pieces of spelling.

Salton and Buckley 1988: 1 + ln(count), times 1 + ln((1 + texts) / (1 + texts with the term)),
each text of length one. With `sharp`, ln((1 + texts) / (0.5 + texts with the term)) ** 1.25
times 1 + ln(1 + ln(count)), which finds its fellow among long texts more often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.words import readable, telling_stems

_LETTERS = r"(?u)[^\W_]+(?:'[^\W_]+)?|[!?]"
_LONGER = r"(?u)[^\W_]{2,}"
# What is counted: settings of sklearn's CountVectorizer.
KINDS: dict[str, dict[str, Any]] = {
    "words": {"token_pattern": _LETTERS, "ngram_range": (1, 2)},
    "spelling": {"analyzer": "char_wb", "ngram_range": (2, 5)},
    "telling words": {"token_pattern": _LONGER, "stop_words": "english"},
    "telling phrases": {"token_pattern": _LONGER, "stop_words": "english", "ngram_range": (1, 2)},
    "stems": {"tokenizer": telling_stems, "token_pattern": None},
    "long spelling": {"analyzer": "char_wb", "ngram_range": (4, 5)},
}


@dataclass(frozen=True)
class TermSpace:
    """The terms (names, in column order) with their weights (terms,)."""

    kind: str
    names: list[str]
    weights: NDArray[np.float32]
    sharp: bool = False

    @classmethod
    def fit_place(
        cls,
        texts: Sequence[str],
        kind: str,
        *,
        in_texts: int = 1,
        most: int = 200_000,
        sharp: bool = False,
    ) -> tuple[TermSpace, Any]:
        """The space of the terms that stand in `in_texts` texts or more, the `most` frequent of
        them, and the texts placed in it."""
        names, counts = count_terms(texts, kind, in_texts=in_texts, most=most)
        seen = np.bincount(counts.indices, minlength=counts.shape[1])
        space = cls(kind, names, rarity(len(texts), seen, sharp), sharp)
        return space, space.weighted(counts)

    def place(self, texts: Sequence[str]) -> Any:
        """A sparse matrix (texts, terms) of unit rows; a text without known terms is all zero."""
        from scipy.sparse import csr_matrix

        if not self.names:
            return csr_matrix((len(texts), 0), dtype=np.float32)
        return self.weighted(self._reader.transform(texts))

    def weighted(self, counts: Any) -> Any:
        """Counts made into weights, in place."""
        counts.data = often(counts.data, self.sharp) * self.weights[counts.indices]
        squares = np.asarray(counts.multiply(counts).sum(axis=1)).ravel()
        lengths = np.sqrt(np.where(squares > 0, squares, 1)).astype(np.float32)
        counts.data /= np.repeat(lengths, np.diff(counts.indptr))
        return counts

    @cached_property
    def _reader(self) -> Any:
        return _counter(self.kind, vocabulary={name: at for at, name in enumerate(self.names)})


def count_terms(
    texts: Sequence[str], kind: str, *, in_texts: int, most: int
) -> tuple[list[str], Any]:
    """(terms, how often each text holds each (texts, terms), sparse)."""
    counter = _counter(kind, min_df=min(in_texts, max(1, len(texts))), max_features=most)
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # no term at all: every text is blank, or holds stop words alone
        from scipy.sparse import csr_matrix

        return [], csr_matrix((len(texts), 0), dtype=np.float32)
    return list(counter.get_feature_names_out()), counts


def rarity(texts: int, seen: NDArray[Any], sharp: bool) -> NDArray[np.float32]:
    """The weight of terms that stand in `seen` of the texts."""
    found = (
        np.log((1 + texts) / (0.5 + np.minimum(seen, texts))) ** 1.25
        if sharp
        else 1 + np.log((1 + texts) / (1 + seen))
    )
    return found.astype(np.float32)


def often(counts: NDArray[np.float32], sharp: bool) -> NDArray[np.float32]:
    """The weight of terms that stand `counts` (1 or more) times in one text."""
    once = 1 + np.log(counts)
    return 1 + np.log(once) if sharp else once


def _counter(kind: str, **options: Any) -> Any:
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(
        preprocessor=readable, lowercase=False, dtype=np.float32, **KINDS[kind], **options
    )

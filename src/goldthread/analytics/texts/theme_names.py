"""What a theme is about: the words and pairs of words that set it apart from the others.

Each term's part in how far the theme's terms differ from those of all texts (Kullback and Leibler
1951): its share in the theme times ln(that share / its share in all). What is common everywhere
weighs nothing, however often it stands there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.terms import count_terms

TERMS = 8
_IN_NAME = 3
_MOST_TERMS = 20_000
# A term of fewer texts than this may be somebody's name and says nothing about a theme.
_FEWEST_TEXTS = 3


def terms_of(texts: Sequence[str], theme: NDArray[np.int64], number: int) -> list[list[str]]:
    """Up to eight terms for each of `number` themes; `theme` (texts,) is -1 outside of all."""
    fewest = _FEWEST_TEXTS if len(texts) >= 30 else 1
    names, counts = count_terms(texts, "telling phrases", in_texts=fewest, most=_MOST_TERMS)
    if not names or not number:
        return [[] for _ in range(number)]
    inside = np.array([[theme == at] for at in range(number)]).reshape(number, -1)
    often = np.asarray(inside.astype(np.float32) @ counts, dtype=np.float64)
    texts_with = np.asarray(inside.astype(np.float32) @ (counts > 0).astype(np.float32))
    share = often / np.maximum(1, often.sum(axis=1, keepdims=True))
    everywhere = (often.sum(axis=0) + 1) / (often.sum() + len(names))
    weight = share * np.log(np.maximum(share, 1e-12) / everywhere) if number > 1 else share
    weight[texts_with < np.minimum(fewest, inside.sum(axis=1, keepdims=True))] = 0
    return [_unlike(names, row) for row in weight]


def name_of(terms: Sequence[str]) -> str:
    """A name until a person gives a better one: the first terms, joined."""
    return ", ".join(terms[:_IN_NAME]) or "No words in common"


def _unlike(names: list[str], weight: NDArray[np.float64]) -> list[str]:
    """The heaviest terms, none of which shares a word with one before it."""
    chosen: list[str] = []
    used: set[str] = set()
    for at in np.argsort(-weight, kind="stable")[: TERMS * 6]:
        words = {word[:5] for word in names[at].split()}
        if weight[at] > 0 and not words & used:
            chosen.append(names[at])
            used |= words
        if len(chosen) == TERMS:
            break
    return chosen

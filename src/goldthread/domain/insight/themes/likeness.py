"""How like accounts are, and the words that two of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from goldthread.analytics.texts.similar import Hit
from goldthread.analytics.texts.similar_index import SimilarIndex
from goldthread.analytics.texts.words import words_of
from goldthread.domain.insight.themes.accounts import Account
from goldthread.domain.insight.themes.terms import FEWEST_ALIKE, WORDS_SHOWN


@dataclass(frozen=True)
class Alike:
    """An incident by its number, how like the text it is (0 to 1), and words they share."""

    incident: int
    likeness: float
    shared: tuple[str, ...]


def explained(
    index: SimilarIndex, text: str, hits: Sequence[Hit], narratives: Mapping[int, str]
) -> list[Alike]:
    """What was found with the words it shares with the text, likest first. What is hardly alike,
    or has no narrative given, is left out."""
    return [
        Alike(hit.at, round(hit.score, 4), shared(text, narratives[hit.at], index.rarity_of))
        for hit in hits
        if hit.score >= FEWEST_ALIKE and hit.at in narratives
    ]


@contextmanager
def index_of(among: Sequence[Account]) -> Iterator[SimilarIndex]:
    """An index of a few accounts that is gone afterwards, where there is none on disk."""
    texts = [text for _, text in among]
    with TemporaryDirectory() as folder:
        index = SimilarIndex.create(Path(folder), texts)
        index.add([pk for pk, _ in among], texts)
        index.arrange()
        yield index


def shared(one: str, other: str, rarity: Callable[[str], float]) -> tuple[str, ...]:
    """The rarest words that stand in both, in the order of the first text."""
    words = list(dict.fromkeys(words_of(one)))
    both = {word for word in set(words) & set(words_of(other)) if len(word) > 1}
    telling = {word: weight for word in both if (weight := rarity(word)) > 0}
    rare = sorted(telling, key=lambda word: (-telling[word], word))[:WORDS_SHOWN]
    return tuple(word for word in words if word in rare)

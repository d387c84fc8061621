"""How like accounts are, and the words that two of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.analytics.texts.similar import Likeness
from goldthread.analytics.texts.words import words_of
from goldthread.domain.insight.themes.accounts import Account
from goldthread.domain.insight.themes.terms import FEWEST_ALIKE, WORDS_SHOWN


@dataclass(frozen=True)
class Alike:
    """An incident by its number, how like the text it is (0 to 1), and words they share."""

    incident: int
    likeness: float
    shared: tuple[str, ...]


def most_like(
    texts: Sequence[Account], among: Sequence[Account], most: int
) -> list[tuple[Alike, ...]]:
    """For each text the accounts most like it, likest first; never the incident itself."""
    if not among:
        return [() for _ in texts]
    held = Likeness.of([text for _, text in among])
    rarity = _rarity(held)
    found = held.most_like([text for _, text in texts], top=most + 1)
    return [
        tuple(
            Alike(among[hit.at][0], round(hit.score, 4), shared(text, among[hit.at][1], rarity))
            for hit in hits
            if among[hit.at][0] != own and hit.score >= FEWEST_ALIKE
        )[:most]
        for (own, text), hits in zip(texts, found, strict=True)
    ]


def _rarity(held: Likeness) -> dict[str, float]:
    """Words that say something, each with how rarely it stands in the accounts."""
    space = held.spaces[0][0]
    return dict(zip(space.names, space.weights.tolist(), strict=True))


def shared(one: str, other: str, rarity: dict[str, float]) -> tuple[str, ...]:
    """The rarest words that stand in both, in the order of the first text."""
    words = list(dict.fromkeys(words_of(one)))
    both = set(words) & set(words_of(other)) & rarity.keys()
    rare = sorted(both, key=lambda word: (-rarity[word], word))[:WORDS_SHOWN]
    return tuple(word for word in words if word in rare)

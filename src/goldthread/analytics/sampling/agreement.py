"""Do two reviewers of the same files agree more than chance would have them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """`kappa` is None when it has no meaning: both gave one and the same answer throughout, or
    nothing was read twice. Shares run from 0 to 1; kappa from -1 to 1."""

    pairs: int
    agreed: int
    observed: float | None
    expected: float | None
    kappa: float | None
    sentence: str


def cohens_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> Agreement:
    """Cohen's kappa (1960), unweighted: (observed - expected) / (1 - expected).

    `first[i]` and `second[i]` are two people's answers on the same file. ValueError when the
    lists differ in length.
    """
    if len(first) != len(second):
        raise ValueError("Both reviewers must have answered for the same files.")
    pairs = len(first)
    if pairs == 0:
        return Agreement(0, 0, None, None, None, "No file was read twice.")
    agreed = sum(a == b for a, b in zip(first, second, strict=True))
    ours, theirs = Counter(first), Counter(second)
    by_chance = sum(ours[answer] * theirs[answer] for answer in ours)
    said = f"The two reviewers agreed on {agreed} of {pairs}."
    if by_chance == pairs * pairs:
        return Agreement(
            pairs,
            agreed,
            1.0,
            1.0,
            None,
            f"{said} All answers are the same, so kappa says nothing.",
        )
    observed, expected = agreed / pairs, by_chance / (pairs * pairs)
    kappa = (observed - expected) / (1 - expected)
    return Agreement(pairs, agreed, observed, expected, kappa, f"{said} Kappa {kappa:.2f}.")

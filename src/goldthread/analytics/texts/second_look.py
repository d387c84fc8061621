"""What one label's score says about another, and what a label's own name says.

Labels that go together, or never do, correct each other by a ridge regression from all scores to
what each left unexplained (Breiman and Friedman 1997, "curds and whey"). A label whose name means
what the text means is raised, by one weight for all labels, so that rare ones gain most. Both are
drawn from held-out scores, and the correction of a text is that of a fit without it (Allen 1974).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# By cross-validation on another trust's comments and this one's; a half or a double does as well.
_PULL = 150.0
_NAMES = 2.0


@dataclass(frozen=True)
class SecondLook:
    """`mean` (labels,) of the scores, `together` (labels, labels), `usual` likeness to each name
    (labels,) and `weight` of it."""

    mean: Floats
    together: Floats
    usual: Floats
    weight: float

    @classmethod
    def none(cls, labels: int) -> SecondLook:
        """One that changes nothing."""
        nothing = np.zeros(labels)
        return cls(nothing, np.zeros((labels, labels)), nothing, 0.0)

    @classmethod
    def fit(
        cls, scores: Floats, named: Floats, truth: NDArray[np.bool_]
    ) -> tuple[SecondLook, Floats]:
        """It, and the held-out scores (texts, labels) as it corrects them. `named` is how like each
        text is to each label's name."""
        aim = np.where(truth, 1.0, -1.0)
        usual = named.mean(axis=0)
        apart = named - usual
        spread = (apart * apart).sum()
        weight = max(0.0, float((apart * (aim - scores)).sum() / spread)) if spread > 1e-9 else 0.0
        weight *= _NAMES
        first = scores + weight * apart
        mean = first.mean(axis=0)
        off = first - mean
        inverse = np.linalg.inv(off.T @ off + _PULL * np.eye(off.shape[1]))
        left = aim - first
        left = left - left.mean(axis=0)
        together = inverse @ (off.T @ left)
        own = np.einsum("ij,jk,ik->i", off, inverse, off)[:, None]
        moved = (off @ together - own * left) / (1 - own)
        return cls(mean, together, usual, weight), first + moved

    def corrected(self, scores: Floats, named: Floats) -> Floats:
        """Scores (texts, labels) of new texts, corrected."""
        first = scores + self.weight * (named - self.usual)
        return np.asarray(first + (first - self.mean) @ self.together)

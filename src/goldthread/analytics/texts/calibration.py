"""Scores made into probabilities that mean what they say, and the share above which to suggest.

Platt 1999: a logistic curve through held-out scores. A label with few examples borrows the curve
of all labels together, the more so the fewer it has.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_BORROWED = 20.0  # pull of the common curve, in examples
_SHRUNK = 200.0  # pull of the common threshold, in examples
_TRIED = np.arange(0.05, 0.951, 0.01)


def fit_curves(scores: Floats, truth: NDArray[np.bool_]) -> Floats:
    """Slope and offset (labels, 2) from held-out scores (texts, labels), NaN where none is."""
    known = np.isfinite(scores)
    start = np.array([2.0, 0.0])
    common = _curve(scores[known], truth[known], start, 1.0)
    return np.array(
        [
            _curve(scores[seen, label], truth[seen, label], common, _BORROWED)
            for label, seen in enumerate(known.T)
        ]
    )


def probabilities(scores: Floats, curves: Floats) -> Floats:
    """The curves laid over scores (texts, labels)."""
    from scipy.special import expit

    return np.asarray(expit(scores * curves[:, 0] + curves[:, 1]))


def fit_thresholds(chances: Floats, truth: NDArray[np.bool_]) -> Floats:
    """The probability from which to suggest, one a label: that with the best F1 over all labels
    (Lipton 2014: for true probabilities it is one for all), moved a little towards the label's own.
    """
    common = _best_threshold(chances.ravel(), truth.ravel())
    found = np.full(chances.shape[1], common)
    for label in range(chances.shape[1]):
        examples = truth[:, label].sum()
        if examples:
            own = _best_threshold(chances[:, label], truth[:, label])
            found[label] = (examples * own + _SHRUNK * common) / (examples + _SHRUNK)
    return found


def _curve(scores: Floats, truth: NDArray[np.bool_], prior: Floats, pull: float) -> Floats:
    """Slope and offset by maximum likelihood, held near `prior` by `pull`; ends are softened."""
    from scipy.optimize import minimize

    positive, negative = truth.sum(), (~truth).sum()
    aim = np.where(truth, (positive + 1) / (positive + 2), 1 / (negative + 2))

    def loss(curve: Floats) -> tuple[float, Floats]:
        shown = scores * curve[0] + curve[1]
        off = 1 / (1 + np.exp(-np.clip(shown, -500, 500))) - aim
        away = curve - prior
        value = np.logaddexp(0, shown).sum() - (aim * shown).sum() + pull / 2 * (away @ away)
        return float(value), np.array([off @ scores, off.sum()]) + pull * away

    fitted = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=[(0.0, 50.0), (-30.0, 30.0)])
    return np.asarray(fitted.x)


def _best_threshold(chances: Floats, truth: NDArray[np.bool_]) -> float:
    """The threshold with the best F1; the middle of the best ones."""
    suggested = chances[:, None] >= _TRIED
    right = (suggested & truth[:, None]).sum(axis=0)
    scored = 2 * right / np.maximum(1, suggested.sum(axis=0) + truth.sum())
    return float(np.median(_TRIED[scored >= scored.max() - 1e-12]))

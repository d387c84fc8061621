"""Texts gathered around centres: spherical k-means, and how many centres the texts bear out.

Dhillon and Modha 2001 for the first; for the second Ben-Hur, Elisseeff and Guyon 2002: the number
at which fits to different parts of the texts agree best.
"""

from __future__ import annotations

import warnings
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from goldthread.analytics.texts.theme_space import Places, unit

Themes = NDArray[np.int64]
_TRIED = (4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30)
_TRIED_OF_FEW = (1, 2, 3, *_TRIED)
_FEW = 100  # texts
_A_THEME = 10  # texts a theme has at least, on average
_SAMPLE, _PARTS, _SHARE = 3_000, 6, 0.7
_STEPS = 100
# Below this cosine to its centre a text fits no theme.
FITS = 0.15


def centres_of(places: Places, number: int, seed: int = 1, starts: int = 10) -> Places:
    """`number` centres of length one, or fewer where fewer places differ."""
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        # Fewer different places than centres: the centres that are left are dropped below.
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = KMeans(number, n_init=starts, random_state=seed).fit(places)
    used = np.bincount(fitted.labels_, minlength=number)
    order = np.argsort(-used, kind="stable")[: np.count_nonzero(used)]
    return unit(fitted.cluster_centers_[order])


def nearest(places: Places, centres: Places) -> tuple[Themes, NDArray[np.float32]]:
    """(the nearest centre or -1 where none fits, the cosine to it) of each place."""
    if not len(centres):
        return np.full(len(places), -1), np.zeros(len(places), dtype=np.float32)
    cosines = places @ centres.T
    theme = cosines.argmax(axis=1)
    fit = cosines[np.arange(len(places)), theme]
    return np.where(fit >= FITS, theme, -1), fit


def settle(places: Places, centres: Places, held: Themes) -> Places:
    """Centres moved to the middle of their texts until they rest. `held` (texts,) names the centre
    of texts that stay where people put them, -1 for all others."""
    before: Themes | None = None
    for _ in range(_STEPS):
        theme, _ = nearest(places, centres)
        theme = np.where(held >= 0, held, theme)
        if before is not None and (theme == before).all():
            break
        before = theme
        centres = middles(places, theme, centres)
    return centres


def middles(places: Places, theme: Themes, otherwise: Places) -> Places:
    """The middle of each theme's places, length one; `otherwise` where a theme has none."""
    found = np.array(otherwise)
    for at in range(len(otherwise)):
        inside = places[theme == at]
        if len(inside):
            found[at] = unit(inside.mean(axis=0, keepdims=True))[0]
    return found


def number_borne_out(places: Places) -> int:
    """How many themes fits to different parts of the texts agree on best."""
    few = len(places) < _FEW
    tried = [k for k in (_TRIED_OF_FEW if few else _TRIED) if k * _A_THEME <= len(places)] or [1]
    if len(tried) == 1:
        return tried[0]
    draw = np.random.default_rng(7)
    sample = places[np.sort(draw.permutation(len(places))[:_SAMPLE])]
    parts = [draw.permutation(len(sample))[: int(_SHARE * len(sample))] for _ in range(_PARTS)]
    agreed = {k: _agreement(sample, parts, k) for k in tried if k > 1}
    return max(agreed, key=lambda number: agreed[number])


def _agreement(sample: Places, parts: list[NDArray[np.int64]], number: int) -> float:
    from sklearn.metrics import adjusted_rand_score

    fits = [
        (sample @ centres_of(sample[part], number, seed, starts=5).T).argmax(axis=1)
        for seed, part in enumerate(parts)
    ]
    return float(np.mean([adjusted_rand_score(one, two) for one, two in combinations(fits, 2)]))

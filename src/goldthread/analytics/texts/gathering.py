"""Texts gathered around centres: spherical k-means, and how many centres the texts bear out.

Dhillon and Modha 2001 for the first; for the second Ben-Hur, Elisseeff and Guyon 2002: the number
at which fits to different parts of the texts agree best.
"""

from __future__ import annotations

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
_CHOOSING = 20_000  # places among which starts are tried; all of them then settle
_FEW_ENOUGH = 2_000
_RESTING = 0.0002  # of the places still change centre
_NEARLY = 0.01  # the same, where fits are only set beside each other
_NARROW = 64
# Below this cosine to its centre a text fits no theme.
FITS = 0.15


def centres_of(
    places: Places, number: int, seed: int = 1, starts: int = 30, resting: float = _RESTING
) -> Places:
    """`number` centres of length one, the largest theme first, or fewer where fewer places differ.

    The best of several starts; of very many places a sample chooses. Centres rest when no more
    than the share `resting` of the places changes from one to another.
    """
    draw = np.random.default_rng(seed)
    some = places[np.sort(draw.permutation(len(places))[:_CHOOSING])]
    # What a start costs grows with the places, and what another one gains falls.
    starts = max(3, min(starts, starts * _FEW_ENOUGH // len(some)))
    tried = [_rested(some, _spread(some, number, draw), resting) for _ in range(starts)]
    centres, theme, _ = max(tried, key=lambda one: one[2])
    used = np.bincount(theme, minlength=number)
    order = np.argsort(-used, kind="stable")[: np.count_nonzero(used)]
    return np.asarray(centres[order])


def _rested(places: Places, centres: Places, resting: float) -> tuple[Places, Themes, float]:
    """(centres moved to the middle of their places until they rest, the centre of each place, how
    near the places are to them in all)."""
    theme: Themes = np.full(len(places), -1)
    for _ in range(_STEPS):
        cosines = places @ centres.T
        before, theme = theme, cosines.argmax(axis=1)
        if (theme != before).mean() <= resting:
            break
        centres = middles(places, theme, centres)
    return centres, theme, float(cosines.max(axis=1).sum())


def _spread(places: Places, number: int, draw: np.random.Generator) -> Places:
    """Centres to start from, far from each other: k-means++ (Arthur and Vassilvitskii 2007), at
    each step the best of a few draws."""
    chosen = [int(draw.integers(len(places)))]
    far = 1 - places @ places[chosen[0]]
    tries = 2 + int(np.log(number))
    for _ in range(1, number):
        summed = np.cumsum(np.maximum(far, 0), dtype=np.float64)
        drawn = np.searchsorted(summed, draw.random(tries) * summed[-1]).clip(0, len(places) - 1)
        nearer = np.minimum(far[:, None], 1 - places @ places[drawn].T)
        best = int(nearer.sum(axis=0).argmin())
        chosen.append(int(drawn[best]))
        far = nearer[:, best]
    return places[chosen]


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
    from scipy.sparse import csr_matrix

    inside = np.flatnonzero(theme >= 0)
    shape = (len(otherwise), len(places))
    belongs = csr_matrix((np.ones(len(inside), places.dtype), (theme[inside], inside)), shape)
    summed = np.asarray(belongs @ places)
    found = unit(summed)
    empty = np.linalg.norm(summed, axis=1) < 1e-9
    found[empty] = otherwise[empty]
    return found


def number_borne_out(places: Places) -> int:
    """How many themes fits to different parts of the texts agree on best."""
    few = len(places) < _FEW
    tried = [k for k in (_TRIED_OF_FEW if few else _TRIED) if k * _A_THEME <= len(places)] or [1]
    if len(tried) == 1:
        return tried[0]
    draw = np.random.default_rng(7)
    sample = _narrowed(places[np.sort(draw.permutation(len(places))[:_SAMPLE])])
    parts = [draw.permutation(len(sample))[: int(_SHARE * len(sample))] for _ in range(_PARTS)]
    agreed = {k: _agreement(sample, parts, k) for k in tried if k > 1}
    return max(agreed, key=lambda number: agreed[number])


def _narrowed(places: Places) -> Places:
    """The places in their strongest directions alone, which tell as much at a fraction of the
    cost."""
    if places.shape[1] <= _NARROW:
        return places
    _, directions = np.linalg.eigh(places.T.astype(np.float64) @ places)
    return unit(places @ directions[:, -_NARROW:].astype(np.float32))


def _agreement(sample: Places, parts: list[NDArray[np.int64]], number: int) -> float:
    from sklearn.metrics import adjusted_rand_score

    fits = [
        (sample @ centres_of(sample[part], number, seed, starts=5, resting=_NEARLY).T).argmax(
            axis=1
        )
        for seed, part in enumerate(parts)
    ]
    return float(np.mean([adjusted_rand_score(one, two) for one, two in combinations(fits, 2)]))

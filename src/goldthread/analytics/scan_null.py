"""The exact chance that the scan of one series would reach a value, if nothing had changed.

Given a series' total and no change, how the total falls over the weeks is multinomial; for
counts whose variance is a multiple of their mean it is Dirichlet-multinomial (Johnson, Kotz and
Balakrishnan 1997, section 35.13.1). Cumulative counts over nested windows are then a Markov
chain with (beta-)binomial steps, and the statistic reaches the value when some count crosses the
boundary of its window. The chance of a crossing is summed window by window over the counts that
have not crossed before: only positive terms, so it is right far into the tail.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

HIGH = "high"
LOW = "low"
# A tail is summed this many standard deviations, and this many dispersions, past its boundary.
REACH = 12.0


@dataclass(frozen=True)
class Series:
    """A total of events, the cumulative share expected in each window, and the dispersion."""

    total: int
    share: Floats
    dispersion: float


def likelihood(seen: npt.ArrayLike, total: npt.ArrayLike, share: Floats, direction: str) -> Floats:
    """The log likelihood ratio of a window against no change; 0 on the other side of expected."""
    c, n = np.asarray(seen, dtype=np.float64), np.asarray(total, dtype=np.float64)
    expected = n * share
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(c > 0, c * np.log(c / expected), 0.0)
        outside = np.where(n - c > 0, (n - c) * np.log((n - c) / (n - expected)), 0.0)
    ratio = inside + outside
    wanted = (c > expected) if direction == HIGH else (c < expected)
    return np.where(wanted & (expected > 0) & (expected < n), ratio, 0.0)


def crossing_probability(series: Series, value: float, direction: str) -> float:
    """The chance that the largest likelihood ratio over the windows is `value` or more."""
    if value <= 0 or series.total == 0:
        return 1.0
    edges = _boundaries(series, value, direction)
    states, mass = np.array([0]), np.array([1.0])
    before, chance = 0.0, 0.0
    for share, edge in zip(series.share, edges, strict=True):
        if share <= before:
            continue
        step = _Step(series, before, float(share))
        if direction == HIGH:
            chance += float(mass @ step.at_least(states, edge))
            kept = np.arange(min(edge, series.total + 1))
        else:
            chance += float(mass @ step.at_most(states, edge))
            kept = np.arange(edge + 1, max(edges) + 1)
        if kept.size == 0:
            break
        states, mass = kept, mass @ step.to(states, kept)
        before = float(share)
    return min(max(chance, 0.0), 1.0)


def _boundaries(series: Series, value: float, direction: str) -> list[int]:
    """For each window the count nearest to expected that reaches the value.

    `total + 1`, or -1, where no count does.
    """
    counts = np.arange(series.total + 1)
    found = []
    for share in series.share:
        # One part in 10⁹ keeps the count that was seen on its own boundary.
        ratio = likelihood(counts, series.total, np.asarray(share), direction)
        reached = np.flatnonzero(ratio >= value * (1 - 1e-9))
        if direction == HIGH:
            found.append(int(reached[0]) if reached.size else series.total + 1)
        else:
            found.append(int(reached[-1]) if reached.size else -1)
    return found


class _Step:
    """How a cumulative count grows when the window widens from one share of the total to another."""

    def __init__(self, series: Series, before: float, after: float) -> None:
        self.total = series.total
        self.dispersion = series.dispersion
        self.part = min((after - before) / (1 - before), 1.0)
        self.strength = 0.0
        if series.dispersion > 1:
            self.strength = series.total / (series.dispersion - 1) * (1 - before)

    def to(self, states: Ints, wanted: Ints) -> Floats:
        """The chance of each wanted count from each state: (states, wanted)."""
        return np.exp(self._log(self.total - states[:, None], wanted[None, :] - states[:, None]))

    def at_least(self, states: Ints, edge: int) -> Floats:
        """The chance of ending at `edge` or above, from each state."""
        if edge > self.total:
            return np.zeros(len(states))
        left = self.total - states
        need = np.maximum(edge - states, 0)
        if self.dispersion == 1:
            from scipy.special import bdtrc

            return np.where(need == 0, 1.0, bdtrc(np.maximum(need - 1, 0), left, self.part))
        spread = np.sqrt(self.dispersion * self.total * self.part + 1)
        top = int(min(self.total, edge + REACH * spread + 30 * self.dispersion))
        return np.where(need == 0, 1.0, self.to(states, np.arange(edge, top + 1)).sum(axis=1))

    def at_most(self, states: Ints, edge: int) -> Floats:
        """The chance of ending at `edge` or below, from each state."""
        if edge < 0:
            return np.zeros(len(states))
        return self.to(states, np.arange(edge + 1)).sum(axis=1)

    def _log(self, left: Ints, grown: Ints) -> Floats:
        """Log (beta-)binomial of `grown` of `left`; minus infinity where that cannot be."""
        from scipy.special import betaln, gammaln, xlog1py, xlogy

        possible = (grown >= 0) & (grown <= left)
        k = np.where(possible, grown, 0)
        ways = gammaln(left + 1) - gammaln(k + 1) - gammaln(left - k + 1)
        if self.dispersion == 1:
            log = ways + xlogy(k, self.part) + xlog1py(left - k, -self.part)
        else:
            a, b = self.strength * self.part, self.strength * (1 - self.part)
            log = ways + betaln(k + a, left - k + b) - betaln(a, b)
        return np.where(possible, log, -np.inf)

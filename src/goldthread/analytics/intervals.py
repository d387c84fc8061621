"""Intervals for a proportion: how far the truth may be from what was seen.

Wilson needs only the standard library; the exact interval imports SciPy inside the function,
because a cold SciPy import takes seconds and must not delay the web server's start.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Interval:
    """A proportion (0 to 1) with its interval. `estimate` is None when nothing was looked at."""

    estimate: float | None
    low: float
    high: float
    confidence: float
    method: str

    def as_text(self) -> str:
        """For people: "90% (70% to 97%)"; "not known" when nothing was looked at."""
        if self.estimate is None:
            return "not known: nothing was looked at"
        return f"{self.estimate:.0%} ({self.low:.0%} to {self.high:.0%})"


def z_value(confidence: float) -> float:
    """The two-sided normal quantile: 1.96 for 0.95. ValueError outside 0 to 1."""
    if not 0 < confidence < 1:
        raise ValueError("Confidence must be between 0 and 1, for example 0.95.")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(successes: int, total: int, confidence: float = 0.95) -> Interval:
    """Wilson score interval (Wilson 1927), without continuity correction.

    Good at small samples and at 0% and 100%, where the textbook interval collapses to nothing.
    Nothing looked at gives 0 to 1 with no estimate. ValueError when the counts cannot be.
    """
    _check_counts(successes, total)
    z = z_value(confidence)
    if total == 0:
        return Interval(None, 0.0, 1.0, confidence, "wilson")
    share = successes / total
    weight = 1 + z * z / total
    centre = (share + z * z / (2 * total)) / weight
    reach = z / weight * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    # At the ends the formula equals 0 or 1 exactly; say so rather than 1e-17.
    low = 0.0 if successes == 0 else max(0.0, centre - reach)
    high = 1.0 if successes == total else min(1.0, centre + reach)
    return Interval(share, low, high, confidence, "wilson")


def clopper_pearson(successes: int, total: int, confidence: float = 0.95) -> Interval:
    """Exact interval (Clopper and Pearson 1934): never covers less often than it says.

    Wider than Wilson; use it where a claim must hold up to challenge.
    """
    _check_counts(successes, total)
    z_value(confidence)
    if total == 0:
        return Interval(None, 0.0, 1.0, confidence, "clopper_pearson")
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low = 0.0 if successes == 0 else float(betaincinv(successes, total - successes + 1, tail))
    high = (
        1.0 if successes == total else float(betaincinv(successes + 1, total - successes, 1 - tail))
    )
    return Interval(successes / total, low, high, confidence, "clopper_pearson")


@dataclass(frozen=True)
class Difference:
    """Second share less first (-1 to 1) with its interval; None when either saw nothing."""

    estimate: float | None
    low: float
    high: float
    confidence: float

    def excludes_no_change(self) -> bool:
        """Whether "no change" lies outside the interval."""
        return self.low > 0 or self.high < 0

    def as_text(self) -> str:
        """For people: "up 20 points (5 to 33)"; says so when it may be no change at all."""
        if self.estimate is None:
            return "not known: nothing was looked at"
        size, low, high = (round(100 * value) for value in (self.estimate, self.low, self.high))
        way = f"up {size} points" if size > 0 else f"down {-size} points" if size else "no change"
        if self.excludes_no_change():
            nearer, farther = sorted((abs(low), abs(high)))
            return f"{way} ({nearer} to {farther})"
        return f"{way}, anywhere from {-low} down to {high} up, so it may be no change at all"


def newcombe_difference(
    before: tuple[int, int], after: tuple[int, int], confidence: float = 0.95
) -> Difference:
    """Baseline against re-audit, each (passing, looked at), by Newcombe's hybrid score method.

    Newcombe 1998, method 10: the two Wilson intervals squared and added. For separate samples of
    files; the same files read twice need a paired method.
    """
    first, second = wilson(*before, confidence), wilson(*after, confidence)
    if first.estimate is None or second.estimate is None:
        return Difference(None, -1.0, 1.0, confidence)
    change = second.estimate - first.estimate
    down = sqrt((second.estimate - second.low) ** 2 + (first.high - first.estimate) ** 2)
    up = sqrt((second.high - second.estimate) ** 2 + (first.estimate - first.low) ** 2)
    return Difference(change, change - down, change + up, confidence)


def _check_counts(successes: int, total: int) -> None:
    if total < 0 or not 0 <= successes <= total:
        raise ValueError(
            f"{successes} out of {total} cannot be: the count must lie between 0 and the total."
        )

"""Where things lie on the bar of k of n: positions in per cent, prepared for an SVG."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Gauge:
    """A proportion, its interval and the standard, each in per cent of the bar's width."""

    k: int
    n: int
    share: float
    low: float
    high: float
    standard: float | None

    @property
    def words(self) -> str:
        """The same in words, for those who do not see the bar."""
        standard = "" if self.standard is None else f" The standard is {self.standard:.0f}%."
        return (
            f"{self.k} of {self.n}: {self.share:.0f}%. From this sample, the true value is likely "
            f"to lie between {self.low:.0f}% and {self.high:.0f}% (95% confidence).{standard}"
        )


def gauge(k: int, n: int, interval: tuple[float, float], standard: float | None = None) -> Gauge:
    """`interval` (at 95 per cent confidence) and `standard` are proportions from 0 to 1; n must be positive."""
    low, high = interval
    return Gauge(
        k, n, 100 * k / n, 100 * low, 100 * high, None if standard is None else 100 * standard
    )

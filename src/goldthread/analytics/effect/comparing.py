"""Two windows, before and after a change, compared exactly.

Counts over exposure are compared on condition of their total (Przyborowski and Wilenski 1940): if
nothing changed, each of the n events falls after the change with chance t1 / (t0 + t1), so the
number after is binomial. Its one-sided chances are exact, and the ends of the interval for the
ratio of the two rates are those of Clopper and Pearson turned into odds. Shares are compared by
Fisher's exact test, on condition of all four margins, with Newcombe's interval for their
difference.

The test is exact rather than mid-p: it says "improved" wrongly at most 5 times in 100 whatever
the counts, and at small counts that is worth the power it costs. Only `scipy.special` is imported,
inside the functions: `scipy.stats` would take seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, lgamma

from goldthread.analytics.intervals import newcombe_difference

RATE, SHARE = "rate", "share"
DECREASE, INCREASE = "decrease", "increase"
ALPHA = 0.05
MOST_EVENTS = 1_000_000_000
MOST_CASES = 10_000_000
_EXPOSURES = (1e-9, 1e15)


class EffectRefused(ValueError):
    """The figures cannot be compared; the message says why and what to do."""


@dataclass(frozen=True)
class Window:
    """`events` counted over `exposure`: months, caseload months, contacts, or cases looked at."""

    events: int
    exposure: float

    @property
    def rate(self) -> float:
        """Events for one unit of exposure."""
        return self.events / self.exposure


@dataclass(frozen=True)
class Interval:
    """Ends of an interval; `high` is None where there is no upper end."""

    low: float
    high: float | None
    confidence: float


@dataclass(frozen=True)
class Comparison:
    """What two windows say of a change.

    `estimate` is the rate after over the rate before for a RATE (None when there was nothing
    before), and the share after less the share before for a SHARE. `interval` is the 90% interval:
    each of its ends is 95% sure, as the one-sided tests are. `wide` is the 95% interval.
    `p_fewer` is the chance, had nothing changed, of so few events after or fewer; `p_more` of so
    many or more; `p_two_sided` twice the smaller, at most 1.
    """

    kind: str
    before: Window
    after: Window
    estimate: float | None
    interval: Interval
    wide: Interval
    p_fewer: float
    p_more: float

    @property
    def p_two_sided(self) -> float:
        return min(1.0, 2 * min(self.p_fewer, self.p_more))


def compare_rates(before: Window, after: Window) -> Comparison:
    """Events over exposure, before and after. EffectRefused when they cannot be."""
    for window in (before, after):
        check_rate(window)
    ratio = after.rate / before.rate if before.events else None
    return Comparison(
        RATE,
        before,
        after,
        ratio,
        _ratio_interval(before, after, 0.90),
        _ratio_interval(before, after, 0.95),
        p_fewer(before.events, after.events, after.exposure / before.exposure),
        p_more(before.events, after.events, after.exposure / before.exposure),
    )


def compare_shares(before: Window, after: Window) -> Comparison:
    """Events out of cases looked at, before and after. EffectRefused when they cannot be."""
    for window in (before, after):
        check_share(window)
    first, second = ((one.events, int(one.exposure)) for one in (before, after))
    found = {sure: newcombe_difference(first, second, sure) for sure in (0.90, 0.95)}
    narrow, wide = (
        Interval(max(-1.0, one.low), min(1.0, one.high), sure) for sure, one in found.items()
    )
    (events0, cases0), (events1, cases1) = first, second
    return Comparison(
        SHARE,
        before,
        after,
        found[0.95].estimate,
        narrow,
        wide,
        hypergeometric_up_to(events1, events0 + events1, cases0, cases1),
        hypergeometric_up_to(cases1 - events1, cases0 + cases1 - events0 - events1, cases0, cases1),
    )


def p_fewer(before: int, after: int, times: float) -> float:
    """Chance of `after` events or fewer, had nothing changed; `times` is exposure after over before."""
    if before == 0:
        return 1.0
    from scipy.special import betainc

    return float(betainc(before, after + 1, 1 / (1 + times)))


def p_more(before: int, after: int, times: float) -> float:
    """Chance of `after` events or more, had nothing changed."""
    if after == 0:
        return 1.0
    from scipy.special import betainc

    return float(betainc(after, before + 1, times / (1 + times)))


def hypergeometric_up_to(highest: int, events: int, cases0: int, cases1: int) -> float:
    """Chance that at most `highest` of `events` fall among `cases1`, of `cases0` + `cases1`."""
    lowest = max(0, events - cases0)
    top = min(highest, events, cases1)
    if top >= min(events, cases1):
        return 1.0
    if top < lowest:
        return 0.0
    import numpy as np
    from scipy.special import gammaln

    found = np.arange(lowest, top + 1, dtype=np.float64)
    left = events - found
    terms = (
        gammaln(cases1 + 1) - gammaln(found + 1) - gammaln(cases1 - found + 1)
        + gammaln(cases0 + 1) - gammaln(left + 1) - gammaln(cases0 - left + 1)
    )  # fmt: skip
    whole = _log_choose(cases0 + cases1, events)
    return min(1.0, float(np.exp(terms - whole).sum()))


def check_rate(window: Window) -> None:
    """Refuse events or exposure that cannot be."""
    if window.events < 0:
        raise EffectRefused("There cannot be fewer than 0 events.")
    if not isfinite(window.exposure) or window.exposure <= 0:
        raise EffectRefused(
            "The exposure must be a number more than 0: nothing can be said of no time."
        )
    if window.events > MOST_EVENTS or not _EXPOSURES[0] <= window.exposure <= _EXPOSURES[1]:
        raise EffectRefused("These figures are beyond what any service could count.")


def check_share(window: Window) -> None:
    """Refuse a share of nothing, of part cases, or above the whole."""
    check_rate(window)
    if window.exposure != int(window.exposure):
        raise EffectRefused("A share is of whole cases: give a whole number looked at.")
    if window.exposure > MOST_CASES:
        raise EffectRefused(f"A share can be of at most {MOST_CASES:,} cases.")
    if window.events > window.exposure:
        raise EffectRefused(
            f"{window.events} of {int(window.exposure)} cannot be: a share is never above the whole."
        )


def _ratio_interval(before: Window, after: Window, confidence: float) -> Interval:
    """Clopper and Pearson's ends for the chance of falling after, as odds over the exposures."""
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    times = after.exposure / before.exposure
    low, high = 0.0, None
    if after.events:
        share = float(betaincinv(after.events, before.events + 1, tail))
        low = share / (1 - share) / times
    if before.events:
        rest = float(betaincinv(before.events, after.events + 1, tail))
        high = (1 - rest) / rest / times
    return Interval(low, high, confidence)


def _log_choose(total: int, chosen: int) -> float:
    return lgamma(total + 1) - lgamma(chosen + 1) - lgamma(total - chosen + 1)

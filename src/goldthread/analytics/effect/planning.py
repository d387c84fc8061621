"""What figures could have shown: power, and how much is needed to know enough.

Power is the chance that the test of `comparing` would say "improved" if the effect worth having
had happened. What was counted before stands as it was counted, its rate is taken as the rate
before, and only the count after is uncertain: Poisson for a rate, binomial for a share. So it can
be said as "with 12 in 12 before, 6 months after would have needed 1 or fewer".

Power rises in steps as the exposure grows, and dips within each step. "Enough" is the exposure
from which power never again falls below what is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

from goldthread.analytics.effect.comparing import (
    ALPHA,
    DECREASE,
    INCREASE,
    SHARE,
    Window,
    hypergeometric_up_to,
    p_fewer,
    p_more,
)

ENOUGH = 0.80
_BLOCKS = (64, 512, 4_096)
_CASES = (64, 256, 1_024)
_SETTLED = 0.75  # nothing falls short in the last quarter looked at


@dataclass(frozen=True)
class Power:
    """`power` to see `target`, the rate or share worth having, with the exposure there was.

    `needed` is the exposure after the change from which `ENOUGH` is held; None where no length of
    time could show it, because there was too little before, and infinite where it is beyond
    reckoning. `needs_count` is how many events after
    would have shown it (at most for a fall, at least for a rise); None where no count would.
    `power` is None where there is nothing to aim at: no events before.
    """

    worthwhile: float
    target: float | None
    power: float | None
    needs_count: int | None
    needed: float | None


def power_of(
    kind: str, before: Window, after: Window, improvement: str, worthwhile: float
) -> Power:
    """The power of the comparison. `worthwhile` multiplies what is to become fewer (0.5: half).

    For a rate that should rise, it divides it (0.5: twice as many); for a share that should rise,
    it multiplies the rest of the share (0.5: 60% becomes 80%).
    """
    if kind == SHARE and improvement == INCREASE:
        found = power_of(kind, _rest(before), _rest(after), DECREASE, worthwhile)
        count, target = found.needs_count, found.target
        return replace(
            found,
            target=None if target is None else 1 - target,
            needs_count=None if count is None else int(after.exposure) - count,
        )
    if before.events == 0:
        return Power(worthwhile, None, None, None, None)
    target = before.rate * worthwhile if improvement == DECREASE else before.rate / worthwhile
    if kind == SHARE:
        cases = int(after.exposure)
        count = _share_count(before, cases)
        needed = _share_needed(before, target)
        return Power(worthwhile, target, _binomial(count, cases, target), count, needed)
    count = _rate_count(before, after.exposure, improvement)
    power = _poisson(count, target * after.exposure, improvement)
    return Power(worthwhile, target, power, count, _rate_needed(before, target, improvement))


def _rest(window: Window) -> Window:
    return Window(int(window.exposure) - window.events, window.exposure)


def _rate_count(before: Window, exposure: float, improvement: str) -> int | None:
    """The count after that would just show a change: the most for a fall, the least for a rise."""
    times = exposure / before.exposure
    if improvement == DECREASE:
        if p_fewer(before.events, 0, times) > ALPHA:
            return None
        return _last(lambda count: p_fewer(before.events, count, times) <= ALPHA)
    return 1 + _last(lambda count: p_more(before.events, count, times) > ALPHA)


def _last(holds: Callable[[int], bool]) -> int:
    """The last whole number for which `holds` is true, being true at 0 and false in the end."""
    high = 1
    while holds(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _poisson(count: int | None, mean: float, improvement: str) -> float:
    if count is None:
        return 0.0
    from scipy.special import gammainc, gammaincc

    return float(gammaincc(count + 1, mean) if improvement == DECREASE else gammainc(count, mean))


def _rate_needed(before: Window, target: float, improvement: str) -> float | None:
    """The exposure after from which a Poisson count at `target` shows it with chance `ENOUGH`.

    The count that shows it steps up at exposures solved from the beta distribution; within a step
    the power is lowest at its worse end, so the last step that is too low there settles it.
    """
    from scipy.special import gammainc, gammaincc

    end = before.events * target / before.rate
    endless = (
        gammainc(before.events, end)
        if improvement == DECREASE
        else gammaincc(before.events + 1, end)
    )
    if endless >= ALPHA:
        return None
    for size in _BLOCKS:
        found = (
            _fall_needed(before, target, size)
            if improvement == DECREASE
            else _rise_needed(before, target, size)
        )
        if found is not None:
            return found
    return inf


def _fall_needed(before: Window, target: float, size: int) -> float | None:
    import numpy as np
    from scipy.special import betaincinv, gammaincc

    counts = np.arange(size, dtype=np.float64)
    # From steps[c] on, a count of c or fewer shows a fall.
    rest = betaincinv(before.events, counts + 1, ALPHA)
    steps = before.exposure * (1 - rest) / rest
    lowest = gammaincc(counts[:-1] + 1, target * steps[1:])
    low = np.flatnonzero(lowest < ENOUGH)
    last = int(low[-1]) if len(low) else -1
    return None if last >= _SETTLED * (size - 1) else float(steps[last + 1])


def _rise_needed(before: Window, target: float, size: int) -> float | None:
    import numpy as np
    from scipy.special import betaincinv, gammainc, gammaincinv

    counts = np.arange(1, size, dtype=np.float64)
    # Up to steps[c], a count of c or more shows a rise.
    share = betaincinv(counts, before.events + 1, ALPHA)
    steps = before.exposure * share / (1 - share)
    lowest = gammainc(counts[1:], target * steps[:-1])
    low = np.flatnonzero(lowest < ENOUGH)
    last = int(low[-1]) + 1 if len(low) else 0
    if last >= _SETTLED * (size - 1):
        return None
    return float(min(gammaincinv(counts[last], ENOUGH) / target, steps[last]))


def _share_count(before: Window, cases: int) -> int | None:
    """The most events among `cases` that would show a fall; None where even 0 would not."""
    if not _shows_fall(before, cases, 0):
        return None
    # Every event among as many cases as there are is never a fall.
    low, high = 0, cases
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _shows_fall(before, cases, middle) else (low, middle)
    return low


def _shows_fall(before: Window, cases: int, count: int) -> bool:
    total = before.events + count
    return hypergeometric_up_to(count, total, int(before.exposure), cases) <= ALPHA


def _binomial(count: int | None, cases: int, share: float) -> float:
    if count is None:
        return 0.0
    from scipy.special import bdtr

    return float(bdtr(count, cases, share))


def _share_needed(before: Window, target: float) -> float | None:
    """The cases after from which `ENOUGH` is held, by trying every number up to 1,024.

    The count that shows a fall never falls, and rises by at most 1, from one number to the next.
    """
    from scipy.special import bdtrc

    if bdtrc(before.events - 1, int(before.exposure), target) >= ALPHA:
        return None
    last, count = 0, -1
    for cases in range(1, _CASES[-1] + 1):
        count += _shows_fall(before, cases, count + 1)
        if _binomial(count if count >= 0 else None, cases, target) < ENOUGH:
            last = cases
        if cases in _CASES and last <= _SETTLED * cases:
            return float(last + 1)
    return inf

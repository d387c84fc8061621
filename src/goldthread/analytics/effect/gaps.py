"""Rare events: were the times between them longer after the change?

Times between events are taken as exponential. The ratio of two mean times then follows an F
distribution with 2 r1 and 2 r0 degrees of freedom, where r counts the events. The last wait after
the change is still open: it counts as time without an event, which makes the degrees 2 (r1 + 1)
for the chance of so long a time and for the lower end of the interval. The same chances are
written here with the beta distribution, as in `comparing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from goldthread.analytics.effect.comparing import (
    Comparison,
    EffectRefused,
    Interval,
    Window,
    check_rate,
)

GAPS = "gaps"


def compare_gaps(
    before: Sequence[float], after: Sequence[float], open_for: float | None = None
) -> Comparison:
    """Times between events before and after, in one unit, each ending with an event.

    `open_for` is the time since the last event that has seen none yet; None when watching stopped
    with an event. `estimate` is the mean time after over that before (2: twice as long between
    events), None when nothing has happened since; `p_fewer` is the chance of so long a time, had
    nothing changed.
    """
    _check([*before, *after])
    if not before:
        raise EffectRefused("At least one time between events is needed before the change.")
    if open_for is not None and not (isfinite(open_for) and open_for >= 0):
        raise EffectRefused("The time since the last event must be 0 or more.")
    if not after and not open_for:
        raise EffectRefused("Nothing is known of the time after the change yet.")
    first = Window(len(before), float(sum(before)))
    second = Window(len(after), float(sum(after)) + (open_for or 0.0))
    for window in (first, second):
        check_rate(window)
    still = open_for is not None
    mean = (second.exposure / second.events) / (first.exposure / first.events) if after else None
    return Comparison(
        GAPS,
        first,
        second,
        mean,
        _interval(first, second, still, 0.90),
        _interval(first, second, still, 0.95),
        _p_longer(first, second, still),
        _p_shorter(first, second),
    )


def _p_longer(before: Window, after: Window, still: bool) -> float:
    from scipy.special import betainc

    share = before.exposure / (before.exposure + after.exposure)
    return float(betainc(before.events, after.events + still, share))


def _p_shorter(before: Window, after: Window) -> float:
    if after.events == 0:
        return 1.0
    from scipy.special import betainc

    share = after.exposure / (before.exposure + after.exposure)
    return float(betainc(after.events, before.events, share))


def _interval(before: Window, after: Window, still: bool, confidence: float) -> Interval:
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    times = after.exposure / before.exposure
    share = float(betaincinv(before.events, after.events + still, tail))
    low, high = times * share / (1 - share), None
    if after.events:
        rest = float(betaincinv(after.events, before.events, tail))
        high = times * (1 - rest) / rest
    return Interval(low, high, confidence)


def _check(gaps: Sequence[float]) -> None:
    if not all(isfinite(gap) and gap > 0 for gap in gaps):
        raise EffectRefused(
            "Every time between events must be more than 0. Count events of one day as one, or "
            "give part days."
        )

"""The sentences by which signals explain themselves: numbers, what is usual, and chance."""

from __future__ import annotations

import datetime as dt
from math import floor, isinf, log10

from goldthread.analytics.months import in_words

RULES = {
    "outside": "a point beyond the limits",
    "trend": "seven points or more in a row rising or falling",
    "two_in_three": "two of three points near a limit",
    "shift": "seven points or more in a row on one side of the mean",
}


def count(number: int, noun: str) -> str:
    """`1 incident`, `2 incidents`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def weeks_to(window: int, until: dt.date) -> str:
    """`the 4 weeks to 15 November 2026`."""
    span = "week" if window == 1 else f"{window} weeks"
    return f"the {span} to {in_words(until)}"


def usual(expected: float) -> str:
    """`about 2.1`, with one figure after the point below ten."""
    if expected < 0.1:
        return "fewer than 0.1"
    return f"about {expected:.1f}" if expected < 10 else f"about {expected:,.0f}"


def times(low: float, high: float) -> str:
    """The interval of a rate ratio: `between 1.9 and 8 times the usual rate`."""
    upper = "many" if isinf(high) or high > 100 else f"{high:.1f}"
    return f"between {low:.1f} and {upper} times the usual rate"


def chance(p: float) -> str:
    """`once in about 12,000 such looks`: one significant figure or two, never false precision."""
    if p <= 0 or 1 / p > 1e9:
        return "less than once in a thousand million such looks"
    rarity = 1 / p
    digits = max(floor(log10(rarity)) - 1, 0)
    rounded = round(rarity / 10**digits) * 10**digits
    return f"once in about {max(rounded, 1):,} such looks"


def by_chance(p: float, what: str) -> str:
    """The chance sentence."""
    return f"If nothing had changed, {what} this large would come up by chance {chance(p)}."

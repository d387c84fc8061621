"""The sentence a lay reader needs, for every verdict."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from goldthread.analytics.effect.comparing import DECREASE, SHARE, Window
from goldthread.analytics.effect.gaps import GAPS
from goldthread.analytics.effect.planning import ENOUGH
from goldthread.analytics.months import in_words

if TYPE_CHECKING:
    from goldthread.analytics.effect.verdicts import Effect

LABELS = {
    "improved": "Improved",
    "no_detectable_change": "No detectable change",
    "worse": "Worse",
    "too_early_or_too_few": "Too early or too few to tell",
}

_SOONER = "A measure that counts more often, or a longer time before, would tell sooner."


def sentence_for(found: Effect) -> str:
    """The verdict, the figures, how far chance would go, and what is still missing."""
    parts = [f"{LABELS[found.verdict]}.", _figures(found)]
    if found.verdict in ("improved", "worse"):
        parts.append(_chance(found, found.verdict == "improved"))
    else:
        if found.power.target is not None:
            parts.append(_chance(found, found.p_improved <= found.p_worse))
        parts.append(_what_it_could_show(found))
    return " ".join(part for part in parts if part)


def interval_in_words(found: Effect) -> str:
    """How large the change is, and how far from that the truth may be."""
    seen = found.comparison
    low, high = seen.interval.low, seen.interval.high
    if seen.kind == SHARE:
        size = round(100 * (seen.estimate or 0.0))
        way = f"up {size} points" if size > 0 else f"down {-size} points" if size else "no change"
        return f"{way[:1].upper() + way[1:]} (90% interval: {_between(low, high or 0.0)})."
    what = "The time between events" if seen.kind == GAPS else "The rate"
    ends = f"{_share(low)} to {_share(high)}" if high is not None else f"from {_share(low)} upwards"
    if seen.estimate is None:
        return f"How many times what it was cannot be said (90% interval: {ends})."
    return f"{what} is {_share(seen.estimate)} of what it was (90% interval: {ends})."


def _figures(found: Effect) -> str:
    before, after = found.comparison.before, found.comparison.after
    unit = found.asked.unit
    if found.comparison.kind == SHARE:
        return f"{_of(before)} before the change and {_of(after)} after it."
    then, now = _over(before, unit), _over(after, unit)
    if not before.events:
        return f"{_first(now)} after the change, and {then} before it."
    expected = before.rate * after.exposure
    about = f"{expected:,.0f}" if expected >= 10 else f"{expected:.1f}".removesuffix(".0")
    return f"{_first(now)} after the change; at the pace before it ({then}) about {about} would be expected."


def _chance(found: Effect, better: bool) -> str:
    """How often chance alone would do as much, in the way seen."""
    chance = found.p_improved if better else found.p_worse
    fewer = better == (found.asked.improvement == DECREASE)
    said = found.comparison.after.events
    result = f"{said:,} or {'fewer' if fewer else 'more'}" if said or not fewer else "none at all"
    if found.comparison.kind == GAPS:
        result = f"so {'long' if fewer else 'short'} a time between events"
    return f"If nothing had changed, {result} would come up {_times(chance)}."


def _what_it_could_show(found: Effect) -> str:
    power, goal = found.power, _goal(found)
    if power.target is None or power.power is None:
        return _nothing_to_aim_at(found)
    if found.verdict == "no_detectable_change":
        if power.power >= ENOUGH:
            return f"Figures like these would have shown {goal} {_times(power.power)}."
        return f"These figures are enough to rule out {goal}."
    if power.power < 0.001:
        said = f"Figures like these could not show {goal}, even if it had happened."
    else:
        said = f"If there was {goal}, figures like these would show it only {_times(power.power)}."
    return f"{said} {_when_enough(found, goal)}"


def _when_enough(found: Effect, goal: str) -> str:
    needed = found.power.needed
    share = found.comparison.kind == SHARE
    unit = f" {found.asked.unit}" if found.asked.unit else ""
    if needed is None:
        more = "number of cases" if share else "length of time"
        return f"There was too little before the change: no {more} after it would show {goal}. {_SOONER}"
    slow = needed > 5 * found.comparison.before.exposure
    if found.enough_by is not None:
        by = f"At the present pace enough could be known by {in_words(found.enough_by)}."
        return f"{by} {_SOONER}" if slow else by
    if not isfinite(needed) or found.asked.pace is not None:
        return f"More would be needed than could be {'looked at' if share else 'waited for'}. {_SOONER}"
    if share:
        return f"Enough could be known from {needed:,.0f} cases after the change."
    return f"Enough could be known from {_amount(needed)}{unit or ' of exposure'} after the change."


def _nothing_to_aim_at(found: Effect) -> str:
    if found.asked.improvement == DECREASE:
        return "There were none before the change, so no fall can be shown."
    if found.comparison.kind == SHARE:
        return "All of them did before the change, so no rise can be shown."
    return "There were none before the change, so no pace to compare with."


def _goal(found: Effect) -> str:
    worth, target = found.power.worthwhile, found.power.target
    falls = found.asked.improvement == DECREASE
    if found.comparison.kind == SHARE and target is not None:
        way = "a fall" if falls else "a rise"
        return f"{way} from {found.comparison.before.rate:.0%} to {target:.0%}"
    if worth == 0.5:
        return "a halving" if falls else "a doubling"
    return f"a fall by {1 - worth:.0%}" if falls else f"a rise by {1 / worth - 1:.0%}"


def _times(chance: float) -> str:
    if chance < 0.001:
        return "less than once in 1,000 times"
    if chance < 0.0095:
        return f"about {chance * 1000:.0f} {'time' if chance < 0.0015 else 'times'} in 1,000"
    if chance >= 0.995:
        return "almost always"
    count = round(chance * 100)
    return f"about {count} {'time' if count == 1 else 'times'} in 100"


def _between(low: float, high: float) -> str:
    """Two ends in points, such as `12 to 54 up` or `5 down to 20 up`."""
    first, second = round(100 * low), round(100 * high)
    if first >= 0:
        return f"{first} to {second} up"
    return f"{-second} to {-first} down" if second <= 0 else f"{-first} down to {second} up"


def _share(ratio: float) -> str:
    return f"{ratio:.1f} times" if ratio >= 10 else f"{ratio:.0%}" if ratio >= 0.01 else "under 1%"


def _of(window: Window) -> str:
    return f"{window.events:,} of {window.exposure:,.0f} ({window.rate:.0%})"


def _over(window: Window, unit: str) -> str:
    amount = _amount(window.exposure)
    one = unit.removesuffix("s") if amount == "1" and unit.endswith("s") else unit
    events = f"{window.events:,}" if window.events else "none"
    return f"{events} in {amount} {one}".rstrip()


def _amount(exposure: float) -> str:
    if exposure >= 100 or exposure == int(exposure):
        return f"{exposure:,.0f}"
    return f"{exposure:.3g}"


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]

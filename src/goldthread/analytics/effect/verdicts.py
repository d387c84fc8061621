"""Did it work? One verdict from two windows, and all that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isfinite
from typing import Any

from goldthread.analytics.effect.cautions import Caution
from goldthread.analytics.effect.comparing import (
    ALPHA,
    DECREASE,
    INCREASE,
    RATE,
    SHARE,
    Comparison,
    EffectRefused,
    Interval,
    Window,
    compare_rates,
    compare_shares,
)
from goldthread.analytics.effect.gaps import GAPS, compare_gaps
from goldthread.analytics.effect.planning import ENOUGH, Power, power_of

HALVING = 0.5
_MONTH = 365.25 / 12
_FARTHEST = 50 * 365.25


class Verdict(StrEnum):
    """What may be said of a change."""

    IMPROVED = "improved"
    NO_CHANGE = "no_detectable_change"
    WORSE = "worse"
    TOO_FEW = "too_early_or_too_few"


@dataclass(frozen=True)
class Asked:
    """The question as it was put before looking.

    `worthwhile` is between 0 and 1 (see `planning.power_of`); `unit` names the exposure in the
    sentences ("months"); `pace` is the exposure that comes in a month, and `today` the day the
    date of enough is counted from.
    """

    improvement: str = DECREASE
    worthwhile: float = HALVING
    unit: str = ""
    pace: float | None = None
    today: dt.date | None = None

    def __post_init__(self) -> None:
        if self.improvement not in (DECREASE, INCREASE):
            raise EffectRefused("Say which way is better: increase or decrease.")
        if not 0 < self.worthwhile < 1:
            raise EffectRefused(
                "The worthwhile effect must be between 0 and 1: 0.5 is a halving of what should "
                "become fewer."
            )
        if self.pace is not None and not (isfinite(self.pace) and self.pace > 0):
            raise EffectRefused("The pace must be more than 0: how much exposure comes in a month.")


@dataclass(frozen=True)
class Effect:
    """The answer. `p_improved` and `p_worse` are one-sided. `enough_by` is the day from which
    `ENOUGH` power is held at the pace given; None where it is already, is unknown or is never."""

    asked: Asked
    comparison: Comparison
    power: Power
    verdict: Verdict
    sentence: str
    enough_by: dt.date | None
    warnings: tuple[Caution, ...] = ()

    @property
    def p_improved(self) -> float:
        return _p(self.comparison, self.asked.improvement)[0]

    @property
    def p_worse(self) -> float:
        return _p(self.comparison, self.asked.improvement)[1]

    @property
    def interval_in_words(self) -> str:
        """The size of the change with its interval, for people."""
        from goldthread.analytics.effect.sentences import interval_in_words

        return interval_in_words(self)

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON; no infinities."""
        found, power = self.comparison, self.power
        needed = power.needed
        return {
            "kind": found.kind,
            "verdict": self.verdict.value,
            "sentence": self.sentence,
            "improvement": self.asked.improvement,
            "before": _window_json(found.before),
            "after": _window_json(found.after),
            "effect": {
                "measure": {RATE: "rate_ratio", SHARE: "difference", GAPS: "mean_time_ratio"}[
                    found.kind
                ],
                "estimate": found.estimate,
                "interval": _interval_json(found.interval),
                "interval_95": _interval_json(found.wide),
                "sentence": self.interval_in_words,
            },
            "p_one_sided": self.p_improved,
            "p_one_sided_worse": self.p_worse,
            "p_two_sided": found.p_two_sided,
            "power": {
                "worthwhile": power.worthwhile,
                "target": power.target,
                "power": power.power,
                "count_that_would_show_it": power.needs_count,
                "exposure_needed": needed if needed is not None and isfinite(needed) else None,
            },
            "enough_by": self.enough_by.isoformat() if self.enough_by else None,
            "warnings": [{"code": one.code, "sentence": one.sentence} for one in self.warnings],
        }


def effect_on_rate(
    before: Window, after: Window, asked: Asked = Asked(), warnings: Sequence[Caution] = ()
) -> Effect:
    """Events over exposure."""
    return _effect(compare_rates(before, after), asked, warnings)


def effect_on_share(
    before: Window, after: Window, asked: Asked = Asked(), warnings: Sequence[Caution] = ()
) -> Effect:
    """Events out of cases looked at; separate cases before and after."""
    return _effect(compare_shares(before, after), asked, warnings)


def effect_on_gaps(
    before: Sequence[float],
    after: Sequence[float],
    open_for: float | None = None,
    asked: Asked = Asked(),
    warnings: Sequence[Caution] = (),
) -> Effect:
    """Times between rare events; `improvement` decrease means fewer events, so longer times."""
    return _effect(compare_gaps(before, after, open_for), asked, warnings)


def _effect(found: Comparison, asked: Asked, warnings: Sequence[Caution]) -> Effect:
    from goldthread.analytics.effect.sentences import sentence_for

    kind = SHARE if found.kind == SHARE else RATE
    power = power_of(kind, found.before, found.after, asked.improvement, asked.worthwhile)
    verdict = judge(found, power, asked)
    answer = Effect(asked, found, power, verdict, "", _enough_by(power, found, asked))
    return replace(answer, sentence=sentence_for(answer), warnings=tuple(warnings))


def judge(found: Comparison, power: Power, asked: Asked) -> Verdict:
    """Improved or worse where the one-sided chance is at most 5%; no detectable change where the
    effect worth having would have been seen (80% power) or can be ruled out; else too few."""
    p_improved, p_worse = _p(found, asked.improvement)
    if p_improved <= ALPHA:
        return Verdict.IMPROVED
    if p_worse <= ALPHA:
        return Verdict.WORSE
    enough = power.power is not None and power.power >= ENOUGH
    return Verdict.NO_CHANGE if enough or rules_out(found, power, asked) else Verdict.TOO_FEW


def rules_out(found: Comparison, power: Power, asked: Asked) -> bool:
    """Whether the effect worth having lies beyond the better end of the 90% interval."""
    low, high = found.interval.low, found.interval.high
    if power.target is None:
        return False
    if found.kind == SHARE:
        change = power.target - found.before.rate
        return low > change if change < 0 else high is not None and high < change
    times = power.target / found.before.rate
    if found.kind == GAPS:
        low, high, times = 1 / high if high else 0.0, 1 / low if low else None, times
    return low > times if times < 1 else high is not None and high < times


def _p(found: Comparison, improvement: str) -> tuple[float, float]:
    """(chance of so good a result or better, of so bad or worse), had nothing changed."""
    pair = (found.p_fewer, found.p_more)
    return pair if improvement == DECREASE else pair[::-1]


def _enough_by(power: Power, found: Comparison, asked: Asked) -> dt.date | None:
    if asked.pace is None or asked.today is None or power.needed is None:
        return None
    days = (power.needed - found.after.exposure) / asked.pace * _MONTH
    if not 0 < days <= _FARTHEST:
        return None
    return asked.today + dt.timedelta(days=int(-(-days // 1)))


def _window_json(window: Window) -> dict[str, Any]:
    return {"events": window.events, "exposure": window.exposure, "rate": window.rate}


def _interval_json(interval: Interval) -> dict[str, Any]:
    return {"low": interval.low, "high": interval.high, "confidence": interval.confidence}

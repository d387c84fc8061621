"""Did it work, read from a chart whose limits were frozen before the change.

The verdict is that of `after_baseline`, but where nothing is seen and the chart was not likely to
show the effect worth having either, it is too early or too few. That likelihood, the power, is
simulated: points that vary evenly (normal) about the baseline's mean times the effect worth having,
with the spread that the baseline's limits show, read by the same rules. The simulation is seeded,
so the same figures always give the same answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isfinite
from typing import Any

import numpy as np

from goldthread.analytics import spc, special_causes
from goldthread.analytics.effect.after_baseline import (
    LEAST_BASELINE,
    AfterBaseline,
    after_baseline,
)
from goldthread.analytics.effect.cautions import Caution
from goldthread.analytics.effect.comparing import DECREASE, EffectRefused
from goldthread.analytics.effect.planning import ENOUGH
from goldthread.analytics.effect.sentences import LABELS
from goldthread.analytics.effect.verdicts import Asked, Verdict
from goldthread.analytics.months import after_months, in_words

TRIALS = 2_000
SEED = 20261121
FARTHEST = 36  # points after the change beyond which nobody waits
MOST_POINTS = 600
_DEFAULT = Asked()


@dataclass(frozen=True)
class ChartPower:
    """`target` is the mean worth having; `power` the chance that so many points would show it;
    `points_needed` the points from which it stays at `ENOUGH`, None beyond `FARTHEST`; `by_chance`
    the chance that so many points end on the better side had nothing changed."""

    worthwhile: float
    target: float
    power: float
    points_needed: int | None
    by_chance: float


@dataclass(frozen=True)
class ChartEffect:
    """The answer, with the frozen limits. `power` is None where the baseline gives no limits."""

    asked: Asked
    before: tuple[float, ...]
    after: tuple[float, ...]
    found: AfterBaseline
    limits: tuple[float, float, float] | None
    power: ChartPower | None
    verdict: Verdict
    sentence: str
    enough_by: dt.date | None
    warnings: tuple[Caution, ...] = ()

    @property
    def size(self) -> str:
        """How large the change is, in words."""
        then, now = np.mean(self.before), np.mean(self.after)
        words = f"On average {_number(float(now))} since the change and {_number(float(then))} before it"
        if self.limits is None:
            return f"{words}."
        _, lower, upper = self.limits
        lower = lower if min(self.before) < 0 else max(lower, 0.0)
        return f"{words}, where points from {_number(lower)} to {_number(upper)} are its usual ups and downs."

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON; no infinities."""
        power, limits = self.power, self.limits
        return {
            "kind": "frozen_baseline",
            "verdict": self.verdict.value,
            "sentence": self.sentence,
            "improvement": self.asked.improvement,
            "before": {"points": len(self.before), "mean": float(np.mean(self.before))},
            "after": {"points": len(self.after), "mean": float(np.mean(self.after))},
            "limits": dict(zip(("mean", "lower", "upper"), limits, strict=True))
            if limits
            else None,
            "special_cause": self.found.cause,
            "at": self.found.at,
            "effect": {"measure": "mean_of_points", "sentence": self.size},
            "power": {
                "worthwhile": self.asked.worthwhile,
                "target": power.target if power else None,
                "power": power.power if power else None,
                "points_needed": power.points_needed if power else None,
            },
            "chance_if_nothing_changed": power.by_chance if power else None,
            "enough_by": self.enough_by.isoformat() if self.enough_by else None,
            "warnings": [{"code": one.code, "sentence": one.sentence} for one in self.warnings],
        }


def effect_on_chart(
    before: Sequence[float],
    after: Sequence[float],
    asked: Asked = _DEFAULT,
    warnings: Sequence[Caution] = (),
    *,
    of_hundred: bool = False,
) -> ChartEffect:
    """Monthly values before and after, oldest first; `of_hundred` when they are per cent.

    EffectRefused where a value is not a finite number or a side has too few.
    """
    held = [float(value) for value in (*before, *after)]
    if not all(isfinite(value) for value in held):
        raise EffectRefused("Every monthly figure must be a number.")
    if len(held) > MOST_POINTS:
        raise EffectRefused(f"More than {MOST_POINTS} monthly figures cannot be compared at once.")
    found = after_baseline(held, len(before), improvement=asked.improvement)
    limits = _limits(held, len(before), asked)
    power = _power(limits, len(after), asked, of_hundred) if limits else None
    verdict = found.verdict
    if verdict is Verdict.NO_CHANGE and power is not None and power.power < ENOUGH:
        verdict = Verdict.TOO_FEW
    answer = ChartEffect(
        asked,
        tuple(held[: len(before)]),
        tuple(held[len(before) :]),
        found,
        limits,
        power,
        verdict,
        "",
        None,
        tuple(warnings),
    )
    answer = replace(answer, enough_by=_enough_by(answer))
    return replace(answer, sentence=_sentence(answer))


def _limits(
    held: Sequence[float], baseline: int, asked: Asked
) -> tuple[float, float, float] | None:
    """(mean, lower, upper) of the baseline, or None where it never changed."""
    chart = spc.xmr(held, improvement=asked.improvement, fix_after=baseline)
    lines = float(chart.mean[0, 0]), float(chart.lpl[0, 0]), float(chart.upl[0, 0])
    return lines if all(isfinite(line) for line in lines) and lines[2] > lines[1] else None


def _power(
    limits: tuple[float, float, float], seen: int, asked: Asked, of_hundred: bool
) -> ChartPower:
    mean, _, upper = limits
    target = _target(mean, asked, of_hundred)
    shift = round((target - mean) / ((upper - mean) / 3), 3)  # in standard deviations
    by_points = _power_by_points(abs(shift) if (shift < 0) == _falls(asked) else 0.0)
    short = [at for at, power in enumerate(by_points, 1) if power < ENOUGH]
    needed = (short[-1] if short else 0) + 1
    return ChartPower(
        asked.worthwhile,
        target,
        by_points[min(seen, FARTHEST) - 1],
        needed if needed <= FARTHEST else None,
        _power_by_points(0.0)[min(seen, FARTHEST) - 1],
    )


def _target(mean: float, asked: Asked, of_hundred: bool) -> float:
    if _falls(asked):
        return mean * asked.worthwhile
    return 100 - (100 - mean) * asked.worthwhile if of_hundred else mean / asked.worthwhile


def _falls(asked: Asked) -> bool:
    return asked.improvement == DECREASE


@lru_cache(maxsize=256)
def _power_by_points(shift: float) -> tuple[float, ...]:
    """The chance that 1, 2, … points end on a special cause for the better, for a shift of so many
    standard deviations towards it."""
    values = np.random.default_rng(SEED).normal(shift, 1, (TRIALS, FARTHEST))
    return tuple(_share_seen(values[:, :points]) for points in range(1, FARTHEST + 1))


def _share_seen(values: special_causes.Floats) -> float:
    cause, kind = special_causes.find(
        values, np.array([[0.0]]), (np.array([[-3.0]]), np.array([[3.0]])),
        (np.array([[-2.0]]), np.array([[2.0]])), special_causes.DIRECTIONS["increase"],
    )  # fmt: skip
    last = values.shape[1] - 1 - np.argmax(cause[:, ::-1] > 0, axis=1)
    better = kind[np.arange(len(values)), last] == 1
    return float(np.mean(better & (cause > 0).any(axis=1)))


def _enough_by(found: ChartEffect) -> dt.date | None:
    """A month a point; None where it is known already, or where no wait would do."""
    today, power = found.asked.today, found.power
    too_few = found.verdict is Verdict.TOO_FEW and len(found.before) >= LEAST_BASELINE
    if not too_few or today is None or power is None or power.points_needed is None:
        return None
    more = power.points_needed - len(found.after)
    return after_months(today, more) if more > 0 else None


def _sentence(found: ChartEffect) -> str:
    parts = [f"{LABELS[found.verdict]}.", found.found.sentence, found.size]
    power = found.power
    if found.verdict in (Verdict.IMPROVED, Verdict.WORSE) or power is None:
        return " ".join(parts)
    goal, chance = _goal(found.asked), f"{power.power:.0%}"
    if found.verdict is Verdict.NO_CHANGE:
        parts.append(f"So many points would have shown {goal} {chance} of the time.")
    elif len(found.before) >= LEAST_BASELINE:
        parts.append(f"If there was {goal}, they would show it {chance} of the time.")
        if power.points_needed is None:
            parts.append("The months differ so much that three years of waiting would not show it.")
        elif found.enough_by is not None:
            parts.append(f"Enough could be known by {in_words(found.enough_by)}.")
    return " ".join(parts)


def _goal(asked: Asked) -> str:
    if asked.worthwhile == 0.5:
        return "a halving" if _falls(asked) else "the rise worth having"
    return f"a fall by {1 - asked.worthwhile:.0%}" if _falls(asked) else "the rise worth having"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"

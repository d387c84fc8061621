"""Special cause after a change, against limits frozen at the baseline.

The limits are those of the baseline alone (`spc.xmr` with `fix_after`). Runs are counted among the
points after the change only, so that a run which began before it is not credited to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldthread.analytics import spc, special_causes
from goldthread.analytics.effect.comparing import EffectRefused
from goldthread.analytics.effect.verdicts import Verdict
from goldthread.analytics.special_causes import Codes, Flags

LEAST_BASELINE = 12
LEAST_AFTER = special_causes.RUN
_WORDS = {
    "outside": "a point beyond the limits",
    "trend": "seven points in a row going one way",
    "two_in_three": "two of three points near a limit",
    "shift": "seven points in a row on one side of the mean",
}


@dataclass(frozen=True)
class AfterBaseline:
    """`at` is the first point of the deciding special cause, counted from 0 over the whole series;
    `cause` one of `special_causes.SPECIAL_CAUSES`. `points_needed` is how many more are wanted, 0 when enough.
    """

    verdict: Verdict
    sentence: str
    cause: str
    at: int | None
    points_needed: int


def after_baseline(
    values: Sequence[float], baseline: int, *, improvement: str, screen: bool = True
) -> AfterBaseline:
    """Judge the points after the first `baseline` of `values`, in order of time.

    Where both ways are seen, the latest decides. EffectRefused when the baseline is not shorter
    than the series, or `improvement` is not increase or decrease.
    """
    if improvement not in ("increase", "decrease"):
        raise EffectRefused("Say which way is better: increase or decrease.")
    if not 2 <= baseline < len(values):
        raise EffectRefused(
            "The baseline needs at least 2 points, and the change at least 1 after it."
        )
    causes, better, limits = _special_causes(values, baseline, improvement, screen)
    flagged = np.flatnonzero(causes)
    seen = len(values) - baseline
    if not limits:
        words = "The baseline never changes, so it gives no limits to judge by."
        return AfterBaseline(Verdict.TOO_FEW, words, "none", None, 0)
    if baseline < LEAST_BASELINE:
        words = (
            f"The baseline has {baseline} points. Its limits can be trusted from {LEAST_BASELINE}, "
            "so nothing can be said yet."
        )
        return AfterBaseline(Verdict.TOO_FEW, words, "none", None, LEAST_BASELINE - baseline)
    if len(flagged):
        last = int(flagged[-1])
        first = int(next(at for at in flagged if better[at] == better[last]))
        return _signal(
            bool(better[last]), special_causes.SPECIAL_CAUSES[causes[first]], baseline + first
        )
    return _quiet(seen)


def _signal(better: bool, cause: str, at: int) -> AfterBaseline:
    way = "better" if better else "worse"
    words = (
        f"Since the change the chart shows {_WORDS[cause]}, on the {way} side, against limits made "
        "before it. That is more than its usual ups and downs."
    )
    return AfterBaseline(Verdict.IMPROVED if better else Verdict.WORSE, words, cause, at, 0)


def _quiet(seen: int) -> AfterBaseline:
    points = "1 point" if seen == 1 else f"{seen} points"
    if seen < LEAST_AFTER:
        words = (
            f"There {'is' if seen == 1 else 'are'} {points} since the change, all within the usual "
            f"ups and downs. A shift is seen from {LEAST_AFTER} on."
        )
        return AfterBaseline(Verdict.TOO_FEW, words, "none", None, LEAST_AFTER - seen)
    words = (
        f"The {points} since the change lie within the usual ups and downs of the time before it, "
        "without a run or a trend."
    )
    return AfterBaseline(Verdict.NO_CHANGE, words, "none", None, 0)


def _special_causes(
    values: Sequence[float], baseline: int, improvement: str, screen: bool
) -> tuple[Codes, Flags, bool]:
    """Of each point after: its special cause, whether it is for the better; and if limits exist."""
    chart = spc.xmr(values, improvement=improvement, fix_after=baseline, screen=screen)
    cause, kind = special_causes.find(
        chart.values[:, baseline:],
        chart.mean[:, baseline:],
        (chart.lpl[:, baseline:], chart.upl[:, baseline:]),
        (chart.near_lpl[:, baseline:], chart.near_upl[:, baseline:]),
        special_causes.DIRECTIONS[improvement],
    )
    better = kind[0] == special_causes.POINT_TYPES.index("special_cause_improvement")
    return cause[0], better, bool(np.isfinite(chart.upl[0, 0]))

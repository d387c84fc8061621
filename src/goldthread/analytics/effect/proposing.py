"""Which comparison suits what was measured, and why in a sentence.

In order: cases are compared as shares; rare events by the time between them, because most months
have none; a monthly measure with a baseline of 12 points or more is read against limits made from
that baseline, which also shows when it changed; anything else as counts over exposure, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from goldthread.analytics.charts.choosing import RARE_MEAN, RARE_NONE
from goldthread.analytics.effect.after_baseline import LEAST_BASELINE

WINDOWS, BETWEEN, FROZEN = "windows", "between", "frozen"


@dataclass(frozen=True)
class Proposal:
    """One of WINDOWS, BETWEEN and FROZEN, with the reason."""

    comparison: str
    why: str


def propose(
    *, share: bool, by_month: Sequence[float] = (), counts: bool = True, known: bool = True
) -> Proposal:
    """`by_month` are the months before the change, oldest first; `counts` says whether they count
    events, and `known` is False where nobody has told the months yet."""
    if share:
        return Proposal(
            WINDOWS,
            "Cases are looked at one by one, so the share before is compared with the share since "
            "(Fisher's exact test).",
        )
    if not known:
        return Proposal(
            WINDOWS,
            "It is not known here how often this happens. Counts over exposure can always be "
            "compared exactly; where there is less than about one a month, choose the time "
            "between events, and where you have twelve months or more before the change, the "
            "chart.",
        )
    if counts and _rare(by_month):
        return Proposal(
            BETWEEN,
            f"Events are rare: {sum(by_month):g} in {len(by_month)} months. Most months have none, "
            "so the time between them says more than the months do.",
        )
    if len(by_month) >= LEAST_BASELINE:
        return Proposal(
            FROZEN,
            f"There are {len(by_month)} monthly points before the change, enough for limits that "
            f"hold ({LEAST_BASELINE}). What came after is read against them, so it cannot hide "
            "itself in its own limits.",
        )
    points = "1 monthly point" if len(by_month) == 1 else f"{len(by_month)} monthly points"
    return Proposal(
        WINDOWS,
        f"There {'is' if len(by_month) == 1 else 'are'} {points} before the change and a chart "
        f"needs {LEAST_BASELINE}, so counts over exposure are compared exactly.",
    )


def _rare(by_month: Sequence[float]) -> bool:
    """Rare as the charts have it: `charts.choosing`."""
    if len(by_month) < 3:
        return False
    none = sum(value == 0 for value in by_month) / len(by_month)
    return fmean(by_month) < RARE_MEAN and none > RARE_NONE

"""What checked cases show against the standard: k of n, its interval, and the sentence."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from goldthread.analytics.intervals import wilson
from goldthread.domain.verification.terms import Shown


@dataclass(frozen=True)
class Result:
    """`passed` of `checked` cases; `lower`, `upper` and `standard` in per cent.

    `checked` leaves out cases where nothing applied. When every case of the list was checked
    there is nothing to estimate: the interval is the share itself.
    """

    passed: int
    checked: int
    standard: float
    lower: float
    upper: float
    whole_list: bool
    shown: str

    @property
    def share(self) -> float | None:
        """The share that passed, in per cent."""
        return 100 * self.passed / self.checked if self.checked else None

    @property
    def sentence(self) -> str:
        """For example “18 of 20, interval 70 to 97%, standard 95%: not yet shown”."""
        if not self.checked:
            return f"Nothing checked yet, standard {_percent(self.standard)}"
        interval = (
            "every case of the list"
            if self.whole_list
            else f"interval {self.lower:.0f} to {self.upper:.0f}%"
        )
        return (
            f"{self.passed} of {self.checked}, {interval}, "
            f"standard {_percent(self.standard)}: {Shown(self.shown).label}"
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def result(passed: int, checked: int, standard: float, *, whole_list: bool = False) -> Result:
    """Judge `passed` of `checked` against a standard in per cent, with Wilson's 95% interval.

    - standard met: even the lower end of the interval reaches the standard;
    - met in the sample: the share does, the lower end does not;
    - not yet shown: the share does not, the upper end does;
    - standard not met: even the upper end does not.
    """
    if not checked:
        return Result(0, 0, standard, 0.0, 100.0, whole_list, Shown.NOTHING)
    share = 100 * passed / checked
    interval = wilson(passed, checked)
    lower, upper = (share, share) if whole_list else (100 * interval.low, 100 * interval.high)
    if lower >= standard:
        shown = Shown.SHOWN
    elif share >= standard:
        shown = Shown.MET_IN_SAMPLE
    elif upper >= standard:
        shown = Shown.NOT_YET
    else:
        shown = Shown.NOT_MET
    return Result(passed, checked, standard, lower, upper, whole_list, shown)


def _percent(value: float) -> str:
    return f"{value:g}%"

"""How pictures say numbers, dates and verdicts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.analytics.drawing.lettering import clean
from goldthread.analytics.months import MONTHS, in_words, month_in_words

CENTRES = {"run": "Median", "g": "Median", "t": "Centre"}
BETTER = {"increase": "Higher is better", "decrease": "Lower is better"}

# Each verdict: its name, and what it means.
VARIATION = {
    "common_cause": ("No significant change", "the latest value is within usual variation"),
    "improvement_high": (
        "Improvement",
        "the latest values are unusually high, and higher is better",
    ),
    "improvement_low": ("Improvement", "the latest values are unusually low, and lower is better"),
    "concern_high": ("Concern", "the latest values are unusually high, and lower is better"),
    "concern_low": ("Concern", "the latest values are unusually low, and higher is better"),
    "neutral_high": ("Unusually high", "the latest values changed more than usual variation would"),
    "neutral_low": ("Unusually low", "the latest values changed more than usual variation would"),
}
ASSURANCE = {
    "pass": ("Target met", "it will be met reliably unless something changes"),
    "fail": ("Target missed", "it will be missed unless something changes"),
    "inconsistent": ("Target hit and miss", "it is sometimes met and sometimes not, by chance"),
}
SPECIAL_CAUSES = {
    "none": "",
    "outside": "Outside the limits",
    "trend": "Part of a run that keeps rising or falling",
    "two_in_three": "Two of three points close to a limit",
    "shift": "Part of a run on one side of the centre line",
}


def verdict(code: str | None) -> str:
    """A variation or assurance code as one sentence without its full stop; empty for none."""
    return ": ".join((VARIATION | ASSURANCE).get(code or "", ()))


def cause(code: str) -> str:
    """A special cause in words; a code that is not known is shown as it is."""
    return SPECIAL_CAUSES.get(code, code.replace("_", " ").capitalize())


@dataclass(frozen=True)
class Dates:
    """How one chart says its dates: by month where every point stands at the start of one."""

    monthly: bool
    timed: bool = False

    @classmethod
    def of(cls, moments: Iterable[dt.datetime]) -> Dates:
        """Two points on one day are told apart by the time."""
        held = list(moments)
        days = [moment.date() for moment in held]
        monthly = bool(days) and all(day.day == 1 for day in days)
        return cls(monthly and len(set(days)) == len(days), len(set(days)) < len(set(held)))

    def short(self, moment: dt.datetime) -> str:
        """`Nov 2026`, or `3 Nov 2026`."""
        month = f"{MONTHS[moment.month - 1][:3]} {moment.year}"
        return month if self.monthly else f"{moment.day} {month}"

    def long(self, moment: dt.datetime) -> str:
        """`November 2026`, `3 November 2026`, or that with the time."""
        if self.monthly:
            return month_in_words(moment)
        return in_words(moment) + (f" at {moment:%H:%M}" if self.timed else "")


def day(moment: dt.datetime) -> str:
    """`3 Nov 2026`."""
    return Dates(monthly=False).short(moment)


@dataclass(frozen=True)
class Figures:
    """How one chart says its numbers, so that all have as many decimals as they need."""

    unit: str
    per: float
    places: int
    whole: bool

    @classmethod
    def of(cls, unit: str, per: float, values: Iterable[float | None]) -> Figures:
        """`values` are those of the points, in the chart's own unit."""
        shown = [abs(value * _factor(unit, per)) for value in values if value is not None]
        largest = max(shown, default=0)
        whole = unit != "share" and all(value == round(value) for value in shown)
        places = 1 if largest >= 10 or unit == "share" else 2 if largest >= 1 else 3
        if whole:
            places = 1
        many = largest >= (100 if unit == "days" else 1000)
        return cls(unit, per, 0 if many else places, whole)

    def scaled(self, value: float) -> float:
        """The value as drawn: per cent for a share, times `per` for a rate."""
        return value * _factor(self.unit, self.per)

    def value(self, value: float | None) -> str:
        """A point's value; `Not known` for None."""
        if value is None:
            return "Not known"
        return self._said(value, 0 if self.whole else self.places)

    def limit(self, value: float | None) -> str:
        """A centre, limit or target; empty for None."""
        return "" if value is None else self._said(value, self.places)

    def _said(self, value: float, places: int) -> str:
        said = f"{self.scaled(value):,.{places}f}"
        if "." in said and not said.rpartition(".")[2].strip("0"):
            said = said.rpartition(".")[0]
        said = "0" if said == "-0" else said.replace("-", "\N{MINUS SIGN}")
        return f"{said}%" if self.unit == "share" else said


def _factor(unit: str, per: float) -> float:
    return 100 if unit == "share" else per if unit == "rate" else 1


def known(value: float | None) -> float | None:
    """None for what cannot be drawn (not a number, infinite)."""
    return value if value is not None and math.isfinite(value) else None


def listed(items: list[str], joining: str = "and") -> str:
    """`one, two and three`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joining} {items[-1]}"


def sentences(parts: Iterable[str]) -> str:
    """The parts that say something, each ending in one full stop."""
    return " ".join(f"{part.rstrip('.')}." for part in map(clean, parts) if part)

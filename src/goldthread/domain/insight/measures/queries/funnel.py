"""Recorded, implemented, communicated, verified: how far what was recorded got (row 101)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from goldthread.domain.insight.measures.definitions import fewer_than
from goldthread.domain.insight.measures.queries.tallies import NONE, Number, Slice, by_month

STEPS = {
    "implemented": "actions_implemented",
    "communicated": "actions_communicated",
    "verified": "actions_verified",
}


@dataclass(frozen=True)
class Funnel:
    """Actions recorded over a period, each step a part of the one before."""

    recorded: int = 0
    implemented: int = 0
    communicated: int = 0
    verified: int = 0


def funnels(which: Slice, months: Sequence[dt.date]) -> dict[dt.date, Funnel]:
    """The funnel of each month in which actions were recorded."""
    numbers = by_month(which, STEPS.values(), months)
    found = {}
    for month in months:
        of_month = {step: numbers.get(code, {}).get(month, NONE) for step, code in STEPS.items()}
        if of_month["implemented"].of:
            found[month] = _funnel(of_month)
    return found


def together(funnels: Sequence[Funnel]) -> Funnel:
    """All months in one."""
    return Funnel(
        sum(one.recorded for one in funnels),
        sum(one.implemented for one in funnels),
        sum(one.communicated for one in funnels),
        sum(one.verified for one in funnels),
    )


def _funnel(numbers: dict[str, Number]) -> Funnel:
    return Funnel(
        recorded=numbers["implemented"].of,
        implemented=numbers["implemented"].count,
        communicated=numbers["communicated"].count,
        verified=numbers["verified"].count,
    )


def funnel_shown(found: Funnel) -> bool:
    """Whether a reader outside may see it: no step, and nothing lost between two, is small."""
    steps = [found.recorded, found.implemented, found.communicated, found.verified]
    lost = [before - after for before, after in pairwise(steps)]
    return all(part >= fewer_than() for part in [*lost, found.verified])

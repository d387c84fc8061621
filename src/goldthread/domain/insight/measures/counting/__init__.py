"""Counting one month of one organisation from the records themselves.

Every source yields facts: one thing that a measure counts, and what it is about. They are added
up by unit and dimension, then up the tree. A restricted incident is counted in the organisation's
own total and nowhere below or beside it, so that no smaller number gives it away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from goldthread.access.queries import lineages
from goldthread.domain.insight.measures.counting import (
    actions,
    checks,
    clocks,
    escalation,
    incidents,
    restrictions,
    safeguarding,
)
from goldthread.domain.insight.measures.counting.facts import Fact, Month

SOURCES = (
    incidents.facts,
    clocks.facts,
    actions.facts,
    checks.facts,
    escalation.facts,
    restrictions.facts,
    safeguarding.facts,
)


class Key(NamedTuple):
    """Where a number stands within its organisation and month."""

    unit: int
    dimension: str
    value: str
    measure: str


class Sum:
    """So many of so many, with the lengths or days where the measure keeps them."""

    __slots__ = ("count", "of", "spread")

    def __init__(self) -> None:
        self.count, self.of = 0, 0
        self.spread: dict[int, int] | None = None

    def add(self, fact: Fact) -> None:
        """One more fact."""
        self.of += 1
        self.count += fact.counts
        if fact.place is not None:
            self._put(fact.place, 1)

    def _put(self, place: int, many: int) -> None:
        if self.spread is None:
            self.spread = {}
        self.spread[place] = self.spread.get(place, 0) + many

    def merge(self, other: Sum) -> None:
        """Everything another sum holds."""
        self.count += other.count
        self.of += other.of
        for place, many in (other.spread or {}).items():
            self._put(place, many)

    def kept(self) -> tuple[int, int, dict[str, int] | None]:
        """(count, of, spread) as the roll-up keeps them."""
        if self.spread is None:
            return self.count, self.of, None
        return self.count, self.of, {str(at): self.spread[at] for at in sorted(self.spread)}


def count_month(organisation_id: int, month: dt.date, at: dt.datetime) -> dict[Key, Sum]:
    """Every number of the month as the records stand at `at`, up the whole tree of units."""
    which = Month(organisation_id, month, at)
    return up_the_tree(add_up(_facts(which)), lineages(organisation_id))


def _facts(which: Month) -> Iterator[Fact]:
    for source in SOURCES:
        yield from source(which)


def add_up(facts: Iterable[Fact]) -> dict[Key, Sum]:
    """The sums at the units where things happened."""
    sums: dict[Key, Sum] = {}
    for fact in facts:
        for dimension, value in fact.about.values:
            key = Key(fact.about.unit, dimension, value, fact.measure)
            found = sums.get(key)
            if found is None:
                found = sums[key] = Sum()
            found.add(fact)
    return sums


def up_the_tree(sums: dict[Key, Sum], above: dict[int, list[int]]) -> dict[Key, Sum]:
    """The same sums for every unit above as well; `above` names each unit's line, itself last."""
    whole: dict[Key, Sum] = {}
    for key, found in sums.items():
        for unit in above.get(key.unit, [key.unit]):
            higher = Key(unit, key.dimension, key.value, key.measure)
            if higher not in whole:
                whole[higher] = Sum()
            whole[higher].merge(found)
    return whole


__all__ = ["Key", "Sum", "add_up", "count_month", "up_the_tree"]

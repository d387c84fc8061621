"""Day first or month first: decided over a whole column, never cell by cell.

In order: the heading (``dd/mm/yyyy``); values that have only one reading; the other columns of
dates in the file; whether one reading would have reports made before their incidents. What is
still undecided is read day-first, as in the United Kingdom, with a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.interchange.importing.reading.terms import Source
from goldthread.interchange.importing.values.dates import NotADateError, leaning, read_moment

_DAY_FIRST = re.compile(r"\bd{1,2}[-/. ]m{1,3}[-/. ]y{2,4}\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"\bm{1,2}[-/. ]d{1,2}[-/. ]y{2,4}\b", re.IGNORECASE)
_MIXED = 0.02  # a share of contrary values above which a column mixes both styles


@dataclass(frozen=True, slots=True)
class Order:
    """The order of one column, why, and a warning when it is not certain."""

    order: str
    why: str
    warning: str = ""


def decide_orders(source: Source, columns: Mapping[str, str]) -> dict[str, Order]:
    """The order for each date field, given the name of its column; only where it matters."""
    leanings = {code: _leanings(source, name) for code, name in columns.items()}
    decided: dict[str, Order] = {}
    for code, name in columns.items():
        if found := _by_itself(name, leanings[code]):
            decided[code] = found
    for code, name in columns.items():
        if code not in decided and leanings[code]["either"]:
            decided[code] = _by_others(source, code, name, columns, decided)
    return decided


def _leanings(source: Source, name: str) -> Counter[str]:
    index = next(column.index for column in source.columns if column.name == name)
    values = Counter(row.cells[index] for row in source.rows if index < len(row.cells))
    found: Counter[str] = Counter()
    for value, count in values.items():
        found[leaning(value)] += count
    return found


def _by_itself(name: str, seen: Counter[str]) -> Order | None:
    if not (seen["either"] or seen["day-first"] or seen["month-first"]):
        return None
    if _DAY_FIRST.search(name):
        return Order("day-first", "The heading says dd/mm/yyyy.")
    if _MONTH_FIRST.search(name):
        return Order("month-first", "The heading says mm/dd/yyyy.")
    day, month = seen["day-first"], seen["month-first"]
    if not (day or month):
        return None
    order, most, least = ("day-first", day, month) if day >= month else ("month-first", month, day)
    why = f"{most:,} values can only be {order} and {least:,} only the other way."
    if least > _MIXED * (most + least):
        return Order(
            order,
            why,
            f"Dates in “{name}” are written in both orders: {why} The {seen['either']:,} that fit "
            f"both were read {order}; check them.",
        )
    return Order(order, why)


def _by_others(
    source: Source, code: str, name: str, columns: Mapping[str, str], decided: Mapping[str, Order]
) -> Order:
    known = Counter(order.order for order in decided.values())
    if known:
        order = known.most_common(1)[0][0]
        return Order(order, f"Its values fit both orders; the other dates in the file are {order}.")
    other = columns.get("reported_on" if code == "occurred_on" else "occurred_on")
    if other and other != name:
        late, early = (name, other) if code != "occurred_on" else (other, name)
        wrong = {flag: _reversed(source, early, late, flag) for flag in (False, True)}
        if wrong[False] > 2 * wrong[True] + 2:
            why = f"Read day-first, {wrong[False]:,} rows would be reported before they happened."
            return Order("month-first", why, f"Dates in “{name}” were read month-first. {why}")
        if wrong[True] > 2 * wrong[False] + 2:
            why = f"Read month-first, {wrong[True]:,} rows would be reported before they happened."
            return Order("day-first", why)
    return Order(
        "day-first",
        "Its values fit both orders, so they were read day-first.",
        f"Every date in “{name}” could be day-first or month-first; they were read day-first. "
        "If that is wrong, set “order: month-first” in the mapping file.",
    )


def _reversed(source: Source, early: str, late: str, month_first: bool) -> int:
    """How many rows would have ``late`` before ``early``, read with this order."""
    places = {column.name: column.index for column in source.columns}
    wrong = 0
    for row in source.rows[:5_000]:
        try:
            pair = [read_moment(row.cells[places[name]], month_first).on for name in (early, late)]
        except (NotADateError, IndexError):
            continue
        wrong += pair[1] < pair[0]
    return wrong

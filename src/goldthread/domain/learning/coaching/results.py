"""How many of those tested reach a safe decision: k of n with its interval. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from goldthread.analytics.intervals import Interval, wilson
from goldthread.analytics.suppression import State, shares


@dataclass(frozen=True)
class Result:
    """Of `tested` people, `safe` reached a safe decision when they last sat it, `first` at once."""

    name: str
    safe: int
    tested: int
    first: int
    state: State = State.SHOWN

    @property
    def interval(self) -> Interval:
        return wilson(self.safe, self.tested)


@dataclass(frozen=True)
class Results:
    """One vignette: each team, and all together. `withheld`: no team may be shown."""

    name: str
    standard: float | None
    standard_words: str
    teams: tuple[Result, ...]
    together: Result
    outside: bool
    withheld: bool = False


def counted(name: str, sittings: Iterable[tuple[int, bool]]) -> Result:
    """Count (person, safe) pairs in the order of time: each person once, as they last stood."""
    first: dict[int, bool] = {}
    last: dict[int, bool] = {}
    for person, safe in sittings:
        first.setdefault(person, safe)
        last[person] = safe
    return Result(name, sum(last.values()), len(last), sum(first.values()))


def by_team(
    names: Mapping[int, str], sittings: Sequence[tuple[int, int, bool]]
) -> tuple[Result, ...]:
    """Results of each team that tested anyone, from (unit, person, safe) in the order of time."""
    rows: dict[int, list[tuple[int, bool]]] = {}
    for unit, person, safe in sittings:
        rows.setdefault(unit, []).append((person, safe))
    made = (counted(names[unit], pairs) for unit, pairs in rows.items())
    return tuple(sorted(made, key=lambda one: one.name))


def for_outside(results: Results, fewer_than: int) -> Results:
    """Without what a reader outside could use to find out about one person.

    Teams are marked where they are small, or where they would give a small one away. How many
    were safe at once is left out altogether.
    """
    pairs = [(one.safe, one.tested - one.safe) for one in results.teams]
    together = replace(results.together, first=0)
    states = shares(pairs, fewer_than)[1] if pairs else []
    if states is None:
        hidden = replace(together, safe=0, tested=0, state=State.SMALL)
        return replace(results, teams=(), together=hidden, withheld=True)
    teams = tuple(
        replace(one, first=0)
        if state is State.SHOWN
        else replace(one, safe=0, tested=0, first=0, state=state)
        for one, state in zip(results.teams, states, strict=True)
    )
    return replace(results, teams=teams, together=together)

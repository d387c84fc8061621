"""Small numbers kept from readers outside, so that no table gives them away.

Primary: every count below a threshold is hidden. Secondary: further counts are hidden until no
hidden one can be worked out from what is shown. The table is looked at as a circulation: each
count is a flow along an arc, and every row and column adds up where arcs meet. A hidden count is
safe when its flow could be otherwise, that is when it lies on a cycle of the residual network.
This is exact for tables with row and column totals (Cox, Suppression methodology and statistical
disclosure control, JASA 1980; Gusfield, A graph theoretic approach to statistical data security,
SIAM J. Comput. 1988). Whoever tries to work a number out is taken to know the threshold, and
which counts are hidden for being small and which to protect those.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """What is shown of a count."""

    SHOWN = "shown"
    SMALL = "small"  # below the threshold
    HELD = "held"  # held back to protect a small one


@dataclass(frozen=True)
class Arc:
    """A count as a flow from one node to another; `fixed` ones stay as `state` says."""

    tail: int
    head: int
    value: int
    state: State = State.SHOWN
    fixed: bool = False


Edge = tuple[int, int, float, int]  # tail, head, cost, number of the arc


def protect(arcs: Sequence[Arc], fewer_than: int) -> list[State] | None:
    """What to show of each count; None where no hiding of those that may be hidden is enough."""
    states = [arc.state if arc.fixed else _primary(arc, fewer_than) for arc in arcs]
    while True:
        exposed = next(
            (
                number
                for number, state in enumerate(states)
                if state is not State.SHOWN and determined(arcs, states, number, fewer_than)
            ),
            None,
        )
        if exposed is None:
            return states
        more = _cheapest(arcs, states, exposed, fewer_than)
        if more is None:
            return None
        for number in more:
            states[number] = State.HELD


def _primary(arc: Arc, fewer_than: int) -> State:
    return State.SMALL if arc.value < fewer_than else State.SHOWN


def ways(value: int, state: State, fewer_than: int) -> tuple[bool, bool]:
    """(could be more, could be less) to someone who knows why a count is hidden."""
    if state is State.SMALL:
        return value < fewer_than - 1, value > 0
    if state is State.HELD:
        return True, value > fewer_than
    return False, False


def determined(arcs: Sequence[Arc], states: Sequence[State], number: int, fewer_than: int) -> bool:
    """Whether the hidden count `number` can only be what it is, given everything shown."""
    return _route(arcs, states, number, fewer_than, hide=False) is None


def _cheapest(
    arcs: Sequence[Arc], states: Sequence[State], number: int, fewer_than: int
) -> list[int] | None:
    """The fewest and smallest further counts whose hiding makes `number` safe."""
    return _route(arcs, states, number, fewer_than, hide=True)


def _route(
    arcs: Sequence[Arc], states: Sequence[State], number: int, fewer_than: int, *, hide: bool
) -> list[int] | None:
    """Counts to hide on the cheapest cycle through `number`; None where there is no cycle."""
    edges = _edges(arcs, states, number, fewer_than, hide=hide)
    arc = arcs[number]
    more, less = ways(arc.value, states[number], fewer_than)
    ends = [(arc.head, arc.tail)] * more + [(arc.tail, arc.head)] * less
    found = [route for start, end in ends if (route := _shortest(edges, start, end)) is not None]
    return min(found, default=(0.0, None), key=lambda route: route[0])[1]


def _edges(
    arcs: Sequence[Arc], states: Sequence[State], without: int, fewer_than: int, *, hide: bool
) -> dict[int, list[Edge]]:
    edges: dict[int, list[Edge]] = {}
    for number, (arc, state) in enumerate(zip(arcs, states, strict=True)):
        shown = state is State.SHOWN
        if number == without or (shown and (not hide or arc.fixed)):
            continue
        more, less = ways(arc.value, State.HELD if shown else state, fewer_than)
        cost = 1 + arc.value / 1e6 if shown else 0.0
        if more:
            edges.setdefault(arc.tail, []).append((arc.tail, arc.head, cost, number))
        if less:
            edges.setdefault(arc.head, []).append((arc.head, arc.tail, cost, number))
    return edges


def _shortest(edges: dict[int, list[Edge]], start: int, end: int) -> tuple[float, list[int]] | None:
    """(cost, arcs that cost something) of the cheapest way from one node to another."""
    queue: list[tuple[float, int, list[int]]] = [(0.0, start, [])]
    seen: set[int] = set()
    while queue:
        cost, node, route = heapq.heappop(queue)
        if node == end:
            return cost, route
        if node in seen:
            continue
        seen.add(node)
        for _, to, more, number in edges.get(node, []):
            if to not in seen:
                heapq.heappush(queue, (cost + more, to, [*route, number] if more else route))
    return None


def one_way(counts: Sequence[int], fewer_than: int) -> list[State] | None:
    """What to show of counts whose total is shown beside them.

    None where they cannot be shown at all: the total is small itself, or all are small and add up
    to what only one set of small counts can.
    """
    total = sum(counts)
    if total < fewer_than:
        return None
    arcs = [Arc(0, 1, count) for count in counts]
    found = protect([*arcs, Arc(1, 0, total, fixed=True)], fewer_than)
    return None if found is None else found[:-1]


def shares(
    pairs: Sequence[tuple[int, int]], fewer_than: int
) -> tuple[list[State] | None, list[State] | None]:
    """What to show of shares, given as (met, not met), whose overall share is shown beside them.

    Returns the states of how many there were (as `one_way` gives them, so that measures with the
    same base agree) and of the shares. None: none of them can be shown.
    """
    bases = one_way([met + unmet for met, unmet in pairs], fewer_than)
    totals = [sum(met for met, _ in pairs), sum(unmet for _, unmet in pairs)]
    if bases is None or min(totals) < fewer_than:
        return bases, None
    rows, met_node, unmet_node, total_node = len(pairs), -1, -2, -3
    arcs = [
        Arc(total_node, row, met + unmet, bases[row], fixed=True)
        for row, (met, unmet) in enumerate(pairs)
    ]
    arcs += [Arc(row, met_node, met) for row, (met, _) in enumerate(pairs)]
    arcs += [Arc(row, unmet_node, unmet) for row, (_, unmet) in enumerate(pairs)]
    arcs += [
        Arc(met_node, total_node, totals[0], fixed=True),
        Arc(unmet_node, total_node, totals[1], fixed=True),
    ]
    found = protect(arcs, fewer_than)
    if found is None:
        return bases, None
    hidden = zip(found[rows : 2 * rows], found[2 * rows : 3 * rows], strict=True)
    return bases, [_either(one, other) for one, other in hidden]


def _either(one: State, other: State) -> State:
    """A share is shown where both its parts are; small where either is."""
    if State.SMALL in (one, other):
        return State.SMALL
    return State.HELD if State.HELD in (one, other) else State.SHOWN

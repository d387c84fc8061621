"""Hidden numbers cannot be worked out, shown by an attacker who tries every possible table."""

from __future__ import annotations

from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldthread.analytics.suppression import Arc, State, one_way, protect, shares

FEW = 3  # small, so that every possible table can be tried
COUNTS = st.lists(st.integers(0, 6), min_size=1, max_size=4)
PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=3)


def possible(value: int, state: State, most: int) -> range:
    """What a number may be to someone who knows why it is hidden."""
    if state is State.SHOWN:
        return range(value, value + 1)
    return range(FEW) if state is State.SMALL else range(FEW, most + 1)


def tables(counts: list[int], states: list[State], total: int) -> list[tuple[int, ...]]:
    """Every set of counts that agrees with everything shown."""
    ranges = [possible(c, s, total) for c, s in zip(counts, states, strict=True)]
    return [table for table in product(*ranges) if sum(table) == total]


def parts(base: int, state: State, met: int, unmet: int) -> list[tuple[int, int]]:
    """Every (met, not met) a row may have."""
    return [
        (yes, whole - yes)
        for whole in possible(base, state, met + unmet)
        for yes in range(min(whole, met) + 1)
        if whole - yes <= unmet
    ]


@given(COUNTS)
@settings(max_examples=120, deadline=None)
def test_no_hidden_count_can_be_worked_out_from_the_others_and_the_total(counts: list[int]) -> None:
    states = one_way(counts, FEW)
    if states is None:
        return
    fitting = tables(counts, states, sum(counts))
    for place, state in enumerate(states):
        assert (counts[place] < FEW) <= (state is State.SMALL)
        if state is not State.SHOWN:
            assert len({table[place] for table in fitting}) > 1, (counts, states)


@given(PAIRS)
@settings(max_examples=120, deadline=None)
def test_no_hidden_share_can_be_worked_out_from_the_others_and_the_overall_share(
    pairs: list[tuple[int, int]],
) -> None:
    bases, shown = shares(pairs, FEW)
    assume(bases is not None and shown is not None)
    assert bases is not None
    assert shown is not None
    met, unmet = sum(m for m, _ in pairs), sum(u for _, u in pairs)
    ranges = [
        [pair] if state is State.SHOWN else parts(sum(pair), base, met, unmet)
        for pair, state, base in zip(pairs, shown, bases, strict=True)
    ]
    fitting = [
        table
        for table in product(*ranges)
        if sum(m for m, _ in table) == met and sum(u for _, u in table) == unmet
    ]
    for place, state in enumerate(shown):
        if state is not State.SHOWN:
            assert len({table[place] for table in fitting}) > 1, (pairs, bases, shown)
        else:
            assert min(pairs[place]) >= FEW


def test_a_small_number_takes_another_with_it_so_that_the_total_does_not_tell() -> None:
    assert one_way([2, 9, 30], 5) == [State.SMALL, State.HELD, State.SHOWN]


def test_two_small_numbers_protect_each_other_unless_their_sum_gives_both_away() -> None:
    assert one_way([2, 1, 30], 5) == [State.SMALL, State.SMALL, State.SHOWN]
    assert one_way([4, 4, 30], 5) == [State.SMALL, State.SMALL, State.HELD]
    assert one_way([0, 0, 30, 6], 5) == [State.SMALL, State.SMALL, State.SHOWN, State.HELD]


def test_a_table_whose_total_is_small_or_gives_everything_away_is_not_shown() -> None:
    assert one_way([1, 2], 5) is None
    assert one_way([4, 4], 5) is None


def test_a_share_is_hidden_where_those_who_did_not_meet_it_are_few() -> None:
    bases, shown = shares([(39, 1), (20, 20), (10, 30)], 5)
    assert bases == [State.SHOWN] * 3
    assert shown is not None
    assert shown[0] is State.SMALL
    assert shown.count(State.SHOWN) == 1


def test_shares_are_not_shown_where_the_overall_share_gives_a_small_number_away() -> None:
    bases, shown = shares([(39, 1), (20, 2)], 5)
    assert bases == [State.SHOWN, State.SHOWN]
    assert shown is None


def test_where_nothing_is_small_everything_is_shown() -> None:
    assert one_way([5, 9, 30], 5) == [State.SHOWN] * 3
    assert protect([Arc(0, 1, 9), Arc(1, 0, 9, fixed=True)], 5) == [State.SHOWN, State.SHOWN]

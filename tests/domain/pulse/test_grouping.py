"""No group too small is shown, and none can be worked out from those that are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.access.models import Unit
from goldthread.domain.learning.pulse.grouping import groups


@dataclass
class Place:
    """As much of a unit as grouping reads."""

    pk: int
    name: str
    path: str
    parent_id: int | None


# organisation 1 > directorates 2, 3 > teams 4, 5 of 2 and 6, 7 of 3
TREE = cast(
    "list[Unit]",
    [
        Place(1, "All", "/1/", None),
        Place(2, "North", "/1/2/", 1),
        Place(3, "South", "/1/3/", 1),
        Place(4, "Alder", "/1/2/4/", 2),
        Place(5, "Birch", "/1/2/5/", 2),
        Place(6, "Cedar", "/1/3/6/", 3),
        Place(7, "Dogwood", "/1/3/7/", 3),
    ],
)


def shown(answered: dict[int, int]) -> Any:
    found = groups(TREE, answered, 5)
    return None if found is None else [(group.name, group.answered) for group in found]


@pytest.mark.capability(118)
def test_a_team_with_enough_answers_stands_by_itself() -> None:
    assert shown({4: 5, 5: 6}) == [("Alder", 5), ("Birch", 6)]


def test_teams_too_small_are_added_to_the_place_above() -> None:
    assert shown({4: 3, 5: 3}) == [("North", 6)]


def test_beside_a_team_that_is_shown_the_others_stand_together() -> None:
    assert shown({4: 9, 5: 2, 6: 3}) == [("All: the smaller teams together", 5), ("Alder", 9)]


def test_what_is_left_at_the_top_joins_the_smallest_group_shown() -> None:
    assert shown({4: 9, 6: 2}) == [("Alder, with others too few to show", 11)]


def test_where_all_together_are_too_few_nothing_is_shown() -> None:
    assert shown({4: 2, 6: 2}) is None
    assert shown({}) is None


@given(st.dictionaries(st.integers(1, 7), st.integers(0, 12)))
def test_groups_are_large_enough_never_overlap_and_are_everyone(answered: dict[int, int]) -> None:
    found = groups(TREE, answered, 5)
    if found is None:
        assert sum(answered.values()) < 5
        return
    units = [unit for group in found for unit in group.units]
    assert len(units) == len(set(units))
    assert all(group.answered >= 5 for group in found)
    assert sum(group.answered for group in found) == sum(answered.values())

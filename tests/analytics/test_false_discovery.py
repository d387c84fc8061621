"""Which of many tests are believed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analytics.false_discovery import adjusted, discoveries

PS = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def step_up(p: list[float], level: float) -> set[int]:
    """Benjamini and Hochberg's own words: the largest k with p(k) at most k/m times the level."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    last = 0
    for k, i in enumerate(order, 1):
        if p[i] <= k / len(p) * level:
            last = k
    return set(order[:last])


@given(p=PS, level=st.sampled_from([0.01, 0.05, 0.2]))
def test_findings_are_those_of_the_step_up_procedure(p: list[float], level: float) -> None:
    found = set(np.flatnonzero(discoveries(p, level)))
    stepped = step_up(p, level)
    # a p-value equal to one that is found is found as well
    assert {p[i] for i in found} == {p[i] for i in stepped} or np.allclose(
        sorted(adjusted(p)[list(found ^ stepped)]), level
    )


@given(p=PS)
def test_adjusted_values_keep_the_order_and_are_never_smaller(p: list[float]) -> None:
    found = adjusted(p)
    assert (found >= np.array(p) - 1e-12).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(found[order]) >= 0).all()


@given(p=PS)
def test_under_any_dependence_less_is_found(p: list[float]) -> None:
    assert (adjusted(p, any_dependence=True) >= adjusted(p)).all()


def test_known_values_of_four_tests() -> None:
    assert list(adjusted([0.01, 0.04, 0.03, 0.5])) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert list(discoveries([0.01, 0.04, 0.03, 0.5], 0.05)) == [True, False, False, False]


def test_nothing_tested_finds_nothing() -> None:
    assert discoveries([]).size == 0


@pytest.mark.parametrize("p", [[1.1], [-0.1], [float("nan")]])
def test_what_is_no_chance_is_refused(p: list[float]) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        discoveries(p)
    with pytest.raises(ValueError, match="between 0 and 1"):
        discoveries([0.5], 0)

"""A result says k of n, its interval, the standard, and no more than they show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.domain.verification.frames import read_frame
from goldthread.domain.verification.results import result
from goldthread.domain.verification.terms import FrameSource, Shown
from goldthread.workflow.refusals import Refused


@pytest.mark.capability(50)
@pytest.mark.parametrize(
    ("passed", "checked", "standard", "shown"),
    [
        (0, 0, 90, Shown.NOTHING),
        (18, 20, 95, Shown.NOT_YET),
        (19, 20, 95, Shown.MET_IN_SAMPLE),
        (20, 20, 95, Shown.MET_IN_SAMPLE),
        (20, 20, 80, Shown.SHOWN),
        (10, 20, 95, Shown.NOT_MET),
    ],
)
def test_what_is_shown_follows_the_interval(
    passed: int, checked: int, standard: float, shown: Shown
) -> None:
    assert result(passed, checked, standard).shown == shown


def test_a_whole_list_needs_no_interval() -> None:
    found = result(19, 20, 95, whole_list=True)
    assert (found.shown, found.lower, found.upper) == (Shown.SHOWN, 95, 95)


@given(
    st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(1, 100),
)
def test_shown_always_means_that_the_share_reaches_the_standard(
    counts: tuple[int, int], standard: int
) -> None:
    found = result(*counts, standard)
    reached = (found.share or 0) >= standard
    assert reached == (found.shown in (Shown.SHOWN, Shown.MET_IN_SAMPLE))


def test_a_pasted_table_names_its_cases_in_the_first_column() -> None:
    frame = read_frame("file;team\nA1;North\nA2;South", FrameSource.PASTED)
    assert frame.rows == ({"case": "A1", "team": "North"}, {"case": "A2", "team": "South"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n ", "empty"),
        ("file,team", "no cases"),
        ("file,team,team\nA,B,C", "same heading"),
        ("file,team\n,B", "Line 2"),
    ],
)
def test_a_bad_list_is_refused_with_its_place(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_frame(text, FrameSource.PASTED)

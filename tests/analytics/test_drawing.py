"""Which files are looked at."""

from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analytics.sampling import (
    SampleRefused,
    cohens_kappa,
    double_review,
    draw,
    parse_exclusion,
)

FRAME = [{"id": f"C{n:03}", "team": "North" if n % 3 else "South"} for n in range(60)]


def rows(result):
    return [item.row for item in result.drawn]


@pytest.mark.capability(51)
def test_the_draw_is_the_documented_order_of_digests():
    by_hand = sorted(
        range(60), key=lambda row: sha256(f"goldthread-draw-1|42|{row}".encode()).hexdigest()
    )
    assert rows(draw(FRAME, 20, 42)) == by_hand[:20]


def test_the_draw_is_the_same_for_ever():
    # A stored draw must still be repeatable after an upgrade: these rows may never change.
    assert rows(draw(FRAME, 5, "2026-11")) == [53, 22, 9, 34, 11]


def test_another_seed_draws_other_files():
    assert rows(draw(FRAME, 20, 1)) != rows(draw(FRAME, 20, 2))


def test_a_larger_sample_begins_with_the_smaller_one():
    assert rows(draw(FRAME, 25, 7))[:10] == rows(draw(FRAME, 10, 7))


def test_with_a_key_the_same_files_are_drawn_however_the_list_is_sorted():
    turned = list(reversed(FRAME))
    first = {FRAME[row]["id"] for row in rows(draw(FRAME, 12, 9, key="id"))}
    second = {turned[row]["id"] for row in rows(draw(turned, 12, 9, key="id"))}
    assert first == second


def test_strata_share_by_largest_remainder():
    result = draw(FRAME, 10, 3, stratify="team")
    drawn = [item.stratum for item in result.drawn]
    assert (drawn.count("North"), drawn.count("South")) == (7, 3)  # 6.67 and 3.33


def test_ties_go_to_the_larger_stratum_then_by_alphabet():
    frame = [{"t": t} for t in "BBBAAAC"]
    frame = [dict(row, id=str(n)) for n, row in enumerate(frame)]
    # A sample of 1 gives 3/7, 3/7 and 1/7: A and B are the same size, so the alphabet decides.
    drawn = sorted(item.stratum for item in draw(frame, 1, 5, stratify="t").drawn)
    assert drawn == ["A"]
    frame = [{"id": str(n), "t": t} for n, t in enumerate("AABBBBBB")]
    # A sample of 2 gives 0.5 and 1.5: the larger stratum takes the odd file.
    assert [item.stratum for item in draw(frame, 2, 5, stratify="t").drawn] == ["B", "B"]


def test_an_empty_stratum_is_named_blank():
    frame = [{"id": "1", "team": ""}, {"id": "2", "team": None}, {"id": "3", "team": " "}]
    assert {item.stratum for item in draw(frame, 3, 1, stratify="team").drawn} == {"(blank)"}


def test_a_systematic_draw_steps_evenly_through_the_list():
    chosen = rows(draw(FRAME, 12, 8, method="systematic"))
    gaps = {after - before for before, after in pairwise(chosen)}
    assert len(chosen) == 12
    assert gaps == {5}


def test_exclusions_carry_what_was_typed_as_their_reason():
    frame = [{"id": "1", "status": "Closed"}, {"id": "2", "status": "open"}]
    rule = parse_exclusion("status == closed", ["id", "status"])
    result = draw(frame, 1, 1, exclude=[rule])
    assert rows(result) == [1]
    assert [(item.row, item.reason) for item in result.excluded] == [(0, "status == closed")]


@pytest.mark.parametrize(
    ("expression", "held", "out"),
    [
        ("status=closed", "closed", True),
        ("status != closed", "open", True),
        ("status == 'on hold'", "On hold", True),
        ("status < 10", "9", True),
        ("status < 2026-03-01", "2026-02-28", True),
        ("status >= 10", "9", False),
        ("status < 5", "", False),
        ("status ==", "", True),
    ],
)
def test_exclusions_compare_as_people_expect(expression, held, out):
    assert parse_exclusion(expression, ["status"]).matches({"status": held}) is out


@pytest.mark.parametrize("expression", ["status", "== closed", "team == x", "__import__('os')"])
def test_an_exclusion_that_cannot_be_read_is_refused(expression):
    with pytest.raises(ValueError, match="The exclusion"):
        parse_exclusion(expression, ["status"])


def test_a_file_listed_twice_is_drawn_once():
    frame = [*FRAME[:10], FRAME[4]]
    result = draw(frame, 10, 1)
    assert [(item.row, item.reason) for item in result.excluded] == [(10, "repeats row 4")]


def test_rows_alike_are_kept_with_a_warning_where_nothing_names_the_files():
    frame = [{"team": "North"}] * 5
    result = draw(frame, 5, 1)
    assert len(result.drawn) == 5
    assert "same as an earlier row" in result.warnings[0]


def test_the_key_decides_what_counts_as_listed_twice():
    frame = [{"id": "1", "team": "A"}, {"id": "1", "team": "B"}, {"id": "2", "team": "A"}]
    assert [item.row for item in draw(frame, 2, 1, key="id").excluded] == [1]


@pytest.mark.parametrize(
    ("frame", "size", "options"),
    [
        ([], 1, {}),
        (FRAME, 61, {}),
        (FRAME, 0, {}),
        (FRAME, 5, {"method": "guess"}),
        (FRAME, 5, {"method": "stratified"}),
        (FRAME, 5, {"method": "systematic", "stratify": "team"}),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(frame, size, options):
    with pytest.raises(SampleRefused):
        draw(frame, size, 1, **options)


@given(
    st.lists(st.sampled_from(["A", "B", "C", ""]), min_size=1, max_size=60),
    st.data(),
)
def test_a_draw_has_the_size_asked_for_no_file_twice_and_fair_strata(teams, data):
    frame = [{"id": str(n), "team": team} for n, team in enumerate(teams)]
    size = data.draw(st.integers(1, len(frame)))
    seed = data.draw(st.text(max_size=8))
    for options in ({}, {"stratify": "team"}, {"method": "systematic"}):
        chosen = rows(draw(frame, size, seed, **options))
        assert len(chosen) == len(set(chosen)) == size
        assert set(chosen) <= set(range(len(frame)))
    drawn = [item.stratum for item in draw(frame, size, seed, stratify="team").drawn]
    for team in set(teams):
        exact = size * teams.count(team) / len(teams)
        assert abs(drawn.count(team or "(blank)") - exact) < 1


@pytest.mark.parametrize("method", ["simple", "systematic"])
def test_every_file_is_drawn_about_equally_often(method):
    times = [0] * 20
    for seed in range(1500):
        for row in rows(draw([{"id": str(n)} for n in range(20)], 5, seed, method=method)):
            times[row] += 1
    assert all(abs(count - 375) < 75 for count in times)  # over 4 standard deviations


def test_the_second_reader_gets_a_repeatable_part_of_the_sample():
    drawn = draw(FRAME, 20, 4).drawn
    second = double_review(drawn, 4, 0.1)
    assert len(second) == 2
    assert set(second) <= {item.row for item in drawn}
    assert second == double_review(drawn, 4, 0.1)
    assert double_review((), 4) == ()
    with pytest.raises(SampleRefused):
        double_review(drawn, 4, 0)


def test_kappa_of_the_textbook_table():
    # 20 both yes, 15 both no, 5 and 10 apart: observed 0.7, expected 0.5, kappa 0.4.
    first = ["y"] * 25 + ["n"] * 25
    second = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert cohens_kappa(first, second).kappa == pytest.approx(0.4)


def test_kappa_says_nothing_where_all_answers_are_the_same():
    assert cohens_kappa(["y"] * 5, ["y"] * 5).kappa is None
    assert cohens_kappa([], []).observed is None


def test_kappa_needs_the_same_files():
    with pytest.raises(ValueError, match="same files"):
        cohens_kappa(["y"], [])

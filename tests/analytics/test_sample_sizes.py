"""How many files, and what the result proves."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analytics.sampling import (
    acceptance_rule,
    acceptance_share,
    clean_result,
    decision_errors,
    failing_files_still_possible,
    size_for_precision,
    size_to_rule_out,
    two_stage_acceptance_share,
)


@pytest.mark.capability(51)
@pytest.mark.parametrize(
    ("population", "under_10", "under_20", "size", "allowed"),
    [
        (20, 16, 10, 11, 1),
        (30, 19, 11, 16, 2),
        (50, 22, 12, 19, 2),
        (100, 25, 13, 19, 2),
        (200, 27, 13, 19, 2),
    ],
)
def test_sizes_match_the_published_table(population, under_10, under_20, size, allowed):
    assert size_to_rule_out(population, 0.10) == under_10
    assert size_to_rule_out(population, 0.20) == under_20
    rule = acceptance_rule(population)
    assert (rule.size, rule.allowed_failures) == (size, allowed)
    assert rule.good_refused <= 0.1
    assert rule.bad_accepted <= 0.1


def test_twenty_of_twenty_in_a_caseload_of_sixty_still_allows_six():
    result = clean_result(60, 20)
    assert result.still_possible == 6
    assert "as many as 6 files failing" in result.sentence
    assert "60 (10%)" in result.sentence


def test_the_classic_nineteen_thirteen_rule_has_its_known_errors():
    refused, accepted = decision_errors(None, 19, 6, good=0.8, bad=0.5)
    assert (round(refused, 2), round(accepted, 2)) == (0.07, 0.08)


def test_ten_plus_five_accepts_what_it_is_known_to_accept():
    assert round(two_stage_acceptance_share(10, 5, 0.95), 2) == 0.84
    assert round(two_stage_acceptance_share(10, 5, 0.75), 2) == 0.10


def test_ten_points_of_precision_start_from_ninety_six():
    assert size_for_precision(10**9) == 96
    assert size_for_precision(60) == 38  # 96 / (1 + 95 / 60) = 37.2
    assert size_for_precision(1) == 1


def test_looking_at_every_file_leaves_only_what_was_found():
    assert failing_files_still_possible(12, 12, 3) == 3
    assert clean_result(12, 12).sentence == "Every file was looked at: 0 of 12 fail."


def test_no_rule_exists_where_good_and_bad_are_the_same_number_of_files():
    assert acceptance_rule(2, good=0.9, bad=0.85) is None


def _slow_acceptance(population, failing, size, allowed):
    ways = sum(
        comb(failing, found) * comb(population - failing, size - found)
        for found in range(min(allowed, size) + 1)
    )
    return Fraction(ways, comb(population, size))


@given(st.data())
@settings(max_examples=60)
def test_chances_agree_with_counting_every_draw(data):
    population = data.draw(st.integers(1, 60))
    failing = data.draw(st.integers(0, population))
    size = data.draw(st.integers(1, population))
    allowed = data.draw(st.integers(0, size))
    fast = acceptance_share(population, failing, size, allowed)
    slow = float(_slow_acceptance(population, failing, size, allowed))
    assert fast == pytest.approx(slow, abs=1e-9)


@given(st.data())
@settings(max_examples=60)
def test_the_bound_is_the_most_failing_files_the_sample_cannot_rule_out(data):
    population = data.draw(st.integers(2, 50))
    size = data.draw(st.integers(1, population))
    failures = data.draw(st.integers(0, size))
    possible = [
        failing
        for failing in range(failures, population - size + failures + 1)
        if _slow_acceptance(population, failing, size, failures) > Fraction(5, 100)
    ]
    assert failing_files_still_possible(population, size, failures) == max(possible)


@given(st.integers(1, 80), st.sampled_from([0.05, 0.1, 0.2, 0.3]))
@settings(max_examples=60)
def test_the_size_to_rule_out_is_the_smallest_that_works(population, share):
    failing = max(1, -int(-Fraction(str(share)) * population // 1))
    works = [
        size
        for size in range(1, population + 1)
        if _slow_acceptance(population, failing, size, 0) <= Fraction(5, 100)
    ]
    assert size_to_rule_out(population, share) == min(works)


@pytest.mark.parametrize(
    "call",
    [
        lambda: size_to_rule_out(0, 0.1),
        lambda: size_to_rule_out(10, 1.5),
        lambda: failing_files_still_possible(10, 11),
        lambda: failing_files_still_possible(10, 5, 6),
        lambda: acceptance_rule(50, good=0.7, bad=0.8),
    ],
)
def test_impossible_questions_are_refused_in_words(call):
    with pytest.raises(ValueError, match=r"must|cannot"):
        call()

"""Scores corrected by one another and by what a label's name says."""

import numpy as np
import pytest

from goldthread.analytics.texts.second_look import SecondLook

DRAW = np.random.default_rng(4)
TRUTH = DRAW.random((400, 3)) < (0.5, 0.3, 0.05)
SCORES = np.where(TRUTH, 0.4, -0.4) + DRAW.normal(0, 0.6, (400, 3))
UNNAMED = np.zeros((400, 3))


def error(scores, truth):
    return float(((scores - np.where(truth, 1, -1)) ** 2).mean())


def test_a_score_that_foretells_another_label_corrects_it():
    truth = np.column_stack([TRUTH[:, 0], TRUTH[:, 0]])
    scores = np.column_stack([np.where(TRUTH[:, 0], 1.0, -1.0), DRAW.normal(0, 0.1, 400)])
    _, corrected = SecondLook.fit(scores, UNNAMED[:, :2], truth)
    assert error(corrected[:, 1], truth[:, 1]) < 0.2 < error(scores[:, 1], truth[:, 1])


def test_a_name_that_says_what_the_text_says_raises_the_label():
    named = np.where(TRUTH, 0.6, 0.1)
    look, corrected = SecondLook.fit(SCORES, named, TRUTH)
    assert look.weight > 0
    assert error(corrected, TRUTH) < 0.7 * error(SCORES, TRUTH)


def test_a_name_that_misleads_weighs_nothing():
    look, _ = SecondLook.fit(SCORES, np.where(TRUTH, 0.1, 0.6), TRUTH)
    assert look.weight == 0


def test_new_texts_are_corrected_as_those_held_out_were_but_for_their_own_part():
    look, corrected = SecondLook.fit(SCORES, UNNAMED, TRUTH)
    assert look.corrected(SCORES, UNNAMED) == pytest.approx(corrected, abs=0.05)


def test_a_held_out_text_is_corrected_by_a_fit_without_it():
    flipped = TRUTH[:60].copy()
    flipped[7] = ~flipped[7]
    _, one = SecondLook.fit(SCORES[:60], UNNAMED[:60], TRUTH[:60])
    _, other = SecondLook.fit(SCORES[:60], UNNAMED[:60], flipped)
    moved = np.abs(one - other).mean(axis=1)
    assert moved[7] < 0.1  # its own truth hardly reaches it


def test_none_changes_nothing():
    assert SecondLook.none(3).corrected(SCORES, UNNAMED) == pytest.approx(SCORES)

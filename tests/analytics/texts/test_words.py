"""What is read of a text."""

import pytest

from goldthread.analytics.texts.words import (
    LONGEST,
    is_blank,
    parts_of,
    readable,
    stem,
    telling_stems,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The NURSE’s dose", "the nurse's dose"),
        ("a\x00b\tc\nd", "a b c d"),
        ("<p>lift</p>", " lift "),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("\ud800 lift", "? lift"),
        ("ﬁre Ⅳ", "fire iv"),
        ("\ufefflift\u200b", " lift "),
    ],
)
def test_a_text_is_read_without_what_is_not_words(text, read):
    assert readable(text) == read


def test_no_more_is_read_than_the_longest():
    assert len(readable("a" * (LONGEST + 5))) == LONGEST


def test_words_are_letters_and_numbers():
    assert words_of("=cmd|'x'! On 3 May, O'Hara's “lift”.") == [
        "cmd", "x", "on", "3", "may", "o'hara", "s", "lift",
    ]  # fmt: skip


def test_endings_fall_where_four_letters_remain():
    assert [stem(word) for word in ("calls", "called", "bus", "ring", "medications")] == [
        "call", "call", "bus", "ring", "medic",
    ]  # fmt: skip


def test_common_words_tell_nothing():
    assert telling_stems("the visit was not made") == ["visit"]
    assert is_blank("?! \x00") and not is_blank("the")


def test_a_text_is_cut_into_its_sentences_and_clauses():
    text = "The food was cold, but the staff were kind. Nobody told me.\nThanks!"
    assert parts_of(text) == ["The food was cold", "the staff were kind", "Nobody told me"]


def test_a_long_text_has_never_more_than_twelve_parts():
    parts = parts_of(". ".join(f"sentence number {at}" for at in range(1_000)))
    assert len(parts) == 12
    assert "sentence number 999" in parts[-1]


@pytest.mark.parametrize("text", ["", "   ", "word", "?!"])
def test_a_text_of_one_word_or_none_has_no_parts(text):
    assert parts_of(text) == []

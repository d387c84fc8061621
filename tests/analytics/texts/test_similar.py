"""The texts most like a query."""

import pytest

from goldthread.analytics.texts.similar import Likeness
from tests.analytics.texts.invented import narratives

STORED = [
    "The evening visit was missed because the rota named nobody for Sunday.",
    "Lithium was given twice: the dose at noon was not signed for.",
    "",
    "The lift stood still between two floors for an hour.",
    "No one came on Sunday, for the rota had a gap in the evening.",
]


@pytest.fixture(scope="module")
def likeness():
    return Likeness.of(STORED)


def test_a_stored_text_is_most_like_itself(likeness):
    for at, text in enumerate(STORED):
        if text:
            hits = likeness.most_like([text])[0]
            assert hits[0].at == at
            assert hits[0].score == pytest.approx(1, abs=1e-5)


def test_the_same_matter_in_other_words_comes_next(likeness):
    assert [hit.at for hit in likeness.most_like([STORED[0]], 2)[0]] == [0, 4]


def test_meaning_finds_what_shares_no_word(likeness):
    (hits,) = likeness.most_like(["tablets administered incorrectly"], 1)
    assert [hit.at for hit in hits] == [1]


@pytest.mark.parametrize("query", ["", "  ", "\x00", "?!"])
def test_a_query_without_words_finds_nothing(likeness, query):
    assert likeness.most_like([query]) == [[]]


def test_a_text_without_words_is_never_found(likeness):
    assert all(hit.at != 2 for hit in likeness.most_like(["the visit on Sunday"], 10)[0])


@pytest.mark.parametrize("query", ["\ud800 lift", "=lift()", "<b>lift</b>", "lift " * 60_000])
def test_hostile_queries_are_read_as_words(likeness, query):
    assert likeness.most_like([query], 1)[0][0].at == 3


def test_equal_texts_come_in_the_order_given():
    same = Likeness.of(["The door was open."] * 5)
    assert [hit.at for hit in same.most_like(["The door was open."], 3)[0]] == [0, 1, 2]


def test_nothing_stored_finds_nothing():
    assert Likeness.of([]).most_like(["a visit"]) == [[]]
    assert Likeness.of(["", " "]).most_like(["a visit"]) == [[]]


def test_a_query_is_scored_the_same_alone_and_among_others(likeness):
    queries, _ = narratives(12)
    together = likeness.most_like(queries)
    for query, hits in zip(queries, together, strict=True):
        (alone,) = likeness.most_like([query])
        assert [hit.at for hit in alone] == [hit.at for hit in hits]
        assert [hit.score for hit in alone] == pytest.approx([h.score for h in hits], abs=1e-5)


def test_among_many_queries_a_text_that_is_like_all_of_them_is_put_back():
    matters = [f"kw{at:02}a kw{at:02}b" for at in range(60)]
    asked = [f"{matter} during the evening visit" for matter in matters]
    stored = ["evening visit", *(f"{matter} {matter.upper()}x other words" for matter in matters)]
    held = Likeness.of(stored)
    alone, together = held.most_like(asked), held.best_matches(asked)
    assert {hits[0].at for hits in alone} == {0}
    assert [hits[0].at for hits in together] == list(range(1, 61))
    assert all(0 < hit.score <= 1 for hits in together for hit in hits)


def test_few_queries_are_each_answered_alone(likeness):
    assert likeness.best_matches(["lift", "dose"]) == likeness.most_like(["lift", "dose"])


def test_the_same_query_asked_many_times_finds_what_it_finds_alone(likeness):
    (alone,) = likeness.most_like([STORED[0]])
    for hits in likeness.best_matches([STORED[0]] * 60):
        assert [hit.at for hit in hits] == [hit.at for hit in alone]

"""The index of similar texts on disk."""

import pytest

from goldthread.analytics.texts.similar_index import SimilarIndex
from goldthread.analytics.texts.stored import ModelRefused
from tests.analytics.texts.invented import loose_narratives

TEXTS, KINDS = loose_narratives(120, seed=9)


@pytest.fixture
def index(tmp_path):
    made = SimilarIndex.create(tmp_path / "index", TEXTS)
    made.add(range(100, 220), TEXTS)
    return made


def ids(hits):
    return [hit.at for hit in hits]


def test_a_text_is_found_under_its_id_arranged_or_not(index):
    assert ids(index.most_like(TEXTS[7], 1)) == [107]
    index.arrange()
    assert ids(index.most_like(TEXTS[7], 1)) == [107]


def test_it_finds_what_scoring_every_text_finds(index):
    index.arrange()
    index.add([500], ["The lithium tablet was late on Sunday."])
    for query in [*loose_narratives(20, seed=2)[0], "lift", "tablets given late"]:
        assert index.most_like(query) == index.likeness_of_all(query)


def test_texts_are_added_and_removed_one_by_one(index):
    index.arrange()
    index.add([900], ["A swan stood in the car park."])
    assert ids(index.most_like("swan in the car park", 1)) == [900]
    index.remove([900, 12345])
    assert 900 not in ids(index.most_like("swan in the car park", 200))
    assert len(index) == 120


def test_an_id_added_again_holds_its_new_text_alone(index):
    index.add([107], ["A swan stood in the car park."])
    assert len(index) == 120
    assert ids(index.most_like("swan", 1)) == [107]
    assert 107 not in ids(index.most_like(TEXTS[7], 50))[:1]


def test_it_looks_among_given_ids_alone_and_at_each_of_them(index):
    index.arrange()
    index.remove([110])
    some = [105, 110, 111, 999]
    assert set(ids(index.most_like(TEXTS[11], 50, among=some))) <= {105, 111}
    assert ids(index.most_like(TEXTS[11], 1, among=some)) == [111]
    assert index.most_like(TEXTS[11], among=[]) == []
    every = index.most_like(TEXTS[11], among=range(100, 220))
    assert every == index.likeness_of_all(TEXTS[11])


def test_a_rare_word_tells_more_than_a_common_one_and_a_quiet_one_nothing(index):
    index.add([300], ["swan"])
    index.arrange()
    assert index.rarity_of("swans") > index.rarity_of("lift") > 0
    assert index.rarity_of("the") == 0


def test_what_was_written_is_there_when_opened_again(index):
    index.arrange()
    index.remove([100])
    again = SimilarIndex(index.folder)
    assert len(again) == 119
    assert again.most_like(TEXTS[3]) == index.most_like(TEXTS[3])


@pytest.mark.parametrize("query", ["", " ", "\x00", "?!"])
def test_a_query_without_words_finds_nothing(index, query):
    assert index.most_like(query) == []


@pytest.mark.parametrize("query", ["\ud800 lift", "=lift()", "<b>lift</b>", "lift " * 50_000])
def test_hostile_queries_are_read_as_words(index, query):
    assert KINDS[index.most_like(query, 1)[0].at - 100] == "building"


def test_texts_without_words_are_kept_and_never_found(index):
    index.add([700, 701], ["", "\x00"])
    assert not {700, 701} & set(ids(index.most_like("lithium", 500)))


def test_an_empty_index_finds_nothing(tmp_path):
    assert SimilarIndex.create(tmp_path / "i", []).most_like("lift") == []


def test_a_folder_that_is_no_index_or_of_another_version_is_refused(index, tmp_path):
    with pytest.raises(ModelRefused, match="not an index"):
        SimilarIndex(tmp_path)
    (index.folder / "about.json").write_text('{"version": 9, "vectors": "x"}')
    with pytest.raises(ModelRefused, match="another version"):
        SimilarIndex(index.folder)

"""Categories learnt from labelled texts."""

import numpy as np
import pytest

from goldthread.analytics.texts.calibration import fit_curves, fit_thresholds, probabilities
from goldthread.analytics.texts.classify import Classifier, NothingToLearn
from goldthread.analytics.texts.stored import ModelRefused, write_model
from goldthread.analytics.texts.words import LONGEST
from tests.analytics.texts.invented import KINDS, narratives

LABELS = list(KINDS)
HOSTILE = ["=cmd|'/c calc'!A1", "<script>alert(1)</script> dose", "dose\x00\x07late", "\ud800 dose"]


def truth_of(kinds):
    return [[kind == label for label in LABELS] for kind in kinds]


@pytest.fixture(scope="module")
def learnt():
    texts, kinds = narratives(60)
    return Classifier.train(texts, truth_of(kinds), LABELS)


def test_it_learns_three_plain_kinds(learnt):
    texts, kinds = narratives(30, seed=8)
    assert [one.suggested for one in learnt.suggest(texts)] == [[kind] for kind in kinds]


def test_where_each_row_had_one_label_exactly_the_likeliest_is_suggested(learnt):
    for found in learnt.suggest(["Something else altogether.", "Una nota en otra lengua.", "dose"]):
        assert found.suggested == [found.labels[0][0]]
        assert sum(chance for _, chance in found.labels) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "   ", "\x00", "...", "<br>"])
def test_a_text_without_words_is_suggested_nothing(learnt, text):
    (found,) = learnt.suggest([text])
    assert found.suggested == []
    assert {chance for _, chance in found.labels} == {0.0}


def test_hostile_and_endless_texts_are_read_as_words(learnt):
    for found in learnt.suggest([*HOSTILE, "dose " * LONGEST]):
        assert all(0 <= chance <= 1 for _, chance in found.labels)
    assert learnt.suggest(["dose " * LONGEST]) == learnt.suggest([("dose " * LONGEST)[:LONGEST]])


def test_a_word_that_pushed_a_label_is_named(learnt):
    pushed = learnt.explain("The nurse gave the wrong dose of lithium.", "medication")
    assert pushed[0][0] in {"dose", "lithium", "wrong", "gave"}
    assert pushed[0][1] > 0


def test_a_model_reads_back_the_same(learnt, tmp_path):
    learnt.write(tmp_path / "model")
    texts, _ = narratives(9, seed=4)
    read = Classifier.read(tmp_path / "model")
    assert read.suggest(texts) == learnt.suggest(texts)


def test_the_same_rows_learn_the_same():
    texts, kinds = narratives(30)
    one, other = (Classifier.train(texts, truth_of(kinds), LABELS) for _ in range(2))
    assert one.suggest(texts) == other.suggest(texts)


def test_a_model_of_another_version_is_refused(tmp_path):
    write_model(tmp_path / "model", "categories learnt from texts", 99, {}, {})
    with pytest.raises(ModelRefused, match="version 99"):
        Classifier.read(tmp_path / "model")


@pytest.mark.parametrize("held", [b"", b"PK\x03\x04 broken", b"\x80\x04]q\x00.", b"hello"])
def test_a_file_that_is_no_model_is_refused(tmp_path, held):
    (tmp_path / "model").write_bytes(held)
    with pytest.raises(ModelRefused, match="not a model"):
        Classifier.read(tmp_path / "model")


def test_a_label_seen_once_is_kept_but_never_suggested():
    texts, kinds = narratives(40)
    truth = [[kind == "medication", kind == "handover", at == 3] for at, kind in enumerate(kinds)]
    model = Classifier.train(texts, truth, ["medication", "handover", "rare"])
    assert not model.learnt[2]
    assert all("rare" not in found.suggested for found in model.suggest(texts))


def test_rows_may_carry_many_labels_or_none():
    texts, kinds = narratives(60)
    both = [f"{texts[at]} {texts[at + 1]}" for at in range(0, 60, 3)]
    held = [[kind == "medication", kind == "handover"] for kind in kinds] + [[True, True]] * 20
    model = Classifier.train(texts + both, held, ["medication", "handover"])
    assert not model.single
    (found,) = model.suggest([both[0]])
    assert set(found.suggested) == {"medication", "handover"}
    assert model.suggest([texts[2]])[0].suggested == []


@pytest.mark.parametrize(
    ("texts", "truth", "told"),
    [
        ([], np.zeros((0, 2)), "No labelled row"),
        (["", "  "], [[1, 0], [0, 1]], "No labelled row"),
        (["a dose", "a lift"], [[0, 0], [0, 0]], "No row carries a label"),
        (["a dose", "a lift"] * 4, [[1]] * 8, "nothing to tell apart"),
        (["a dose", "a lift"], [[1, 0], [0, 1]], "nothing to tell apart"),
    ],
)
def test_what_cannot_teach_is_refused_with_the_reason(texts, truth, told):
    with pytest.raises(NothingToLearn, match=told):
        Classifier.train(texts, truth, ["one", "two"][: np.asarray(truth).shape[1]])


def test_identical_texts_get_the_share_of_each_label():
    model = Classifier.train(["The same words."] * 40, [[at % 4 == 0] for at in range(40)], ["a"])
    assert model.probabilities(["The same words."])[0, 0] == pytest.approx(0.25, abs=0.1)


def test_curves_bring_held_out_scores_to_the_true_chances():
    draw = np.random.default_rng(1)
    chances = draw.uniform(0.02, 0.98, (4_000, 1))
    scores = np.log(chances / (1 - chances)) / 3 - 0.4
    curves = fit_curves(scores, draw.uniform(size=chances.shape) < chances)
    assert np.abs(probabilities(scores, curves) - chances).mean() < 0.02


def test_a_threshold_suggests_where_it_pays():
    chances = np.array([[0.9], [0.8], [0.3], [0.2], [0.1]])
    truth = np.array([[True], [True], [False], [False], [False]])
    (threshold,) = fit_thresholds(chances, truth)
    assert 0.3 < threshold <= 0.8

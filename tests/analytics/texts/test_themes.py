"""Narratives gathered into themes that stay put and that people shape."""

import pytest
from sklearn.metrics import adjusted_rand_score

from goldthread.analytics.texts.stored import ModelRefused, write_model
from goldthread.analytics.texts.themes import Pin, ThemeModel, fit_themes
from tests.analytics.texts.invented import MATTERS, loose_narratives

TEXTS, WHICH = loose_narratives(90)
IDS = [f"INC-{at}" for at in range(90)]


@pytest.fixture(scope="module")
def model():
    return fit_themes(TEXTS, IDS, number=3)


def theme_of(model, kind):
    """The theme that most narratives of a kind are in."""
    held = [model.members[one] for one, which in zip(IDS, WHICH, strict=True) if which == kind]
    return max(set(held), key=held.count)


def test_three_plain_kinds_become_three_themes(model):
    assert adjusted_rand_score(WHICH, list(model.members.values())) > 0.9
    assert [theme.size for theme in model.themes] == [30, 30, 30]


def test_a_theme_is_told_by_its_terms_and_exemplars(model):
    theme = next(one for one in model.themes if one.id == theme_of(model, "medication"))
    assert set(theme.terms) <= set(MATTERS["medication"].split())
    assert theme.name == ", ".join(theme.terms[:3])
    assert {WHICH[IDS.index(one)] for one in theme.exemplars} == {"medication"}


def test_the_number_of_themes_is_found_from_the_texts():
    assert 2 <= len(fit_themes(TEXTS).themes) <= 6


def test_the_same_texts_make_the_same_themes(model):
    again = fit_themes(TEXTS, IDS, number=3)
    assert again.themes == model.themes
    assert again.members == model.members


def test_a_fit_that_keeps_the_last_one_changes_nothing_by_itself(model):
    again = fit_themes(TEXTS, IDS, keep=model)
    assert again.members == model.members
    assert [theme.id for theme in again.themes] == [theme.id for theme in model.themes]


def test_new_narratives_join_the_themes_there_are(model):
    texts, kinds = loose_narratives(9, seed=5)
    assert model.assign(texts) == [theme_of(model, kind) for kind in kinds]
    more = fit_themes(TEXTS + texts, IDS + [f"N{at}" for at in range(9)], keep=model)
    assert {one: more.members[one] for one in IDS} == model.members


def test_enough_new_narratives_unlike_all_others_make_a_theme_of_their_own(model):
    news = [f"The minibus to the swimming pool broke down on route {at}." for at in range(15)]
    ids = [f"N{at}" for at in range(15)]
    more = fit_themes(TEXTS + news, IDS + ids, keep=model)
    assert {more.members[one] for one in ids} == {"theme-4"}
    assert {one: more.members[one] for one in IDS} == model.members


def test_a_name_that_a_person_gave_stays(model):
    named = model.renamed("theme-1", "Doses and charts")
    again = fit_themes(TEXTS, IDS, keep=named)
    assert next(one for one in again.themes if one.id == "theme-1").name == "Doses and charts"


def test_merged_themes_stay_merged(model):
    merged = fit_themes(TEXTS, IDS, keep=model.merged(["theme-2", "theme-3"]))
    assert [theme.id for theme in merged.themes] == ["theme-1", "theme-2"]
    assert next(one for one in merged.themes if one.id == "theme-2").size == 60


def test_split_themes_stay_split(model):
    parts = model.split("theme-1", TEXTS, IDS)
    again = fit_themes(TEXTS, IDS, keep=parts)
    assert [theme.id for theme in again.themes] == ["theme-1", "theme-2", "theme-3", "theme-4"]
    assert again.members == parts.members
    sizes = {theme.id: theme.size for theme in parts.themes}
    assert sizes["theme-1"] + sizes["theme-4"] == 30


def test_a_theme_of_one_text_repeated_cannot_be_split():
    same = fit_themes(["The lift stood still."] * 6)
    with pytest.raises(ValueError, match="cannot be told apart"):
        same.split("theme-1", ["The lift stood still."] * 6, range(6))


def test_a_pinned_theme_is_never_dropped(model):
    pinned = model.pinned(theme_of(model, "building"))
    left = [at for at, kind in enumerate(WHICH) if kind != "building"]
    again = fit_themes([TEXTS[at] for at in left], [IDS[at] for at in left], keep=pinned)
    assert {theme.id: theme.size for theme in again.themes}[theme_of(model, "building")] == 0


def test_a_theme_without_texts_that_nobody_pinned_is_dropped(model):
    left = [at for at, kind in enumerate(WHICH) if kind != "building"]
    again = fit_themes([TEXTS[at] for at in left], [IDS[at] for at in left], keep=model)
    assert theme_of(model, "building") not in {theme.id for theme in again.themes}


def test_a_pinned_theme_told_in_words_gathers_its_narratives():
    pin = Pin("medicines", "Medicines", ("A dose of lithium was missed.", "A tablet on the chart."))
    model = fit_themes(TEXTS, IDS, number=3, pinned=[pin])
    assert theme_of(model, "medication") == "medicines"
    assert next(one for one in model.themes if one.id == "medicines").name == "Medicines"


@pytest.mark.parametrize("text", ["", "  ", "\x00\x01", "...", "Нечто совсем другое"])
def test_a_text_without_known_words_has_no_theme(model, text):
    assert model.assign([text]) == [None]
    assert fit_themes([*TEXTS, ""], number=3).members["90"] is None


@pytest.mark.parametrize("texts", [[], [""], ["", " "], ["a b"], ["dose"], ["The lift."] * 30])
def test_too_little_to_tell_apart_is_one_theme_or_none(texts):
    model = fit_themes(texts)
    assert len(model.themes) <= 1
    assert len(model.members) == len(texts)


def test_hostile_and_endless_texts_are_gathered_like_others():
    hostile = ["=dose()", "<b>dose</b>", "dose\x00", "\ud800 dose", "dose " * 60_000]
    model = fit_themes([*TEXTS, *hostile], number=3)
    assert all(model.members[str(at)] == model.members["90"] for at in range(90, 95))


def test_ids_are_as_many_as_texts_and_all_different():
    with pytest.raises(ValueError, match="an id of its own"):
        fit_themes(["a", "b"], ["same", "same"])


def test_themes_read_back_the_same(model, tmp_path):
    model.renamed("theme-1", "Ours").write(tmp_path / "themes")
    read = ThemeModel.read(tmp_path / "themes")
    assert read.themes == model.renamed("theme-1", "Ours").themes
    assert read.members == model.members
    assert read.assign(TEXTS[:9]) == model.assign(TEXTS[:9])


def test_themes_of_another_version_are_refused(tmp_path):
    write_model(tmp_path / "themes", "themes of texts", 7, {}, {})
    with pytest.raises(ModelRefused, match="version 7"):
        ThemeModel.read(tmp_path / "themes")

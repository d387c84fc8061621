"""Names are unreadable in the database, and can still be looked up."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from goldthread.access.sealed import SealedField, blind_index, seal, unseal

words = st.text(st.characters(exclude_categories=("Cs",)))


@given(words)
def test_what_is_sealed_comes_back_as_it_was(plain: str) -> None:
    assert unseal(seal(plain)) == plain


@given(st.text(st.characters(categories=("Ll", "Lu")), min_size=4))
def test_what_is_stored_does_not_show_what_it_is(plain: str) -> None:
    assert plain not in seal(plain)


def test_the_same_name_is_stored_differently_each_time() -> None:
    assert seal("A Name") != seal("A Name")


def test_absence_is_seen_without_the_key() -> None:
    assert seal("") == ""
    assert unseal("") == ""
    assert blind_index(" - ") == ""


def test_another_key_opens_nothing(settings: Any) -> None:
    stored = seal("A Name")
    settings.FIELD_KEY = "another key of the right length, indeed"
    with pytest.raises(InvalidTag):
        unseal(stored)


def test_a_changed_value_is_refused_not_misread() -> None:
    stored = seal("A Name")
    changed = stored[:-3] + ("AAA" if not stored.endswith("AAA") else "BBB")
    with pytest.raises((InvalidTag, ValueError)):
        unseal(changed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("943 476 5919", "9434765919"),
        ("O’Example, Ann", "o example ann"),
    ],
)
def test_a_look_up_does_not_mind_case_spaces_or_punctuation(one: str, other: str) -> None:
    assert blind_index(one) == blind_index(other)


def test_a_look_up_value_says_nothing_without_the_key(settings: Any) -> None:
    before = blind_index("9434765919")
    settings.FIELD_KEY = "another key of the right length, indeed"
    assert blind_index("9434765919") != before


def test_every_sealed_column_is_unreadable_in_the_database(db: None) -> None:
    """Whatever the models: Python's value never reaches the database as it is."""
    field: Any = SealedField()
    assert "Name" not in field.get_prep_value("A Name")
    assert field.from_db_value(field.get_prep_value("A Name")) == "A Name"
    assert field.get_prep_value(None) is None

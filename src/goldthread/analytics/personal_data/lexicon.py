"""The words the finder of names goes by, read once from `rules/personal_data.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent.parent / "rules" / "personal_data.yaml"


@dataclass(frozen=True)
class Lexicon:
    """Sets of lower-case words; `*_after` and `*_before` are patterns for the text beside."""

    titles: frozenset[str]
    never_after_titles: frozenset[str]
    first_names: frozenset[str]
    doubtful_first_names: frozenset[str]
    not_names: frozenset[str]
    places: frozenset[str]
    bodies: frozenset[str]
    verb_after: re.Pattern[str]
    certain_verb_after: re.Pattern[str]
    owned_after: re.Pattern[str]
    relation_before: re.Pattern[str]
    role_before: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    held = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    doubtful = _words(held["first_names_that_are_words"])
    bodies = _words(held["bodies_and_places"])
    places = _words(held["places"])
    dates = _words(held["months_days"])
    return Lexicon(
        titles=_words(held["titles"]),
        never_after_titles=_words(held["never_after_titles"]),
        first_names=_words(held["first_names"]) - doubtful,
        doubtful_first_names=doubtful,
        not_names=_words(held["ordinary"]) | bodies | dates,
        places=places,
        bodies=bodies,
        verb_after=re.compile(rf",?\s+(?:{_choices(held['person_verbs'])})\b"),
        certain_verb_after=re.compile(rf"\s+(?:{_choices(held['certain_verbs'])})\b"),
        owned_after=re.compile(rf"['’]s?\s+(?:{_choices(held['owned_by_people'])})\b"),
        relation_before=re.compile(
            rf"\b(?:{_choices(held['relations'])}),?\s+(?:\(|called\s+|named\s+)?$", re.I
        ),
        role_before=re.compile(rf"\b(?:{_choices(held['roles_before_names'])})\s+$"),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _choices(text: str) -> str:
    return "|".join(
        re.escape(" ".join(choice.split())) for choice in text.split("|") if choice.strip()
    )

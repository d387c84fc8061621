"""What a reader of a report could not tell, asked back as plain questions.

The rules are in `rules/completeness.yaml`. They are conservative: a question is asked only when
neither the structured facts nor the words give any sign of an answer. The questions help the
reporter; they never stop a report from being sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from goldthread.analytics.phrases import compile_phrases

_RULES = Path(__file__).parent / "rules" / "completeness.yaml"
_TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b|\b(?:1[0-2]|0?[1-9]) ?(?:am|pm|a\.m\.|p\.m\.|o'clock)\b|\b[012]\d[0-5]\d ?(?:hrs|hours)\b|"
    r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:this|last|that|next|yesterday|tomorrow) "
    r"(?:morning|afternoon|evening|night|week|month)\b|\b(?:yesterday|today|tonight|midday|noon|midnight|overnight)\b|"
    r"\b(?:in the|early|late|mid|during the) (?:hours|morning|afternoon|evening|night)\b|"
    r"\b(?:\d+|an?|one|two|three|four|five|six|ten|twenty|thirty|half an|several|a few) (?:minutes?|hours?|days?|weeks?|months?) "
    r"(?:later|ago|after|before|earlier|for)\b|\b(?:within|after|for) (?:\d+|an?|one|two|three|four|five|six|ten|twenty|thirty|half an) "
    r"(?:minutes?|hours?|days?|weeks?)\b",
    re.I,
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*")
_WORD = re.compile(r"\w+")
_UNKNOWN = {"", "unknown", "not_known", "not_given"}


@dataclass(frozen=True)
class Facts:
    """What the form already holds. Every field may be left out.

    `event_type`: incident, near_miss, risk, outcome or good_care. `occurred` is the date, time or
    part of day as given, `occurred_precision` how exact it is ("unknown" counts as no answer).
    `others` holds any further fact by its name in the rules, such as `safeguarding_referred_at`.
    """

    event_type: str = "incident"
    occurred: str = ""
    occurred_precision: str = ""
    place: str = ""
    immediate_actions: str = ""
    people_told: str = ""
    physical_harm: str = ""
    psychological_harm: str = ""
    categories: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    others: Mapping[str, Any] = field(default_factory=dict)

    def answer(self, name: str) -> bool:
        """Whether the fact of this name is filled in with something other than "unknown"."""
        if name == "occurred" and self.occurred_precision in {"unknown", "not_known"}:
            return False
        held = getattr(self, name, None) or self.others.get(name)
        return bool(held) and str(held).strip().casefold() not in _UNKNOWN


@dataclass(frozen=True)
class Gap:
    """One question still open, why it matters, and what it takes off the score."""

    code: str
    question: str
    why: str
    weight: int


@dataclass(frozen=True)
class Completeness:
    """`score` is 0 to 100: 100 less the weights of what is open. It orders; it is not a measure."""

    score: int
    gaps: tuple[Gap, ...]


def assess(narrative: str, facts: Facts | None = None) -> Completeness:
    """What a reader could not tell from the narrative and the facts, heaviest question first."""
    known = facts or Facts()
    text = narrative.strip()
    gaps = [
        rule.gap
        for rule in _rules()
        if rule.applies_to(text, known) and not rule.is_answered(text, known)
    ]
    gaps.sort(key=lambda gap: (-gap.weight, gap.code))
    return Completeness(max(0, 100 - sum(gap.weight for gap in gaps)), tuple(gaps))


@dataclass(frozen=True)
class _Rule:
    gap: Gap
    applies: Mapping[str, Any]
    answered_by: Mapping[str, Any]
    applying_words: re.Pattern[str] | None
    answering_words: re.Pattern[str] | None

    def applies_to(self, text: str, facts: Facts) -> bool:
        if not self.applies:
            return True
        return (
            facts.event_type in self.applies.get("event_types", ())
            or bool(set(facts.categories) & set(self.applies.get("categories", ())))
            or bool(set(facts.themes) & set(self.applies.get("themes", ())))
            or bool(self.applying_words and self.applying_words.search(text))
            or _long_enough(text, self.applies)
        )

    def is_answered(self, text: str, facts: Facts) -> bool:
        by = self.answered_by
        return (
            any(facts.answer(name) for name in by.get("facts", ()))
            or bool(self.answering_words and self.answering_words.search(text))
            or _long_enough(text, by)
            or bool(by.get("times") and _TIME.search(text))
            or ("times_at_least" in by and len(_TIME.findall(text)) >= by["times_at_least"])
            or bool(by.get("same_sentence_times") and self._times_beside(text))
        )

    def _times_beside(self, text: str) -> bool:
        """Whether a time stands in a sentence that says what the rule is about."""
        return any(
            _TIME.search(sentence)
            and (not self.applying_words or self.applying_words.search(sentence))
            for sentence in _SENTENCE.findall(text)
        )


def _long_enough(text: str, held: Mapping[str, Any]) -> bool:
    return "words_at_least" in held and len(_WORD.findall(text)) >= held["words_at_least"]


@cache
def _rules() -> tuple[_Rule, ...]:
    held = yaml.safe_load(_RULES.read_text(encoding="utf-8"))
    return tuple(_rule(item, held["groups"]) for item in held["rules"])


def _rule(item: Mapping[str, Any], groups: Mapping[str, str]) -> _Rule:
    applies, answered_by = item.get("applies") or {}, item["answered_by"]
    return _Rule(
        Gap(item["code"], item["question"], item["why"], item["weight"]),
        applies,
        answered_by,
        _pattern(applies, groups),
        _pattern(answered_by, groups),
    )


def _pattern(held: Mapping[str, Any], groups: Mapping[str, str]) -> re.Pattern[str] | None:
    return compile_phrases(held["phrases"], groups) if held.get("phrases") else None

"""Words that a family should not have to look up, with plain ones in their place.

The list ships in `defaults/plain_words.yaml`. Abbreviations count too, except the few that everyone
knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from goldthread import defaults

ABBREVIATION = re.compile(r"\b[A-Z][A-Z&]{1,6}\b")


@dataclass(frozen=True)
class Unplain:
    """A word of the trade as it stands in the text, and what to write instead ("" if unknown)."""

    text: str
    instead: str


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    shipped = defaults.plain_words()
    instead = {row["word"]: row["instead"] for row in shipped["words"]}
    either = "|".join(re.escape(word) for word in sorted(instead, key=len, reverse=True))
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE), instead, frozenset(shipped["known"])


def unplain(text: str) -> list[Unplain]:
    """Each word of the trade in the text once, in the order of the text."""
    pattern, instead, known = _words()
    found = {hit[0].casefold(): (hit.start(), hit[0]) for hit in pattern.finditer(text)}
    for hit in ABBREVIATION.finditer(text):
        if hit[0] not in known:
            found.setdefault(hit[0].casefold(), (hit.start(), hit[0]))
    return [Unplain(word, instead.get(word.casefold(), "")) for _, word in sorted(found.values())]

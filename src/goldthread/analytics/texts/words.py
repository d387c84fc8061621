"""Texts as words: what is read of a text, and the words that carry it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from goldthread.analytics.texts.quiet_words import QUIET_WORDS

# About 33,000 words. What lies beyond is not read, and whoever asked is told.
LONGEST = 200_000

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LONG_WORD = re.compile(r"[^\W_]{2,}")
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "ment")
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>")
_BETWEEN_PARTS = re.compile(r"[.!?;,\n]+\s*(?:(?:and|but)\s)?|\s(?:and|but)\s", re.IGNORECASE)
_MOST_PARTS = 12
_INVISIBLE = re.compile("[\\x00-\\x1f\\x7f\\ufeff\\u200b]")


def readable(text: str) -> str:
    """The text as it is read: no control characters, tags or halves of characters, never longer
    than `LONGEST` characters, compatible forms of letters made one, lower case."""
    shown = _INVISIBLE.sub(" ", text[:LONGEST])
    if "<" in shown:
        shown = _TAG.sub(" ", shown)
    if shown.isascii():
        return shown.lower()
    whole = shown.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFKC", whole).replace("’", "'").casefold()


def words_of(text: str) -> list[str]:
    """The words of a text in order, lower case; numbers count as words, punctuation does not."""
    return _WORD.findall(readable(text))


def telling_stems(shown: str) -> list[str]:
    """The words of a `readable` text that say something, without their endings."""
    return [stem(word) for word in _LONG_WORD.findall(shown) if word not in QUIET_WORDS]


def parts_of(text: str) -> list[str]:
    """The sentences and clauses of a text that have two words or more; neighbours of a long text
    are joined, so that there are never more than twelve."""
    held = [part for part in _BETWEEN_PARTS.split(text[:LONGEST]) if len(part.split()) > 1]
    together = -(-len(held) // _MOST_PARTS) or 1
    return [", ".join(held[at : at + together]) for at in range(0, len(held), together)]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The word without a common ending, where four letters or more remain: 'calls' is 'call'."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def is_blank(text: str) -> bool:
    """Whether there is no word in the text at all."""
    return not _WORD.search(readable(text))

"""Texts as words: what is read of a text, and the words that carry it."""

from __future__ import annotations

import re
import unicodedata

# About 33,000 words. What lies beyond is not read, and whoever asked is told.
LONGEST = 200_000

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_TAG = re.compile(r"<[^<>]{0,300}>")
_INVISIBLE = dict.fromkeys(range(32), " ") | {127: " ", 0xFEFF: " ", 0x200B: " "}


def readable(text: str) -> str:
    """The text as it is read: no control characters, tags or halves of characters, never longer
    than `LONGEST` characters, compatible forms of letters made one, lower case."""
    shown = text[:LONGEST].encode("utf-8", "replace").decode("utf-8").translate(_INVISIBLE)
    return unicodedata.normalize("NFKC", _TAG.sub(" ", shown)).replace("’", "'").casefold()


def words_of(text: str) -> list[str]:
    """The words of a text in order, lower case; numbers count as words, punctuation does not."""
    return _WORD.findall(readable(text))


def is_blank(text: str) -> bool:
    """Whether there is no word in the text at all."""
    return not _WORD.search(readable(text))

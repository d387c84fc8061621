"""The small phrase language of the rule files, so that people can write rules without regexes.

`words` match whole words in any case; `(a|b)` any of these; `[the]` may be absent; `remind*` any
ending; `...` up to four words between; `{staff}` the words of a named group.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Between two words: anything but a word or the end of a sentence.
_GAP = r"[^\w.!?]+"
_BETWEEN = rf"(?:{_GAP}[\w'’-]+){{0,4}}?"
_PART = re.compile(r"\.\.\.|[()|\[\]]|[^\s()|\[\]]+")


class PhraseError(ValueError):
    """A phrase cannot be read; the message quotes it."""


def compile_phrases(phrases: list[str], groups: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern that finds any of `phrases`. PhraseError quotes the phrase that is wrong."""
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(_translate(phrase, groups) for phrase in phrases)})(?!\w)", re.I
    )


def _translate(phrase: str, groups: Mapping[str, str]) -> str:
    try:
        written = _fill(phrase, groups)
        parts = _PART.findall(written)
        pattern, end = _alternatives(parts, 0)
        if end != len(parts) or not parts:
            raise PhraseError(f"The phrase '{phrase}' has a bracket that does not match.")
        re.compile(pattern)
    except (KeyError, IndexError, re.error) as error:
        raise PhraseError(
            f"The phrase '{phrase}' cannot be read: check its brackets and groups."
        ) from error
    return pattern


def _fill(phrase: str, groups: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: " ".join(groups[found[1]].split()), phrase)


def _alternatives(parts: list[str], at: int) -> tuple[str, int]:
    """Read `a b | c d` up to a closing bracket or the end."""
    choices: list[str] = []
    while True:
        pattern, at = _sequence(parts, at)
        choices.append(pattern)
        if at < len(parts) and parts[at] == "|":
            at += 1
            continue
        return f"(?:{'|'.join(choice for choice in choices if choice)})", at


def _sequence(parts: list[str], at: int) -> tuple[str, int]:
    """Read words one after another; each optional or gap brings its own separator with it."""
    pattern = ""
    joined = True  # nothing needs a separator before the first word
    while at < len(parts) and parts[at] not in "|)]":
        part = parts[at]
        if part == "...":
            pattern += _BETWEEN
            joined, at = False, at + 1
        elif part in "([":
            inner, at = _alternatives(parts, at + 1)
            closing = ")" if part == "(" else "]"
            if parts[at] != closing:
                raise PhraseError("brackets do not match")
            at += 1
            if part == "(":
                pattern, joined = pattern + ("" if joined else _GAP) + inner, False
            elif joined:
                pattern += f"(?:{inner}{_GAP})?"
            else:
                pattern += f"(?:{_GAP}{inner})?"
        else:
            pattern += ("" if joined else _GAP) + _word(part)
            joined, at = False, at + 1
    return pattern, at


def _word(part: str) -> str:
    escaped = re.escape(part).replace(r"\*", r"[\w-]*").replace("'", "['’]")
    return escaped if part.endswith("*") else rf"{escaped}(?![\w])"

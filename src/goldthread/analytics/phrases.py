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
_TOKEN = re.compile(r"\.\.\.|[()|\[\]]|[^\s()|\[\]]+")


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
        tokens = _TOKEN.findall(written)
        pattern, end = _alternatives(tokens, 0)
        if end != len(tokens) or not tokens:
            raise PhraseError(f"The phrase '{phrase}' has a bracket that does not match.")
        re.compile(pattern)
    except (KeyError, IndexError, re.error) as error:
        raise PhraseError(
            f"The phrase '{phrase}' cannot be read: check its brackets and groups."
        ) from error
    return pattern


def _fill(phrase: str, groups: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: " ".join(groups[found[1]].split()), phrase)


def _alternatives(tokens: list[str], at: int) -> tuple[str, int]:
    """Read `a b | c d` up to a closing bracket or the end."""
    choices: list[str] = []
    while True:
        pattern, at = _sequence(tokens, at)
        choices.append(pattern)
        if at < len(tokens) and tokens[at] == "|":
            at += 1
            continue
        return f"(?:{'|'.join(choice for choice in choices if choice)})", at


def _sequence(tokens: list[str], at: int) -> tuple[str, int]:
    """Read words one after another; each optional or gap brings its own separator with it."""
    pattern = ""
    joined = True  # nothing needs a separator before the first word
    while at < len(tokens) and tokens[at] not in "|)]":
        token = tokens[at]
        if token == "...":
            pattern += _BETWEEN
            joined, at = False, at + 1
        elif token in "([":
            inner, at = _alternatives(tokens, at + 1)
            closing = ")" if token == "(" else "]"
            if tokens[at] != closing:
                raise PhraseError("brackets do not match")
            at += 1
            if token == "(":
                pattern, joined = pattern + ("" if joined else _GAP) + inner, False
            elif joined:
                pattern += f"(?:{inner}{_GAP})?"
            else:
                pattern += f"(?:{_GAP}{inner})?"
        else:
            pattern += ("" if joined else _GAP) + _word(token)
            joined, at = False, at + 1
    return pattern, at


def _word(token: str) -> str:
    escaped = re.escape(token).replace(r"\*", r"[\w-]*").replace("'", "['’]")
    return escaped if token.endswith("*") else rf"{escaped}(?![\w])"

"""Names of people, by their cues, and then wherever the same name stands again.

Capitalised words are gathered into runs ("Ann Mary Smith"). A run is a name when something says
so: a title, a first name everybody knows, an age, "the death of", a relation, a verb or a
possession that only people have. Once a run is a name, each of its words is a name wherever it
stands in the same text. A run that ends in a word such as Hospital or Road is a place or a body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from goldthread.analytics.personal_data.lexicon import Lexicon, lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’](?!s\b|S\b)[^\W\d_]+)*")
_AGE_AFTER = re.compile(
    r",?\s*\(?\s*(?:then |was |who was |who is |is )?(?:aged?\b|\d{1,3}[ -]years?\b|a \d{1,3}[ -]year|"
    r"(?:d\.?o\.?b|date of birth|born)\b)",
    re.I,
)
_NAMED_BEFORE = re.compile(
    r"(?:\bdeaths? of|\bnamed|\bname (?:is|was|of)|\bknown as|\bcalled|\btouching|\bbody of|\blife of|\bupon|"
    r"\d[ -]year[ -]old|\bthe late|\bcare of|\bdeceased,?|\btreatment of|\binvestigation into)[:,]?\s+(?:[A-Za-z]\.\s*)?$",
    re.I,
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|towards?|via|outside|between|into|through|around|across|the|St\.?|Saint|"
    r"Queen|King|Prince|Princess|Royal|HMP|of)\s+$"
)
_SAINT_BEFORE = re.compile(
    r"\b(?:St\.?|Saint|Queen|King|Prince|Princess|Royal|HMP|Duke|Our Lady)\s+$"
)
_STARTS_SENTENCE = re.compile(r"(?:^|[.!?:;•–\n-]\s*|\n\s*|\)\s*|\d\.?\s*)[\"“‘'(]?\s*$")
_INITIAL = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    raw: str
    low: str


def find_names(text: str, known_names: tuple[str, ...] = ()) -> list[tuple[int, int]]:
    """[start, end) of each name; words standing side by side make one span."""
    return _Reader(text, known_names).spans()


class _Reader:
    """One reading of one text. Public for nobody: it holds what the passes share."""

    def __init__(self, text: str, known_names: tuple[str, ...]) -> None:
        self.text = text
        self.words = [
            _Word(found.start(), found.end(), found[0], found[0].casefold())
            for found in _WORD.finditer(text)
        ]
        self.lex: Lexicon = lexicon()
        self.lower_here = {word.low for word in self.words if word.raw[0].islower()}
        self.chosen: set[int] = set()
        self.sure: set[str] = set()
        self.known_names = known_names
        self.known_parts: set[str] = set()

    def spans(self) -> list[tuple[int, int]]:
        fixed = self._known()
        self._titled()
        for first, last in self._runs():
            self._judge(first, last)
        self._spread()
        return _merge(self._joined(), fixed)

    def _known(self) -> list[tuple[int, int]]:
        found = []
        for name in self.known_names:
            parts = name.split()
            if not parts or len(name.strip()) < 3:
                continue
            whole = r"\s+".join(re.escape(part) for part in parts)
            found += [hit.span() for hit in re.finditer(rf"(?<!\w){whole}(?!\w)", self.text, re.I)]
            self.known_parts |= {
                part.casefold()
                for part in parts
                if len(part) > 2 and part.casefold() not in self.lex.titles
            }
        self.sure |= self.known_parts
        return found

    def _titled(self) -> None:
        for at, word in enumerate(self.words[:-1]):
            if word.low not in self.lex.titles or not word.raw[0].isupper():
                continue
            last = at
            while last + 1 < len(self.words) and last - at < 4 and self._follows(last, ".,"[:1]):
                following = self.words[last + 1]
                if not following.raw[0].isupper() or not self._fits_title(following, last == at):
                    break
                last += 1
            if last > at:
                self._take(at + 1, last)

    def _fits_title(self, word: _Word, first: bool) -> bool:
        if len(word.raw) == 1:
            return True
        if word.low in self.lex.titles or (len(word.raw) <= 4 and word.raw.isupper() and not first):
            return False
        if first:
            return word.low not in self.lex.not_names or word.low not in self.lower_here
        return word.low not in self.lex.not_names

    def _runs(self) -> list[tuple[int, int]]:
        """(first, last) word of each run of capitalised words that could be a name."""
        runs: list[tuple[int, int]] = []
        at = 0
        while at < len(self.words):
            if not self._could_be(self.words[at]):
                at += 1
                continue
            last = at
            while (
                last + 1 < len(self.words)
                and self._follows(last, "")
                and self._could_be(self.words[last + 1], inside=True)
            ):
                last += 1
            runs.append((at, last))
            at = last + 1
        return runs

    def _could_be(self, word: _Word, inside: bool = False) -> bool:
        if not word.raw[0].isupper():
            return False
        if len(word.raw) == 1:
            return inside
        if word.low in self.lex.not_names or word.low in self.lex.titles:
            return False
        if word.low in self.lower_here and word.low not in self.lex.first_names:
            return False
        return not (word.raw.isupper() and len(word.raw) <= 3 and not inside)

    def _judge(self, first: int, last: int) -> None:
        words = self.words[first : last + 1]
        before = self.text[max(0, words[0].start - 40) : words[0].start]
        after = self.text[words[-1].end : words[-1].end + 40]
        if self._is_place(last) or _SAINT_BEFORE.search(before):
            return
        if all(word.low in self.lex.places for word in words):
            return
        if self._person_cue(words, before, after):
            self._take(first, last)
        elif words[0].low in self.lex.first_names:
            self._take(first, last) if last > first else self.chosen.add(first)
        elif words[0].low in self.lex.doubtful_first_names and last > first:
            self._take(first, last)

    def _person_cue(self, words: list[_Word], before: str, after: str) -> bool:
        if _AGE_AFTER.match(after) and not _PLACE_BEFORE.search(before.removesuffix("of ")):
            return True
        if _NAMED_BEFORE.search(before) and not _all_capitals_short(words):
            return len(words) > 1 or not before.rstrip().endswith(("called", "upon", "into"))
        if self.lex.relation_before.search(before) or self.lex.role_before.search(before):
            return not _all_capitals_short(words)
        if _PLACE_BEFORE.search(before) or any(word.low in self.lex.places for word in words[-1:]):
            return False
        if not (self.lex.verb_after.match(after) or self.lex.owned_after.match(after)):
            return False
        return len(words) > 1 or self._stands_in_mid_sentence(words[0])

    def _stands_in_mid_sentence(self, word: _Word) -> bool:
        if word.raw.isupper():
            return False
        return any(
            other.raw == word.raw
            and not _STARTS_SENTENCE.search(self.text[max(0, other.start - 8) : other.start])
            for other in self.words
        )

    def _is_place(self, last: int) -> bool:
        if last + 1 >= len(self.words) or not self._follows(last, ""):
            return False
        following = self.words[last + 1]
        return following.raw[0].isupper() and (
            following.low in self.lex.bodies or following.low in self.lex.places
        )

    def _take(self, first: int, last: int) -> None:
        for at in range(first, last + 1):
            self.chosen.add(at)
            word = self.words[at]
            if len(word.raw) > 2:
                self.sure.add(word.low)

    def _spread(self) -> None:
        """Every other place where a word of a sure name stands with a capital."""
        also_a_word = self.lower_here - self.known_parts
        for at, word in enumerate(self.words):
            if at in self.chosen or word.low not in self.sure or not word.raw[0].isupper():
                continue
            if word.low in self.lex.not_names or word.low in also_a_word:
                continue
            if word.low in self.lex.places or self._is_place(at):
                continue
            self.chosen.add(at)

    def _follows(self, at: int, marks: str) -> bool:
        """Whether the next word stands right beside this one, as the parts of a name do."""
        word, following = self.words[at], self.words[at + 1]
        gap = self.text[word.end : following.start]
        if len(word.raw) == 1 or marks:
            gap = gap.replace(".", "", 1)
        return gap in {" ", "-", "", "  ", "\n", " \n"} and len(gap) < 3

    def _joined(self) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        previous = -2
        for at in sorted(self.chosen):
            word = self.words[at]
            if at == previous + 1 and self._follows(previous, ""):
                spans[-1] = (spans[-1][0], word.end)
            else:
                spans.append((word.start, word.end))
            previous = at
        return spans


def _all_capitals_short(words: list[_Word]) -> bool:
    return all(word.raw.isupper() and len(word.raw) <= 4 for word in words)


def _merge(spans: list[tuple[int, int]], fixed: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans + fixed):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

"""Names of people, by their cues, and then wherever the same name stands again.

Capitalised words are gathered into runs ("Ann Mary Smith"). A run is a name when something says
so: a title, a first name everybody knows, an age, "the death of", a relation, a verb or a
possession that only people have. Once a run is a name, each of its words is a name wherever it
stands in the same text. A run that ends in a word such as Hospital or Road is a place or a body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from goldthread.analytics.personal_data import cues
from goldthread.analytics.personal_data.lexicon import Lexicon, lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’](?!s\b|S\b)[^\W\d_]+)*")


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
        runs = self._runs()
        for first, last in runs:
            self._judge(first, last)
        self._weigh(runs)
        self._follow_lists(runs)
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
            if word.raw in {"mr", "mrs"} and self._follows(at, True):
                self._take_lower(at + 1)
            if word.low not in self.lex.titles or not word.raw[0].isupper():
                continue
            last = at
            while last + 1 < len(self.words) and last - at < 4 and self._follows(last, at == last):
                following = self.words[last + 1]
                if not following.raw[0].isupper() or not self._fits_title(following, last == at):
                    break
                last += 1
            if last > at:
                self._take(at + 1, last)

    def _take_lower(self, at: int) -> None:
        """ "mr smith", typed in a hurry: only these two titles, which are never other words."""
        word = self.words[at]
        if word.low not in self.lex.not_names and word.low not in self.lex.never_after_titles:
            self.chosen.add(at)

    def _fits_title(self, word: _Word, first: bool) -> bool:
        if len(word.raw) == 1:
            return True
        if word.low in self.lex.titles or (len(word.raw) <= 4 and word.raw.isupper() and not first):
            return False
        if first:
            return word.low not in self.lex.never_after_titles and (
                word.low not in self.lex.not_names or word.low not in self.lower_here
            )
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
                and self._follows(last)
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
        if inside and word.low in self.lex.doubtful_first_names:
            return True
        if word.low in self.lex.not_names or word.low in self.lex.titles:
            return False
        if word.low in self.lower_here and word.low not in self.lex.first_names:
            return False
        return not (word.raw.isupper() and len(word.raw) <= 3 and not inside)

    def _judge(self, first: int, last: int) -> None:
        words = self.words[first : last + 1]
        before, after = self._beside(first, last)
        if self._is_place(last) or cues.SAINT_BEFORE.search(before):
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
        if cues.AGE_AFTER.match(after) and not cues.PLACE_BEFORE.search(before.removesuffix("of ")):
            return True
        if cues.NAMED_BEFORE.search(before) and not _all_capitals_short(words):
            return len(words) > 1 or not before.rstrip().endswith(("called", "upon", "into"))
        if self.lex.relation_before.search(before) or self.lex.role_before.search(before):
            return not _all_capitals_short(words)
        if cues.DEATH_AFTER.match(after) and not cues.BEFORE_A_THING.search(
            before.removesuffix("of ")
        ):
            return True
        if self.lex.certain_verb_after.match(after) and not cues.BEFORE_A_THING.search(before):
            return len(words) > 1 or not (
                words[0].raw.isupper() or cues.ORDINARY_ENDING.search(words[0].raw)
            )
        if cues.PLACE_BEFORE.search(before) or any(
            word.low in self.lex.places for word in words[-1:]
        ):
            return False
        if not (self.lex.verb_after.match(after) or self.lex.owned_after.match(after)):
            return False
        return len(words) > 1 or self._stands_in_mid_sentence(words[0])

    def _weigh(self, runs: list[tuple[int, int]]) -> None:
        """Take the runs that no one cue decides but several together do: two signs, no doubts."""
        signs: dict[str, float] = {}
        for first, last in runs:
            if not self._undecided(first, last):
                continue
            before, after = self._beside(first, last)
            sign = 1.0 * bool(cues.ACTS_AFTER.match(after)) + 1.0 * bool(
                cues.OWNS_AFTER.match(after)
            )
            sign += 0.5 * bool(cues.BEFORE_A_PERSON.search(before)) + 0.5 * (last > first)
            sign -= 2.0 * bool(cues.BEFORE_A_THING.search(before))
            key = self.words[first].low
            signs[key] = signs.get(key, 0.0) + sign
        for first, last in runs:
            enough = 1.5 if last > first else 2.0
            if self._undecided(first, last) and signs[self.words[first].low] >= enough:
                self._take(first, last)

    def _undecided(self, first: int, last: int) -> bool:
        if first in self.chosen or self._is_place(last):
            return False
        words = self.words[first : last + 1]
        if any(word.raw.isupper() or word.low in self.lex.places for word in words):
            return False
        if cues.ORDINARY_ENDING.search(words[-1].raw):
            return False
        return not cues.SAINT_BEFORE.search(self._beside(first, last)[0])

    def _follow_lists(self, runs: list[tuple[int, int]]) -> None:
        """A run of two or more beside a name in a list ("A B, C D and E F") is a name too."""
        for first, last in runs:
            beside = {first - 1, first - 2} & self.chosen
            if last > first and beside and first not in self.chosen and not self._is_place(last):
                before = self._beside(first, last)[0]
                between = self.text[self.words[max(beside)].end : self.words[first].start]
                if cues.LISTED_BEFORE.search(before) and len(between) <= 7:
                    self._take(first, last)

    def _beside(self, first: int, last: int) -> tuple[str, str]:
        start, end = self.words[first].start, self.words[last].end
        return self.text[max(0, start - 40) : start], self.text[end : end + 40]

    def _stands_in_mid_sentence(self, word: _Word) -> bool:
        if word.raw.isupper():
            return False
        return any(
            other.raw == word.raw
            and not cues.STARTS_SENTENCE.search(self.text[max(0, other.start - 8) : other.start])
            for other in self.words
        )

    def _is_place(self, last: int) -> bool:
        if last + 1 >= len(self.words) or not self._follows(last):
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

    def _follows(self, at: int, after_title: bool = False) -> bool:
        """Whether the next word stands right beside this one, as the parts of a name do."""
        word, following = self.words[at], self.words[at + 1]
        gap = self.text[word.end : following.start]
        if len(word.raw) == 1 or (after_title and len(word.raw) <= 4):
            gap = gap.replace(".", "", 1)
        return len(gap) <= 3 and gap.strip() in {"", "-"} and "\n\n" not in gap

    def _joined(self) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        previous = -2
        for at in sorted(self.chosen):
            word = self.words[at]
            if at == previous + 1 and self._follows(previous):
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

"""Telling an event: choosing variants, filling in facts, and keeping the grammar right.

The little language of the content files: `<a|b>` picks one of the alternatives, `{slot}` is
filled from the facts of the incident. Nothing else is special.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import dataclass

from goldthread.demo.people import PersonServed
from goldthread.demo.provider import content, provider
from goldthread.demo.scenarios import Scenario, variants
from goldthread.demo.voices import VOICES, voice

ALTERNATIVES = re.compile(r"<([^<>]*)>")
SLOT = re.compile(r"\{([A-Za-z_0-9]+)\}")
NUMBERS = ("two", "three", "four", "five", "six")
RELATIVES = ("mother", "father", "sister", "brother", "partner", "daughter", "son", "aunt")
LONG_WHILES: tuple[str, ...] = (
    "five months",
    "six months",
    "seven months",
    "eight months",
    "nine months",
)
LONG_WHILES += ("eleven weeks", "fourteen weeks", "most of a year", "over a year")
DECADES = {2: "twenties", 3: "thirties", 4: "forties", 5: "fifties", 6: "sixties"}
DECADES |= {7: "seventies", 8: "eighties", 9: "nineties"}
PRONOUNS = {
    "female": {"he": "she", "his": "her", "him": "her", "himself": "herself"},
    "male": {"he": "he", "his": "his", "him": "him", "himself": "himself"},
}


@dataclass(frozen=True)
class Telling:
    """The words of a report."""

    title: str
    narrative: str
    immediate_action: str


class Teller:
    """Fills the slots of one incident, the same way each time a fact recurs."""

    def __init__(
        self,
        rng: random.Random,
        person: PersonServed,
        kind: str,
        at: dt.datetime,
        *,
        staff: bool = True,
    ) -> None:
        self.rng, self.person, self.kind, self.at = rng, person, kind, at
        self.relative = rng.choice(RELATIVES)
        self.mentioned = False
        self.clock = rng.randint(8 * 12, 17 * 12) * 5
        self.voice = voice(rng.randrange(VOICES), staff=staff)

    def tell(self, template: str) -> str:
        """The template with its alternatives chosen and its slots filled."""
        chosen = ALTERNATIVES.sub(lambda m: self.rng.choice(m[1].split("|")), template)
        chosen = chosen.replace("{day}s", f"{self.at:%A}s").replace("{day2}s", f"{self.at:%A}s")
        self.mentioned = self.mentioned or _begins_with_pronoun(chosen)
        told = SLOT.sub(lambda match: self._fill(match[1]), chosen).strip()
        told = self.voice.say(told)
        return told[0].upper() + told[1:]

    def _fill(self, slot: str) -> str:
        if slot.lower() in PRONOUNS["male"]:
            return _like(slot, PRONOUNS[self.person.gender][slot.lower()])
        if slot.lower() in ("person", "person_cap"):
            return _like(slot if slot != "person_cap" else "P", self._mention())
        if slot.lower() == "person_young":
            self.mentioned = True
            return _like(slot, f"a young {self._noun()} of eighteen")
        return str(getattr(self, f"_{slot}")())

    def _noun(self) -> str:
        return "woman" if self.person.gender == "female" else "man"

    def _mention(self) -> str:
        if self.mentioned:
            return self.rng.choice(
                ["the client", "the patient", "the person", f"this {self._noun()}"]
            )
        self.mentioned = True
        return self.rng.choice(self._introductions())

    def _introductions(self) -> list[str]:
        noun, his = self._noun(), PRONOUNS[self.person.gender]["his"]
        age = max(self.person.age(self.at.date()), 18)
        decade = DECADES.get(age // 10)
        ways = [f"a {noun} on my caseload", f"a {noun} we support", "a client", "a patient"]
        ways.append(f"a {noun} in {his} {decade}" if decade else f"a young {noun}")
        ways.append(
            f"{'an' if age in (18, 80, 81) or 80 <= age < 90 else 'a'} {age}-year-old {noun}"
        )
        ways += {
            "sl": ["one of our tenants", "a tenant"],
            "crisis": [f"a {noun} under home treatment"],
            "oa": [f"an older {noun}"],
            "eip": [f"a young {noun}"],
            "pt": [f"a {noun} in therapy with us"],
        }.get(self.kind, [])
        return ways

    def _relative(self) -> str:
        return self.relative

    def _n(self) -> str:
        return self.rng.choice(NUMBERS)

    def _n_cap(self) -> str:
        return self._n().capitalize()

    def _n2(self) -> str:
        return str(self.rng.randint(8, 16))

    def _days(self) -> str:
        words = (*NUMBERS, "seven", "eight", "nine", "ten", "eleven", "twelve")
        return f"{self.rng.choice(words)} days"

    def _weeks(self) -> str:
        many = [f"{word} weeks" for word in (*NUMBERS, "seven", "nine")]
        return self.rng.choice([*many, "two months", "three months", "ten days", "a fortnight"])

    def _weeks_long(self) -> str:
        return self.rng.choice(LONG_WHILES)

    def _time(self) -> str:
        return f"{self.clock // 60:02d}:{self.clock % 60:02d}"

    def _time2(self) -> str:
        later = min(self.clock + self.rng.randint(4, 60) * 5, 23 * 60 + 55)
        return f"{later // 60:02d}:{later % 60:02d}"

    def _day(self) -> str:
        return _day_words(self.at.date(), self.rng)

    def _day2(self) -> str:
        return _day_words(self.at.date() + dt.timedelta(days=self.rng.randint(1, 6)), self.rng)

    def _dose(self) -> str:
        return f"{self.rng.choice([50, 75, 100])} mg"

    def _dose2(self) -> str:
        return f"{self.rng.choice([150, 200, 300])} mg"

    def _colleague(self) -> str:
        return self.rng.choice([one.name for one in provider().staff if not one.outside])

    def _name(self) -> str:
        return self.person.name

    def _nhs(self) -> str:
        number = self.person.nhs_number
        return f"{number[:3]} {number[3:6]} {number[6:]}"

    def _phone(self) -> str:
        # 07700 900000 to 900999 is kept for drama and can ring nobody (Ofcom).
        return f"07700 900{self.rng.randint(0, 999):03d}"

    def _house(self) -> str:
        return str(self.rng.randint(2, 88))

    def _street(self) -> str:
        return str(self.rng.choice(content("asides.yaml")["streets"]))


def _begins_with_pronoun(template: str) -> bool:
    first = SLOT.search(template)
    return first is not None and first[1].lower() in PRONOUNS["male"]


def _like(slot: str, words: str) -> str:
    return words[0].upper() + words[1:] if slot[0].isupper() else words


def _day_words(day: dt.date, rng: random.Random) -> str:
    return rng.choice([f"{day:%A}", f"{day:%A} {day.day} {day:%B}", f"{day.day} {day:%B}"])


def tell(scenario: Scenario, rng: random.Random, teller: Teller, *, imperfect: bool) -> Telling:
    """The words of one report: from two lines to a few paragraphs."""
    length = rng.choices(("short", "usual", "long"), (15, 47, 38))[0]
    title = teller.tell(scenario.title)
    teller.mentioned = False
    paragraphs = [teller.tell(rng.choice(scenario.opening))]
    thens = rng.sample(scenario.then, len(scenario.then))
    dids = rng.sample(scenario.did, len(scenario.did))
    if length != "short":
        paragraphs.append(teller.tell(thens[0]))
    if length == "long":
        paragraphs.append(" ".join(teller.tell(line) for line in thens[1:3]))
        paragraphs.append(teller.tell(dids.pop()) if len(dids) > 1 else "")
    paragraphs += _extras(rng, teller, scenario, length, imperfect)
    told_inside = scenario.route in ("family", "anonymous")
    action = teller.tell(dids[0]) if dids and rng.random() < 0.86 else ""
    if told_inside:
        paragraphs, action = [*paragraphs, action], ""
    separator = "\n\n" if length == "long" else " "
    narrative = teller.voice.join(separator.join(filter(None, paragraphs)), rng)
    return Telling(title, narrative, action)


def _extras(
    rng: random.Random, teller: Teller, scenario: Scenario, length: str, imperfect: bool
) -> list[str]:
    pool = content_lines("asides") if scenario.route in ("signed_in", "confidential") else ()
    extras = []
    if pool and length != "short":
        many = rng.choices((0, 1, 2), (45, 40, 15) if length == "usual" else (25, 45, 30))[0]
        extras += [teller.tell(line) for line in rng.sample(pool, many)]
    if imperfect and pool:
        extras.append(teller.tell(rng.choice(content_lines("imperfect"))))
    return extras


def content_lines(key: str) -> tuple[str, ...]:
    """The variants under a key of `content/asides.yaml`."""
    if key not in _LINES:
        _LINES[key] = variants(content("asides.yaml")[key])
    return _LINES[key]


_LINES: dict[str, tuple[str, ...]] = {}

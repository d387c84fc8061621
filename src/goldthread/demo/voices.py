"""How different people write: contractions, clinical shorthand, and their own words for things.

A voice is drawn for each report and kept through it, so that two reports of the same kind do not
read as if one person had written both.
"""

from __future__ import annotations

import random
import re
from functools import cache

CONTRACTIONS = {
    "did not": "didn't",
    "does not": "doesn't",
    "do not": "don't",
    "was not": "wasn't",
    "were not": "weren't",
    "has not": "hasn't",
    "have not": "haven't",
    "had not": "hadn't",
    "could not": "couldn't",
    "would not": "wouldn't",
    "is not": "isn't",
    "can not": "can't",
    "cannot": "can't",
    "I have": "I've",
    "I am": "I'm",
    "We have": "We've",
    "we have": "we've",
    "It is": "It's",
    "it is": "it's",
    "There is": "There's",
    "there is": "there's",
}
SHORTHAND = {
    "care coordinator": "CCO",
    "appointment": "appt",
    "appointments": "appts",
    "the emergency department": "ED",
    "the crisis team": "CRHT",
    "safeguarding": "SG",
    "medicine": "meds",
    "The client": "Pt",
    "the client": "pt",
    "The patient": "Pt",
    "the patient": "pt",
    "discharged": "d/c'd",
    "ambulance": "amb",
    "home visit": "HV",
    "blood test": "bloods",
    "regarding": "re",
}
# Each row: words that one person uses throughout where another would use the next.
CHOICES = (
    ("rang", "phoned", "called"),
    ("the record", "the notes", "the electronic record"),
    ("straight away", "at once", "immediately"),
    ("apologised", "said sorry", "apologised in full"),
    ("worker", "member of staff", "worker"),
    ("the duty worker", "duty", "the duty practitioner"),
    ("upset", "distressed", "upset"),
    ("colleague", "co-worker", "colleague"),
    ("frightened", "scared", "frightened"),
    ("the manager", "our manager", "the team manager"),
    ("the same day", "that day", "the same day"),
    ("the council", "the local authority", "adult social care"),
    ("the GP", "the GP", "the surgery"),
    ("fell", "had a fall", "fell"),
    ("hurt", "harmed", "hurt"),
    ("tablets", "tablets", "medication"),
    ("nobody", "no one", "nobody"),
    ("each time", "every time", "each time"),
    ("found out", "learnt", "found out"),
    ("because", "as", "because"),
)


VOICES = 60
JOINED = re.compile(
    r"(?<=[a-z])\. (It|He|She|We|They|There|That|This|Nobody|No one|Each|Both|Our|The)(?= [a-z])"
)


class Voice:
    """One person's way of writing: their words for things and how they join sentences."""

    def __init__(self, rng: random.Random, *, staff: bool) -> None:
        self.swaps = {row[0]: chosen for row in CHOICES if (chosen := rng.choice(row)) != row[0]}
        style = rng.random()
        if style < 0.42:
            self.swaps |= CONTRACTIONS
        elif staff and style < 0.56:
            self.swaps |= SHORTHAND
        words = sorted(self.swaps, key=len, reverse=True)
        self.pattern = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, words)) + r")(?!\w)")
        self.joiner = rng.choice(("; ", " - ", ", and ", "; "))
        self.joins = rng.choice((0.0, 0.3, 0.6))

    def say(self, text: str) -> str:
        """The text in this person's words."""
        return self.pattern.sub(lambda match: self.swaps[match[1]], text)

    def join(self, text: str, rng: random.Random) -> str:
        """The text with some of its sentences run together, as this person would."""

        def joined(match: re.Match[str]) -> str:
            return self.joiner + match[1].lower() if rng.random() < self.joins else match[0]

        return JOINED.sub(joined, text)


@cache
def voice(number: int, *, staff: bool) -> Voice:
    """One of a fixed company of voices; the same number is always the same person."""
    return Voice(random.Random(number), staff=staff)  # noqa: S311 - invented words, no secret

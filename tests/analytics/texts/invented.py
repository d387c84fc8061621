"""Short invented narratives of three plain kinds, the same on every machine."""

from __future__ import annotations

import random

KINDS = {
    "medication": (
        "The {who} gave the wrong dose of {what}. The chart was not checked before the round.",
        "A tablet of {what} was missed by the {who}, and the dose was given late.",
        "The {who} found {what} tablets out of date in the cupboard, and the dose was held back.",
    ),
    "handover": (
        "At the handover the {who} did not pass on that {what} had changed the plan.",
        "The {who} started the shift with no handover of {what}, so the visit was missed.",
        "Notes of the handover about {what} were not written down by the {who}.",
    ),
    "building": (
        "The lift was broken and the {who} could not reach the room kept for {what}.",
        "Water came through the ceiling of the room for {what}; the {who} moved everyone out.",
        "The {who} found the fire door wedged open beside the room for {what}.",
    ),
}
WHO = ("nurse", "support worker", "doctor", "student", "therapist", "manager", "pharmacist")
WHAT = ("lithium", "clozapine", "the evening", "the clinic", "the family", "the group", "bloods")


def narratives(number: int = 90, seed: int = 3) -> tuple[list[str], list[str]]:
    """(texts, kinds), the kinds in turn."""
    draw = random.Random(seed)
    kinds = [list(KINDS)[at % len(KINDS)] for at in range(number)]
    texts = [
        draw.choice(KINDS[kind]).format(who=draw.choice(WHO), what=draw.choice(WHAT))
        for kind in kinds
    ]
    return texts, kinds


MATTERS = {
    "medication": "dose lithium chart tablet pharmacy depot prescribed bottle blister insulin",
    "handover": "shift handover rota diary message voicemail weekend cover inbox telephone",
    "building": "lift ceiling boiler corridor window carpet plumbing scaffold roof radiator",
}


def loose_narratives(number: int = 90, seed: int = 3) -> tuple[list[str], list[str]]:
    """(texts, kinds): no set sentences, only words that go together."""
    draw = random.Random(seed)
    kinds = [list(MATTERS)[at % len(MATTERS)] for at in range(number)]
    common = ["morning", "noticed", "colleague", "afternoon", "told", "found", "seen", "later"]
    texts = [
        " ".join(draw.sample(MATTERS[kind].split(), 6) + draw.sample(common, 2)) for kind in kinds
    ]
    return texts, kinds

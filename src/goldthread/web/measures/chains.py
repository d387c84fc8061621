"""What the safer-because pages print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.domain.insight.measures.queries import Chain, state_of
from goldthread.domain.insight.measures.queries.safer import (
    NOT_EFFECTIVE,
    RELAPSED,
    UNDER_WAY,
    UNPROVEN,
    VERIFIED,
)
from goldthread.web.words import date, plural

# State: words, and the tone of its tag. Green is for what was verified and nothing else.
STATES = {
    VERIFIED: ("Verified", "good"),
    UNPROVEN: ("Implemented, not verified", "unproven"),
    NOT_EFFECTIVE: ("Not effective", "late"),
    RELAPSED: ("Worked, then relapsed", "late"),
    UNDER_WAY: ("Under way", "underway"),
}


@dataclass(frozen=True)
class Link:
    """One link of the chain: how many, of what, and what it says honestly."""

    number: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class ChainShown:
    """One theme's chain, and its sentence."""

    title: str
    href: str
    links: tuple[Link, ...]
    sentence: str
    tone: str


@dataclass(frozen=True)
class ChangeShown:
    """One change, with how far it got."""

    title: str
    href: str
    what: str
    facts: str
    state: str
    tone: str
    reference: str


def chain_shown(chain: Chain, query: str = "") -> ChainShown:
    verified = chain.changes[VERIFIED]
    links = (
        Link(f"{chain.incidents:,}", "reported"),
        Link(f"{chain.learning:,}", "learning points", "From reviews that were signed off"),
        Link(f"{chain.recorded:,}", "changes", _strong(chain)),
        Link(f"{verified:,}", "shown to work", "By someone who does not own the change"),
    )
    theme = chain.theme
    return ChainShown(
        theme.name if theme else "Everything",
        f"{reverse('measures:theme', args=[theme.code])}{query}" if theme else "",
        links,
        sentence(chain),
        "good" if verified else "neutral",
    )


def _strong(chain: Chain) -> str:
    if not chain.recorded:
        return ""
    return f"{chain.strong:,} of them strong" if chain.strong else "None of them strong"


def sentence(chain: Chain) -> str:
    """What can be said, and what cannot."""
    if not chain.recorded:
        return (
            "Nothing was changed because of these yet."
            if chain.incidents
            else "Nothing was reported and nothing was changed in this time."
        )
    verified = chain.changes[VERIFIED]
    if not verified:
        return f"Nothing is shown to be safer yet: {_others(chain)}."
    begins = f"Safer because {plural(verified, 'change was', 'changes were')} shown to work"
    others = _others(chain)
    return f"{begins}. Of the others, {others}." if others else f"{begins}."


def _others(chain: Chain) -> str:
    counts = chain.changes
    told = [
        _are(counts[UNPROVEN], "live and not verified"),
        _are(counts[NOT_EFFECTIVE], "found not effective"),
        f"{counts[RELAPSED]:,} worked and relapsed" if counts[RELAPSED] else "",
        _are(counts[UNDER_WAY], "still under way"),
    ]
    said = [one for one in told if one]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _are(count: int, words: str) -> str:
    if not count:
        return ""
    return f"{count:,} {'is' if count == 1 else 'are'} {words}"


def change_shown(action: Any) -> ChangeShown:
    plan = getattr(action, "verification", None)
    words, tone = STATES[state_of(action.status, plan.status if plan else "")]
    facts = [
        f"Live since {date(action.live)}" if action.live else "Not live yet",
        "communicated" if action.told else "not communicated yet",
        f"{action.get_strength_display().lower()} action" if action.strength else "",
    ]
    return ChangeShown(
        action.title,
        f"/actions/{action.pk}/",
        action.change,
        ", ".join(one for one in facts if one) + ".",
        words,
        tone,
        action.incident.reference,
    )

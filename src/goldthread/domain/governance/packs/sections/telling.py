"""Counts and shares in words, with small ones held back where the pack leaves the provider."""

from __future__ import annotations

from goldthread.analytics.counts import plural
from goldthread.analytics.suppression import State, one_way
from goldthread.domain.governance.packs.claims import Asked, Claim, too_little
from goldthread.domain.governance.packs.terms import FEWEST, Strength
from goldthread.domain.insight.measures.definitions import fewer_than


def many(asked: Asked, number: int, one: str, several: str = "") -> str:
    """`34 reports`, `no reports`; for readers outside `fewer than 5 reports`."""
    word = several or f"{one}s"
    if asked.outside and number < fewer_than():
        return f"fewer than {fewer_than()} {word}"
    return plural(number, one, several) if number else f"no {word}"


def were(asked: Asked, number: int) -> str:
    """The verb after `many`."""
    return "was" if number == 1 and not asked.outside else "were"


def opening(words: str) -> str:
    """The words with a capital, to begin a sentence."""
    return words[:1].upper() + words[1:]


def parts(asked: Asked, numbers: list[int]) -> list[str]:
    """Numbers that add up to one that is shown; outside, none can be worked out from the others."""
    if not asked.outside:
        return [f"{number:,}" for number in numbers]
    states = one_way(numbers, fewer_than())
    if states is None:
        return ["held back"] * len(numbers)
    small = f"fewer than {fewer_than()}"
    words = {State.SMALL: small, State.HELD: "held back"}
    return [words.get(s, f"{n:,}") for n, s in zip(numbers, states, strict=True)]


def share(
    asked: Asked,
    number: int,
    of: int,
    sentence: str,
    *,
    nothing: str,
    source: str = "",
    href: str = "",
    about: tuple[str, ...] = (),
) -> Claim:
    """`sentence` with `{share}` put in as `7 of 12 (58%)`; too few of something is said so.

    `nothing` is the sentence where there was none of it at all.
    """
    if asked.outside and of and min(number, of - number) < fewer_than():
        said = sentence.format(share="a share too small to show without pointing at someone")
        return too_little(f"{said} It is held back.", source, href, about=about)
    if not of:
        return too_little(nothing, source, href, about=about)
    said = sentence.format(share=f"{number:,} of {of:,} ({100 * number / of:.0f}%)")
    if of < FEWEST:
        return too_little(f"{said} That is too few to say more.", source, href, about=about)
    return Claim(said, Strength.COUNTED, source, href, about=about)

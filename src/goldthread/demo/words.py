"""The words of later stages: a variant of a line in `content/lives.yaml`, filled in."""

from __future__ import annotations

import random
from functools import cache

from goldthread.demo.provider import content
from goldthread.demo.scenarios import variants


@cache
def _lines(key: str) -> tuple[str, ...]:
    return variants(content("lives.yaml")[key])


def word(rng: random.Random, key: str, **facts: object) -> str:
    """One variant of the line, with `{fact}` replaced."""
    return rng.choice(_lines(key)).format(**facts)

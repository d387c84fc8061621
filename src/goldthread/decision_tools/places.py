"""Names of the places of a tool: in sentences by their words, in addresses by their id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ABOUT = "about"  # the tool's name, purpose, source and first question
WORDS = {"question": "text", "outcome": "label"}


def place_of(kind: str, identifier: Any) -> str:
    """`question:harmed`, which a page turns into a link."""
    return f"{kind}:{identifier}"


def named(kind: str, row: Mapping[str, Any]) -> str:
    """`question “Was anyone harmed?”`, or by its id while it has no words."""
    words = row.get(WORDS[kind])
    said = words.strip() if isinstance(words, str) else ""
    return f"{kind} “{said or row.get('id')}”"


def begin(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]

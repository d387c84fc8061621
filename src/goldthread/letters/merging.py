"""Merging a letter's text with fields of the record. Pure: no database."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
BLANK = re.compile(r"\[to fill in: ([^\]]*)\]")


@dataclass(frozen=True)
class Merged:
    """A text with its fields filled; `missing` names the fields that had no value, in order."""

    text: str
    missing: tuple[str, ...]


def fields_of(*texts: str) -> list[str]:
    """The merge fields that occur, in order of first appearance."""
    return list(dict.fromkeys(name for text in texts for name in FIELD.findall(text)))


def merge(text: str, values: Mapping[str, str], labels: Mapping[str, str]) -> Merged:
    """Fill each `{{ field }}` once; a value is never read for fields of its own.

    A field without a value leaves a blank that says what belongs there.
    """
    missing: dict[str, None] = {}

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        value = values.get(name, "").strip()
        if value:
            return value
        missing[name] = None
        return f"[to fill in: {labels.get(name, name.replace('_', ' '))}]"

    return Merged(FIELD.sub(fill, text), tuple(missing))


def blanks(text: str) -> list[str]:
    """What is still to be filled in, in order and once each."""
    return list(dict.fromkeys([*BLANK.findall(text), *fields_of(text)]))


def digest(subject: str, text: str) -> str:
    """SHA-256, in hexadecimal, of the exact text sent: the subject, an empty line, the body."""
    return hashlib.sha256(f"{subject}\n\n{text}".encode()).hexdigest()

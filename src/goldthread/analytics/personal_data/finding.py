"""The one way in: every kind of personal data, in reading order, without overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.analytics.personal_data.names import find_names
from goldthread.analytics.personal_data.patterns import find_patterns, is_nhs_number

KINDS = (
    "name",
    "nhs_number",
    "date_of_birth",
    "phone",
    "email",
    "postcode",
    "address",
    "record_number",
)
LABELS = {
    "name": "name",
    "nhs_number": "NHS number",
    "date_of_birth": "date of birth",
    "phone": "phone number",
    "email": "e-mail address",
    "postcode": "postcode",
    "address": "address",
    "record_number": "record number",
}

__all__ = ["KINDS", "LABELS", "Span", "find_personal_data", "is_nhs_number", "replace"]


@dataclass(frozen=True)
class Span:
    """`text` stands at [start:end) of what was read; offsets count characters, as Python does."""

    start: int
    end: int
    kind: str
    text: str


def find_personal_data(text: str, known_names: Iterable[str] = ()) -> list[Span]:
    """Every span of personal data in `text`, in order, never overlapping.

    `known_names` are names the record already holds (the person, the family, the staff); they
    are found whole in any case, and their parts where written with a capital. A title ("Mr") is
    not part of the name's span.
    """
    if not text:
        return []
    fixed = find_patterns(text)
    taken = [(start, end) for start, end, _ in fixed]
    names = [
        (start, end, "name")
        for start, end in find_names(text, tuple(known_names))
        if all(end <= other_start or start >= other_end for other_start, other_end in taken)
    ]
    return [Span(start, end, kind, text[start:end]) for start, end, kind in sorted(fixed + names)]


def replace(text: str, spans: Sequence[Span] | None = None) -> str:
    """`text` with each span replaced by its kind in brackets: "[name]", "[NHS number]".

    `spans` defaults to what `find_personal_data` finds; a person may pass the ones they chose.
    """
    chosen = find_personal_data(text) if spans is None else spans
    pieces: list[str] = []
    at = 0
    for span in sorted(chosen, key=lambda span: span.start):
        pieces += [text[at : span.start], f"[{LABELS[span.kind]}]"]
        at = span.end
    return "".join([*pieces, text[at:]])

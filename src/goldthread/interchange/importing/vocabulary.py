"""Which of our fields a heading names, and how surely; the patterns stand in ``headings``."""

from __future__ import annotations

import re
from functools import lru_cache

from goldthread.interchange.importing.headings import FIELDS

NEVER_WHEN_IT_HAPPENED = re.compile(
    r"\b(birth|dob|death|approv\w*|clos\w*|complet\w*|due|target|review\w*|admi\w*|discharg\w*|"
    r"updat\w*|modif\w*|expir\w*|deadline|start(ed)?|end(ed)?|finish\w*|next|final\w*|sent|"
    r"acknowledg\w*|respon\w*|period)\b"
)
"""Words in a heading of dates that are not the date of the incident."""

_PERSONAL = re.compile(
    r"\b(dob|date of birth|birth date|address|post ?code|phone|telephone|mobile|e ?mail|next of kin|"
    r"nhs|mrn|surname|forename|first name|last name|(patient|client|staff|service user) name)\b"
)


FIELD_CODES = tuple(field.code for field in FIELDS)
LABELS = {field.code: field.label for field in FIELDS}
_COMPILED = tuple(
    (field.code, tuple((re.compile(pattern), weight) for pattern, weight in field.patterns))
    for field in FIELDS
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOTE = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_MARKS = re.compile(r"[^a-z0-9&]+")
_COUNTER = re.compile(r"unnamed:? ?\d+( .*)?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def plain(heading: str, *, keep_notes: bool = False) -> str:
    """A heading in small letters, without marks and, unless kept, without bracketed notes."""
    text = heading if keep_notes else _NOTE.sub(" ", heading)
    text = _CAMEL.sub(" ", text.strip())
    return _MARKS.sub(" ", text.casefold().replace("'", " ")).strip()


@lru_cache(maxsize=4096)
def heading_weights(heading: str) -> tuple[tuple[str, float], ...]:
    """How surely ``heading`` names each of our fields, the surest first; empty when it names none.

    The heading is read with and without its bracketed note, so that both "Location (exact)" and
    "Date (dd/mm/yyyy)" are known.
    """
    readings = {plain(heading), plain(heading, keep_notes=True)} - {""}
    found: dict[str, float] = {}
    for code, patterns in _COMPILED:
        for pattern, weight in patterns:
            if any(pattern.fullmatch(reading) for reading in readings):
                found[code] = max(weight, found.get(code, 0.0))
    return tuple(sorted(found.items(), key=lambda item: -item[1]))


def is_known(heading: str) -> bool:
    """Whether ``heading`` names one of our fields with fair certainty."""
    return any(weight >= 0.45 for _, weight in heading_weights(heading))


def is_blank_heading(heading: str) -> bool:
    """Whether a heading is empty or the ``Unnamed: 0`` that data tools write for an empty one."""
    return not heading.strip() or bool(_COUNTER.fullmatch(heading.strip()))


def is_personal(heading: str) -> bool:
    """Whether a heading names something that tells who a person is or how to reach them."""
    return bool(_PERSONAL.search(plain(heading, keep_notes=True)))

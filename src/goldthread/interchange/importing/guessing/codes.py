"""Values in the file to our codes: levels of harm and kinds of event."""

from __future__ import annotations

import re
from collections.abc import Mapping

from goldthread.interchange.importing.guessing.profiles import Profile
from goldthread.interchange.importing.terms import FieldSource
from goldthread.interchange.importing.values.harm import read_codes, read_harm

HARMS = ("harm", "physical_harm", "psychological_harm", "potential_harm")
EVENT_TYPES = ("incident", "near_miss", "risk", "outcome", "good_care")
_EVENT_WORDS = (
    ("near_miss", r"near[- ]?miss|prevented|good catch"),
    (
        "good_care",
        r"good (care|practice)|excellence|compliment|positive|learning from excellence|greatix",
    ),
    ("risk", r"\brisks?\b|hazard|concern|unsafe condition"),
    ("outcome", r"\boutcome\b|\bdeath\b|mortality"),
    ("incident", r"incident|accident|event|affecting|patient|staff|visitor|error|harm"),
)


def read_event_type(text: str) -> str:
    """The kind of event a phrase names, or ``""``."""
    value = text.casefold()
    return next((code for code, words in _EVENT_WORDS if re.search(words, value)), "")


def read_values(
    fields: Mapping[str, FieldSource], profiles: Mapping[str, Profile], notes: str
) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """The value maps for the coded fields that were found, and why for those read from codes."""
    values: dict[str, dict[str, str]] = {}
    whys: dict[str, str] = {}
    for field in HARMS:
        if field not in fields:
            continue
        profile = profiles[fields[field].columns[0]]
        words = {value: read_harm(value) for value in profile.counts}
        like = values.get("harm") or values.get("physical_harm")
        heading = f"{profile.column.name} {field if field != 'harm' else ''}"
        codes, why = read_codes(profile.counts, heading, notes, like)
        meanings = {value: level for value, level in words.items() if level} | codes
        values[field] = {value.casefold(): level for value, level in meanings.items()}
        if why:
            whys[field] = why
    if "event_type" in fields:
        profile = profiles[fields["event_type"].columns[0]]
        values["event_type"] = {
            value.casefold(): code for value in profile.counts if (code := read_event_type(value))
        }
    return values, whys

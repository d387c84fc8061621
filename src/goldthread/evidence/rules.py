"""What makes a piece of evidence worth having: a rule is applied to each field it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from goldthread.evidence.terms import TYPES, EvidenceType, Field, FieldKind
from goldthread.workflow.refusals import Refusal
from goldthread.workflow.rules import Facts, Rule, rule

LONGEST_TEXT = 300
LONGEST_LONG_TEXT = 5000
LARGEST_NUMBER = 1_000_000


@rule(
    "EVI-01",
    "The type of evidence is one the product knows",
    refusal="Choose the type of evidence.",
    field="type",
)
def type_is_known(_: Any, facts: Facts) -> bool:
    return facts.get("type") in TYPES


@rule("EVI-02", "Every field the type needs is filled in", refusal="Fill this in.")
def field_is_filled(_: Any, facts: Facts) -> bool | str:
    field: Field = facts["field"]
    return bool(facts["value"]) or not field.required or field.request


@rule("EVI-03", "A date is a real day, and not in the future", refusal="Enter a real date.")
def date_is_real_and_past(_: Any, facts: Facts) -> bool | str:
    if facts["field"].kind != FieldKind.DATE or not facts["value"]:
        return True
    label = facts["field"].label
    try:
        day = dt.date.fromisoformat(facts["value"])
    except ValueError:
        return f"{label} must be a real date, for example 21 11 2026."
    if day <= timezone.localdate():
        return True
    return f"{label} is in the future. Add this evidence once it has happened."


@rule("EVI-04", "A number is whole and not negative", refusal="Enter a whole number.")
def number_is_whole(_: Any, facts: Facts) -> bool | str:
    if facts["field"].kind != FieldKind.NUMBER or not facts["value"]:
        return True
    text = facts["value"]
    if text.isascii() and text.isdigit() and int(text) <= LARGEST_NUMBER:
        return True
    return f"{facts['field'].label} must be a whole number, for example 12."


@rule("EVI-05", "A choice is one of those offered", refusal="Choose one from the list.")
def choice_is_offered(_: Any, facts: Facts) -> bool | str:
    field: Field = facts["field"]
    if field.kind != FieldKind.CHOICE or not facts["value"]:
        return True
    return facts["value"] in dict(field.choices) or f"{field.label}: choose one from the list."


@rule("EVI-06", "A link is a web address", refusal="Enter a web address.")
def link_is_web_address(_: Any, facts: Facts) -> bool | str:
    if facts["field"].kind != FieldKind.LINK or not facts["value"]:
        return True
    parts = urlsplit(facts["value"])
    if parts.scheme in ("http", "https") and "." in parts.netloc and " " not in facts["value"]:
        return True
    return "Enter a full web address that starts with https://"


@rule("EVI-07", "A text is short enough to be read", refusal="Shorten this.")
def text_is_short_enough(_: Any, facts: Facts) -> bool | str:
    long = facts["field"].kind == FieldKind.LONG_TEXT
    limit = LONGEST_LONG_TEXT if long else LONGEST_TEXT
    if len(facts["value"]) <= limit:
        return True
    return f"{facts['field'].label} must be {limit} characters or fewer."


@rule(
    "EVI-08",
    "The new version of a template differs from the one before",
    refusal="The new version is the same as the one before. Enter both as they are printed.",
    field="version_after",
)
def version_differs(_: Any, facts: Facts) -> bool:
    before, after = facts["values"].get("version_before"), facts["values"].get("version_after")
    return not before or not after or before.casefold() != after.casefold()


@rule(
    "EVI-09",
    "No more people attended than were eligible",
    refusal="More people attended than were eligible. Check both numbers.",
    field="attended",
)
def attended_within_eligible(_: Any, facts: Facts) -> bool:
    attended, eligible = facts["values"].get("attended"), facts["values"].get("eligible")
    if not (_digits(attended) and _digits(eligible)):
        return True
    return int(eligible) > 0 and int(attended) <= int(eligible)


@rule(
    "EVI-10",
    "Nobody assesses their own competency",
    refusal="The assessor and the person assessed must be two people.",
    field="assessor",
)
def assessor_is_another_person(_: Any, facts: Facts) -> bool:
    assessor, assessed = facts["values"].get("assessor"), facts["values"].get("assessed")
    return not assessor or not assessed or assessor.casefold() != assessed.casefold()


@rule(
    "EVI-11",
    "A photograph or document comes with its file",
    refusal="Choose the file. Without it this proves nothing.",
    field="file",
)
def file_is_there(_: Any, facts: Facts) -> bool:
    kind: EvidenceType = facts["kind"]
    return not kind.needs_file or bool(facts.get("has_file"))


@rule(
    "EVI-12",
    "Withdrawing evidence has a reason",
    refusal="Say why this evidence is withdrawn. It stays in the record, marked as withdrawn.",
    field="reason",
)
def withdrawal_has_reason(_: Any, facts: Facts) -> bool:
    return bool(str(facts.get("reason", "")).strip())


@rule(
    "EVI-13",
    "Evidence is withdrawn once",
    refusal="This evidence was already withdrawn.",
)
def not_yet_withdrawn(item: Any, _: Facts) -> bool:
    return item.withdrawn_at is None


FIELD_RULES: tuple[Rule, ...] = (
    field_is_filled,
    date_is_real_and_past,
    number_is_whole,
    choice_is_offered,
    link_is_web_address,
    text_is_short_enough,
)
ITEM_RULES: tuple[Rule, ...] = (
    version_differs,
    attended_within_eligible,
    assessor_is_another_person,
    file_is_there,
)


def refusals_of(type_code: str, values: dict[str, str], *, has_file: bool) -> Iterator[Refusal]:
    """Every refusal of a piece of evidence, each at the field it is about."""
    unknown = type_is_known.refusal_for(None, {"type": type_code})
    if unknown:
        yield unknown
        return
    kind = TYPES[type_code]
    for field in kind.fields:
        facts = {"field": field, "value": values.get(field.code, "")}
        for one in FIELD_RULES:
            refusal = one.refusal_for(None, facts)
            if refusal:
                yield replace(refusal, field=field.code)
                break
    whole = {"kind": kind, "values": values, "has_file": has_file}
    yield from filter(None, (one.refusal_for(None, whole) for one in ITEM_RULES))


def _digits(text: str | None) -> bool:
    return bool(text) and str(text).isascii() and str(text).isdigit()

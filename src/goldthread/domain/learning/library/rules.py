"""Rules of the learning library. LIB."""

from __future__ import annotations

from typing import Any

from goldthread.domain.learning.library.plain import unplain
from goldthread.workflow.rules import Facts, rule

MOST_NAMED = 3  # places a refusal names; the page lists them all


@rule(
    "LIB-01",
    "Learning says what happened and what was learnt, under a title",
    refusal="Give it a title, and say what happened in general terms and what we learnt.",
    field="learnt",
)
def says_what_was_learnt(_: Any, facts: Facts) -> bool:
    draft = facts["draft"]
    return bool(draft.title.strip() and draft.happened.strip() and draft.learnt.strip())


@rule(
    "LIB-02",
    "Learning that is checked says what changed and has a family version",
    refusal="Say what changed, and add a family version in plain words.",
    field="family",
)
def is_whole(_: Any, facts: Facts) -> bool:
    draft = facts["draft"]
    return bool(draft.changed.strip() and draft.family.strip())


@rule(
    "LIB-03",
    "No personal data is left in learning, or a person said why it is none",
    refusal="Remove the personal data that is left, or say why it is none.",
)
def names_nobody(_: Any, facts: Facts) -> bool | str:
    left = facts["left"]
    if not left:
        return True
    named = "; ".join(
        f"“{place.found.text}” in {place.where} ({place.found.label})"
        for place in left[:MOST_NAMED]
    )
    more = f"; and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else ""
    return f"Somebody could be named here: {named}{more}. Remove it, or say why it names nobody."


@rule(
    "LIB-04",
    "Learning is checked by someone who did not write it",
    refusal="You wrote this. Ask someone else who checks learning to read it.",
)
def checked_by_another(record: Any, facts: Facts) -> bool:
    return facts["by"].pk not in (record.made_by_id, record.edited_by_id)


@rule(
    "LIB-05",
    "Nobody who knows the people could recognise them in learning",
    refusal="Someone could be recognised. Send it back and say what to change.",
    field="recognised",
)
def nobody_is_recognised(_: Any, facts: Facts) -> bool | str:
    if facts["recognised"] is not False:
        return False
    return bool(facts["because"].strip()) or "Say in a sentence why nobody could be recognised."


@rule(
    "LIB-06",
    "Retiring learning has a reason",
    refusal="Say why this is retired. Whoever has its address still reads it, with the reason.",
    field="reason",
)
def retired_because(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())


@rule(
    "LIB-07",
    "Learning comes only from an incident of the organisation that its writer may open",
    refusal="You cannot write learning from this incident.",
)
def source_may_be_opened(record: Any, facts: Facts) -> bool:
    source = record.source
    if source is None:
        return True
    return source.organisation_id == record.organisation_id and facts["opens_source"]


@rule(
    "LIB-08",
    "Words are said to name nobody only where they stand, and with a reason",
    refusal="Say why these words name nobody.",
    field="reason",
)
def mark_has_reason(_: Any, facts: Facts) -> bool | str:
    if not facts["stands"]:
        return "These words do not stand here any more. Reload the page."
    return bool(facts["reason"].strip())


@rule(
    "LIB-09",
    "Sending learning back says what to change",
    refusal="Say what to change, without naming anyone.",
    field="reason",
)
def sent_back_because(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())


@rule(
    "LIB-10",
    "The family version has no words of the trade",
    refusal="Use plain words in the family version.",
    field="family",
)
def family_version_is_plain(_: Any, facts: Facts) -> bool | str:
    found = unplain(facts["draft"].family)
    if not found:
        return True
    said = "; ".join(
        f"“{one.text}” (say “{one.instead}”)" if one.instead else f"“{one.text}” (write it out)"
        for one in found[:MOST_NAMED]
    )
    more = f"; and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return f"A family may not know these words: {said}{more}."


@rule(
    "LIB-11",
    "Learning points and actions belong to the incident that the learning comes from",
    refusal="Choose learning points and actions of the incident this comes from.",
    field="actions",
)
def links_belong_to_the_source(_: Any, facts: Facts) -> bool:
    return not facts["strange"]


@rule(
    "LIB-12",
    "Learning has at least one theme, so that it can be found",
    refusal="Choose at least one theme. People find learning by it.",
    field="themes",
)
def has_a_theme(_: Any, facts: Facts) -> bool:
    return bool(facts["draft"].themes)

"""Rules of scenarios. SCN."""

from __future__ import annotations

from typing import Any

from goldthread.workflow.rules import Facts, rule

MOST_NAMED = 3  # places a refusal names; the page lists them all


@rule(
    "SCN-01",
    "A scenario has a title and a story",
    refusal="Give the scenario a title and a story.",
    field="story",
)
def has_a_story(_: Any, facts: Facts) -> bool:
    draft = facts["draft"]
    return bool(draft.title.strip() and draft.story.strip())


@rule(
    "SCN-02",
    "A scenario asks at least one question, and each says what a good answer holds",
    refusal="Add at least one question with what a good answer holds.",
    field="question_1",
)
def asks_something(_: Any, facts: Facts) -> bool | str:
    asked = facts["draft"].questions
    for number, one in enumerate(asked, 1):
        if not (one.text.strip() and one.good_answer.strip()):
            return f"Question {number} needs both the question and what a good answer holds."
    return bool(asked)


@rule(
    "SCN-03",
    "No personal data is left in a scenario, or a person said why it is none",
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
    "SCN-04",
    "A scenario is checked by someone who did not write it",
    refusal="You wrote this scenario. Ask someone else who checks scenarios to read it.",
)
def checked_by_another(record: Any, facts: Facts) -> bool:
    return facts["by"].pk not in (record.made_by_id, record.edited_by_id)


@rule(
    "SCN-05",
    "Nobody who knows the person could recognise them, and rare circumstances are changed",
    refusal="Someone could be recognised. Send it back and say what to change.",
    field="recognised",
)
def nobody_is_recognised(_: Any, facts: Facts) -> bool | str:
    if facts["recognised"] is not False:
        return False
    if not facts["changed"]:
        return "Change the rare circumstances first: they are what people remember."
    return bool(facts["because"].strip()) or "Say in a sentence why nobody could be recognised."


@rule(
    "SCN-06",
    "Retiring a scenario has a reason",
    refusal="Say why this scenario is retired. Sessions that used it keep it.",
    field="reason",
)
def retired_because(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())


@rule(
    "SCN-07",
    "A scenario is made only from an incident of the organisation that its maker may open",
    refusal="You cannot make a scenario from this incident.",
)
def source_may_be_opened(record: Any, facts: Facts) -> bool:
    source = record.source
    if source is None:
        return True
    return source.organisation_id == record.organisation_id and facts["opens_source"]


@rule(
    "SCN-08",
    "Words are said to be no personal data only where they stand, and with a reason",
    refusal="Say why these words name nobody.",
    field="reason",
)
def mark_has_reason(_: Any, facts: Facts) -> bool | str:
    if not facts["stands"]:
        return "These words do not stand in the scenario any more. Reload the page."
    return bool(facts["reason"].strip())


@rule(
    "SCN-09",
    "Sending a scenario back says what to change",
    refusal="Say what to change, without naming anyone.",
    field="reason",
)
def sent_back_because(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())

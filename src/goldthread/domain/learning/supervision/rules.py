"""Rules of supervision: pairs and sessions (SUP), and prompts (PRM)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from goldthread.domain.learning.supervision.terms import LONGEST_DAYS, Use
from goldthread.workflow.rules import Facts, rule


@rule(
    "SUP-01",
    "A pair is a supervisor and another member of staff of the team",
    refusal="Choose a member of staff of this team, other than yourself.",
    field="supervisee",
)
def two_people_of_the_team(record: Any, facts: Facts) -> bool:
    return record.supervisor_id != record.supervisee_id and record.supervisee_id in facts["staff"]


@rule(
    "SUP-02",
    "Two people are a pair of a team once at a time",
    refusal="You supervise this person here already.",
    field="supervisee",
)
def paired_once(_: Any, facts: Facts) -> bool:
    return not facts["paired"]


@rule(
    "SUP-03",
    "A session is recorded once it has begun, and after the one before it",
    refusal="This is in the future. Record the session once it has begun.",
    field="held_on",
)
def has_begun(_: Any, facts: Facts) -> bool | str:
    held, latest = facts["held"], facts["latest"]
    if held.held_at > facts["at"]:
        return False
    if latest is not None and held.held_at <= latest:
        return "A session on this day or later is recorded already. Give a later day."
    return True


@rule(
    "SUP-04",
    "Each prompt that was brought to the session is answered: discussed, or not and why",
    refusal="Say of each prompt whether it was discussed.",
    field="prompts",
)
def each_prompt_answered(_: Any, facts: Facts) -> bool | str:
    held = facts["held"]
    said = {one.prompt.pk: one for one in held.prompts}
    for prompt in facts["waiting"]:
        one = said.get(prompt.pk)
        if one is None and prompt.pushed_at > held.held_at:
            continue  # brought between the session and its record
        if one is None or one.use not in Use.values:
            return f"Say whether “{prompt.question}” was discussed."
        if not one.words.strip():
            asked = "what was discussed" if one.use == Use.USED else "why it was not discussed"
            return f"Say {asked}: “{prompt.question}”"
    return True


@rule(
    "SUP-05",
    "Only prompts that are brought to this pair are answered",
    refusal="One of these prompts is not brought to this session any more. Reload the page.",
    field="prompts",
)
def prompts_belong(_: Any, facts: Facts) -> bool:
    offered = {prompt.pk for prompt in facts["waiting"]}
    return all(one.prompt.pk in offered for one in facts["held"].prompts)


@rule(
    "SUP-06",
    "A session says whether well-being was asked about",
    refusal="Say whether you asked how they are.",
    field="wellbeing_asked",
)
def says_wellbeing(_: Any, facts: Facts) -> bool:
    return facts["held"].wellbeing_asked is not None


@rule(
    "SUP-07",
    "A session is evidence only where learning was discussed or shown in it",
    refusal="Nothing in this session can prove a change: no prompt was discussed.",
    field="action",
)
def learning_was_discussed(_: Any, facts: Facts) -> bool:
    return bool(facts["discussed"])


@rule(
    "SUP-08",
    "A session proves the same thing of an action once",
    refusal="This session is evidence of this action already.",
    field="action",
)
def proves_once(_: Any, facts: Facts) -> bool:
    return not facts["used"]


@rule(
    "SUP-09",
    "A private note has words",
    refusal="Write the note first.",
    field="note",
)
def note_has_words(_: Any, facts: Facts) -> bool:
    return bool(facts["words"])


@rule(
    "PRM-01",
    "A prompt asks something",
    refusal="Write the question that is brought to supervision.",
    field="question",
)
def asks_something(record: Any, _: Facts) -> bool:
    return bool(record.question.strip())


@rule(
    "PRM-02",
    "A prompt ends, within a year",
    refusal="Give the last day, within a year from now.",
    field="expires_on",
)
def ends(record: Any, facts: Facts) -> bool | str:
    today: dt.date = facts["today"]
    if record.expires_on < today:
        return "The last day must not be in the past."
    return bool(record.expires_on <= today + dt.timedelta(days=LONGEST_DAYS))


@rule(
    "PRM-03",
    "A prompt names nobody",
    refusal="Somebody could be named here. Change the words.",
    field="question",
)
def names_nobody(_: Any, facts: Facts) -> bool | str:
    found = facts["named"]
    if not found:
        return True
    said = "; ".join(f"“{one.found.text}” in {one.where} ({one.found.label})" for one in found[:3])
    return f"Somebody could be named here: {said}. Change the words."


@rule(
    "PRM-04",
    "A prompt rests only on an incident, an action and learning that its maker may open",
    refusal="There is no incident, action or learning of this kind that you may open.",
    field="incident",
)
def source_may_be_opened(_: Any, facts: Facts) -> bool:
    return bool(facts["opens"])


@rule(
    "PRM-05",
    "Withdrawing a prompt has a reason",
    refusal="Say why this prompt is withdrawn. Sessions that used it keep it.",
    field="reason",
)
def withdrawn_because(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())


@rule(
    "PRM-06",
    "A prompt tells people of an action once it has reached somebody in supervision",
    refusal="This prompt has reached nobody yet. Discuss it in supervision first.",
    field="action",
)
def has_reached_somebody(record: Any, facts: Facts) -> bool | str:
    if record.action_id is None:
        return "This prompt serves no action. Choose the action when you bring a prompt."
    return bool(facts["reach"].reached)

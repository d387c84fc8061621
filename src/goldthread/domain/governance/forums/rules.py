"""Rules of forums and their meetings. MEE."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goldthread.analytics.months import in_words
from goldthread.domain.governance.forums.terms import Checked, Outcome
from goldthread.workflow.rules import Facts, rule


@rule(
    "MEE-01",
    "A meeting begins on its day or later",
    refusal="This meeting has not come yet. Move it to today first, and say why.",
    field="",
)
def its_day_has_come(meeting: Any, facts: Facts) -> bool | str:
    day = timezone.localdate(meeting.scheduled_at)
    if timezone.localdate(facts["at"]) >= day:
        return True
    shown = in_words(day)
    return f"This meeting is on {shown}. To hold it today, move it to today and say why."


@rule(
    "MEE-02",
    "A meeting held after its slot says why",
    refusal="This meeting is late: its slot is over. Say why, for whoever reads it later.",
    field="late_because",
)
def late_says_why(meeting: Any, facts: Facts) -> bool:
    return facts["at"] < meeting.hold_by or bool(facts["late_because"].strip())


@rule(
    "MEE-03",
    "A meeting without its quorum says what becomes of its decisions",
    refusal="Too few people were there. Say who confirms the decisions, and when.",
    field="inquorate_because",
)
def quorum_or_reason(meeting: Any, facts: Facts) -> bool | str:
    present, quorum = facts["present"], meeting.forum.quorum
    if present >= quorum or facts["inquorate_because"].strip():
        return True
    return (
        f"{present} {'was' if present == 1 else 'were'} present and {quorum} are needed. "
        "Say who confirms the decisions, and when."
    )


@rule(
    "MEE-04",
    "Everyone expected is present, has sent apologies, or is absent",
    refusal="Mark everyone who was expected: present, apologies or absent.",
    field="attendance",
)
def everyone_is_marked(_: Any, facts: Facts) -> bool | str:
    names = facts["unmarked"]
    return True if not names else f"Mark who was there. Not marked yet: {', '.join(names)}."


@rule(
    "MEE-05",
    "Each action shown is confirmed done or not",
    refusal="Some actions were not asked about. Confirm each one done or not done.",
    field="items",
)
def every_action_is_confirmed(_: Any, facts: Facts) -> bool | str:
    number = facts["unconfirmed"]
    if not number:
        return True
    which = "1 action was" if number == 1 else f"{number} actions were"
    return f"{which} not asked about yet. Confirm each one done or not done."


@rule(
    "MEE-06",
    "An action that is not done says what stands in the way",
    refusal="Say what stands in the way of the action that is not done.",
    field="checks",
)
def not_done_says_why(_: Any, facts: Facts) -> bool:
    return all(
        note.strip() for checked, note in facts["checks"].values() if checked == Checked.NOT_DONE
    )


@rule(
    "MEE-07",
    "What was decided, or why it is carried over, is written down",
    refusal="Write what was decided, or why it is carried over.",
    field="decision",
)
def decision_has_words(_: Any, facts: Facts) -> bool:
    needs = (Outcome.DECIDED, Outcome.CARRIED)
    return facts["outcome"] not in needs or bool(facts["decision"].strip())


@rule(
    "MEE-08",
    "Each item has an outcome when the meeting ends",
    refusal="Some items have no outcome. Decide them, or carry them over.",
    field="items",
)
def every_item_has_an_outcome(_: Any, facts: Facts) -> bool | str:
    number = facts["undecided"]
    if not number:
        return True
    which = "1 item has" if number == 1 else f"{number} items have"
    return f"{which} no outcome yet. Decide, note, or carry over what is left."


@rule(
    "MEE-09",
    "A meeting that is not held says why",
    refusal="Say why it was not held, and what was done instead.",
    field="because",
)
def not_held_says_why(_: Any, facts: Facts) -> bool:
    return bool(facts["because"].strip())


@rule(
    "MEE-10",
    "The chair approves the minutes",
    refusal="The minutes are approved by whoever chairs this forum. Ask them.",
)
def chair_approves(_: Any, facts: Facts) -> bool | str:
    if facts["is_chair"]:
        return True
    return f"The minutes are approved by {facts['chair']}. Ask them to read and approve these."


@rule(
    "MEE-11",
    "A meeting moves to a time ahead, before the one after it, with a reason",
    refusal="Choose a time that is ahead and before the next meeting, and say why it moves.",
    field="scheduled_at",
)
def moves_within_its_slot(_: Any, facts: Facts) -> bool | str:
    if not facts["because"].strip():
        return "Say why it moves."
    if facts["to"] <= facts["at"]:
        return "Choose a time that is still ahead."
    shown = in_words(facts["next_on"])
    return (
        timezone.localdate(facts["to"]) < facts["next_on"]
        or f"The next meeting is on {shown}. Choose a day before it, or record this one as not held."
    )


@rule(
    "MEE-12",
    "Minutes are written before they are approved",
    refusal="Write the minutes first: what was said that the decisions do not show.",
    field="minutes",
)
def minutes_are_written(_: Any, facts: Facts) -> bool:
    return bool(facts["minutes"].strip())


@rule(
    "MEE-13",
    "A forum says what it is for",
    refusal="Give the forum a name and say what it is for.",
    field="purpose",
)
def says_what_it_is_for(_: Any, facts: Facts) -> bool:
    return bool(facts["name"].strip()) and bool(facts["purpose"].strip())


@rule(
    "MEE-14",
    "The quorum can be reached by the people of the forum",
    refusal="The quorum is larger than the forum. Lower it, or add members.",
    field="quorum",
)
def quorum_can_be_reached(_: Any, facts: Facts) -> bool | str:
    people = facts["people"]
    if facts["quorum"] < 1:
        return "At least 1 person is needed for a meeting."
    if not people or facts["quorum"] <= people:
        return True
    return f"The forum has {people} people, so {facts['quorum']} can never be there. Lower it."


@rule(
    "MEE-15",
    "The agenda of a forum has at least one section",
    refusal="Choose at least one section for the agenda.",
    field="agenda",
)
def agenda_has_a_section(_: Any, facts: Facts) -> bool:
    return bool(facts["agenda"])


@rule(
    "MEE-16",
    "Chair and members of a forum work at the organisation now",
    refusal="Choose people who work here now.",
    field="members",
)
def people_work_here(_: Any, facts: Facts) -> bool | str:
    names = facts["elsewhere"]
    return True if not names else f"{', '.join(names)} does not work here now. Choose another."


OF_FORUMS = (says_what_it_is_for, quorum_can_be_reached, agenda_has_a_section, people_work_here)

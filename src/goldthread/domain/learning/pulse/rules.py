"""Rules of the confidence pulse. PUL."""

from __future__ import annotations

from typing import Any

from goldthread.domain.learning.pulse.terms import HIGHEST, LONGEST_DAYS, LOWEST
from goldthread.workflow.rules import Facts, rule


@rule(
    "PUL-01",
    "One pulse is open at a time",
    refusal="A pulse is open already. Close it before you open another.",
)
def no_other_is_open(_: Any, facts: Facts) -> bool:
    return not facts["other"]


@rule(
    "PUL-02",
    "A pulse closes on a later day, within two months",
    refusal=f"Choose a day after today and within {LONGEST_DAYS} days.",
    field="closes_on",
)
def closes_later(record: Any, _: Facts) -> bool:
    return bool(0 < (record.closes_on - record.opened_on).days <= LONGEST_DAYS)


@rule(
    "PUL-03",
    "Each person answers a pulse once",
    refusal="You have answered already. Nobody can see which answers were yours, so they cannot be "
    "changed.",
)
def answered_once(_: Any, facts: Facts) -> bool:
    return not facts["took_part"]


@rule(
    "PUL-04",
    "Every question of a pulse has an answer on its scale",
    refusal="Answer each question.",
)
def answers_are_whole(record: Any, facts: Facts) -> bool:
    asked = {row["code"] for row in record.definition["questions"]}
    answers = facts["answers"]
    return set(answers) == asked and all(LOWEST <= one <= HIGHEST for one in answers.values())


@rule(
    "PUL-05",
    "A pulse is answered while it is open, from where the person works",
    refusal="This pulse is closed, or this is not your team.",
    field="unit",
)
def open_at_own_team(_: Any, facts: Facts) -> bool:
    return bool(facts["open"] and facts["own"])

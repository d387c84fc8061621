"""Rules of recall checks. RCL."""

from __future__ import annotations

from typing import Any

from goldthread.domain.learning.library.terms import Status as ItemStatus
from goldthread.domain.learning.recall.terms import MOST, NotAsked
from goldthread.workflow.rules import Facts, rule


@rule(
    "RCL-01",
    "Staff are asked about learning that is published",
    refusal="Choose published learning to ask about.",
    field="item",
)
def asks_about_published_learning(record: Any, _: Facts) -> bool:
    return bool(record.item.status == ItemStatus.PUBLISHED)


@rule(
    "RCL-02",
    "There is somebody to ask",
    refusal="Nobody else holds these roles here today. Choose other roles or another team.",
    field="roles",
)
def somebody_to_ask(_: Any, facts: Facts) -> bool:
    return bool(facts["left"])


@rule(
    "RCL-03",
    "A sample of staff has at least one person and no more than can be asked",
    refusal=f"Ask at least 1 and at most {MOST} people.",
    field="size",
)
def size_can_be_asked(_: Any, facts: Facts) -> bool:
    return 1 <= facts["size"] <= MOST


@rule(
    "RCL-04",
    "Nobody rates what they remember themselves",
    refusal="You cannot ask yourself. Let a colleague ask you.",
)
def asked_by_another(_: Any, facts: Facts) -> bool:
    return bool(facts["person"].user_id != facts["by"].pk)


@rule(
    "RCL-05",
    "Each person drawn is asked once",
    refusal="This person was asked already, or it is noted why not.",
)
def asked_once(_: Any, facts: Facts) -> bool:
    person = facts["person"]
    return person.response_id is None and not person.not_asked


@rule(
    "RCL-06",
    "Somebody who was not asked has the reason",
    refusal="Say why they were not asked.",
    field="because",
)
def not_asked_because(_: Any, facts: Facts) -> bool:
    return facts["because"] in NotAsked.values


@rule(
    "RCL-07",
    "A check is done when everyone drawn was asked or it is noted why not",
    refusal="Some people are still to be asked. Ask them, or note why not.",
)
def nobody_waits(_: Any, facts: Facts) -> bool | str:
    waiting = facts["waiting"]
    if not waiting:
        return True
    people = "1 person is" if waiting == 1 else f"{waiting} people are"
    return f"{people} still to be asked. Ask them, or note why not."


@rule(
    "RCL-08",
    "A check is shown beside a bulletin only if the bulletin carried the learning",
    refusal="This bulletin did not carry this learning, or was not sent.",
    field="bulletin",
)
def bulletin_carried_it(_: Any, facts: Facts) -> bool:
    return bool(facts["carried"])


@rule(
    "RCL-09",
    "Staff are asked by a day that is still to come",
    refusal="Choose today or a later day by which they are asked.",
    field="ask_by",
)
def day_is_ahead(record: Any, facts: Facts) -> bool:
    return bool(record.ask_by >= facts["today"])

"""Rules of people served. PER."""

from __future__ import annotations

from typing import Any

from goldthread.domain.registers.people.terms import Status
from goldthread.workflow.rules import Facts, rule


@rule(
    "PER-01",
    "A person has a name",
    refusal="Give the person's name, or the words by which the team knows them.",
    field="name",
)
def has_a_name(_: Any, facts: Facts) -> bool:
    return bool(facts["name"].strip())


@rule(
    "PER-02",
    "A number belongs to one person",
    refusal="Someone with this number is recorded already. Open their record instead, or ask "
    "the patient-safety team if it is at a team you cannot see.",
    field="record_number",
)
def number_belongs_to_one(_: Any, facts: Facts) -> bool:
    return not facts["taken"]


@rule(
    "PER-03",
    "A record is merged into another, current record of the same organisation, with a reason",
    refusal="Choose the other record of the same person, and say how you know they are one.",
    field="into",
)
def merged_into_another(record: Any, facts: Facts) -> bool:
    into = facts["into"]
    return (
        into.pk != record.pk
        and into.organisation_id == record.organisation_id
        and into.status == Status.CURRENT
        and bool(facts["reason"].strip())
    )


@rule(
    "PER-04",
    "An NHS number is ten digits that check",
    refusal="This is not an NHS number: it has ten digits, and the last one checks the others.",
    field="nhs_number",
)
def nhs_number_checks(_: Any, facts: Facts) -> bool:
    return bool(facts["nhs_valid"])

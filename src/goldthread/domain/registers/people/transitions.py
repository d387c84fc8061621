"""The life of a person's record: current → merged."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.registers.people import rules
from goldthread.domain.registers.people.terms import Status
from goldthread.workflow.transitions import anyone, transition


def _keeps(scope: Scope) -> Q:
    return scope.q(Permission.PERSON_KEEP)


def _merges(scope: Scope) -> Q:
    return scope.q(Permission.PERSON_MERGE)


RECORD = transition(
    "person.record",
    sources=(),
    target=Status.CURRENT,
    label="Record a person",
    done="The person is recorded.",
    allowed=anyone,
    rules=(rules.has_a_name, rules.nhs_number_checks, rules.number_belongs_to_one),
)
CORRECT = transition(
    "person.correct",
    sources=(Status.CURRENT,),
    target="",
    label="Correct the record",
    done="The record is corrected.",
    allowed=_keeps,
    rules=(rules.has_a_name, rules.nhs_number_checks, rules.number_belongs_to_one),
)
MERGE = transition(
    "person.merge",
    sources=(Status.CURRENT,),
    target=Status.MERGED,
    label="Merge two records of one person",
    done="The records are merged.",
    allowed=_merges,
    rules=(rules.merged_into_another,),
)

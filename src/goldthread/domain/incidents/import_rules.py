"""Rules of importing. A wrong row is refused by itself; the others of its file are not.

Unlike a report typed today, an imported incident may be older than the service (predecessors'
records come too), and may not know when it happened.
"""

from __future__ import annotations

from typing import Any

from goldthread.domain.incidents.imports import ImportedAccount
from goldthread.domain.incidents.terms import Precision
from goldthread.workflow.rules import Facts, rule


def _account(facts: Facts) -> ImportedAccount:
    account = facts["account"]
    assert isinstance(account, ImportedAccount)  # noqa: S101 - the transition's own contract
    return account


@rule(
    "IMP-01",
    "An imported incident says what happened",
    refusal="The row does not say what happened. Add a description and import the row again.",
    field="narrative",
)
def says_what_happened(_: Any, facts: Facts) -> bool:
    return bool(_account(facts).narrative.strip())


@rule(
    "IMP-02",
    "What is imported has happened already",
    refusal="The date it happened is in the future. Put the date right and import the row again.",
    field="occurred_at",
)
def has_happened_already(_: Any, facts: Facts) -> bool:
    times = (_account(facts).occurred_at, _account(facts).discovered_at)
    return all(time is None or time <= facts["at"] for time in times)


@rule(
    "IMP-03",
    "An imported incident is placed in time by some date",
    refusal="There is no date of the incident, of its discovery or of its report. Add one.",
    field="occurred_at",
)
def has_some_date(_: Any, facts: Facts) -> bool:
    account = _account(facts)
    dated = account.occurred_at and account.occurred_precision != Precision.UNKNOWN
    return bool(dated or account.discovered_at or account.reported_at)


@rule(
    "IMP-04",
    "An imported incident has a reference of its own, so that it is never imported twice",
    refusal="The row has no reference, so importing it again could not be recognised.",
    field="source_reference",
)
def has_reference(_: Any, facts: Facts) -> bool:
    return bool(_account(facts).source_reference.strip())


IMPORT_RULES = (says_what_happened, has_happened_already, has_some_date, has_reference)

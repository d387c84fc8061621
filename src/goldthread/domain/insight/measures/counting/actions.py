"""What is counted from actions: in the month they were recorded, or in which they were embedded.

Embedded means implemented and communicated. An action is counted where its incident is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from goldthread.domain.actions.models import Action, Communication, Implementation
from goldthread.domain.actions.terms import DONE_STATUSES, Status, Strength
from goldthread.domain.insight.measures.counting.facts import Fact, Month, about_incidents
from goldthread.domain.insight.measures.definitions import Measure, counted
from goldthread.domain.insight.measures.terms import step_of

NAMES = (
    "status",
    "strength",
    "incident_id",
    "completed_at",
    "first_due_on",
    "incident__reported_at",
)
Row = dict[str, Any]

CONDITIONS: dict[str, Callable[[Row], bool]] = {
    "recorded": lambda row: True,
    "embedded": lambda row: True,
    "graded": lambda row: bool(row["strength"]),
    "implemented": lambda row: row["live"] is not None,
    "communicated": lambda row: row["live"] is not None and row["told"] is not None,
    "verified": lambda row: row["status"] == Status.VERIFIED,
    "strong": lambda row: row["strength"] == Strength.STRONG,
    "system_level": lambda row: row["strength"] in (Strength.MEDIUM, Strength.STRONG),
    "on_time": lambda row: (
        row["first_due_on"] is not None
        and timezone.localdate(row["completed_at"]) <= row["first_due_on"]
    ),
}


def facts(month: Month) -> Iterator[Fact]:
    """The facts of every measure that is counted from actions."""
    measures = counted("actions")
    of_org = Action.objects.filter(organisation_id=month.organisation_id)
    recorded = of_org.filter(month.within("proposed_at")).exclude(status=Status.WITHDRAWN)
    embedded = of_org.filter(month.within("completed_at"), status__in=DONE_STATUSES)
    for actions, when in ((recorded, "recorded"), (embedded, "embedded")):
        yield from _of(actions, [one for one in measures if one.month == when], month)


def _of(actions: QuerySet[Action], measures: list[Measure], month: Month) -> Iterator[Fact]:
    rows = list(with_facts(actions).values(*NAMES, "live", "told"))
    about = about_incidents((row["incident_id"] for row in rows), month.organisation_id)
    for row in rows:
        if row["incident_id"] not in about:
            continue
        for measure in measures:
            fact = _fact(measure, row)
            if fact is not None:
                yield Fact(about[row["incident_id"]], measure.code, *fact)


def with_facts(actions: QuerySet[Action]) -> QuerySet[Action]:
    """Actions with the two facts of their present round: `live` (a day) and `told` (a number)."""
    now = {"action": OuterRef("pk"), "round": OuterRef("round")}
    return actions.annotate(
        live=Subquery(Implementation.objects.filter(**now).values("live_on")[:1]),
        told=Subquery(Communication.objects.filter(**now).order_by().values("pk")[:1]),
    )


def _fact(measure: Measure, row: Row) -> tuple[bool, int | None] | None:
    if measure.engine == "spread":
        return (True, step_of(row["completed_at"] - row["incident__reported_at"]))
    if not CONDITIONS[measure.of](row):
        return None
    return (CONDITIONS[measure.counts](row), None)

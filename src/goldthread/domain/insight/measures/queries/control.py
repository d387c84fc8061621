"""The control view: what is overdue, unverified and repeating, and what has waited longest.

These are counted from the records as they stand, because what is under way is never much: only
incidents the reader may open are looked at, restricted ones not named to them left out.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import DONE_STATUSES, Status
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.incidents.queries import not_kept_from
from goldthread.domain.incidents.terms import OPEN_STATUSES
from goldthread.domain.insight.measures.models import Tally
from goldthread.domain.insight.measures.terms import Dimension, month_of
from goldthread.domain.verification.models import Round
from goldthread.domain.verification.terms import Status as PlanStatus

SHOWN = 10
Changes = dict[tuple[int, int], Any]  # by unit and theme: the last change
REPEATS_OVER = dt.timedelta(days=366)


@dataclass(frozen=True)
class Repeat:
    """A theme reported again in a team in the months after a change for it was complete."""

    unit: Unit
    theme: int
    theme_name: str
    theme_code: str
    completed_on: dt.date
    verified: bool
    reports: int


@dataclass
class Line:
    """The figures of one unit."""

    overdue: int = 0
    unverified: int = 0
    late_checks: int = 0
    repeats: int = 0
    oldest: dt.date | None = None


@dataclass(frozen=True)
class Control:
    """Everything of the page; the lists hold the first few, longest waiting first."""

    overdue: list[Action]
    unverified: list[Action]
    late_checks: list[Round]
    repeats: list[Repeat]
    oldest: list[Incident]
    by_unit: dict[int, Line]
    total: Line = field(default_factory=Line)


def control(user: User, unit: Unit, at: dt.datetime | None = None) -> Control:
    """What the reader has to know of the unit and everything below it, in few queries."""
    at = at or timezone.now()
    actions = _actions(user, unit)
    overdue = actions.filter(status=Status.AGREED, due_on__lt=timezone.localdate(at))
    unverified = actions.filter(status=Status.COMPLETE)
    checks = _late_checks(user, unit, timezone.localdate(at))
    repeats = _repeats(actions, at)
    lines: dict[int, Line] = defaultdict(Line)
    for row in overdue.order_by().values("unit").annotate(many=Count("pk"), first=Min("due_on")):
        lines[row["unit"]].overdue, lines[row["unit"]].oldest = row["many"], row["first"]
    for pk, many in _by(unverified, "unit"):
        lines[pk].unverified = many
    for pk, many in _by(checks, "plan__unit"):
        lines[pk].late_checks = many
    for repeat in repeats:
        lines[repeat.unit.pk].repeats += 1
    people = ("owner", "unit", "incident")
    return Control(
        list(overdue.select_related(*people).order_by("due_on", "pk")[:SHOWN]),
        list(unverified.select_related(*people).order_by("completed_at", "pk")[:SHOWN]),
        list(_with_page(checks)[:SHOWN]),
        repeats,
        _oldest(user, unit),
        dict(lines),
        _total(list(lines.values())),
    )


def _by(rows: QuerySet[Any], unit: str) -> Iterable[tuple[int, int]]:
    return rows.order_by().values_list(unit).annotate(many=Count("pk"))


def _actions(user: User, unit: Unit) -> QuerySet[Action]:
    scope = scope_of(user)
    return Action.objects.filter(
        scope.q(Permission.INCIDENT_VIEW),
        not_kept_from(scope, "incident__"),
        organisation=unit.organisation_id,
        unit__path__startswith=unit.path,
    )


def _late_checks(user: User, unit: Unit, today: dt.date) -> QuerySet[Round]:
    scope = scope_of(user)
    return Round.objects.filter(
        scope.q(Permission.INCIDENT_VIEW, "plan__"),
        not_kept_from(scope, "plan__incident__"),
        plan__unit__path__startswith=unit.path,
        plan__status=PlanStatus.RUNNING,
        done_at__isnull=True,
        due_on__lt=today,
    )


def _with_page(checks: QuerySet[Round]) -> QuerySet[Round]:
    related = ("plan__action", "plan__unit", "plan__verifier", "plan__incident")
    return checks.select_related(*related).order_by("due_on", "pk")


def _oldest(user: User, unit: Unit) -> list[Incident]:
    """The incidents open for longest.

    Asked status by status, so that an index finds them: in the order of reports alone, everything
    closed long ago stands before the first open one.
    """
    scope = scope_of(user)
    rows = Incident.objects.filter(
        scope.q(Permission.INCIDENT_VIEW),
        not_kept_from(scope),
        unit__path__startswith=unit.path,
        organisation=unit.organisation_id,
    ).select_related("unit")
    found = [
        incident
        for status in OPEN_STATUSES
        for incident in rows.filter(status=status).order_by("reported_at", "pk")[:SHOWN]
    ]
    return sorted(found, key=lambda one: (one.reported_at, one.pk))[:SHOWN]


def _total(lines: Sequence[Line]) -> Line:
    return Line(
        sum(line.overdue for line in lines),
        sum(line.unverified for line in lines),
        sum(line.late_checks for line in lines),
        sum(line.repeats for line in lines),
        min((line.oldest for line in lines if line.oldest), default=None),
    )


def _repeats(actions: QuerySet[Action], at: dt.datetime) -> list[Repeat]:
    """Themes reported in the months after the month of the last change for them in the team.

    Whole months, from the roll-ups: a report later in the month of the change itself is not
    counted against it, because practice had hardly begun to change.
    """
    changes = _last_changes(actions, at)
    since = _since(changes, at)
    names = _names(changes)
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={u for u, _ in changes})}
    found = [
        Repeat(
            units[unit],
            theme,
            *names[theme],
            timezone.localdate(row["last"]),
            bool(row["verified"]),
            since[(unit, theme)],
        )
        for (unit, theme), row in changes.items()
        if since[(unit, theme)]
    ]
    return sorted(found, key=lambda one: (-one.reports, one.theme_name, one.unit.name))


def _last_changes(actions: QuerySet[Action], at: dt.datetime) -> Changes:
    """The last change of the year for each unit and theme, and whether any was verified.

    Put together here: grouped by the database, all of ten years are read and sorted.
    """
    lately = actions.filter(status__in=DONE_STATUSES, completed_at__gte=at - REPEATS_OVER)
    rows = lately.order_by().values_list("unit", "incident__themes", "completed_at", "status")
    changes: Changes = {}
    for unit, theme, completed_at, status in rows:
        if theme is not None:
            row = changes.setdefault((unit, theme), {"last": completed_at, "verified": 0})
            row["last"] = max(row["last"], completed_at)
            row["verified"] += status == Status.VERIFIED
    return changes


def _since(changes: Changes, at: dt.datetime) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = defaultdict(int)
    rows = Tally.objects.filter(
        unit__in={unit for unit, _ in changes},
        dimension=Dimension.THEME,
        measure="reports",
        value__in={str(theme) for _, theme in changes},
        month__gt=month_of(at - REPEATS_OVER),
    )
    for unit, theme, month, count in rows.values_list("unit_id", "value", "month", "count"):
        change = changes.get((unit, int(theme)))
        if change is not None and month > month_of(change["last"]):
            found[(unit, int(theme))] += count
    return found


def _names(changes: Changes) -> dict[int, tuple[str, str]]:
    rows = Theme.objects.filter(pk__in={theme for _, theme in changes})
    return {pk: (name, code) for pk, name, code in rows.values_list("pk", "name", "code")}

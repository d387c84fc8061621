"""Safer because: from incidents to learning, to changes, to what was shown to work (row 115).

A chain is told as far as it got and no further. Verified means that someone who does not own the
change found it effective; an incident closed with a reason proves nothing and adds nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Status, Strength
from goldthread.domain.incidents.models import IncidentTheme, Theme
from goldthread.domain.incidents.queries import not_kept_from
from goldthread.domain.insight.measures.counting.actions import with_facts
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.queries.tallies import by_value
from goldthread.domain.insight.measures.terms import Dimension, next_month, start_of
from goldthread.domain.reviews.models import LearningPoint
from goldthread.domain.reviews.terms import Status as ReviewStatus
from goldthread.domain.verification.terms import Status as PlanStatus

VERIFIED, UNPROVEN, NOT_EFFECTIVE, RELAPSED, UNDER_WAY = (
    "verified",
    "unproven",
    "not_effective",
    "relapsed",
    "under_way",
)
STATES = (VERIFIED, UNPROVEN, NOT_EFFECTIVE, RELAPSED, UNDER_WAY)
MOST = 200


def state_of(status: str, plan: str) -> str:
    """How far a change got, from the status of its action and of its verification."""
    if plan == PlanStatus.RELAPSED:
        return RELAPSED
    if status == Status.VERIFIED:
        return VERIFIED
    if status == Status.NOT_EFFECTIVE:
        return NOT_EFFECTIVE
    return UNPROVEN if status == Status.COMPLETE else UNDER_WAY


@dataclass
class Chain:
    """One theme, or everything: how many at each link."""

    theme: Theme | None = None
    incidents: int = 0
    learning: int = 0
    changes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    strong: int = 0

    @property
    def recorded(self) -> int:
        """Every change, whatever became of it."""
        return sum(self.changes.values())


def chains(user: User, unit: Unit, months: Sequence[dt.date]) -> list[Chain]:
    """The chain of each theme with anything in it, those with most incidents first."""
    themes = Theme.objects.filter(organisation=unit.organisation_id)
    found = {theme.pk: Chain(theme) for theme in themes}
    theme = Dimension.THEME.value
    numbers = by_value(unit, [theme], measures()["reports"], months)
    for value, number in numbers.get(theme, {}).items():
        if int(value) in found:
            found[int(value)].incidents = number.count
    for row in _learning(user, unit, months).order_by().values("review__incident__themes").annotate(
        many=Count("pk")
    ):  # fmt: skip
        if row["review__incident__themes"] in found:
            found[row["review__incident__themes"]].learning = row["many"]
    rows = _changes(user, unit, months).filter(incident__themes__isnull=False)
    _add(
        found,
        rows.order_by().values("incident__themes", "status", "strength", "verification__status"),
    )
    told = [one for one in found.values() if one.incidents or one.recorded]
    return sorted(told, key=lambda one: (-one.incidents, one.theme.name if one.theme else ""))


def whole(user: User, unit: Unit, months: Sequence[dt.date], incidents: int) -> Chain:
    """The chain of everything at the unit and below; each change counts once."""
    found = Chain(incidents=incidents, learning=_learning(user, unit, months).count())
    rows = (
        _changes(user, unit, months).order_by().values("status", "strength", "verification__status")
    )
    for row in rows.annotate(many=Count("pk")):
        _one(found, dict(row))
    return found


def _add(found: dict[int, Chain], rows: Any) -> None:
    # An incident has a theme once, so nothing is counted twice; asking for that would cost a sort.
    for row in rows.annotate(many=Count("pk")):
        if row["incident__themes"] in found:
            _one(found[row["incident__themes"]], row)


def _one(chain: Chain, row: dict[str, Any]) -> None:
    chain.changes[state_of(row["status"], row["verification__status"] or "")] += row["many"]
    chain.strong += row["many"] if row["strength"] == Strength.STRONG else 0


def _changes(user: User, unit: Unit, months: Sequence[dt.date]) -> QuerySet[Action]:
    """Actions recorded in the months, withdrawn ones left out, as far as the reader may see."""
    scope = scope_of(user)
    begins, ends = _span(months)
    return Action.objects.filter(
        scope.q(Permission.INCIDENT_VIEW),
        not_kept_from(scope, "incident__"),
        organisation=unit.organisation_id,
        unit__path__startswith=unit.path,
        proposed_at__gte=begins,
        proposed_at__lt=ends,
    ).exclude(status=Status.WITHDRAWN)


def _learning(user: User, unit: Unit, months: Sequence[dt.date]) -> QuerySet[LearningPoint]:
    """Learning points of reviews signed off in the months."""
    scope = scope_of(user)
    begins, ends = _span(months)
    return LearningPoint.objects.filter(
        scope.q(Permission.INCIDENT_VIEW, "review__"),
        not_kept_from(scope, "review__incident__"),
        review__organisation=unit.organisation_id,
        review__unit__path__startswith=unit.path,
        review__status=ReviewStatus.SIGNED_OFF,
        review__signed_off_at__gte=begins,
        review__signed_off_at__lt=ends,
    )


def _span(months: Sequence[dt.date]) -> tuple[dt.datetime, dt.datetime]:
    if not months:
        now = timezone.now()
        return now, now
    return start_of(months[0]), start_of(next_month(months[-1]))


def changes(
    user: User, unit: Unit, months: Sequence[dt.date], theme: Theme | None = None
) -> list[Action]:
    """The changes themselves, newest first, with their facts, verification and owner."""
    rows = _changes(user, unit, months)
    if theme is not None:
        of_theme = IncidentTheme.objects.filter(incident=OuterRef("incident"), theme=theme)
        rows = rows.filter(Exists(of_theme))
    rows = with_facts(rows).select_related("owner", "unit", "incident", "verification")
    return list(rows.order_by("-proposed_at", "-pk")[:MOST])


def learning(
    user: User, unit: Unit, months: Sequence[dt.date], theme: Theme | None = None
) -> list[LearningPoint]:
    """The learning points themselves, newest first."""
    rows = _learning(user, unit, months)
    if theme is not None:
        of_theme = IncidentTheme.objects.filter(incident=OuterRef("review__incident"), theme=theme)
        rows = rows.filter(Exists(of_theme))
    related = ("review__incident", "review__unit")
    return list(rows.select_related(*related).order_by("-review__signed_off_at", "-pk")[:MOST])

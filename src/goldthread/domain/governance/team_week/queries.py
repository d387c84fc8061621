"""What stands in the teams someone leads at the beginning of a week, as far as they may open it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from goldthread.access.models import Unit, User
from goldthread.access.queries import led_units
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission, roles_with
from goldthread.clocks.queries import at_units
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Status as ActionStatus
from goldthread.domain.governance.forums.queries import visible_to as meetings_visible_to
from goldthread.domain.governance.forums.terms import Status as MeetingStatus
from goldthread.domain.incidents.lists import without_kept
from goldthread.domain.incidents.queries import not_kept_from

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class TeamWeek:
    """How many of each; nothing of an incident kept from the reader is counted."""

    units: tuple[Unit, ...]
    late: int
    due: int
    unverified: int
    missed: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.late or self.due or self.unverified or self.missed)


def team_week(user: User, at: dt.datetime) -> TeamWeek:
    """The week of the units that the person leads, in few queries."""
    units = tuple(led_units(user))
    clocks = without_kept(user, at_units(units))
    return TeamWeek(
        units,
        clocks.filter(due_at__lt=at).count(),
        clocks.filter(due_at__gte=at, due_at__lt=at + WEEK).count(),
        _unverified(user, units).count(),
        meetings_visible_to(user).filter(status=MeetingStatus.SCHEDULED, hold_by__lte=at).count(),
    )


def _unverified(user: User, units: tuple[Unit, ...]) -> QuerySet[Action]:
    if not units:
        return Action.objects.none()
    scope = scope_of(user)
    below = reduce(or_, (Q(unit__path__startswith=unit.path) for unit in units))
    return Action.objects.filter(
        below,
        scope.q(Permission.INCIDENT_VIEW),
        not_kept_from(scope, "incident__"),
        status=ActionStatus.COMPLETE,
    )


def leaders() -> QuerySet[User]:
    """Everyone who leads a team or more."""
    roles = roles_with(Permission.INCIDENT_STABILISE)
    return User.objects.filter(is_active=True, grants__role__in=roles).distinct().order_by("pk")

"""Which clocks wait for whom, and how policies count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import cover_for
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks.calendar import add_working_days
from goldthread.clocks.models import DUE_SOON, Clock, ClockPolicy
from goldthread.clocks.terms import TimeUnit


def policy(organisation_id: int, kind: str) -> ClockPolicy:
    """The organisation's policy of this kind. Raises ClockPolicy.DoesNotExist when none is set."""
    return ClockPolicy.objects.get(organisation_id=organisation_id, kind=kind)


def has_policy(organisation_id: int, kind: str) -> bool:
    """Whether the organisation has set a time for this kind; one that came with an update may not."""
    return ClockPolicy.objects.filter(organisation_id=organisation_id, kind=kind).exists()


def policies(organisation_id: int) -> QuerySet[ClockPolicy]:
    """Every policy of the organisation, those to be checked first."""
    rows = ClockPolicy.objects.filter(organisation_id=organisation_id)
    return rows.select_related("organisation").order_by("-needs_checking", "label")


def label_of(clock: Clock, rules: ClockPolicy | None) -> str:
    """The policy's words, not the clock's own, which may quote what a person typed."""
    return rules.label if rules else clock.kind.replace("_", " ").replace("-", " ").capitalize()


def after(start: dt.datetime, amount: int, unit: str) -> dt.datetime:
    """`start` plus an amount of time in `unit` (a `TimeUnit`).

    Minutes and hours are counted as they pass, through a change of the clocks too; days and
    months end at the same time of day.
    """
    if unit == TimeUnit.WORKING_DAYS:
        return add_working_days(start, amount)
    if unit == TimeUnit.MONTHS:
        return timezone.localtime(start) + relativedelta(months=amount)
    if unit == TimeUnit.DAYS:
        return timezone.localtime(start) + dt.timedelta(days=amount)
    return start.astimezone(dt.UTC) + dt.timedelta(**{str(unit): amount})


def open_clocks() -> QuerySet[Clock]:
    """Clocks that still run."""
    return Clock.objects.filter(ended_at__isnull=True)


def covered_by(user: User, day: dt.date | None = None) -> list[User]:
    """Those whom the person covers on `day` (today when None), along the chain of who covers whom."""
    day = day or timezone.localdate()
    away = User.objects.filter(
        organisation=user.organisation_id, is_active=True, absent_from__lte=day,
        covered_by__isnull=False,
    ).select_related("covered_by")  # fmt: skip
    return [one for one in away if one.pk != user.pk and cover_for(one, day).pk == user.pk]


def waiting_for(user: User) -> QuerySet[Clock]:
    """Everything waiting for the person: theirs by name, by a role they hold, or as cover.

    As cover they see what waits for an absent person by name, and by that person's roles where
    they may see incidents themselves: covering lends nobody a permission.
    Ordered by when it falls due, so that the worst is first; "as soon as possible" comes before.
    """
    covered = covered_by(user)
    mine = Q(owner__in=[user.pk, *(one.pk for one in covered)])
    return soonest_first(open_clocks().filter(reduce(or_, _by_roles(user, covered), mine)))


def _by_roles(user: User, covered: Iterable[User]) -> Iterable[Q]:
    """What waits for a role of the person, or as far as they may see it of those they cover."""
    seen = scope_of(user).units(Permission.INCIDENT_VIEW)
    for role, units in scope_of(user).role_units().items():
        yield Q(owner__isnull=True, owner_role=role, unit__in=units)
    for other in covered:
        for role, units in scope_of(other).role_units().items():
            yield Q(owner__isnull=True, owner_role=role, unit__in=units & seen)


def ended_lately(user: User, since: dt.datetime) -> QuerySet[Clock]:
    """Clocks that waited for the person, by name or by a role they hold, and ended since."""
    mine = reduce(or_, _by_roles(user, []), Q(owner=user))
    return Clock.objects.filter(mine, ended_at__gte=since).order_by("-ended_at", "pk")


def with_names(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """The clocks with the names of their units and owners, and little else of these two."""
    shown = [field.name for field in Clock._meta.concrete_fields if field.name != "source_text"]
    return clocks.select_related("unit", "owner").only(*shown, "unit__name", "owner__name")


def soonest_first(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """Clocks without a due time, then by due time."""
    return clocks.order_by(F("due_at").asc(nulls_first=True), "pk")


def of_subject(subject: models.Model) -> QuerySet[Clock]:
    """Every clock of one record, oldest first."""
    return Clock.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk
    ).order_by("starts_at", "pk")


def of_thread(thread: int) -> QuerySet[Clock]:
    """Every clock of one golden thread, oldest first."""
    return Clock.objects.filter(thread=thread).order_by("starts_at", "pk")


def at_units(units: Iterable[Unit]) -> QuerySet[Clock]:
    """Open clocks of the units and those below them, for who leads there."""
    below = [Q(unit__path__startswith=unit.path) for unit in units]
    if not below:
        return Clock.objects.none()
    return soonest_first(open_clocks().filter(reduce(or_, below)))


def to_be_told(at: dt.datetime) -> QuerySet[Clock]:
    """Open clocks about which something may have to be said at `at`, the most pressing first."""
    unsaid = (
        Q(reminded_at__isnull=True, due_at__gt=at, due_at__lte=at + DUE_SOON)
        | Q(escalated_at__isnull=True, due_at__lte=at) & (Q(breach_at=None) | Q(breach_at__gt=at))
        | Q(breach_told_at__isnull=True, breach_at__lte=at)
    )
    return open_clocks().filter(unsaid).select_related("unit", "owner").order_by("due_at", "pk")


def owned_by(user: User) -> QuerySet[Clock]:
    """What waits for the person by name: to be given to others when they leave."""
    return open_clocks().filter(owner=user).select_related("unit").order_by("due_at", "pk")


def owned_by_leavers() -> QuerySet[Clock]:
    """Open clocks whose owner has left or may no longer sign in."""
    gone = Q(owner__is_active=False) | Q(owner__left_on__isnull=False)
    return open_clocks().filter(gone).select_related("unit", "owner").order_by("due_at", "pk")


def to_climb(at: dt.datetime) -> QuerySet[Clock]:
    """Open clocks whose next rung of the ladder is due to be told at `at`."""
    return open_clocks().filter(next_rung_at__lte=at).select_related("unit").order_by("pk")

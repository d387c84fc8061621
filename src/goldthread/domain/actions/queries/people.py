"""Whom an action can be given to, and who can check it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.access.models import RoleGrant, Unit, User
from goldthread.access.queries import holders
from goldthread.access.terms import Permission


def possible_owners(organisation_id: int, *, on: dt.date | None = None) -> QuerySet[User]:
    """Everyone who works here now, by name."""
    day = on or timezone.localdate()
    stays = Q(left_on__isnull=True) | Q(left_on__gt=day)
    people = User.objects.filter(stays, organisation_id=organisation_id, is_active=True)
    return people.order_by("name")


def possible_verifiers(unit: Unit) -> QuerySet[User]:
    """Everyone who may check actions of the unit, by name."""
    return holders(Permission.VERIFICATION_WORK, unit)


def own_paths(user: User) -> list[str]:
    """The paths of the units where the person holds a role: their teams, and what lies below."""
    return list(RoleGrant.objects.filter(user=user).values_list("unit__path", flat=True).distinct())

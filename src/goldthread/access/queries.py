"""Questions about people and units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import (
    EmergencyOpening,
    OnCall,
    OrganisationProfile,
    RoleGrant,
    Unit,
    User,
)
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission, UnitKind, roles_with


def lineage(unit: Unit) -> list[int]:
    """The ids of the unit and every unit above it, from the organisation down."""
    return [int(part) for part in unit.path.strip("/").split("/") if part]


def holders(permission: Permission, unit: Unit) -> QuerySet[User]:
    """Active people who hold the permission at the unit or above it."""
    return holders_of_roles(roles_with(permission), unit)


def holders_of_roles(roles: frozenset[str] | set[str], unit: Unit) -> QuerySet[User]:
    """Active people who hold any of the roles at the unit or above it today."""
    today = timezone.localdate()
    return (
        User.objects.filter(
            Q(grants__starts_on__isnull=True) | Q(grants__starts_on__lte=today),
            Q(grants__ends_on__isnull=True) | Q(grants__ends_on__gte=today),
            Q(left_on__isnull=True) | Q(left_on__gte=today),
            grants__role__in=roles,
            grants__unit__in=lineage(unit),
            is_active=True,
        )
        .distinct()
        .order_by("name")
    )


def on_call_for(unit: Unit, at: dt.datetime) -> list[User]:
    """Who answers for the unit now: the nearest rota entry, else those who lead safety there."""
    rota = list(
        OnCall.objects.filter(
            unit__in=lineage(unit), starts_at__lte=at, ends_at__gt=at, user__is_active=True
        ).select_related("unit", "user")
    )
    if rota:
        nearest = max(len(entry.unit.path) for entry in rota)
        return [entry.user for entry in rota if len(entry.unit.path) == nearest]
    return list(holders(Permission.INCIDENT_STABILISE, unit))


def cover_for(user: User, day: dt.date) -> User:
    """The person to turn to on `day`: `user`, or whoever covers them, along the chain once."""
    seen = {user.pk}
    while user.absent_on(day) and user.covered_by and user.covered_by.pk not in seen:
        user = user.covered_by
        seen.add(user.pk)
    return user


def organisation_id_of(unit: Unit) -> int:
    """The number of the organisation the unit belongs to; an organisation belongs to itself."""
    return unit.organisation_id or unit.pk


def profile_of(unit: Unit) -> OrganisationProfile:
    """The profile of the organisation the unit belongs to."""
    return OrganisationProfile.objects.get(unit_id=organisation_id_of(unit))


def organisations() -> QuerySet[Unit]:
    """Every organisation of this deployment, by name."""
    return Unit.objects.filter(parent__isnull=True, closed_on__isnull=True).order_by("name")


def teams(organisation_id: int) -> QuerySet[Unit]:
    """Open units of the organisation, in tree order."""
    return Unit.objects.filter(organisation_id=organisation_id, closed_on__isnull=True)


def teams_of(user: User) -> QuerySet[Unit]:
    """The open teams at which the person holds a role today, as opposed to above them."""
    today = timezone.localdate()
    held = user.grants.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
    )
    return Unit.objects.filter(
        pk__in=held.values("unit"), kind=UnitKind.TEAM, closed_on__isnull=True
    )


def open_emergencies(user: User, record_type: str, at: dt.datetime) -> QuerySet[EmergencyOpening]:
    """Emergency openings of this kind of record still running for the person."""
    return EmergencyOpening.objects.filter(user=user, record_type=record_type, ends_at__gt=at)


def has_provider() -> bool:
    """Whether any organisation has been added."""
    return Unit.objects.exists()


def person_by_email(email: str) -> User | None:
    """The person with this address, whatever its case."""
    return User.objects.filter(email__iexact=email.strip()).first()


def people(unit: Unit | None = None) -> QuerySet[User]:
    """Everyone, or those who hold a role at the unit or below it, by name."""
    everyone = User.objects.prefetch_related("grants__unit").order_by("name", "pk")
    if unit is None:
        return everyone
    return everyone.filter(grants__unit__path__startswith=unit.path).distinct()


def units_called(text: str) -> list[Unit]:
    """Units whose code or name is `text`, whatever its case; a number names a unit by its id."""
    match = Q(code__iexact=text) | Q(name__iexact=text)
    return list(Unit.objects.filter(match | Q(pk=int(text)) if text.isdecimal() else match))


def tree() -> QuerySet[Unit]:
    """Every unit, each organisation's in the order of its tree."""
    return Unit.objects.select_related("organisation").order_by("path")


def all_units(organisation_id: int) -> QuerySet[Unit]:
    """Every unit of the organisation, closed ones too, in the order of the tree."""
    return Unit.objects.filter(organisation_id=organisation_id).order_by("path")


def people_of(organisation_id: int, text: str = "") -> QuerySet[User]:
    """The people of an organisation by name; `text` stands in the name or the address."""
    rows = User.objects.filter(organisation_id=organisation_id).order_by("name", "pk")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return rows


def with_roles(rows: QuerySet[User]) -> QuerySet[User]:
    """People with the roles they hold and who covers them, in one more query."""
    grants = RoleGrant.objects.select_related("unit").order_by("unit__path", "role")
    return rows.select_related("covered_by", "organisation").prefetch_related(
        Prefetch("grants", grants)
    )


def grant_of(user: User, pk: int) -> RoleGrant | None:
    """One role the person holds, by its number, or None."""
    return user.grants.select_related("unit", "user").filter(pk=pk).first()


def rota(units: Iterable[int], since: dt.datetime) -> QuerySet[OnCall]:
    """Who is or will be on call at the units, the earliest first."""
    rows = OnCall.objects.filter(unit__in=list(units), ends_at__gt=since)
    return rows.select_related("unit", "user").order_by("starts_at", "pk")


def led_units(user: User) -> list[Unit]:
    """The units at which the person holds a role that leads immediate safety."""
    roles = roles_with(Permission.INCIDENT_STABILISE)
    return list(Unit.objects.filter(grants__user=user, grants__role__in=roles).distinct())


def seen_units(user: User, permission: Permission) -> QuerySet[Unit]:
    """The units the permission reaches, in the order of the tree."""
    return Unit.objects.filter(pk__in=scope_of(user).units(permission)).order_by("path")


def open_unit(organisation_id: int, pk: int | str) -> Unit | None:
    """An open unit of the organisation by its number, or None."""
    return teams(organisation_id).filter(pk=int(pk)).first()


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """The names of people by their number, in one query."""
    return dict(User.objects.filter(pk__in=list(user_ids)).values_list("pk", "name"))


def names_of_units(unit_ids: Iterable[int]) -> dict[int, str]:
    """The names of units by their number, in one query."""
    return dict(Unit.objects.filter(pk__in=list(unit_ids)).values_list("pk", "name"))


def lineages(organisation_id: int) -> dict[int, list[int]]:
    """For each unit of the organisation, the ids from the organisation down to it."""
    paths = Unit.objects.filter(organisation_id=organisation_id).values_list("pk", "path")
    return {pk: [int(part) for part in path.strip("/").split("/")] for pk, path in paths}

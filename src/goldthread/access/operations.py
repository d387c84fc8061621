"""Changes to units, people and roles; every one is in the trail of what it changed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from goldthread.access.models import (
    EmergencyOpening,
    OnCall,
    OrganisationProfile,
    RoleGrant,
    Unit,
    User,
)
from goldthread.access.terms import ProviderType, UnitKind

EMERGENCY_OPENING_HOURS = 8


@transaction.atomic
def add_organisation(
    name: str, *, provider_type: ProviderType, ods_code: str = "", code: str = ""
) -> Unit:
    """Add a provider at the top of its own tree, with its profile."""
    unit = Unit.objects.create(
        kind=UnitKind.ORGANISATION,
        name=name,
        code=code or slugify(name)[:60],
    )
    unit.organisation = unit
    unit.path = f"/{unit.pk}/"
    unit.save(update_fields=["organisation", "path"])
    OrganisationProfile.objects.create(unit=unit, provider_type=provider_type, ods_code=ods_code)
    return unit


@transaction.atomic
def add_unit(
    parent: Unit,
    name: str,
    *,
    kind: UnitKind = UnitKind.TEAM,
    service_model: str = "",
    caseload: int | None = None,
    code: str = "",
) -> Unit:
    """Add a directorate, locality or team below `parent`."""
    unit = Unit.objects.create(
        kind=kind,
        name=name,
        code=code or _free_code(parent, name),
        parent=parent,
        organisation_id=parent.organisation_id,
        service_model=service_model,
        caseload=caseload,
    )
    unit.path = f"{parent.path}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def _free_code(parent: Unit, name: str) -> str:
    base = slugify(name)[:55] or "unit"
    taken = set(
        Unit.objects.filter(
            organisation_id=parent.organisation_id, code__startswith=base
        ).values_list("code", flat=True)
    )
    return next(c for c in [base, *(f"{base}-{n}" for n in range(2, 10_000))] if c not in taken)


def close_unit(unit: Unit, on: dt.date) -> Unit:
    """Close a team from a day; what it reported stays, and it takes no new reports."""
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    return unit


def add_person(
    email: str, name: str, *, organisation: Unit, job_title: str = "", password: str | None = None
) -> User:
    """Add a person who can sign in; without a password they set one through the reset page."""
    return User.objects.create_user(
        email, password, name=name, organisation=organisation, job_title=job_title
    )


def grant_role(
    user: User,
    role: str,
    unit: Unit,
    *,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> RoleGrant:
    """Let `user` hold `role` at `unit` and below; granting twice changes only the dates."""
    grant, _ = RoleGrant.objects.update_or_create(
        user=user, role=role, unit=unit, defaults={"starts_on": starts_on, "ends_on": ends_on}
    )
    user.__dict__.pop("_scope", None)
    return grant


def withdraw_role(grant: RoleGrant) -> None:
    """Take a role away from today."""
    grant.delete()


def put_on_call(unit: Unit, user: User, starts_at: dt.datetime, ends_at: dt.datetime) -> OnCall:
    """Record who answers for `unit` between two times."""
    return OnCall.objects.create(unit=unit, user=user, starts_at=starts_at, ends_at=ends_at)


def open_in_emergency(
    user: User, record_type: str, record_id: int, reason: str, *, at: dt.datetime | None = None
) -> EmergencyOpening:
    """Open one restricted record for a few hours; the caller tells the record's owner."""
    at = at or timezone.now()
    return EmergencyOpening.objects.create(
        user=user,
        record_type=record_type,
        record_id=record_id,
        reason=reason,
        opened_at=at,
        ends_at=at + dt.timedelta(hours=EMERGENCY_OPENING_HOURS),
    )

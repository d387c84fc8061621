"""Roles: given and taken away."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from goldthread.access.models import RoleGrant, Unit, User
from goldthread.access.operations.permitted import must_manage, not_for_oneself
from goldthread.access.refusals import refuse
from goldthread.access.terms import ROLES
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail


@transaction.atomic
def grant_role(
    user: User,
    role: str,
    unit: Unit,
    *,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    by: Actor = None,
) -> RoleGrant:
    """Let `user` hold `role` at `unit` and below; granting twice changes only the dates.

    Raises Refused.
    """
    must_manage(by, unit)
    not_for_oneself(by, user)
    if role not in ROLES:
        raise refuse("ACC-11", f"There is no role {role}. Choose one of the list.", "role")
    if starts_on and ends_on and ends_on < starts_on:
        raise refuse("ACC-08", "The last day is before the first. Check both.", "ends_on")
    if user.left_on is not None or not user.is_active:
        raise refuse("ACC-12", "This person has left, so they cannot be given a role.", "user")
    grant, _ = RoleGrant.objects.update_or_create(
        user=user, role=role, unit=unit, defaults={"starts_on": starts_on, "ends_on": ends_on}
    )
    user.__dict__.pop("_scope", None)
    _write(grant, "access.grant_role", by, {"starts_on": starts_on, "ends_on": ends_on})
    return grant


@transaction.atomic
def withdraw_role(grant: RoleGrant, *, by: Actor = None) -> None:
    """Take a role away at once; that it was held stays in the person's trail."""
    must_manage(by, grant.unit)
    not_for_oneself(by, grant.user)
    _write(grant, "access.withdraw_role", by, {})
    grant.user.__dict__.pop("_scope", None)
    grant.delete()


def _write(grant: RoleGrant, kind: str, by: Actor, facts: dict[str, object]) -> None:
    """In the trail of the person, whose record outlives the grant."""
    held = {"role": grant.role, "unit": grant.unit, **facts}
    write_trail(grant.user, kind, by=by, facts=held, organisation_id=grant.unit.organisation_id)

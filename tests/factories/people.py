"""Invented providers, teams and people."""

from __future__ import annotations

from itertools import count

from goldthread.access.models import Unit, User
from goldthread.access.operations import add_organisation, add_person, add_unit, grant_role
from goldthread.access.terms import ProviderType, UnitKind

_number = count(1)


def organisation(name: str = "") -> Unit:
    """A provider with its profile."""
    name = name or f"Provider {next(_number)}"
    return add_organisation(name, provider_type=ProviderType.INDEPENDENT)


def team(parent: Unit | None = None, name: str = "") -> Unit:
    """A team below `parent`, or below a provider of its own."""
    return add_unit(parent or organisation(), name or f"Team {next(_number)}")


def locality(parent: Unit, name: str = "") -> Unit:
    """A locality below `parent`."""
    return add_unit(parent, name or f"Locality {next(_number)}", kind=UnitKind.LOCALITY)


def person(unit: Unit, *roles: str, name: str = "") -> User:
    """Someone of the unit's provider who holds the roles at the unit."""
    number = next(_number)
    user = add_person(
        f"person{number}@provider.example",
        name or f"Person {number}",
        organisation=unit.organisation or unit,
    )
    for role in roles:
        grant_role(user, role, unit)
    return user

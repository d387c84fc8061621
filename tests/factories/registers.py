"""People served and what the registers hold of them, for tests."""

from __future__ import annotations

from itertools import count

from goldthread.access.models import Unit, User
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.people.operations import Identity, record_person
from tests.factories.provider import Provider

_number = count(1)


def person_served(
    provider: Provider,
    name: str = "",
    *,
    unit: Unit | None = None,
    by: User | None = None,
    record_number: str | None = None,
    nhs_number: str = "",
) -> Person:
    """Someone the team serves, recorded by its supervisor, with a record number of their own."""
    number = next(_number)
    identity = Identity(
        name or f"Wilhelmina Test{number}",
        f"RX{number:06d}" if record_number is None else record_number,
        nhs_number,
    )
    return record_person(unit or provider.team, identity, by=by or provider.people["supervisor"])

"""Who reads: which units, and whether small numbers are kept from them."""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.access.models import Unit, User
from goldthread.access.queries import seen_units
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission


@dataclass(frozen=True)
class Reader:
    """A person reading the measures of one unit.

    `outside` readers may see measures and not the incidents behind them (a commissioner): they
    see whole quarters, the whole of what they were given and no unit below it by itself, and no
    small numbers.
    """

    user: User
    unit: Unit
    units: tuple[Unit, ...]
    outside: bool


def reader_of(user: User, wanted: str = "") -> Reader | None:
    """The person as a reader of the unit with the number `wanted`, or of the highest they may see.

    None where they may see the measures of no unit.
    """
    units = tuple(
        seen_units(user, Permission.MEASURES_VIEW).filter(organisation=user.organisation_id)
    )
    tops = [unit for unit in units if not any(_below(unit, other) for other in units)]
    if not tops:
        return None
    outside = not scope_of(user).holds(Permission.INCIDENT_VIEW, tops[0].pk)
    offered = tuple(tops) if outside else units
    chosen = next((unit for unit in offered if str(unit.pk) == wanted), tops[0])
    outside = not scope_of(user).holds(Permission.INCIDENT_VIEW, chosen.pk)
    return Reader(user, chosen, offered, outside)


def _below(unit: Unit, other: Unit) -> bool:
    return unit.pk != other.pk and unit.path.startswith(other.path)

"""People and units as operators name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goldthread.cli.refusals import Refused

if TYPE_CHECKING:
    from goldthread.access.models import Unit, User


def person(email: str) -> User:
    """The person with this e-mail address; Refused when there is none."""
    from goldthread.access.queries import person_by_email

    found = person_by_email(email)
    if found is None:
        raise Refused(f"Nobody here has the e-mail address {email}. See 'goldthread users list'.")
    return found


def unit(name: str) -> Unit:
    """The one unit with this code, name or number; Refused when there is none or more."""
    from goldthread.access.queries import units_called

    found = units_called(name)
    if not found:
        raise Refused(f"There is no unit '{name}'. See 'goldthread units list'.")
    if len(found) > 1:
        numbers = ", ".join(f"{one.pk} ({one.organisation})" for one in found)
        raise Refused(f"More than one unit is called '{name}'. Give its number: {numbers}.")
    return found[0]

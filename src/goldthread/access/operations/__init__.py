"""Changes to units, people and roles; every one is in the trail of what it changed."""

from goldthread.access.operations.emergencies import (
    EMERGENCY_OPENING_HOURS,
    open_in_emergency,
    put_on_call,
)
from goldthread.access.operations.people import (
    add_person,
    deactivate_leavers,
    leave,
    set_absence,
    set_password,
)
from goldthread.access.operations.roles import grant_role, withdraw_role
from goldthread.access.operations.units import add_organisation, add_unit, close_unit

__all__ = [
    "EMERGENCY_OPENING_HOURS",
    "add_organisation",
    "add_person",
    "add_unit",
    "close_unit",
    "deactivate_leavers",
    "grant_role",
    "leave",
    "open_in_emergency",
    "put_on_call",
    "set_absence",
    "set_password",
    "withdraw_role",
]

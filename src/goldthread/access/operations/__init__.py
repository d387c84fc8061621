"""Changes to units, people and roles; every one is in the trail of what it changed."""

from goldthread.access.operations.emergencies import (
    EMERGENCY_OPENING_HOURS,
    open_in_emergency,
    put_on_call,
    take_off_call,
)
from goldthread.access.operations.people import (
    add_person,
    change_person,
    deactivate_leavers,
    leave,
    note_reset_sent,
    set_absence,
    set_password,
)
from goldthread.access.operations.permitted import must_manage
from goldthread.access.operations.roles import grant_role, withdraw_role
from goldthread.access.operations.units import (
    add_organisation,
    add_unit,
    change_profile,
    change_unit,
    close_unit,
)

__all__ = [
    "EMERGENCY_OPENING_HOURS",
    "add_organisation",
    "add_person",
    "add_unit",
    "change_person",
    "change_profile",
    "change_unit",
    "close_unit",
    "deactivate_leavers",
    "grant_role",
    "leave",
    "must_manage",
    "note_reset_sent",
    "open_in_emergency",
    "put_on_call",
    "set_absence",
    "set_password",
    "take_off_call",
    "withdraw_role",
]

"""People who left: their accounts stop, and managers hear what they still own."""

from __future__ import annotations

from goldthread.access.operations import deactivate_leavers
from goldthread.access.queries import holders_of_roles
from goldthread.clocks.queries import owned_by_leavers
from goldthread.notices.operations import send
from goldthread.notices.queries import link_to_clock

MANAGERS = {"team_manager", "governance_lead"}


def tell_of_leavers() -> int:
    """Stop leavers' accounts; ask, once a clock, for a new owner of what they still own.

    Returns how many clocks were asked about.
    """
    deactivate_leavers()
    told = 0
    for clock in owned_by_leavers():
        told += bool(
            send(
                holders_of_roles(MANAGERS, clock.unit),
                "owner_left",
                subject="Someone who left still owns work here",
                body=f"Choose a new owner. Team: {clock.unit.name}.",
                link=link_to_clock(clock),
                thread=clock.thread,
                key=f"owner_left:{clock.pk}:{clock.owner_id}",
                cover=True,
            )
        )
    return told

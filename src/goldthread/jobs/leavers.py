"""Telling managers what people who left still own."""

from __future__ import annotations

from goldthread.access.queries import holders_of_roles
from goldthread.clocks.queries import owned_by_leavers
from goldthread.notices.operations import send
from goldthread.notices.queries import link_to

MANAGERS = {"team_manager", "governance_lead"}


def tell_of_leavers() -> int:
    """Ask for a new owner of everything a leaver still owns, once a clock; returns how many."""
    told = 0
    for clock in owned_by_leavers():
        told += bool(
            send(
                holders_of_roles(MANAGERS, clock.unit),
                "owner_left",
                subject="Someone who left still owns work here",
                body=f"Choose a new owner. Team: {clock.unit.name}.",
                link=link_to(clock.subject_type, clock.subject_id),
                thread=clock.thread,
                key=f"owner_left:{clock.pk}:{clock.owner_id}",
                cover=True,
            )
        )
    return told

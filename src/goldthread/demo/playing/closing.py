"""Playing closure: as verified when nothing is missing, else with the recorded reason."""

from __future__ import annotations

from goldthread.demo.playing.world import World
from goldthread.demo.scripts import Incident
from goldthread.domain.governance.closure.operations import close_as_verified
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident as IncidentRecord


def close_with_reason(world: World, script: Incident, incident: IncidentRecord) -> None:
    """Close without verification, for the reason that the script gives."""
    told = script.closure
    if told is None or not told.reason:
        return
    incident.refresh_from_db()
    by = world.staff[told.by]
    incidents.close_with_reason(incident, told.reason, by=by, at=told.at)


def close_verified(world: World, script: Incident, incident: IncidentRecord) -> None:
    """Close as verified, when the script says so and the thread really is complete."""
    told = script.closure
    if told is None or told.reason:
        return
    incident.refresh_from_db()
    close_as_verified(incident, by=world.staff[told.by], at=told.at)

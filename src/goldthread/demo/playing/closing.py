"""Playing closure: as verified when nothing is missing, else with the recorded reason."""

from __future__ import annotations

from goldthread.demo.playing.world import World
from goldthread.demo.scripts import Incident
from goldthread.domain.candour import queries as candour
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident as IncidentRecord
from goldthread.domain.incidents.queries import reporter_was_answered
from goldthread.domain.verification.queries import all_concluded


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
    by = world.staff[told.by]
    incidents.close_verified(incident, missing=_missing(incident), by=by, at=told.at)


def _missing(incident: IncidentRecord) -> list[str]:
    found = list(candour.missing(incident))
    if not all_concluded(incident):
        found.append("A verification is not concluded.")
    if not reporter_was_answered(incident):
        found.append("The reporter has had no answer.")
    return found

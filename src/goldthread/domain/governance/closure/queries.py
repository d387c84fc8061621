"""What the closing rules read, gathered from every stage of the thread."""

from __future__ import annotations

from goldthread.domain.actions.queries import improvement_actions
from goldthread.domain.candour.queries import missing as missing_from_openness
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import reporter_was_answered
from goldthread.domain.registers.safeguarding.queries import waits
from goldthread.domain.verification.queries import all_concluded


def facts_of(incident: Incident) -> dict[str, object]:
    """The facts of the closing rules."""
    return {
        "has_actions": improvement_actions(incident).exists(),
        "verified": all_concluded(incident),
        "openness": missing_from_openness(incident),
        "safeguarding_waits": waits(incident),
        "reporter_answered": reporter_was_answered(incident),
    }

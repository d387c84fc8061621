"""Closing a thread."""

from __future__ import annotations

import datetime as dt

from goldthread.access.models import User
from goldthread.domain.governance.closure.rules import missing
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident


def close_as_verified(incident: Incident, *, by: User, at: dt.datetime | None = None) -> Incident:
    """Close because nothing on the thread is missing. Raises Refused with every gap."""
    gaps = [refusal.sentence for refusal in missing(incident)]
    return incidents.close_verified(incident, missing=gaps, by=by, at=at)

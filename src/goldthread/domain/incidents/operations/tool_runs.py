"""Using a decision tool on an incident: the run is evidence on its golden thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.decision_tools import operations as tools
from goldthread.decision_tools.models import Run, ToolVersion
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import may
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


def use_tool(
    incident: Incident,
    version: ToolVersion,
    answers: Mapping[str, str],
    *,
    by: User,
    reasons: Mapping[str, str] | None = None,
    said: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> Run:
    """Record a run about the incident with the version its questions were asked from.

    Raises `Refused`: not allowed here, questions left open, or words asked for and missing.
    """
    if not may(by, Permission.INCIDENT_ADD, incident):
        raise refuse(NOT_ALLOWED, "You cannot record decisions about this incident.")
    return tools.run(
        version.tool.code,
        incident.organisation,
        answers,
        subject=incident,
        by=by,
        at=at,
        reasons=reasons,
        said=said or {},
        thread=incident.pk,
        version=version,
    )

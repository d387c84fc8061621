"""The rest of a report that was sent early, because someone was unsafe."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.domain.incidents.models import Addendum, Incident
from goldthread.domain.incidents.operations.reporting import (
    add_account,
    refusals_of,
    told_of,
    trail_actor,
    worst,
)
from goldthread.domain.incidents.reports import Report
from goldthread.domain.incidents.terms import Precision, Route, Status
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import Refused


@transaction.atomic
def complete_report(
    incident: Incident, report: Report, *, at: dt.datetime | None = None
) -> Incident:
    """Add what the short account left out; the short account itself stays as it was.

    The caller has proof that it is the same reporter. After triage the event type stays as the
    triage found it. Raises Refused with the same sentences as a report.
    """
    at = at or timezone.now()
    refusals = refusals_of(report, at=at)
    if refusals:
        raise Refused(refusals)
    if report.narrative.strip() != incident.narrative:
        by = report.reporter if report.route == Route.SIGNED_IN else None
        Addendum.objects.create(
            incident=incident, text=report.narrative.strip(), added_at=at, added_by=by
        )
    add_account(incident, report, at)
    Incident.objects.filter(pk=incident.pk).update(**_unsaid(incident, report))
    incident.refresh_from_db()
    write_trail(
        incident,
        "incident.completed",
        by=trail_actor(report),
        at=at,
        facts=told_of(incident, report) | {"narrative": report.narrative.strip()},
        thread=incident.pk,
        organisation_id=incident.organisation_id,
    )
    return incident


def _unsaid(incident: Incident, report: Report) -> dict[str, object]:
    """The facts the short account did not hold."""
    people = list(incident.people.values_list("physical_harm", "psychological_harm"))
    found: dict[str, object] = {
        "physical_harm": worst(harms[0] for harms in people),
        "psychological_harm": worst(harms[1] for harms in people),
        "location": incident.location or report.location.strip(),
        "potential_harm": incident.potential_harm or report.potential_harm,
        "suggested_category": incident.suggested_category or report.suggested_category,
        "pathway": incident.pathway or report.pathway,
        "service_model": incident.service_model or report.service_model,
    }
    if incident.status == Status.REPORTED:
        found["event_type"] = report.event_type
    if incident.occurred_precision == Precision.UNKNOWN:
        found |= {
            "occurred_at": report.occurred_at,
            "occurred_precision": report.occurred_precision,
            "discovered_at": report.discovered_at,
            "discovered_precision": report.discovered_precision,
        }
    return found

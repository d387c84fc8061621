"""Incidents for tests, reported the way people report them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.domain.incidents import operations
from goldthread.domain.incidents.models import Category, Incident, Triage
from goldthread.domain.incidents.operations import report_incident
from goldthread.domain.incidents.reports import AffectedPerson, Report
from goldthread.domain.incidents.terms import EventType, Precision, Route, TriageQuestion
from goldthread.domain.incidents.triage_decisions import Decision, QuestionAnswer
from tests.factories.provider import Provider

NARRATIVE = (
    "The planned visit on Tuesday did not take place because the rota had changed and nobody "
    "was told. The person rang the duty line in the evening and was distressed."
)


def report_of(provider: Provider, **changes: Any) -> Report:
    """A plain report by the team's reporter, two hours after it happened."""
    values: dict[str, Any] = {
        "unit": provider.team,
        "event_type": EventType.INCIDENT,
        "narrative": NARRATIVE,
        "route": Route.SIGNED_IN,
        "reporter": provider.people["reporter"],
        "occurred_at": timezone.now() - dt.timedelta(hours=2),
        "occurred_precision": Precision.EXACT,
        "people": (AffectedPerson(physical_harm="none", psychological_harm="low"),),
    }
    return Report(**(values | changes))


def make_incident(provider: Provider, *, at: dt.datetime | None = None, **changes: Any) -> Incident:
    """A reported incident."""
    if at is not None and "occurred_at" not in changes:
        changes["occurred_at"] = at - dt.timedelta(hours=2)
    return report_incident(report_of(provider, **changes), at=at).incident


def decision_for(provider: Provider, incident: Incident, **changes: Any) -> Decision:
    """A plain triage decision: missed contact, nothing more needed, the tier as proposed."""
    values: dict[str, Any] = {
        "category": Category.objects.get(organisation=provider.organisation, code="missed_contact"),
        "why": "A planned visit did not take place.",
        "potential_harm": "low",
        "answers": {
            question: QuestionAnswer(yes=False, reason="Checked with the team: not needed.")
            for question in TriageQuestion
        },
        "tier": "rapid",
        "none_needed_because": "The visit was made the same evening.",
    }
    return Decision(**(values | changes))


def triaged(
    provider: Provider, incident: Incident, *, at: dt.datetime | None = None, **changes: Any
) -> Triage:
    """Triage the incident as the triage lead."""
    decision = decision_for(provider, incident, **changes)
    return operations.triage(incident, decision, by=provider.people["triage_lead"], at=at)

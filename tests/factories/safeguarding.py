"""Safeguarding cases and what is done in them, for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.utils import timezone

from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.registers.safeguarding import operations, queries
from goldthread.domain.registers.safeguarding.models import SafeguardingAction, SafeguardingCase
from tests.factories.incidents import decision_for, make_incident, triaged
from tests.factories.provider import Provider

CONCERN = "Money taken by a neighbour."


def concern(
    provider: Provider, incident: Incident | None = None, *, at: dt.datetime | None = None
) -> SafeguardingCase:
    """The case that triage opens when it answers yes to its first question."""
    incident = incident or make_incident(provider, at=at)
    answers = dict(decision_for(provider, incident).answers)
    answers[TriageQuestion.SAFEGUARDING] = replace(
        answers[TriageQuestion.SAFEGUARDING], yes=True, reason=CONCERN
    )
    triaged(provider, incident, at=at, answers=answers)
    found = queries.of_incident(incident)
    assert found is not None
    return found


def action_in(provider: Provider, case: SafeguardingCase, **changes: Any) -> SafeguardingAction:
    """An action due in two days, owned by the team manager unless `changes` says otherwise."""
    values: dict[str, Any] = {
        "what": "Visit with the bank's fraud officer and change the card.",
        "due_on": timezone.localdate() + dt.timedelta(days=2),
        "owner": provider.people["team_manager"],
        "by": provider.people["safeguarding_lead"],
    }
    return operations.add_action(case, **(values | changes))


def referred(
    provider: Provider, *, at: dt.datetime | None = None, to: str = "Vale Council, adult team"
) -> SafeguardingCase:
    """A case referred in time, so that we wait for the partner."""
    case = concern(provider, at=at)
    by = provider.people["safeguarding_lead"]
    return operations.refer(case, to, "By telephone, then the form", by=by, at=at)


def referred_late(
    provider: Provider, *, at: dt.datetime | None = None, to: str = "Vale Council, adult team"
) -> SafeguardingCase:
    """A case referred a week after the concern, with the reason."""
    at = at or timezone.now()
    case = concern(provider, at=at - dt.timedelta(days=7))
    return operations.refer(
        case,
        to,
        "By the form",
        delay="threshold_unclear",
        by=provider.people["safeguarding_lead"],
        at=at,
    )

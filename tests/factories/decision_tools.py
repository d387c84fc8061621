"""Drafts of tools and recorded runs."""

from __future__ import annotations

from goldthread.decision_tools import operations, queries
from goldthread.decision_tools.models import Run, ToolVersion
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import use_tool
from tests.factories.provider import Provider

SAFEGUARDING = "safeguarding_threshold"
NOT_MET = {"danger": "no", "child": "no", "needs": "no", "other_route": "no"}


def draft_of(provider: Provider, code: str) -> ToolVersion:
    """A draft begun by the administrator from the version in use."""
    tool = queries.tools_of(provider.organisation.pk).get(code=code)
    return operations.begin_draft(tool, by=provider.people["administrator"])


def run_on(provider: Provider, incident: Incident, reason: str = "No needs of care.") -> Run:
    """A safeguarding decision of "no" with its reason, by the safeguarding lead."""
    return use_tool(
        incident,
        queries.current(provider.organisation.pk, SAFEGUARDING),
        NOT_MET,
        said={"reason": reason},
        by=provider.people["safeguarding_lead"],
    )

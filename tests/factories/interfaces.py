"""Agreements with partners, and problems with them, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.domain.registers.interfaces import operations
from goldthread.domain.registers.interfaces.definition import Task
from goldthread.domain.registers.interfaces.models import InterfaceAgreement, PartnerIssue
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from goldthread.links.models import SignedLink
from tests.factories.provider import Provider
from tests.factories.safeguarding import referred

TASKS = (
    Task(
        "Lead the enquiry",
        "Vale Council",
        "Alex Reed",
        "Within 1 working day",
        "Name of the lead and the reference",
        "01632 960100",
        "Duty manager",
    ),
    Task(
        "Hold the health part of the plan",
        "Alder Team",
        "Test Team manager",
        "Within 2 working days",
        "Risks and who to ring",
        "01632 960127",
        "Duty worker",
    ),
)
ROUTE = "Managers speak on the second day, heads of service on the fourth."
ADDRESS = "alex.reed@vale.example"


def drafted(
    provider: Provider, case: SafeguardingCase | None = None, **changes: Any
) -> InterfaceAgreement:
    """A whole draft for a case, ready for the partner."""
    case = case or referred(provider)
    by = provider.people["safeguarding_lead"]
    assert case.partner is not None
    agreement = operations.draft_agreement(case.partner, case=case, by=by, **changes)
    return operations.write_agreement(agreement, TASKS, ROUTE, by=by)


def asked(
    provider: Provider, agreement: InterfaceAgreement | None = None, **when: Any
) -> tuple[InterfaceAgreement, SignedLink, str]:
    """A draft whose partner holds a link, with the link's token."""
    agreement = agreement or drafted(provider)
    by = provider.people["safeguarding_lead"]
    link, token = operations.ask_partner(agreement, ADDRESS, by=by, **when)
    return agreement, link, token


def agreed(provider: Provider, case: SafeguardingCase | None = None) -> InterfaceAgreement:
    """An agreement that the partner agreed to by the link."""
    agreement, link, _ = asked(provider, drafted(provider, case))
    operations.answer_by_link(
        agreement,
        link,
        agrees=True,
        name="Alex Reed",
        role="Team manager",
        seen=agreement.version,
    )
    return agreement


def slow_partner(provider: Provider, *, times: int = 3) -> SafeguardingCase:
    """A partner who has left so many referrals unacknowledged; gives the last of the cases."""
    at = timezone.now() - dt.timedelta(days=9)
    cases = [referred(provider, at=at - dt.timedelta(days=n)) for n in range((times + 1) // 2)]
    return cases[-1]


def issue_with(provider: Provider) -> PartnerIssue:
    """A problem that the rule found sustained."""
    case = slow_partner(provider)
    assert case.partner is not None
    return operations.open_issue(case.partner, by=provider.people["safeguarding_lead"])

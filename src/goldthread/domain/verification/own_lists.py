"""The product's own records as the list a sample is drawn from: of the register its instrument
audits, or else incidents of the plan's themes."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from goldthread.access.models import User
from goldthread.domain.registers.restrictions import queries as restrictions
from goldthread.domain.registers.restrictions.terms import LONG_RUNNING_DAYS
from goldthread.domain.registers.safeguarding import queries as safeguarding
from goldthread.domain.verification.frames import CASE, Frame
from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.queries import frame_from_incidents
from goldthread.domain.verification.terms import FrameSource

RESTRICTIONS = "restriction_file_audit"
CASES = ("safeguarding_case_audit", "multi_agency_file_audit")


def own_list(plan: Plan, user: User, since: dt.date, until: dt.date) -> Frame:
    """What the product itself holds between two days, for the instrument of the plan."""
    version = plan.instrument_version
    if version is not None and version.instrument.code == RESTRICTIONS:
        return frame_from_restrictions(plan, user, since, until)
    if version is not None and version.instrument.code in CASES:
        return frame_from_cases(plan, user, since, until)
    return frame_from_incidents(plan, user, since, until)


def frame_from_restrictions(plan: Plan, user: User, since: dt.date, until: dt.date) -> Frame:
    """Every restriction in force in the service at any time between two days, by reference and
    without names, with what a stratum may need (row 94)."""
    found = (
        restrictions.visible_to(user)
        .filter(unit__path__startswith=plan.unit.path, started_on__lte=until)
        .filter(in_force_at__date__lte=until)
        .filter(Q(ended_at__isnull=True) | Q(ended_at__date__gte=since))
        .select_related("unit")
        .order_by("reference")
    )
    rows = tuple(
        {
            CASE: row.reference,
            "team": row.unit.name,
            "for": row.scale,
            "parts of life": row.domains,
            "more than 90 days": _long_running(restrictions.days_in_force(row, until)),
        }
        for row in found
    )
    return Frame(rows, FrameSource.QUERIED, f"Restrictions in force from {since} to {until}")


def frame_from_cases(plan: Plan, user: User, since: dt.date, until: dt.date) -> Frame:
    """Every safeguarding case of the service raised between two days that another agency had a
    part in, by the reference of its incident and without names."""
    found = (
        safeguarding.visible_to(user)
        .filter(unit__path__startswith=plan.unit.path, partner__isnull=False)
        .filter(raised_at__date__gte=since, raised_at__date__lte=until)
        .select_related("incident", "unit", "partner")
        .order_by("raised_at", "pk")
    )
    rows = tuple(
        {
            CASE: case.incident.reference,
            "team": case.unit.name,
            "partner": case.partner.name if case.partner else "",
            "lead": case.lead_agency,
        }
        for case in found
    )
    words = f"Multi-agency safeguarding cases raised from {since} to {until}"
    return Frame(rows, FrameSource.QUERIED, words)


def _long_running(days: int) -> str:
    return "yes" if days > LONG_RUNNING_DAYS else "no"

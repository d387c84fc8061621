"""The safeguarding log."""

from __future__ import annotations

from goldthread.domain.governance.bundles.terms import Asked, Part, Row
from goldthread.domain.registers.safeguarding import queries


def part(asked: Asked) -> Part:
    """Every case raised in these days, or that of the incident."""
    found = queries.visible_to(asked.user).filter(organisation=asked.organisation)
    if asked.incident is not None:
        found = found.filter(incident=asked.incident)
    else:
        found = found.filter(**asked.within("raised_at"))
    rows = tuple(
        Row(
            (
                case.incident.reference,
                case.raised_at,
                case.get_status_display(),
                case.referred_at,
                case.acknowledged_at,
                case.get_lead_agency_display(),
                case.decided_on,
                case.get_outcome_met_display(),
            ),
            f"/incidents/{case.incident.reference}/safeguarding/",
        )
        for case in found.select_related("incident").order_by("raised_at", "pk")
    )
    columns = (
        "Incident", "Raised", "State", "Referred", "Acknowledged", "Lead agency", "Decided",
        "Wanted outcome",
    )  # fmt: skip
    missing = "" if rows else "No safeguarding case was raised in these days."
    return Part("safeguarding-log", "Safeguarding log", columns, rows, missing)

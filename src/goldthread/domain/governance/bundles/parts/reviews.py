"""Incident reviews."""

from __future__ import annotations

from django.db.models import Q

from goldthread.domain.governance.bundles.terms import Asked, Kind, Part, Row
from goldthread.domain.reviews import queries
from goldthread.domain.reviews.terms import Status

# The themes that ship (row 2) by which an incident belongs to an example.
THEMES = {
    Kind.ESCALATION: ("unclear_escalation_thresholds",),
    Kind.SAFEGUARDING: ("weak_interface_handovers", "safeguarding_uncertainty"),
    Kind.RESTRICTIVE: ("restriction_not_reviewed",),
}


def about(asked: Asked, prefix: str = "incident__") -> Q:
    """Records of the incident asked for, or of incidents that carry a theme of the example."""
    if asked.incident is not None:
        return Q(**{f"{prefix}pk": asked.incident.pk})
    return Q(**{f"{prefix}theme_links__theme__code__in": THEMES[asked.kind]})


def part(asked: Asked) -> Part:
    """Reviews of such incidents, signed off or still under way."""
    found = list(
        queries.visible_to(asked.user)
        .filter(about(asked), organisation=asked.organisation, **asked.within("planned_at"))
        .exclude(status=Status.NOT_NEEDED)
        .select_related("incident", "signed_off_by")
        .distinct()
        .order_by("-planned_at", "-pk")
    )
    rows = tuple(
        Row(
            (
                review.incident.reference,
                review.get_tier_display(),
                review.get_status_display(),
                review.signed_off_at,
                review.signed_off_by.name if review.signed_off_by else "",
            ),
            f"/reviews/{review.pk}/",
        )
        for review in found
    )
    return Part(
        "reviews",
        "Incident reviews",
        ("Incident", "Review", "State", "Signed off", "By"),
        rows,
        "" if any(one.status == Status.SIGNED_OFF for one in found) else _missing(bool(rows)),
    )


def _missing(some: bool) -> str:
    if some:
        return "No review of such an incident is signed off yet."
    return "No review of such an incident was planned in these days."

"""The restrictions register, its review decisions, and what complaints taught."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from goldthread.domain.governance.bundles.terms import Asked, Part, Row
from goldthread.domain.registers.complaints import queries as complaints
from goldthread.domain.registers.complaints.terms import Status as ComplaintStatus
from goldthread.domain.registers.restrictions import queries
from goldthread.domain.registers.restrictions.models import Restriction
from goldthread.domain.registers.restrictions.terms import LIVE


def _in_force(asked: Asked) -> QuerySet[Restriction]:
    """Restrictions in force on any of these days, or on the incident's thread."""
    found = queries.visible_to(asked.user).filter(organisation=asked.organisation)
    if asked.incident is not None:
        return queries.of_incident(asked.incident, asked.user)
    not_over = Q(ended_at__isnull=True) | Q(ended_at__date__gte=asked.since)
    return found.filter(not_over, in_force_at__date__lte=asked.until)


def register(asked: Asked) -> Part:
    """Each restriction with what the standard asks to see at once."""
    found = list(_in_force(asked).select_related("person", "unit").order_by("started_on", "pk"))
    rows = tuple(
        Row(
            (
                one.reference,
                one.person.reference,
                one.words,
                one.get_scale_display(),
                one.get_legal_basis_display(),
                one.started_on,
                one.review_on,
                one.get_status_display(),
                queries.days_in_force(one, asked.until),
            ),
            f"/restrictions/{one.pk}/",
        )
        for one in found
    )
    live = sum(one.status in LIVE for one in found)
    late = sum(queries.is_overdue(one) for one in found)
    missing = "" if rows else "No restriction was in force in these days."
    if late:
        missing = (
            f"{late} of {live} in force now {'is' if late == 1 else 'are'} past the review date."
        )
    columns = (
        "Restriction", "Person", "In plain words", "For whom", "Legal basis", "Since",
        "Review by", "State", "Days",
    )  # fmt: skip
    return Part("register", "Restrictions register", columns, rows, missing)


def decisions(asked: Asked) -> Part:
    """Every review decision of these days, with its reason."""
    rows = tuple(
        Row(
            (
                one.reference,
                decision.decided_at,
                decision.get_verdict_display(),
                decision.reason,
                decision.get_risk_display(),
                decision.decided_by.name,
                decision.next_review_on,
            ),
            f"/restrictions/{one.pk}/",
        )
        for one in _in_force(asked).prefetch_related("decisions__decided_by").order_by("pk")
        for decision in one.decisions.all()
        if asked.holds(decision.decided_at)
    )
    columns = ("Restriction", "Decided", "Decision", "Reason", "Risk", "By", "Next review")
    missing = "" if rows else "No review decision is recorded in these days."
    return Part("review-decisions", "Review decisions", columns, rows, missing)


def complaint_learning(asked: Asked) -> Part:
    """Complaints about a restriction, with what was upheld and what changes."""
    found = complaints.visible_to(asked.user).filter(organisation=asked.organisation)
    if asked.incident is not None:
        found = found.filter(incident=asked.incident)
    else:
        about = Q(about_restriction=True) | Q(restrictions__isnull=False)
        found = found.filter(about, **asked.within("received_at")).distinct()
    rows = tuple(
        Row(
            (
                one.reference,
                one.received_at,
                one.about,
                one.get_status_display(),
                one.get_outcome_display(),
                one.upheld,
                one.changes,
            ),
            f"/complaints/{one.pk}/",
        )
        for one in found.order_by("received_at", "pk")
    )
    closed = any(one.status == ComplaintStatus.CLOSED for one in found)
    if closed:
        missing = ""
    elif rows:
        missing = "No complaint about a restriction is closed with its learning yet."
    else:
        missing = "No complaint about a restriction was received in these days."
    columns = (
        "Complaint",
        "Received",
        "About",
        "State",
        "Outcome",
        "What was upheld",
        "What changes",
    )
    return Part("complaint-learning", "Complaint learning records", columns, rows, missing)

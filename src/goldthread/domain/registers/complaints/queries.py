"""Complaints in scope, of a person and of an incident."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from goldthread.access.models import Unit, User
from goldthread.access.queries import seen_units
from goldthread.access.scope import allows, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import not_kept_from
from goldthread.domain.registers.complaints.models import Complaint
from goldthread.domain.registers.complaints.terms import OPEN_STATUSES
from goldthread.domain.registers.people.models import Person


def visible_to(user: User | None) -> QuerySet[Complaint]:
    """Complaints the person may read, in no order.

    One that started an incident kept to some is kept to the same people.
    """
    scope = scope_of(user)
    free = Q(incident__isnull=True) | not_kept_from(scope, "incident__")
    return Complaint.objects.filter(free, scope.q(Permission.COMPLAINT_SEE))


def newest_first(complaints: QuerySet[Complaint], *, open_only: bool) -> QuerySet[Complaint]:
    """For the list, with what each row shows."""
    if open_only:
        complaints = complaints.filter(status__in=OPEN_STATUSES)
    return complaints.select_related("unit", "person", "incident").order_by("-received_at", "-pk")


def with_page(complaints: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Everything the page of one shows."""
    return complaints.select_related(
        "unit", "person", "incident", "received_by", "acknowledged_by", "answered_by", "closed_by"
    )


def with_reference(user: User, reference: str) -> Complaint | None:
    """The complaint the user may read with this reference."""
    return visible_to(user).filter(reference__iexact=reference.strip()).first()


def of_person(person: Person, user: User) -> QuerySet[Complaint]:
    """The person's complaints the user may read, newest first."""
    return newest_first(visible_to(user).filter(person=person), open_only=False)


def of_incident(incident: Incident, user: User) -> QuerySet[Complaint]:
    """Complaints on this golden thread that the user may read."""
    return newest_first(visible_to(user).filter(incident=incident), open_only=False)


def units_kept_by(user: User) -> QuerySet[Unit]:
    """Where the person may record complaints."""
    return seen_units(user, Permission.COMPLAINT_KEEP)


def may_keep(user: User, complaint: Complaint) -> bool:
    """Whether the person may work this complaint."""
    return allows(complaint, scope_of(user).q(Permission.COMPLAINT_KEEP))

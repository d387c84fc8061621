"""Which restrictions a person sees, which are due, and which are late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import allows, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.complaints.models import Complaint
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.restrictions.models import Decision, Restriction
from goldthread.domain.registers.restrictions.terms import LIVE, Status, a_month_after


def visible_to(user: User | None) -> QuerySet[Restriction]:
    """The restrictions the person may read, in no order."""
    return Restriction.objects.filter(scope_of(user).q(Permission.RESTRICTION_SEE))


def may(user: User, permission: Permission, restriction: Restriction) -> bool:
    """Whether the person holds the permission for this restriction."""
    return allows(restriction, scope_of(user).q(permission))


def with_page(restrictions: QuerySet[Restriction]) -> QuerySet[Restriction]:
    """Everything the page of one shows, in few queries."""
    return restrictions.select_related(
        "unit",
        "person",
        "incident",
        "complaint",
        "safeguarding_case__incident",
        "safeguarding_action__case__incident",
        "proposed_by",
        "completed_by",
        "authorised_by",
        "ended_by",
    ).prefetch_related("alternatives", "decisions__decided_by")


def late(now: dt.datetime) -> Q:
    """Past the review date, or begun at once and not authorised by its time."""
    unreviewed = Q(status=Status.IN_FORCE, review_on__lt=timezone.localdate(now))
    return unreviewed | Q(status=Status.URGENT, record_due_at__lt=now)


def overdue(restrictions: QuerySet[Restriction]) -> QuerySet[Restriction]:
    """Those past their time, the longest first. They are in force all the same: none ends or
    goes on by itself."""
    return restrictions.filter(late(timezone.now())).order_by(
        F("review_on").asc(nulls_first=True), "pk"
    )


def is_overdue(restriction: Restriction, now: dt.datetime | None = None) -> bool:
    """Whether this one is past its time; the same as `late` says of a list."""
    now = now or timezone.now()
    if restriction.status == Status.IN_FORCE and restriction.review_on is not None:
        return restriction.review_on < timezone.localdate(now)
    due = restriction.record_due_at
    return restriction.status == Status.URGENT and due is not None and due < now


def due_on(restriction: Restriction) -> dt.date | None:
    """The day by which someone has to decide."""
    if restriction.status == Status.URGENT and restriction.record_due_at is not None:
        return timezone.localdate(restriction.record_due_at)
    return restriction.review_on if restriction.status == Status.IN_FORCE else None


def days_in_force(restriction: Restriction, today: dt.date | None = None) -> int:
    """Days from the start until its end or today; none while it has not begun."""
    if restriction.in_force_at is None:
        return 0
    ended = restriction.ended_at
    until = timezone.localdate(ended) if ended else today or timezone.localdate()
    return max((until - restriction.started_on).days, 0)


def due_for_review(unit: Unit, month: dt.date) -> QuerySet[Restriction]:
    """What a review meeting of the unit goes through in a month: everything due by its end, the
    longest overdue first."""
    first_after = a_month_after(month.replace(day=1))
    return (
        Restriction.objects.filter(unit__path__startswith=unit.path)
        .filter(Q(status=Status.IN_FORCE, review_on__lt=first_after) | Q(status=Status.URGENT))
        .select_related("unit", "person")
        .order_by(F("review_on").asc(nulls_first=True), "pk")
    )


@dataclass(frozen=True)
class Filters:
    """How the list is narrowed; empty narrows nothing."""

    state: str = ""
    unit: int | None = None
    domain: str = ""
    scale: str = ""
    overdue: bool = False
    person: str = ""


def filtered(restrictions: QuerySet[Restriction], wanted: Filters) -> QuerySet[Restriction]:
    """The list: late first, then by the day a decision is due."""
    rows = restrictions
    if wanted.state == "live":
        rows = rows.filter(status__in=LIVE)
    elif wanted.state:
        rows = rows.filter(status=wanted.state)
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    if wanted.domain:
        rows = rows.filter(domains__contains=wanted.domain)
    if wanted.scale:
        rows = rows.filter(scale=wanted.scale)
    if wanted.overdue:
        rows = rows.filter(late(timezone.now()))
    if wanted.person:
        rows = rows.filter(
            Q(person__reference__iexact=wanted.person) | Q(reference__iexact=wanted.person)
        )
    return rows.select_related("unit", "person").order_by(
        F("ended_at").desc(nulls_first=True), F("review_on").asc(nulls_first=True), "pk"
    )


def of_person(person: Person, user: User) -> QuerySet[Restriction]:
    """The person's restrictions the user may read, those in force first."""
    return filtered(visible_to(user).filter(person=person), Filters())


def of_incident(incident: Incident, user: User) -> QuerySet[Restriction]:
    """Restrictions on an incident's thread, by themselves or through a complaint or a safeguarding
    case on it, which the user may read."""
    on_thread = (
        Q(incident=incident)
        | Q(complaint__incident=incident)
        | Q(safeguarding_case__incident=incident)
    )
    return filtered(visible_to(user).filter(on_thread), Filters())


def of_complaint(complaint: Complaint, user: User) -> QuerySet[Restriction]:
    """Restrictions that a complaint is about, which the user may read."""
    return filtered(visible_to(user).filter(complaint=complaint), Filters())


def history_of(restriction: Restriction) -> list[Decision]:
    """Every review, the newest first."""
    return list(restriction.decisions.select_related("decided_by").order_by("-decided_at", "-pk"))


def decided_in_month(user: User, day: dt.date) -> QuerySet[Decision]:
    """Decisions of the month so far on restrictions the user may read, the newest first."""
    first = timezone.make_aware(dt.datetime.combine(day.replace(day=1), dt.time()))
    return (
        Decision.objects.filter(restriction__in=visible_to(user), decided_at__gte=first)
        .select_related("restriction", "decided_by")
        .order_by("-decided_at", "-pk")[:50]
    )

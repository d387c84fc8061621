"""Lists of actions, what is counted of them, and those whose owner has left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.domain.actions.models import Action, ActionRoute, Communication, Implementation
from goldthread.domain.actions.terms import OPEN_STATUSES, Status

OVERDUE = "overdue"
UNPROVED = "unproved"


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything. `overdue` counts open actions only."""

    owner: int | None = None
    unit: int | None = None
    status: str = ""
    route: str = ""
    strength: str = ""
    overdue: bool = False
    text: str = ""


def filtered(
    actions: QuerySet[Action], wanted: Filters, *, on: dt.date | None = None
) -> QuerySet[Action]:
    """The actions that meet every filter given."""
    day = on or timezone.localdate()
    if wanted.owner is not None:
        actions = actions.filter(owner=wanted.owner)
    if wanted.unit is not None:
        path = Unit.objects.filter(pk=wanted.unit).values("path")
        actions = actions.filter(unit__path__startswith=Subquery(path))
    if wanted.status:
        actions = actions.filter(status=wanted.status)
    if wanted.route:
        held = ActionRoute.objects.filter(action=OuterRef("pk"), route=wanted.route)
        actions = actions.filter(Exists(held))
    if wanted.strength:
        actions = actions.filter(strength=wanted.strength)
    if wanted.overdue:
        actions = actions.filter(status__in=OPEN_STATUSES, due_on__lt=day)
    if wanted.text.strip():
        text = wanted.text.strip()
        actions = actions.filter(
            Q(title__icontains=text)
            | Q(change__icontains=text)
            | Q(incident__reference__iexact=text)
        )
    return actions


@dataclass(frozen=True)
class Funnel:
    """How many actions got how far; withdrawn and replaced proposals are not counted.

    `implemented` and `communicated` count the present round, so that a reopened action starts
    again. `unproved` is complete without a verdict: never shown as success.
    """

    recorded: int
    implemented: int
    communicated: int
    verified: int
    unproved: int
    overdue: int


def funnel(actions: QuerySet[Action], *, on: dt.date | None = None) -> Funnel:
    """Recorded → implemented → communicated → verified, in one query."""
    day = on or timezone.localdate()
    this_round = {"action": OuterRef("pk"), "round": OuterRef("round")}
    counts = (
        actions.exclude(status=Status.WITHDRAWN)
        .order_by()
        .annotate(
            has_implementation=Exists(Implementation.objects.filter(**this_round)),
            has_communication=Exists(Communication.objects.filter(**this_round)),
        )
        .aggregate(
            recorded=Count("pk"),
            implemented=Count("pk", filter=Q(has_implementation=True)),
            communicated=Count("pk", filter=Q(has_communication=True)),
            verified=Count("pk", filter=Q(status=Status.VERIFIED)),
            unproved=Count("pk", filter=Q(status=Status.COMPLETE)),
            overdue=Count("pk", filter=Q(status__in=OPEN_STATUSES, due_on__lt=day)),
        )
    )
    return Funnel(**counts)


def owners(actions: QuerySet[Action]) -> QuerySet[User]:
    """Everyone who owns one of the actions, for a filter."""
    return User.objects.filter(pk__in=actions.order_by().values("owner")).order_by("name")


def ungoverned(on: dt.date | None = None) -> QuerySet[Action]:
    """Open actions whose owner has left, was switched off or moved to another organisation."""
    day = on or timezone.localdate()
    gone = (
        Q(owner__is_active=False)
        | Q(owner__left_on__lte=day)
        | ~Q(owner__organisation=F("organisation"))
    )
    return (
        Action.objects.filter(gone, owner__isnull=False, status__in=OPEN_STATUSES)
        .select_related("unit", "owner", "incident")
        .order_by("pk")
    )

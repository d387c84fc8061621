"""Who sees which learning."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from goldthread.access.models import Unit, User
from goldthread.access.scope import Scope, allows, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.incidents.queries import within
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.library.terms import Status

RECORD_TYPE = "library.item"
IN_WORK = (Status.DRAFT, Status.CHECKED)
OPEN_TO_ALL = (Status.PUBLISHED, Status.RETIRED)


def organisations_where(scope: Scope, *permissions: Permission) -> QuerySet[Unit, Any]:
    """The organisations in which the person holds any of the permissions, at whatever unit."""
    units: frozenset[int] = frozenset().union(*(scope.units(one) for one in permissions))
    return Unit.objects.filter(pk__in=units).values("organisation")


def open_source(scope: Scope) -> Q:
    """Learning from no incident, or from one the person may open now.

    Until it is published it may still hold what could tell who it is about.
    """
    return Q(source__isnull=True) | within(Permission.INCIDENT_VIEW, "source__")(scope)


def in_work(scope: Scope) -> Q:
    """Drafts and checked items: the writer's own, and all to those who check."""
    writes = organisations_where(scope, Permission.LEARNING_WRITE)
    mine = Q(organisation__in=writes, made_by=scope.user)
    checks = Q(organisation__in=organisations_where(scope, Permission.LEARNING_CHECK))
    return (mine | checks) & open_source(scope)


def visible_to(user: User | None) -> QuerySet[Item]:
    """What is published for all staff of the organisation; drafts for few."""
    scope = scope_of(user)
    readers = organisations_where(scope, Permission.LEARNING_VIEW)
    shared = Q(status__in=OPEN_TO_ALL, organisation__in=readers)
    return Item.objects.filter(shared | (Q(status__in=IN_WORK) & in_work(scope)))


def may_write(user: User) -> bool:
    """Whether the person may write learning anywhere."""
    return scope_of(user).holds(Permission.LEARNING_WRITE)


def may_work_on(user: User, item: Item) -> bool:
    """Whether the person may change the words of this unfinished item."""
    return item.status in IN_WORK and allows(item, in_work(scope_of(user)))


def may_check(user: User, item: Item) -> bool:
    """Whether the person checks learning in this organisation and may open the source."""
    held = organisations_where(scope_of(user), Permission.LEARNING_CHECK)
    return allows(item, Q(organisation__in=held) & open_source(scope_of(user)))


def source_shown(item: Item, user: User) -> Incident | None:
    """The incident it came from, for those who may open it, else None as if there were none."""
    if item.source_id is None:
        return None
    return incidents_visible_to(user).filter(pk=item.source_id).first()


def unfinished(user: User) -> QuerySet[Item]:
    """Drafts and checked items the person may work on, the last changed first."""
    rows = Item.objects.filter(in_work(scope_of(user)), status__in=IN_WORK)
    return rows.select_related("made_by").order_by("-edited_at", "-pk")


def from_incident(incident: Incident, user: User) -> QuerySet[Item]:
    """Learning from an incident the person opened, what they may see of it, newest first."""
    rows = visible_to(user).filter(source=incident).exclude(status=Status.RETIRED)
    return rows.order_by("-made_at", "-pk")

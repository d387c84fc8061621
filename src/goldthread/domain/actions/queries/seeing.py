"""Who may see and work actions: their incident decides, and the owner always sees their own."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from goldthread.access.models import User
from goldthread.access.scope import Scope, allows, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.queries import not_kept_from

RECORD_TYPE = "actions.action"
INCIDENT = "incident__"


def owned_or(permission: Permission) -> Callable[[Scope], Q]:
    """The policy: the person's own actions, and those where they hold `permission`.

    An action of a restricted incident is kept from everyone the incident is kept from.
    """

    def policy(scope: Scope) -> Q:
        held = scope.q(permission, INCIDENT)
        own = Q(owner=scope.user) if scope.user is not None else Q(pk__in=[])
        return (held | own) & not_kept_from(scope, INCIDENT)

    return policy


def visible_to(user: User | None) -> QuerySet[Action]:
    """The actions a person may open, in no order."""
    return Action.objects.filter(owned_or(Permission.INCIDENT_VIEW)(scope_of(user)))


def may(user: User, permission: Permission, action: Action) -> bool:
    """Whether the person holds `permission` for this action, or owns it."""
    return allows(action, owned_or(permission)(scope_of(user)))

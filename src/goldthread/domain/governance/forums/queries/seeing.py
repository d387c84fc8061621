"""Who sees forums and meetings, and who may run them.

A forum is seen by those who hold the permission at its unit and by its members. Members who may
run meetings anywhere may run those of their own forum; so may its chair.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from goldthread.access.models import User
from goldthread.access.scope import Scope, allows, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.governance.forums.models import Forum, ForumMember, Meeting

RECORD_TYPE = "forums.meeting"
Policy = Callable[[Scope], Q]


def within(permission: Permission, prefix: str = "") -> Policy:
    """The policy: records at units the permission reaches, and of forums the person belongs to.

    `prefix` leads to the forum, for example `forum__`.
    """

    def policy(scope: Scope) -> Q:
        if scope.user is None or not scope.holds(permission):
            return Q(pk__in=[])
        mine = ForumMember.objects.filter(user=scope.user, left_on__isnull=True).values("forum")
        own = Q(**{f"{prefix}id__in": mine}) | Q(**{f"{prefix}chair": scope.user})
        return scope.q(permission, prefix) | own

    return policy


SEEING = within(Permission.MEETING_VIEW, "forum__")
RUNNING = within(Permission.MEETING_RUN, "forum__")


def forums_visible_to(user: User | None) -> QuerySet[Forum]:
    """The forums a person may open, closed ones last, by name."""
    found = Forum.objects.filter(within(Permission.MEETING_VIEW)(scope_of(user)))
    return found.select_related("unit", "chair").order_by("closed_on", "name", "pk")


def visible_to(user: User | None) -> QuerySet[Meeting]:
    """The meetings a person may open, in no order."""
    return Meeting.objects.filter(SEEING(scope_of(user)))


def may_run(user: User, meeting: Meeting) -> bool:
    """Whether the person may run the meeting and write its minutes."""
    return allows(meeting, RUNNING(scope_of(user)))


def forums_of(user: User) -> QuerySet[Forum]:
    """The forums whose settings a person may change, by name."""
    found = Forum.objects.filter(scope_of(user).q(Permission.FORUM_MANAGE))
    return found.select_related("unit", "chair").order_by("closed_on", "name", "pk")


def may_manage(user: User, forum: Forum) -> bool:
    """Whether the person may change the forum's settings."""
    return scope_of(user).holds(Permission.FORUM_MANAGE, forum.unit_id)

"""Action tracking with verification: what is overdue, and what is done and not proved (row 113)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.analytics.months import in_words as day
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import visible_to
from goldthread.domain.actions.terms import OPEN_STATUSES, Status
from goldthread.domain.governance.forums.agenda import Line, Period, source
from goldthread.domain.governance.forums.models import Forum

MOST = 10  # the longest waiting; the list of actions holds the rest


@source(
    "overdue_actions",
    "Overdue actions",
    "Done or not, what stands in the way, and who decides about it?",
    visible_to=visible_to,
)
def overdue_actions(forum: Forum, period: Period) -> list[Line]:
    """Agreed actions past their day, the longest overdue first."""
    today = timezone.localdate(period.until)
    rows = _of(forum, open_at(period.until)).filter(agreed_at__lte=period.until, due_on__lt=today)
    rows = rows.order_by("due_on", "pk")
    return [_line(action, confirm=True) for action in rows[:MOST]]


@source(
    "unverified_actions",
    "Complete, not verified",
    "When is it checked, and what would show that practice changed?",
    visible_to=visible_to,
)
def unverified_actions(forum: Forum, period: Period) -> list[Line]:
    """Actions implemented and communicated that nobody has verified, the oldest first."""
    unproved = Q(status=Status.COMPLETE) | Q(concluded_at__gt=period.until)
    rows = _of(forum, Action.objects.filter(unproved, completed_at__lte=period.until))
    rows = rows.order_by("completed_at", "pk")
    return [_line(action, confirm=False) for action in rows[:MOST]]


def open_at(at: dt.datetime) -> QuerySet[Action]:
    """Actions on which there was still work to do at a moment."""
    undone = Q(status__in=OPEN_STATUSES) | Q(completed_at__gt=at)
    return Action.objects.filter(undone, proposed_at__lte=at).exclude(status=Status.WITHDRAWN)


def _of(forum: Forum, actions: QuerySet[Action]) -> QuerySet[Action]:
    here = actions.filter(
        organisation=forum.organisation_id, unit__path__startswith=forum.unit.path
    )
    return here.select_related("owner", "unit", "incident")


def _line(action: Action, *, confirm: bool) -> Line:
    facts = [
        ("Incident", action.incident.reference),
        ("Team", action.unit.name),
        ("Owner", action.owner.name if action.owner else "Nobody yet"),
        ("Due", day(action.due_on) if action.due_on else "No day yet"),
    ]
    if action.completed_at and not confirm:
        facts.append(("Complete since", day(timezone.localdate(action.completed_at))))
    return Line(
        title=action.title,
        facts=tuple(facts),
        link=f"/actions/{action.pk}/",
        subject=(Action._meta.label_lower, action.pk),
        incident_id=action.incident_id,
        actions=(action,) if confirm else (),
    )

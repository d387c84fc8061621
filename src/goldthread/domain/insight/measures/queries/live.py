"""When changes went live, and what is still on its way: for charts and for the learning lag."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.actions.models import Action, Implementation
from goldthread.domain.actions.terms import OPEN_STATUSES, Status
from goldthread.domain.incidents.models import IncidentTheme
from goldthread.domain.incidents.queries import not_kept_from
from goldthread.domain.insight.measures.queries.tallies import Slice
from goldthread.domain.insight.measures.terms import Dimension

MOST_MARKERS = 12
MOST_WAITING = 2_000


def went_live(user: User, which: Slice, since: dt.date) -> list[tuple[dt.date, str, int]]:
    """(day, title, number of the action) of changes live since a day, oldest first.

    Only for one theme, one pathway or one team: a chart of everything would be nothing but
    markers. The latest are kept where there are many.
    """
    scope = scope_of(user)
    rows = Implementation.objects.filter(
        scope.q(Permission.INCIDENT_VIEW, "action__"),
        not_kept_from(scope, "action__incident__"),
        action__unit__path__startswith=which.unit.path,
        round=F("action__round"),
        live_on__gte=since,
    ).exclude(action__status=Status.WITHDRAWN)
    if which.dimension == Dimension.THEME:
        links = IncidentTheme.objects.filter(
            incident=OuterRef("action__incident"), theme=int(which.value)
        )
        rows = rows.filter(Exists(links))
    elif which.dimension == Dimension.PATHWAY:
        rows = rows.filter(action__incident__pathway=int(which.value))
    latest = rows.order_by("-live_on", "-pk").values_list("live_on", "action__title", "action")
    return list(latest[:MOST_MARKERS])[::-1]


def still_waiting(user: User, which: Slice) -> list[float]:
    """Days since the report of the incident, for each change not embedded yet."""
    scope, now = scope_of(user), timezone.now()
    rows = Action.objects.filter(
        scope.q(Permission.INCIDENT_VIEW),
        not_kept_from(scope, "incident__"),
        unit__path__startswith=which.unit.path,
        organisation=which.unit.organisation_id,
        status__in=OPEN_STATUSES,
    )
    moments = rows.order_by("pk").values_list("incident__reported_at", flat=True)[:MOST_WAITING]
    return [(now - moment).total_seconds() / 86_400 for moment in moments]

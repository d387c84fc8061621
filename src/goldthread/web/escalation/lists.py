"""What is due and late, by team, and the indicators that lead to nothing."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.escalation import queries
from goldthread.web.escalation import presenters
from goldthread.web.pages import SignedIn, organisation_of, page, render
from goldthread.web.paging import leaf

P = Permission


@page((P.ESCALATION_RECORD, P.ESCALATION_SEE), methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Open episodes, the earliest due first, team by team."""
    user, now = request.user, timezone.now()
    scope = scope_of(user)
    shown = leaf(request, queries.due_here(user))
    rows = [presenters.due(one, user, now) for one in shown.rows]
    late = sum(row.standing == "overdue" for row in rows)
    by_team = sorted(rows, key=lambda row: row.where)
    context = {
        "teams": [(name, list(held)) for name, held in groupby(by_team, lambda row: row.where)],
        "leaf": shown,
        "late": late,
        "reviews": sum(row.review for row in rows),
        "unmapped": list(queries.unmapped(organisation_of(request).pk)),
        "may_record": scope.holds(P.ESCALATION_RECORD),
        "sees": scope.holds(P.ESCALATION_SEE),
        "may_map": scope.holds(P.INDICATORS_KEEP),
    }
    return render(request, "escalation/list.html", context)

"""The list of forums and the page of one."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.domain.governance.forums import queries
from goldthread.web.forums import presenters
from goldthread.web.forums.finding import forum_of
from goldthread.web.pages import SignedIn, page, render

READ = ("GET", "HEAD")
MOST = 60
YEAR = dt.timedelta(days=365)


@page(Permission.MEETING_VIEW, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """Every forum: what comes next, what was last, what was missed."""
    rows = [presenters.listed(row) for row in queries.overview(request.user)]
    return render(request, "meetings/list.html", {"rows": rows})


@page(Permission.MEETING_VIEW, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """Terms, people and every meeting of a forum."""
    forum, now = forum_of(request, pk), timezone.now()
    shares = queries.attendance_shares(forum, now - YEAR)
    history = list(queries.history_of(forum)[: MOST + 1])
    context = {
        "forum": forum,
        "terms": presenters.terms(forum),
        "members": presenters.members(forum, queries.members_of(forum), shares),
        "meetings": presenters.sittings(history[:MOST], now),
        "more": len(history) > MOST,
        "may_manage": queries.may_manage(request.user, forum),
    }
    return render(request, "meetings/forum.html", context)

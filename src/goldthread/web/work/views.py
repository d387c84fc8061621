"""My work, the team's work, and notices."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from goldthread.access.queries import led_units
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks.queries import at_units, covered_by, with_names
from goldthread.domain.incidents.lists import by_thread, waiting_for, without_kept
from goldthread.domain.incidents.queries import (
    questions_for_reporter,
    reported_by,
    unplaced,
)
from goldthread.domain.learning.bulletins.queries import waiting_for as bulletins_waiting_for
from goldthread.notices.operations import mark_read
from goldthread.notices.queries import notices_of, unread_count
from goldthread.web.pages import SignedIn, page, render
from goldthread.web.work.presenters import covering, groups

MOST = 100


@page(signed_in=True, methods=("GET", "HEAD"))
def mine(request: SignedIn) -> HttpResponse:
    """Everything waiting for me, the worst first."""
    now = timezone.now()
    clocks = list(with_names(waiting_for(request.user))[: MOST + 1])
    covered = covered_by(request.user)
    incidents = by_thread({c.thread for c in clocks if c.thread})
    shown = groups(clocks[:MOST], incidents, now, why=covering(request.user, covered))
    places = scope_of(request.user).holds(Permission.INCIDENT_PLACE)
    return render(
        request,
        "work/mine.html",
        {
            "groups": shown,
            "covered": covered,
            "away": request.user.absent_on(timezone.localdate(now)),
            "more": len(clocks) > MOST,
            "unplaced": unplaced(request.user).count() if places else 0,
            "questions": list(questions_for_reporter(request.user)),
            "bulletins": list(bulletins_waiting_for(request.user)[:5]),
            "unread": unread_count(request.user),
            "reports": list(reported_by(request.user)[:5]),
        },
    )


@page(Permission.INCIDENT_STABILISE, methods=("GET", "HEAD"))
def team(request: SignedIn) -> HttpResponse:
    """What waits for anyone in the units I lead."""
    now = timezone.now()
    units = led_units(request.user)
    found = with_names(without_kept(request.user, at_units(units)))
    clocks = list(found[: MOST + 1])
    shown = groups(
        clocks[:MOST], by_thread({c.thread for c in clocks if c.thread}), now, whose=True
    )
    context = {"groups": shown, "more": len(clocks) > MOST, "units": units}
    return render(request, "work/team.html", context)


@page(signed_in=True, methods=("GET", "HEAD"))
def notices(request: SignedIn) -> HttpResponse:
    """What I was told; opening the page reads it."""
    rows = list(notices_of(request.user)[:100])
    unread = {row.pk for row in rows if row.read_at is None}
    if unread:
        mark_read(request.user, unread)
    return render(request, "work/notices.html", {"rows": rows, "unread": unread})

"""The front page of supervision, a pair, and the counts that governance sees."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.domain.learning.coaching.queries import eligible
from goldthread.domain.learning.supervision import operations, queries
from goldthread.domain.learning.supervision import transitions as moves
from goldthread.web.coaching.sitting_forms import TeamForm
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.scenarios.paging import page_of
from goldthread.web.supervision import presenters as present
from goldthread.web.supervision.finding import HOME, LEAD, READ, form_page, pair_of, sent
from goldthread.web.supervision.forms import BeginForm
from goldthread.workflow.operations import permitted


@page(HOME, methods=READ)
def home(request: SignedIn) -> HttpResponse:
    """Whom I meet and when it is due, and the sessions I may see."""
    user, scope = request.user, scope_of(request.user)
    pairs = queries.my_pairs(user)
    found = page_of(request, queries.in_list(queries.visible_to(user)))
    context = {
        "mine": [
            present.pair_shown(*row, user) for row in pairs if row[0].supervisor_id == user.pk
        ],
        "own": [present.pair_shown(*row, user) for row in pairs if row[0].supervisee_id == user.pk],
        "supervises": queries.supervises(user),
        "pushes": scope.holds(queries.PUSHING),
        "counts": scope.holds(queries.COUNTING),
        "columns": present.SESSION_COLUMNS,
        "rows": present.session_rows(found.rows),
        "pages": found,
    }
    return render(request, "supervision/home.html", context)


@page(queries.COUNTING, methods=READ)
def counts(request: SignedIn) -> HttpResponse:
    """How much supervision there was, by team. No names, no words."""
    rows = present.count_rows(queries.counts(request.user))
    context = {"columns": present.COUNT_COLUMNS, "rows": rows}
    return render(request, "supervision/counts.html", context)


@page(LEAD)
def begin(request: SignedIn) -> HttpResponse:
    """Begin to supervise someone: the team first, where there are several."""
    user = request.user
    units = list(queries.units_supervising(user))
    team = TeamForm(request.GET or None, request=request, units=units)
    unit = team.chosen if team.is_valid() else units[0] if len(units) == 1 else None
    if unit is None:
        context = {"form": team, "action": reverse("supervision:begin")}
        return render(request, "supervision/which_team.html", context)
    form = BeginForm.of(request, staff=eligible([unit]).exclude(pk=user.pk))
    if sent(request, form) and form.attempt(operations.begin_pair, unit, form.chosen, by=user):
        return done(request, moves.PAIR.done, "supervision:pair", form.outcome.pk)
    back, lead = (
        reverse("supervision:home"),
        f"At {unit.name}. The next session is then in your work.",
    )
    return form_page(request, form, back, moves.PAIR.label, "Begin", lead)


@page(HOME, methods=READ)
def pair(request: SignedIn, pk: int) -> HttpResponse:
    """The two, the next session, the prompts that wait for it, and the sessions before."""
    found, user = pair_of(request, pk), request.user
    clock = queries.due_clock(found)
    sessions = page_of(request, queries.in_list(queries.visible_to(user).filter(pair=found)))
    records = permitted(moves.END, found, user)
    context = {
        "pair": found,
        "shown": present.pair_shown(found, None, clock, user),
        "prompts": queries.waiting_for(found, timezone.localdate()),
        "records": records,
        "columns": present.SESSION_COLUMNS,
        "rows": present.session_rows(sessions.rows),
        "pages": sessions,
    }
    return render(request, "supervision/pair.html", context)


@page(LEAD, methods=("POST",))
def end(request: SignedIn, pk: int) -> HttpResponse:
    """End a supervision."""
    operations.end_pair(pair_of(request, pk), by=request.user)
    return done(request, moves.END.done, "supervision:home")

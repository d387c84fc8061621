"""The front page of coaching, and results by team."""

from __future__ import annotations

from django.http import HttpResponse

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.learning.coaching import queries
from goldthread.domain.learning.scenarios.queries import READING as READING_SCENARIOS
from goldthread.domain.learning.scenarios.queries import to_check
from goldthread.web.coaching import presenters as present
from goldthread.web.pages import SignedIn, organisation_of, page, render
from goldthread.web.scenarios.paging import page_of

HOME = (
    Permission.INCIDENT_REPORT,
    Permission.INCIDENT_VIEW,
    Permission.COACHING_LEAD,
    Permission.SCENARIO_CHECK,
    Permission.MEASURES_VIEW,
)
READ = ("GET", "HEAD")
OWN_SHOWN = 10


@page(HOME, methods=READ)
def home(request: SignedIn) -> HttpResponse:
    """What waits to be followed up, the sessions I may see, and what I sat myself."""
    user, scope = request.user, scope_of(request.user)
    names = queries.vignette_names(user.organisation_id or 0)
    found = page_of(request, queries.in_list(user))
    context = {
        "leads": queries.leads(user),
        "reads_bank": any(map(scope.holds, READING_SCENARIOS)),
        "sees_results": any(map(scope.holds, queries.RESULTS)),
        "to_check": to_check(user).count(),
        "waits": present.waits(user, names),
        "columns": present.SESSION_COLUMNS,
        "rows": present.session_rows(found.rows),
        "pages": found,
        "own": [present.sitting_shown(s, names) for s in queries.own_sittings(user)[:OWN_SHOWN]],
    }
    return render(request, "coaching/home.html", context)


@page(queries.RESULTS, methods=READ)
def results(request: SignedIn) -> HttpResponse:
    """Each vignette by team over twelve months, with interval and standard."""
    context = {
        "results": [present.results_shown(one) for one in queries.results(request.user)],
        "columns": present.RESULT_COLUMNS,
        "organisation": organisation_of(request).name,
    }
    return render(request, "coaching/results.html", context)

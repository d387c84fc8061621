"""Where a team's link or QR code leads."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from goldthread.domain.incidents import queries
from goldthread.web.pages import page, render


@page(public=True, methods=("GET", "HEAD"))
def team_link(request: HttpRequest, token: str) -> HttpResponse:
    """The three ways to report to one team. Says its name and nothing else about it."""
    team = queries.team_by_token(token)
    if team is None:
        raise Http404
    return render(request, "report/team.html", {"team": team.name, "query": f"?team={token}"})

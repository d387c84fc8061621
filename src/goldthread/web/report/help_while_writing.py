"""Hints under the account while it is written. The text is read and forgotten."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from goldthread.analytics.completeness import Facts
from goldthread.web.pages import page, render
from goldthread.web.report.hints import LONGEST, hints_for

# What other pages of the report ask for, so that it is not asked of the account.
ASKED_LATER = Facts(
    occurred="asked", place="asked", immediate_actions="asked", physical_harm="asked"
)


@page(public=True, methods=("POST",))
def hints(request: HttpRequest) -> HttpResponse:
    """The hints about a text, as a piece of a page; empty when there are none."""
    text = request.POST.get("text", "")[:LONGEST]
    return render(request, "report/hint_lists.html", {"hints": hints_for(text, ASKED_LATER)})

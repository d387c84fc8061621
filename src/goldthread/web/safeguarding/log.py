"""The safeguarding log."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.safeguarding import queries
from goldthread.web.pages import SignedIn, page, render
from goldthread.web.safeguarding import presenters
from goldthread.web.safeguarding.forms import FilterForm

MOST = 5000  # cases one may leaf through; the filters find the rest


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Every case in scope, newest concern first, fifty a page."""
    form, now = FilterForm.filters(request), timezone.now()
    given = form.given
    wanted = queries.Wanted(
        status=given.get("show", "active"),
        waits=given.get("waits", ""),
        overdue=bool(given.get("overdue")),
        assumed=bool(given.get("assumed")),
    )
    start = _start(request)
    shown, more = queries.page_of_log(queries.log(request.user, wanted, now), start=start)
    context: dict[str, Any] = {
        "filters": form,
        "in_use": len(given),
        "columns": presenters.COLUMNS,
        "rows": presenters.log_rows(shown, now),
        "older": _page(given, start + queries.PAGE) if more else "",
        "newer": _page(given, start - queries.PAGE) if start else "",
        "may_manage": scope_of(request.user).holds(Permission.SAFEGUARDING_MANAGE),
    }
    return render(request, "safeguarding/log.html", context)


def _start(request: SignedIn) -> int:
    typed = request.GET.get("from", "")
    return min(int(typed), MOST) if typed.isdecimal() and len(typed) < 9 else 0


def _page(given: dict[str, Any], start: int) -> str:
    words = {name: "on" if value is True else str(value) for name, value in given.items()}
    return f"?{urlencode(words | {'from': max(start, 0)})}"

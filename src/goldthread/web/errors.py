"""Pages for when something goes wrong: what happened, whether anything was saved, what to do next.

`server_error` reads neither session nor database, so that it can be shown when they are away.
"""

from __future__ import annotations

import errno
import logging
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from goldthread.web import kept
from goldthread.web.pages import ask_to_sign_in, render

logger = logging.getLogger("goldthread.web")

NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
# SQLite has one error class for everything; these are its words for a database that is away.
SQLITE_AWAY = ("unable to open", "locked", "disk i/o", "readonly", "malformed", "not a database")
DISK_FULL = ("disk is full", "no space left on device")

LAST_RESORT = (
    "<!DOCTYPE html><html lang=en-GB><title>Problem - Goldthread</title>"
    "<h1>Sorry, there is a problem</h1><p>Nothing you sent was saved. Your text is still in the"
    " browser: go back and try again in a few minutes.</p>"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where more was sent than is taken."""
    if isinstance(exception, RequestDataTooBig):
        return _plain(request, "errors/413.html", 413)
    return _plain(request, "errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/not_permitted.html", {"needed": []}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database is away, 507 where the disk is full, else 500."""
    problem = sys.exc_info()[1]
    status = 500 if problem is None else status_of(problem)
    return _plain(request, f"errors/{status}.html", status)


def status_of(problem: BaseException) -> int:
    """The status that says what kind of failure this is, looking at its causes too."""
    words = str(problem).lower()
    if getattr(problem, "errno", None) in NO_SPACE or (
        isinstance(problem, DatabaseError) and any(sign in words for sign in DISK_FULL)
    ):
        return 507
    if isinstance(problem, InterfaceError):
        return 503
    if isinstance(problem, OperationalError):
        sqlite = connection.vendor == "sqlite"
        return 503 if not sqlite or any(sign in words for sign in SQLITE_AWAY) else 500
    cause = problem.__cause__ or problem.__context__
    return status_of(cause) if cause is not None else 500


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose forgery token is stale, usually after signing in again in another tab.

    Where the form was made for the person who sends it, its text is kept and shown again;
    nothing is done until they send it once more.
    """
    if not request.user.is_authenticated and kept.keep(request):
        return ask_to_sign_in(request)
    if kept.is_mine(request):
        page = kept.keep(request)
        if page:
            return redirect(page)
    return render(request, "errors/csrf.html", status=403)


def _plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    try:
        html = str(render_to_string(template))
    except Exception:
        logger.exception("The error page itself could not be drawn")
        html = LAST_RESORT
    return HttpResponse(html, status=status)

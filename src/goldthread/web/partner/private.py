"""Headers of the partner's pages, and the cookie that stands for an opened link.

The address a link has holds its token; once the code is given the token is in no address any more,
and a sealed cookie of that browser says which link was opened, for an hour. It is `SameSite=Strict`,
so another site cannot make the browser send it: that, and not a referrer, keeps forged forms out,
because `no-referrer` takes from Django's check what it reads.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from cryptography.exceptions import InvalidTag
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from goldthread.access.sealed import seal, unseal

COOKIE, PATH = "partner", "/partner/"
REST = 60 * 60  # seconds after which the code is asked for again
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}

View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """A page that is not stored, indexed or referred from."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    exempt: View = csrf_exempt(guarded)
    return exempt


def remember(response: HttpResponse, request: HttpRequest, token: str) -> HttpResponse:
    """Let this browser open the link without the code for a while."""
    response.set_cookie(
        COOKIE,
        seal(f"{int(time.time())}:{token}"),
        max_age=REST,
        path=PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Close the link in this browser."""
    response.delete_cookie(COOKIE, path=PATH)
    return response


def opened(request: HttpRequest) -> str:
    """The token of the link this browser opened, or nothing."""
    try:
        seen, _, token = unseal(request.COOKIES.get(COOKIE, "")).partition(":")
    except (InvalidTag, ValueError):
        return ""
    return token if seen.isdecimal() and time.time() - int(seen) < REST else ""

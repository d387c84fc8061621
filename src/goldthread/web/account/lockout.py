"""What is counted as one person's tries, and the page after too many."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldthread.web.words import plural


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The e-mail address a password was tried for, on the sign-in form or when asked again."""
    given = credentials or {}
    user = getattr(request, "user", None)
    name = given.get("email") or given.get("username") or request.POST.get("login")
    return str(name or getattr(user, "email", "")).strip().lower()


def address(request: HttpRequest) -> str | None:
    """Where the try came from: the far side of our own proxy, where there is one."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:  # a request that came over no network
        return None


def locked_out(
    request: HttpRequest, response: Any = None, credentials: Any = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """429: how long to wait, and what to do meanwhile. The same for addresses nobody has."""
    wait = plural(round(float(settings.AXES_COOLOFF_TIME) * 60), "minute")
    return render(request, "account/locked.html", {"wait": wait}, status=429)

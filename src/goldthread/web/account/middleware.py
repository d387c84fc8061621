"""How long a session lasts, who is signed out at once, and who must use a second factor."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.access.scope import scope_of

Handler = Callable[[HttpRequest], HttpResponse]

BEGAN, SEEN = "began_at", "seen_at"
SEEN_EVERY = 300  # seconds: a page view writes to the session at most this often
FACTOR_DONE = "second_factor_done"
ALLOWED_BEFORE = ("/account/", "/static/", "/help", "/healthz", "/readyz")


class SessionLimits:
    """Signs out leavers, sessions that rested too long, and sessions older than a long shift."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if self._ended(request):
                logout(request)
            else:
                self._seen(request)
        return self.get_response(request)

    @staticmethod
    def _ended(request: HttpRequest) -> bool:
        now, session = time.time(), request.session
        left_on = getattr(request.user, "left_on", None)
        return (
            (left_on is not None and left_on <= timezone.localdate())
            or now - session.get(SEEN, now) > settings.SESSION_IDLE_SECONDS
            or now - session.get(BEGAN, now) > settings.SESSION_COOKIE_AGE
        )

    @staticmethod
    def _seen(request: HttpRequest) -> None:
        now, session = int(time.time()), request.session
        if BEGAN not in session:
            session[BEGAN] = now
        if now - session.get(SEEN, 0) >= min(SEEN_EVERY, settings.SESSION_IDLE_SECONDS // 2):
            session[SEEN] = now


class SecondFactor:
    """Sends people in the roles of `MFA_REQUIRED_ROLES` to set up a second factor first.

    Those who have one were asked for it when they signed in; sign-in elsewhere that already
    included one is recorded in the session by whoever verified it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MFA_REQUIRED_ROLES and self._missing(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    @staticmethod
    def _missing(request: HttpRequest) -> bool:
        if request.path.startswith(ALLOWED_BEFORE) or not request.user.is_authenticated:
            return False
        if request.session.get(FACTOR_DONE) == request.user.pk:
            return False
        if not scope_of(request.user).roles & set(settings.MFA_REQUIRED_ROLES):
            return False
        records = get_authentication_records(request, request.user)
        done = any(record.get("method") == "mfa" for record in records)
        if done or is_mfa_enabled(request.user):
            request.session[FACTOR_DONE] = request.user.pk
            return False
        return True

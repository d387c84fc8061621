"""The account page, the closed sign-up, help, and the way home."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldthread.access.scope import scope_of
from goldthread.access.terms import ROLES
from goldthread.web.navigation import items_for
from goldthread.web.pages import page, render


@page(signed_in=True, methods=("GET", "HEAD"))
def home(request: HttpRequest) -> HttpResponse:
    """The first place in the person's navigation: My work, once it is there."""
    items = items_for(scope_of(request.user))
    return redirect(items[0].href if items else "account:home")


@page(signed_in=True, methods=("GET", "HEAD"))
def account_home(request: HttpRequest) -> HttpResponse:
    """Who I am here, which roles I hold, and how my account is protected."""
    roles = sorted(scope_of(request.user).roles)
    context = {
        "roles": [ROLES[code] for code in roles],
        "second_factor": is_mfa_enabled(request.user),
        "second_factor_required": bool(set(roles) & set(settings.MFA_REQUIRED_ROLES)),
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "longest_hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "account/home.html", context)


@page(public=True, methods=("GET", "HEAD"))
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Accounts are made by an administrator; says so."""
    return render(request, "account/no_sign_up.html", status=404)


@page(public=True, methods=("GET", "HEAD"))
def help_page(request: HttpRequest) -> HttpResponse:
    """How to get help."""
    return render(request, "account/help.html")

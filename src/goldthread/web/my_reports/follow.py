"""Following a report by its code, by people who are nobody here.

The code is posted, never part of an address. It waits in a cookie of the browser, sealed with the
deployment's key, and not in the session: a session may belong to someone signed in.
"""

from __future__ import annotations

import time
from typing import Any

from cryptography.exceptions import InvalidTag
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldthread.access.sealed import seal, unseal
from goldthread.domain.incidents import operations, queries
from goldthread.web.my_reports.forms import CodeForm, WriteForm
from goldthread.web.my_reports.presenters import followed
from goldthread.web.pages import page, render
from goldthread.web.tries import Tries
from goldthread.workflow.refusals import Refusal, Refused

COOKIE, COOKIE_PATH = "follow", "/follow/"
REST = 30 * 60  # seconds without use after which the code is asked for again
TRIES = Tries("follow", 10, 15 * 60)
WRONG = Refusal("REP-12", "No report has this code. Check it for letters that look alike.", "code")
TOO_MANY = Refusal("REP-13", "Too many tries. Wait 15 minutes, then try again.", "code")


class _NamelessForm:
    """A form whose hidden inputs do not say who is signed in."""

    request: HttpRequest | None

    @property
    def tokens(self) -> SafeString:
        assert self.request is not None  # noqa: S101 - always made for a request
        html = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        return format_html(html, get_token(self.request))


class FollowCodeForm(_NamelessForm, CodeForm):
    """Asks for the code."""


class FollowWriteForm(_NamelessForm, WriteForm):
    """Writes to the patient-safety team without saying who writes."""


@page(public=True)
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code. Wrong codes are answered alike, and slowed down."""
    form = FollowCodeForm(request.POST or None, request=request)
    if form.is_valid():
        code = form.cleaned_data["code"]
        if TRIES.too_many(request):
            form.add_refusals(Refused([TOO_MANY]))
        elif queries.by_follow_up_code(code) is None:
            TRIES.count(request)
            form.add_refusals(Refused([WRONG]))
        else:
            return _remember(redirect("follow:one"), request, code)
    return render(request, "my_reports/enter.html", {"form": form})


@page(public=True)
def one(request: HttpRequest) -> HttpResponse:
    """The report of the code: where it stands, and the conversation."""
    code = _code(request)
    incident = queries.by_follow_up_code(code) if code else None
    if incident is None:
        return redirect("follow:enter")
    form = FollowWriteForm(request.POST or None, request=request)
    if form.is_valid() and form.attempt(
        operations.answer_as_reporter, incident, **form.cleaned_data
    ):
        return _remember(redirect("follow:one"), request, code)
    context: dict[str, Any] = {"report": followed(incident), "form": form, "by_code": True}
    return _remember(render(request, "my_reports/one.html", context), request, code)


@page(public=True, methods=("POST",))
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the code on this device."""
    response = redirect("follow:enter")
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
    return response


def _remember(response: HttpResponse, request: HttpRequest, code: str) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        seal(f"{int(time.time())}:{code}"),
        path=COOKIE_PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


def _code(request: HttpRequest) -> str:
    try:
        seen, _, code = unseal(request.COOKIES.get(COOKIE, "")).partition(":")
    except (InvalidTag, ValueError):
        return ""
    return code if seen.isdecimal() and time.time() - int(seen) < REST else ""

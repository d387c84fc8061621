"""Every view of ours is a `@page`, answers with `render`, and ends a change with `done`.

A page says who may open it: anyone (`public`), anyone signed in (`signed_in`), or those who hold a
permission somewhere. What they may see and do within it is decided by the domain: queries leave out
what is out of scope (404), operations raise `Refused`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.shortcuts import render as render_template

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.web import kept
from goldthread.workflow.refusals import CHANGED_MEANWHILE, NOT_ALLOWED, WRONG_STATE, Refused

View = Callable[..., HttpResponseBase]


class SignedIn(HttpRequest):
    """The request of someone signed in, as every page that is not public gets it."""

    user: User


def organisation_of(request: SignedIn) -> Unit:
    """The organisation of the person. 404 for an account that belongs to none."""
    if request.user.organisation is None:
        raise Http404
    return request.user.organisation


@dataclass(frozen=True)
class Gate:
    """Who may open a page. `permissions` are alternatives; empty asks for none."""

    signed_in: bool
    permissions: tuple[Permission, ...] = ()
    methods: tuple[str, ...] = ("GET", "HEAD", "POST")


def page(
    permission: Permission | tuple[Permission, ...] | None = None,
    *,
    public: bool = False,
    signed_in: bool = False,
    methods: tuple[str, ...] = ("GET", "HEAD", "POST"),
) -> Callable[[View], View]:
    """Declare who may open the decorated view; exactly one of the three ways.

    Signed out: a form's text is kept and the person is asked to sign in. No permission anywhere:
    403 with the reason. `Refused` that the view does not handle itself becomes a page that says
    why and what to do next.
    """
    if (permission is not None) + public + signed_in != 1:
        raise TypeError("A page is public, for everyone signed in, or needs a permission.")
    wanted = permission if isinstance(permission, tuple) else (permission,) if permission else ()
    gate = Gate(not public, wanted, methods)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return _enter(gate, request, partial(view, request, *args, **kwargs))

        guarded.gate = gate  # type: ignore[attr-defined]  # read by the start-up check
        return guarded

    return decorate


def _enter(gate: Gate, request: HttpRequest, view: View) -> HttpResponseBase:
    if request.method not in gate.methods:
        return not_by_itself(request, gate.methods)
    if gate.signed_in and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    if gate.permissions and not any(map(scope_of(request.user).holds, gate.permissions)):
        return not_permitted(request, gate.permissions)
    try:
        return view()
    except Refused as refused:
        return refused_page(request, refused)


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    status: int | None = None,
) -> HttpResponse:
    """The page; a form in `context["form"]` sets the status when none is given (422 with errors)."""
    context = dict(context or {})
    form = context.get("form")
    if status is None:
        status = getattr(form, "status", 200)
    return render_template(request, template, context, status=status)


def done(request: HttpRequest, message: str, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Say what happened on the page that comes next, and go there (post, redirect, get)."""
    messages.success(request, message)
    return redirect(to, *args, **kwargs)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; the text of a form is kept for the person who wrote it."""
    back = request.get_full_path()
    if request.method == "POST":
        back = kept.keep(request) or came_from(request) or "/"
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")


def came_from(request: HttpRequest) -> str:
    """The page of ours that the person was on, or nothing."""
    referer = urlsplit(request.headers.get("referer", ""))
    if referer.netloc != request.get_host():
        return ""
    return f"{referer.path}?{referer.query}" if referer.query else referer.path


def not_by_itself(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """405: an address that only a button leads to, or that takes no answers."""
    response = render(request, "errors/405.html", {"back": came_from(request)}, status=405)
    response["Allow"] = ", ".join(methods)
    return response


def not_permitted(request: HttpRequest, permissions: tuple[Permission, ...]) -> HttpResponse:
    """403: which permission is missing, and whom to ask."""
    needed = [permission.label for permission in permissions]
    return render(request, "errors/not_permitted.html", {"needed": needed}, status=403)


def refused_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """403, 409 or 422: the sentences of the refusal, and the way back."""
    context = {
        "refusals": refused.refusals,
        "back": came_from(request),
        "changed": bool({CHANGED_MEANWHILE, WRONG_STATE} & set(refused.codes)),
    }
    return render(request, "errors/refused.html", context, status=status_of(refused))


def status_of(refused: Refused) -> int:
    """403 where it is not allowed, 409 where something changed, else 422."""
    if NOT_ALLOWED in refused.codes:
        return 403
    return 409 if {CHANGED_MEANWHILE, WRONG_STATE} & set(refused.codes) else 422

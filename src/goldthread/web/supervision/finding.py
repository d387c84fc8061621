"""The records of supervision for those who may see them; for everyone else they are not there."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.learning.supervision import queries
from goldthread.web.pages import SignedIn, render

FORM = "layouts/form.html"
READ = ("GET", "HEAD")
HOME = (Permission.INCIDENT_REPORT, Permission.CONTROL_VIEW)
LEAD = queries.LEADING


def pair_of(request: SignedIn, pk: int) -> Any:
    return get_object_or_404(queries.pairs_visible_to(request.user), pk=pk)


def session_of(request: SignedIn, pk: int) -> Any:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def prompt_of(request: SignedIn, pk: int) -> Any:
    return get_object_or_404(queries.prompts_visible_to(request.user).distinct(), pk=pk)


def sent(request: SignedIn, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()


def form_page(
    request: SignedIn, form: Any, back: str, title: str, button: str, lead: str
) -> HttpResponse:
    """A page that is one form, and the way back from it."""
    context = {"title": title, "form": form, "button": button, "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})


def session_address(pk: int) -> str:
    return reverse("supervision:session", args=[pk])

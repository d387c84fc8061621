"""A few pages that only these tests have, beside all the real ones."""

from __future__ import annotations

import errno
from types import SimpleNamespace

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from goldthread.access.terms import Permission
from goldthread.web import forms
from goldthread.web.pages import done, page, render
from goldthread.workflow.refusals import CHANGED_MEANWHILE, NOT_ALLOWED, refuse

handler400 = "goldthread.web.errors.bad_request"
handler403 = "goldthread.web.errors.forbidden"
handler404 = "goldthread.web.errors.not_found"
handler500 = "goldthread.web.errors.server_error"

RECORD = SimpleNamespace(version=3)


class NoteForm(forms.Form):
    note = forms.LongTextField("What happened?")
    happened_on = forms.DateField("Day it happened", past=True)
    photo = forms.FileField("Photograph", optional=True)


@page(Permission.INCIDENT_REPORT)
def note(request: HttpRequest) -> HttpResponse:
    form = NoteForm.of(request)
    if form.is_valid():
        return done(request, "The note is saved.", "home")
    return render(request, "layouts/form.html", {"title": "Add a note", "form": form})


@page(signed_in=True)
def versioned(request: HttpRequest) -> HttpResponse:
    form = NoteForm.of(request, record=RECORD)
    if form.is_valid():
        return done(request, "The note is saved.", "home")
    return render(request, "layouts/form.html", {"title": "Change it", "form": form})


REFUSALS = {
    "permission": refuse(NOT_ALLOWED, "You cannot do this here."),
    "race": refuse(CHANGED_MEANWHILE, "Someone else changed this."),
    "rule": refuse("ACT-04", "Say how many people were reached.", "note"),
    "elsewhere": refuse("ACT-09", "The verifier cannot own the action.", "nowhere"),
}


@page(signed_in=True)
def refusing(request: HttpRequest, why: str) -> HttpResponse:
    raise REFUSALS[why]


def _refuse(why: str) -> None:
    raise REFUSALS[why]


@page(signed_in=True)
def attempting(request: HttpRequest, why: str) -> HttpResponse:
    form = NoteForm.of(request)
    if form.is_valid() and form.attempt(_refuse, why):
        return done(request, "Done.", "home")
    return render(request, "layouts/form.html", {"title": "Add a note", "form": form})


@page(public=True)
def failing(request: HttpRequest, how: str) -> HttpResponse:
    if how == "cause":
        try:
            raise OperationalError("database or disk is full")
        except OperationalError as problem:
            raise RuntimeError("saving failed") from problem
    raise {
        "locked": OperationalError("database is locked"),
        "gone": InterfaceError("connection already closed"),
        "bug": ZeroDivisionError("division by zero"),
        "missing-table": OperationalError("no such table: reports"),
        "disk": OSError(errno.ENOSPC, "No space left on device"),
        "hidden": Http404("not yours"),
    }[how]


@page(Permission.TRAIL_VIEW)
def trail_only(request: HttpRequest) -> HttpResponse:
    return render(request, "account/help.html")


urlpatterns = [
    path("trial/note", note),
    path("trial/versioned", versioned),
    path("trial/refusing/<str:why>", refusing),
    path("trial/attempting/<str:why>", attempting),
    path("trial/failing/<str:how>", failing),
    path("trial/trail", trail_only),
    path("", include("goldthread.config.urls")),
]

"""The reporter's own reports."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.scope import scope_of
from goldthread.domain.incidents import operations, queries
from goldthread.web.my_reports.forms import WriteForm
from goldthread.web.my_reports.presenters import followed, row
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.report.posters import MANAGERS

SHOWN = 100


@page(signed_in=True, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Everything I reported, newest first, and what I began and did not send."""
    reports = list(queries.reported_by(request.user)[:SHOWN])
    waiting = set(queries.questions_for_reporter(request.user).values_list("pk", flat=True))
    rows = [
        row(one, reverse("my_reports:one", args=[one.reference]), one.pk in waiting)
        for one in reports
    ]
    context = {"rows": rows, "draft": queries.draft_of(request.user), "shown": SHOWN}
    context["prints_posters"] = any(map(scope_of(request.user).holds, MANAGERS))
    return render(request, "my_reports/list.html", context)


@page(signed_in=True)
def one(request: SignedIn, reference: str) -> HttpResponse:
    """One of my reports: where it stands, and the conversation."""
    incident = queries.reported_by(request.user).filter(reference=reference).first()
    if incident is None:
        raise Http404
    form = WriteForm.of(request)
    if form.is_valid() and form.attempt(
        operations.answer_as_reporter, incident, **form.cleaned_data
    ):
        return done(request, "Your message was sent.", "my_reports:one", reference)
    context = {"report": followed(incident), "form": form, "by_code": False}
    return render(request, "my_reports/one.html", context)

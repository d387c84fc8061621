"""The engagement log, and the questions people want answered."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from goldthread.access.terms import Permission
from goldthread.domain.candour import operations, queries
from goldthread.domain.candour.operations.engagement import Engagement
from goldthread.domain.candour.terms import Party
from goldthread.web.candour import forms as shapes
from goldthread.web.candour.presenters import address
from goldthread.web.candour.views.finding import incident_of
from goldthread.web.pages import SignedIn, done, page, render


@page(Permission.INCIDENT_ADD)
def engage(request: SignedIn, reference: str) -> HttpResponse:
    """Add a conversation to the log, or why there was none."""
    incident = incident_of(request, reference)
    form = shapes.EngageForm.of(request, initial={"engaged_by": request.user.name})
    if form.is_valid() and form.attempt(
        operations.engage, incident, _engagement(form), by=request.user
    ):
        return done(request, "Added to the engagement log.", address(incident, "one"))
    context = {
        "title": "Add to the engagement log",
        "form": form,
        "button": "Add",
        "lead": "Every incident has this log, whether or not the duty of candour applies.",
        "back": address(incident, "one"),
        "cancel": address(incident, "one"),
    }
    return render(request, "layouts/form.html", context)


def _engagement(form: shapes.EngageForm) -> Engagement:
    data = form.cleaned_data
    if not data["engaged"]:
        return Engagement(Party.NOBODY, not_engaged_because=data["not_engaged_because"])
    return Engagement(
        # Without a choice the domain asks who it was with, at the name of who spoke.
        party=data["party"],
        engaged_at=shapes.moment(data["engaged_at"], data["engaged_time"]),
        engaged_by=data["engaged_by"],
        how=data["how"],
        said=data["said"],
        questions=tuple(data["questions"].splitlines()),
    )


@page(Permission.INCIDENT_ADD)
def ask(request: SignedIn, reference: str) -> HttpResponse:
    """A question that the person or family wants answered."""
    incident = incident_of(request, reference)
    form = shapes.QuestionForm.of(request)
    if form.is_valid() and form.attempt(
        operations.ask, incident, form.cleaned_data["text"], by=request.user
    ):
        return done(request, "The question is on record.", address(incident, "one"))
    context = {
        "title": "A question from the person or family",
        "form": form,
        "back": address(incident, "one"),
        "cancel": address(incident, "one"),
    }
    return render(request, "layouts/form.html", context)


@page(Permission.INCIDENT_ADD)
def answer(request: SignedIn, reference: str, number: int) -> HttpResponse:
    """Answer a question, or say why it cannot be answered."""
    incident = incident_of(request, reference)
    question = queries.question(incident, number)
    if question is None:
        raise Http404
    initial = {"answer": question.answer, "unanswered_because": question.unanswered_because}
    form = shapes.AnswerForm.of(request, initial=initial)
    if form.is_valid() and form.attempt(
        operations.settle_question,
        question,
        answer=form.cleaned_data["answer"],
        unanswered_because=form.cleaned_data["unanswered_because"],
        by=request.user,
    ):
        return done(request, "The answer is on record.", address(incident, "one"))
    context = {
        "title": "Answer a question",
        "form": form,
        "lead": f"They asked: “{question.text}”",
        "back": address(incident, "one"),
        "cancel": address(incident, "one"),
    }
    return render(request, "layouts/form.html", context)

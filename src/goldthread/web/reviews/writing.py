"""Writing a review, one part a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.reviews import operations
from goldthread.domain.reviews.terms import Lens
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.reviews import forms as ask
from goldthread.web.reviews.forms import LENS
from goldthread.web.reviews.views import review_of
from goldthread.workflow.refusals import refuse

SECTIONS: dict[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "rapid": (
        "The three questions",
        ask.RapidForm,
        ("what_happened", "what_should_change", "this_week", "week_due_on"),
    ),
    "terms": ("Terms of reference", ask.TermsForm, ("title", "terms_of_reference")),
    "gap": ("The gap in the system", ask.GapForm, ("system_gap",)),
    "rights": ("Rights", ask.RightsForm, ("rights",)),
    "no-family": (
        "Questions of the person and family",
        ask.NoFamilyForm,
        ("no_family_questions_because",),
    ),
}
NEEDS_REVIEW = (ask.RapidForm, ask.QuestionsForm, ask.LearningForm, ask.PatternForm)


def _page(
    request: SignedIn, pk: int, form: Any, title: str, lead: str = "", button: str = "Save"
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "back": f"/reviews/{pk}/",
        "cancel": f"/reviews/{pk}/",
    }
    return render(request, "layouts/form.html", context)


@page(Permission.REVIEW_CONDUCT)
def write(request: SignedIn, pk: int, section: str) -> HttpResponse:
    """Write the words of one part of the review."""
    review = review_of(request, pk)
    if section not in SECTIONS:
        raise Http404
    title, shape, names = SECTIONS[section]
    initial = {name: getattr(review, name) for name in names}
    extra = {}
    if shape is ask.RapidForm:
        initial["week_owner"] = str(review.week_owner_id or "")
        extra["review"] = review
    form = shape.of(request, record=review, initial=initial, **extra)
    if form.is_valid() and form.attempt(operations.write, review, form.changes, by=request.user):
        return done(request, "Saved.", "reviews:one", pk)
    return _page(request, pk, form, title)


@page(Permission.REVIEW_CONDUCT)
def questions(request: SignedIn, pk: int) -> HttpResponse:
    """Answer the questions of the method."""
    review = review_of(request, pk)
    initial = {answer.question: answer.text for answer in review.answers.all()}
    form = ask.QuestionsForm.of(request, record=review, review=review, initial=initial)
    if form.is_valid() and form.attempt(
        operations.answer_questions, review, form.cleaned_data, by=request.user
    ):
        return done(request, "Saved.", "reviews:one", pk)
    return _page(request, pk, form, review.get_method_display())


@page(Permission.REVIEW_CONDUCT)
def lens(request: SignedIn, pk: int, lens: str) -> HttpResponse:
    """Look through one of the four lenses."""
    review = review_of(request, pk)
    if lens not in Lens.values:
        raise Http404
    note = review.lenses.filter(lens=lens).first()
    initial = {"relevant": "yes" if note is None or note.relevant else "no"}
    initial["text"] = note.text if note else ""
    form = ask.LensForm.of(request, record=review, initial=initial)
    if form.is_valid() and form.attempt(
        operations.look_through,
        review,
        lens,
        form.cleaned_data["text"],
        relevant=form.cleaned_data["relevant"] == "yes",
        by=request.user,
    ):
        return done(request, "Saved.", "reviews:one", pk)
    context = {
        "form": form,
        "title": Lens(lens).label,
        "asks": LENS[lens]["asks"],
        "prompts": LENS[lens]["prompts"],
        "button": "Save",
        "back": f"/reviews/{pk}/",
    }
    return render(request, "reviews/lens.html", context)


@dataclass(frozen=True)
class Addition:
    """Something that can be added to a review: its form, and the domain call that adds it."""

    title: str
    form: type[Any]
    add: Callable[[SignedIn, Any, Any], Any]


def _chronology(request: SignedIn, review: Any, form: Any) -> Any:
    said = dict(form.cleaned_data)
    day, time = said.pop("day"), said.pop("time")
    at = None
    if day:
        at = timezone.make_aware(dt.datetime.combine(day, time or dt.time(12)))
    what = said.pop("what")
    return operations.add_chronology(review, what, happened_at=at, by=request.user, **said)


def _learning(request: SignedIn, review: Any, form: Any) -> Any:
    said = form.cleaned_data
    return operations.add_learning_point(
        review,
        said["text"],
        finding=form.findings.get(said["finding"]),
        applies_to=said["applies_to"],
        by=request.user,
    )


def _pattern(request: SignedIn, review: Any, form: Any) -> Any:
    said = form.cleaned_data
    shown = [form.incidents[pk] for pk in said["shown_by"]]
    return operations.add_pattern(review, said["kind"], said["text"], shown, by=request.user)


def _incidents(request: SignedIn, review: Any, form: Any) -> Any:
    typed = form.cleaned_data["references"].replace(",", "\n").split()
    wanted = {reference.strip().upper() for reference in typed}
    seen = incidents_visible_to(request.user).filter(organisation_id=review.organisation_id)
    found = list(seen.filter(reference__in=wanted))
    unknown = wanted - {incident.reference for incident in found}
    if unknown:
        raise refuse(
            "REV-18", f"No incident you may see has the number {', '.join(sorted(unknown))}.",
            "references",
        )  # fmt: skip
    return operations.link_incidents(review, found, by=request.user)


ADDITIONS = {
    "factor": Addition(
        "Add a contributory factor",
        ask.FactorForm,
        lambda request, review, form: operations.add_factor(
            review, by=request.user, **form.cleaned_data
        ),
    ),
    "finding": Addition(
        "Add a finding",
        ask.FindingForm,
        lambda request, review, form: operations.add_finding(
            review, form.cleaned_data["text"], by=request.user
        ),
    ),
    "learning": Addition("Add a learning point", ask.LearningForm, _learning),
    "chronology": Addition("Add to the chronology", ask.ChronologyForm, _chronology),
    "family": Addition(
        "Add a question of the person or family",
        ask.FamilyForm,
        lambda request, review, form: operations.ask_for_family(
            review, by=request.user, **form.cleaned_data
        ),
    ),
    "session": Addition(
        "Record a session",
        ask.SessionForm,
        lambda request, review, form: operations.add_session(
            review, by=request.user, **form.cleaned_data
        ),
    ),
    "pattern": Addition("Add a pattern or weakness", ask.PatternForm, _pattern),
    "incidents": Addition("Link incidents", ask.LinkForm, _incidents),
}


@page(Permission.REVIEW_CONDUCT)
def add(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """Add something the review saw."""
    review = review_of(request, pk)
    addition = ADDITIONS.get(kind)
    if addition is None:
        raise Http404
    extra = {"review": review} if addition.form in NEEDS_REVIEW else {}
    form = addition.form.of(request, **extra)
    if form.is_valid() and form.attempt(addition.add, request, review, form):
        return done(request, "Added.", "reviews:one", pk)
    return _page(request, pk, form, addition.title, button="Add")


@page(Permission.REVIEW_CONDUCT)
def answer_family(request: SignedIn, pk: int, row: int) -> HttpResponse:
    """Answer a question of the person or family."""
    review = review_of(request, pk)
    question = review.family_questions.filter(pk=row).first()
    if question is None:
        raise Http404
    question.review = review
    form = ask.AnswerForm.of(request, initial={"answer": question.answer})
    if form.is_valid() and form.attempt(
        operations.answer_family, question, form.cleaned_data["answer"], by=request.user
    ):
        return done(request, "Saved.", "reviews:one", pk)
    return _page(request, pk, form, "Answer the question", question.question)


@page(Permission.REVIEW_CONDUCT)
def without_action(request: SignedIn, pk: int, kind: str, row: int) -> HttpResponse:
    """Say why a factor or a weakness gets no action."""
    review = review_of(request, pk)
    rows = {"factor": review.factors, "pattern": review.patterns}.get(kind)
    source = rows.filter(pk=row).first() if rows is not None else None
    if source is None:
        raise Http404
    source.review = review
    form = ask.ReasonForm.of(request)
    if form.is_valid() and form.attempt(
        operations.answer_without_action, source, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, "The reason is recorded.", "reviews:one", pk)
    return _page(request, pk, form, "Why does no action answer this?", source.text)

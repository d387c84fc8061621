"""Letters: chosen, merged from the record, edited, and put on record as sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from goldthread.access.terms import Permission
from goldthread.domain.candour import operations, queries
from goldthread.domain.candour.letter_values import letter_values
from goldthread.domain.candour.terms import SentHow
from goldthread.domain.incidents.queries import may
from goldthread.letters.merging import blanks
from goldthread.web.candour import forms as shapes
from goldthread.web.candour.presenters import address
from goldthread.web.candour.views.finding import incident_of, managed
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


@page(Permission.CANDOUR_MANAGE)
def choose(request: SignedIn, reference: str) -> HttpResponse:
    """Which letter to write."""
    incident = managed(request, reference)
    context = {"incident": incident, "templates": queries.templates_of(incident.organisation)}
    return render(request, "candour/choose_letter.html", context)


@page(Permission.CANDOUR_MANAGE)
def draft(request: SignedIn, reference: str, code: str) -> HttpResponse:
    """The letter's fields, begun from what the record knows."""
    incident = managed(request, reference)
    template = queries.template_of(incident.organisation_id, code)
    if template is None:
        raise Http404
    version = queries.newest_version(template)
    form = shapes.MergeForm.of(
        request,
        subject=version.subject,
        body=version.body,
        initial=letter_values(incident, request.user),
    )
    if form.is_valid() and form.attempt(
        operations.draft_letter, incident, template, by=request.user, values=form.cleaned_data
    ):
        message = "The letter is drafted. Read it, change what you like, then record it as sent."
        return done(request, message, address(incident, "letter", form.outcome.pk))
    context = {
        "title": template.name,
        "form": form,
        "button": "Make the letter",
        "lead": "These are filled in from the record where it knows them. "
        "What you leave empty stays a blank in the letter, to be filled in there.",
        "back": address(incident, "new_letter"),
        "cancel": address(incident, "one"),
    }
    return render(request, "layouts/form.html", context)


def _letter(incident: Any, number: int) -> Any:
    found = queries.letter(incident, number)
    if found is None:
        raise Http404
    return found


@page((Permission.CANDOUR_MANAGE, Permission.PERSON_SEE))
def one(request: SignedIn, reference: str, number: int) -> HttpResponse:
    """A letter: a draft to edit, or the text exactly as it was sent, to read and print."""
    incident = incident_of(request, reference)
    if not may(request.user, Permission.PERSON_SEE, incident):
        raise refuse(NOT_ALLOWED, "Letters name people. You cannot read them here.")
    letter = _letter(incident, number)
    manages = may(request.user, Permission.CANDOUR_MANAGE, incident)
    context = {"incident": incident, "letter": letter, "manages": manages}
    if letter.sent_at is not None or not manages:
        return render(request, "candour/letter.html", context)
    initial = {"recipient": letter.recipient, "subject": letter.subject, "text": letter.text}
    form = shapes.LetterForm.of(request, initial=initial)
    if form.is_valid() and form.attempt(
        operations.edit_letter, letter, by=request.user, **form.cleaned_data
    ):
        to = "send" if "send" in request.POST else "letter"
        return done(request, "The draft is saved.", address(incident, to, number))
    blank = blanks(f"{letter.subject}\n{letter.text}")
    return render(request, "candour/edit_letter.html", context | {"form": form, "blanks": blank})


@page(Permission.CANDOUR_MANAGE)
def send(request: SignedIn, reference: str, number: int) -> HttpResponse:
    """Put a letter on record as sent; from then on it does not change."""
    incident = managed(request, reference)
    letter = _letter(incident, number)
    form = shapes.SendForm.of(request)
    if form.is_valid() and form.attempt(
        operations.send_letter,
        letter,
        SentHow(form.cleaned_data["sent_how"]),
        sent_at=shapes.moment(form.cleaned_data["sent_on"], None),
        by=request.user,
    ):
        message = "The letter is on record as sent. Its exact text is kept."
        return done(request, message, address(incident, "letter", number))
    context = {"incident": incident, "letter": letter, "form": form}
    return render(request, "candour/send_letter.html", context)

"""The ordered steps of candour, attempts, and ending or beginning contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.domain.candour import operations
from goldthread.domain.candour.operations.steps import RelevantPerson, Telling, Tried
from goldthread.domain.candour.terms import ContactOutcome
from goldthread.web import forms
from goldthread.web.candour import forms as shapes
from goldthread.web.candour.presenters import address
from goldthread.web.candour.views.finding import candour_for, managed
from goldthread.web.pages import SignedIn, done, page, render


def _form_page(
    request: SignedIn, incident: Any, form: forms.Form, title: str, button: str, lead: str = ""
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "button": button,
        "lead": lead,
        "back": address(incident, "one"),
        "cancel": address(incident, "one"),
    }
    return render(request, "layouts/form.html", context)


@page(Permission.CANDOUR_MANAGE)
def person(request: SignedIn, reference: str) -> HttpResponse:
    """Who is to be told, and who leads the contact with them."""
    incident = managed(request, reference)
    candour = candour_for(incident)
    leads = list(holders(Permission.CANDOUR_MANAGE, incident.unit))
    initial = {
        "person_relationship": candour.person_relationship,
        "person_name": candour.person_name,
        "person_basis": candour.person_basis,
        "person_contact": candour.person_contact,
        "person_needs": candour.person_needs,
        "lead": candour.lead_id or request.user.pk,
    }
    form = shapes.PersonForm.of(request, leads=leads, record=candour, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        told = RelevantPerson(
            name=data["person_name"],
            relationship=data["person_relationship"],
            basis=data["person_basis"],
            contact=data["person_contact"],
            needs=data["person_needs"],
            lead=next((user for user in leads if str(user.pk) == data["lead"]), None),
        )
        if form.attempt(operations.name_person, candour, told, by=request.user):
            return done(request, "Saved who is to be told.", address(incident, "one"))
    return _form_page(request, incident, form, "Who is to be told?", "Save")


@page(Permission.CANDOUR_MANAGE)
def tell(request: SignedIn, reference: str) -> HttpResponse:
    """The notification in person."""
    incident = managed(request, reference)
    candour = candour_for(incident)
    form = shapes.TellForm.of(request, record=candour)
    if form.is_valid():
        data = form.cleaned_data
        told_at = shapes.moment(data["happened_at"], data["happened_time"])
        assert told_at is not None  # noqa: S101 - the day is required
        telling = Telling(
            told_at=told_at,
            how=data["told_how"],
            how_why=data["told_how_why"],
            account=data["account"],
            enquiries=data["enquiries"],
            apology=data["apology"],
        )
        if form.attempt(operations.tell, candour, telling, by=request.user):
            message = "Recorded: told in person. Next, offer support."
            return done(request, message, address(incident, "one"))
    lead = (
        "Record what was said, as soon as you can after the conversation. "
        "This record is the one the regulation asks for."
    )
    return _form_page(request, incident, form, "Tell them in person", "Record that they were told", lead)  # fmt: skip


@page(Permission.CANDOUR_MANAGE)
def support(request: SignedIn, reference: str) -> HttpResponse:
    """The support offered and taken."""
    incident = managed(request, reference)
    candour = candour_for(incident)
    form = shapes.SupportForm.of(request, record=candour)
    if form.is_valid() and form.attempt(
        operations.offer_support,
        candour,
        form.cleaned_data["support_offered"],
        taken=form.cleaned_data["support_taken"],
        by=request.user,
    ):
        message = "Recorded. Next, follow it in writing."
        return done(request, message, address(incident, "one"))
    return _form_page(request, incident, form, "Offer support", "Record the support offered")


def _confirm(
    request: SignedIn,
    reference: str,
    operation: Callable[..., Any],
    title: str,
    lead: str,
    message: str,
) -> HttpResponse:
    """A step that rests on what is already on record: one button, or what is still missing."""
    incident = managed(request, reference)
    candour = candour_for(incident)
    form = forms.Form.of(request, record=candour)
    if form.is_valid() and form.attempt(operation, candour, by=request.user):
        return done(request, message, address(incident, "one"))
    return _form_page(request, incident, form, title, "Confirm", lead)


@page(Permission.CANDOUR_MANAGE)
def written(request: SignedIn, reference: str) -> HttpResponse:
    """The written follow-up is on record as sent."""
    return _confirm(
        request,
        reference,
        operations.confirm_written,
        "Confirm the written follow-up",
        "The letter after telling someone gives the account, the enquiries planned and the "
        "apology. Write it under Letters and record it as sent; then confirm here.",
        "The written follow-up is done. Next, share the results of the enquiries.",
    )


@page(Permission.CANDOUR_MANAGE)
def results(request: SignedIn, reference: str) -> HttpResponse:
    """The results of enquiries are on record as shared."""
    return _confirm(
        request,
        reference,
        operations.share_results,
        "Confirm that the results were shared",
        "When the enquiries are finished, write the letter with the results and record it as sent; "
        "then confirm here.",
        "The results are shared. Next, check that every question was answered.",
    )


@page(Permission.CANDOUR_MANAGE)
def complete(request: SignedIn, reference: str) -> HttpResponse:
    """Every step is done."""
    return _confirm(
        request,
        reference,
        operations.complete,
        "Complete the duty of candour",
        "Candour is complete when every question that the person or family asked is answered, or "
        "says why it cannot be.",
        "The duty of candour is complete.",
    )


@page(Permission.CANDOUR_MANAGE)
def attempt(request: SignedIn, reference: str) -> HttpResponse:
    """One attempt to make contact."""
    incident = managed(request, reference)
    candour = candour_for(incident)
    form = shapes.AttemptForm.of(request, initial={"tried_by": request.user.name})
    if form.is_valid():
        data = form.cleaned_data
        tried_at = shapes.moment(data["happened_at"], data["happened_time"])
        assert tried_at is not None  # noqa: S101 - the day is required
        tried = Tried(tried_at, data["tried_by"], data["how"], data["result"], data["note"])
        if form.attempt(operations.record_attempt, candour, tried, by=request.user):
            return done(request, "The attempt is on record.", address(incident, "one"))
    lead = "Every attempt is kept, also one that came to nothing."
    return _form_page(request, incident, form, "Record an attempt to make contact", "Record the attempt", lead)  # fmt: skip


@page(Permission.CANDOUR_MANAGE)
def end(request: SignedIn, reference: str) -> HttpResponse:
    """Contact is not possible or not wanted."""
    incident = managed(request, reference)
    candour = candour_for(incident)
    form = shapes.EndForm.of(request, record=candour)
    if form.is_valid() and form.attempt(
        operations.end_without_contact,
        candour,
        ContactOutcome(form.cleaned_data["contact_outcome"]),
        form.cleaned_data["contact_note"],
        by=request.user,
    ):
        message = "Recorded. The written record of attempts is kept."
        return done(request, message, address(incident, "one"))
    lead = (
        "Only when the person cannot be reached, or does not want contact. The attempts on record "
        "have to show it. A letter of the kind “Record of attempts” puts them on one page."
    )
    return _form_page(request, incident, form, "End candour without contact", "Record", lead)


@page(Permission.CANDOUR_MANAGE)
def resume(request: SignedIn, reference: str) -> HttpResponse:
    """Contact is wanted after all."""
    incident = managed(request, reference)
    candour = candour_for(incident)
    form = shapes.ResumeForm.of(request, record=candour)
    if form.is_valid() and form.attempt(
        operations.resume, candour, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, "Candour is open again.", address(incident, "one"))
    return _form_page(request, incident, form, "Contact is wanted after all", "Open candour again")

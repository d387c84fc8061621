"""Writing learning, having it checked, publishing and retiring it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.library import operations, queries
from goldthread.domain.learning.library import transitions as moves
from goldthread.web.learning import presenters as present
from goldthread.web.learning.forms import CheckForm, ItemForm, MarkForm, ReasonForm, initial_of
from goldthread.web.learning.views import item_of
from goldthread.web.pages import SignedIn, done, organisation_of, page, render

FORM = "layouts/form.html"
WORDS = "Names are looked for before it can be published. Whoever checks it reads it as a stranger would."


@page(Permission.LEARNING_WRITE)
def new(request: SignedIn) -> HttpResponse:
    """Write learning that comes from no single incident."""
    return _new(request, None, {}, WORDS)


@page(Permission.LEARNING_WRITE)
def new_from(request: SignedIn, reference: str) -> HttpResponse:
    """Write learning from an incident; its learning points are there, names taken out."""
    incident = get_object_or_404(incidents_visible_to(request.user), reference=reference)
    begun = queries.begin(incident)
    initial = {
        "learnt": begun.learnt,
        "what_changed": begun.changed,
        "themes": [str(one.pk) for one in begun.themes],
        "points": [str(one.pk) for one in queries.points_of(incident)],
        "actions": [str(one.pk) for one in queries.actions_to_link(incident)],
    }
    lead = f"From {incident.reference}, which only those who may open it will see. {WORDS}"
    return _new(request, incident, initial, lead)


def _new(request: SignedIn, source: Any, initial: dict[str, Any], lead: str) -> HttpResponse:
    organisation = organisation_of(request)
    form = ItemForm.of(request, organisation=organisation, source=source, initial=initial)
    if _sent(request, form) and form.attempt(
        operations.write_item, organisation, form.draft(), by=request.user, source=source
    ):
        return done(request, moves.MAKE.done, "learning:one", form.outcome.reference)
    back = reverse("learning:feed")
    if source is not None:
        back = reverse("learning:of_incident", args=[source.reference])
    context = {"title": "Write learning", "form": form, "button": "Save as a draft", "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})


@page(Permission.LEARNING_WRITE)
def edit(request: SignedIn, reference: str) -> HttpResponse:
    """Change the words; what was checked is checked again."""
    item = item_of(request, reference)
    form = ItemForm.of(
        request,
        organisation=item.organisation,
        source=item.source,
        record=item,
        initial=initial_of(queries.draft_of(item)),
    )
    if _sent(request, form) and form.attempt(
        operations.edit_item, item, form.draft(), by=request.user
    ):
        return done(request, moves.EDIT.done, "learning:one", item.reference)
    return _page(request, form, item, moves.EDIT.label, "Save as a draft", WORDS)


@page(Permission.LEARNING_WRITE)
def not_personal(request: SignedIn, reference: str) -> HttpResponse:
    """Say that words the finder stops at name nobody, and why."""
    item = item_of(request, reference)
    initial = {"text": request.GET.get("text", "")[:200]}
    form = MarkForm.of(request, record=item, initial=initial)
    if _sent(request, form) and form.attempt(
        operations.say_not_personal, item, by=request.user, **form.cleaned_data
    ):
        return done(request, moves.MARK.done, "learning:one", item.reference)
    lead = "Only if they name nobody: the reason stays on record."
    return _page(request, form, item, moves.MARK.label, "Save", lead)


@page(Permission.LEARNING_WRITE)
def hand_over(request: SignedIn, reference: str) -> HttpResponse:
    """Ask for it to be checked."""
    item = item_of(request, reference)
    form = _Plain.of(request, record=item)
    if _sent(request, form) and form.attempt(operations.hand_over, item, by=request.user):
        return done(request, moves.HAND_OVER.done, "learning:one", item.reference)
    lead = "Someone who did not write it reads it and asks whether anyone could be recognised."
    return _page(request, form, item, moves.HAND_OVER.label, "Ask", lead)


@page(Permission.LEARNING_CHECK)
def check(request: SignedIn, reference: str) -> HttpResponse:
    """Check the words of someone else."""
    item = item_of(request, reference)
    form = CheckForm.of(request, record=item)
    if _sent(request, form) and form.attempt(
        operations.check_item, item, by=request.user, **form.cleaned_data
    ):
        return done(request, moves.CHECK.done, "learning:one", item.reference)
    lead = "Read it as someone who knows the person would. Send it back if anyone could be told."
    return _page(request, form, item, moves.CHECK.label, "It names nobody", lead)


@page(Permission.LEARNING_CHECK)
def send_back(request: SignedIn, reference: str) -> HttpResponse:
    """Give it back to its writer."""
    lead = "Say what to change, without naming anyone."
    return _reason(request, reference, operations.send_back, moves.SEND_BACK, lead)


@page(Permission.LEARNING_CHECK)
def publish(request: SignedIn, reference: str) -> HttpResponse:
    """Publish to all staff."""
    item = item_of(request, reference)
    form = _Plain.of(request, record=item)
    if _sent(request, form) and form.attempt(operations.publish_item, item, by=request.user):
        return done(request, moves.PUBLISH.done, "learning:one", item.reference)
    lead = "Everyone who works here can read it from then on. It is read for names once more."
    return _page(request, form, item, moves.PUBLISH.label, "Publish", lead)


@page(Permission.LEARNING_CHECK)
def retire(request: SignedIn, reference: str) -> HttpResponse:
    """Take it out of the feed."""
    lead = "It leaves the feed. Whoever has its address still reads it, with the reason."
    return _reason(request, reference, operations.retire_item, moves.RETIRE, lead)


class _Plain(ReasonForm):
    """A form that only asks to go ahead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]


def _reason(
    request: SignedIn, reference: str, operation: Any, move: Any, lead: str
) -> HttpResponse:
    item = item_of(request, reference)
    form = ReasonForm.of(request, record=item)
    if _sent(request, form) and form.attempt(
        operation, item, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, move.done, "learning:one", item.reference)
    return _page(request, form, item, move.label, move.label, lead)


def _sent(request: SignedIn, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()


def _page(
    request: SignedIn, form: Any, item: Any, title: str, button: str, lead: str
) -> HttpResponse:
    back = present.address(item)
    context = {"title": title, "form": form, "button": button, "back": back, "cancel": back}
    return render(request, FORM, {**context, "lead": f"{item.reference}. {lead}"})

"""Prompts: brought to supervision by team and role, how far they reached, withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.domain.actions.queries import visible_to as actions_visible_to
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.supervision import operations, queries
from goldthread.domain.learning.supervision import transitions as moves
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.scenarios.forms import ReasonForm
from goldthread.web.scenarios.paging import page_of
from goldthread.web.supervision import presenters as present
from goldthread.web.supervision.finding import HOME, READ, form_page, prompt_of, sent
from goldthread.web.supervision.forms import PromptForm
from goldthread.workflow.operations import permitted

PUSH = queries.PUSHING
MOST_LEARNING = 100


@page(HOME, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """The prompts that are brought to supervision, and those that were."""
    rows = queries.prompts_visible_to(request.user).distinct().order_by("-expires_on", "-pk")
    found = page_of(request, rows)
    context = {
        "columns": present.PROMPT_COLUMNS,
        "rows": present.prompt_rows(found.rows, timezone.localdate()),
        "pages": found,
        "pushes": queries.units_pushing(request.user).exists(),
    }
    return render(request, "supervision/prompts.html", context)


@page(PUSH)
def new(request: SignedIn) -> HttpResponse:
    """Bring a prompt to supervision, perhaps for an action."""
    user, action = request.user, _action(request)
    form = PromptForm.of(
        request,
        units=queries.units_pushing(user),
        learning=queries.learning_to_bring(user)[:MOST_LEARNING],
    )
    if sent(request, form):
        reference, source = form.cleaned_data["incident"].strip(), None
        if reference:
            source = incidents_visible_to(user).filter(reference__iexact=reference).first()
        if reference and source is None:
            form.add_error("incident", "There is no incident with this reference you may open")
        elif form.attempt(operations.push_prompt, form.draft(source, action), by=user):
            return done(request, moves.PUSH.done, "supervision:prompt", form.outcome.pk)
    lead = f"It carries the action “{action.title}”." if action else ""
    back = reverse("supervision:prompts")
    return form_page(request, form, back, moves.PUSH.label, "Bring it", lead)


def _action(request: SignedIn) -> Any:
    """The action in the address, where the reader may open it."""
    asked = request.GET.get("action", "")
    if not (asked.isdecimal() and len(asked) < 10):
        return None
    return actions_visible_to(request.user).filter(pk=int(asked)).first()


@page(HOME, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """For whom, until when, how far it reached, and why it was not discussed."""
    prompt, user = prompt_of(request, pk), request.user
    keeps = permitted(moves.TELL, prompt, user)
    context = {
        "prompt": prompt,
        "status": present.prompt_status(prompt, timezone.localdate()),
        "facts": present.prompt_facts(prompt, user),
        "reach": queries.reach_of(prompt),
        "keeps": keeps,
        "may_withdraw": permitted(moves.WITHDRAW, prompt, user),
        "may_tell": keeps and queries.action_shown(prompt, user) is not None,
    }
    return render(request, "supervision/prompt.html", context)


@page(PUSH)
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Bring it to nobody any more."""
    prompt = prompt_of(request, pk)
    form = ReasonForm.of(request, record=prompt, label="Why is it withdrawn?")
    if sent(request, form) and form.attempt(
        operations.withdraw_prompt, prompt, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, moves.WITHDRAW.done, "supervision:prompt", pk)
    back = reverse("supervision:prompt", args=[pk])
    lead = "Sessions that discussed it keep it."
    return form_page(request, form, back, moves.WITHDRAW.label, "Withdraw it", lead)


@page(PUSH, methods=("POST",))
def tell(request: SignedIn, pk: int) -> HttpResponse:
    """Record the prompt's action as communicated, with the prompt's own reach."""
    operations.tell_by_prompt(prompt_of(request, pk), by=request.user)
    return done(request, moves.TELL.done, "supervision:prompt", pk)

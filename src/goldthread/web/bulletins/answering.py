"""Does this apply here? One team's answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.bulletins import operations, queries
from goldthread.domain.learning.bulletins import transitions as moves
from goldthread.domain.learning.bulletins.terms import Applies
from goldthread.web.bulletins import presenters as present
from goldthread.web.bulletins.forms import AnswerForm
from goldthread.web.pages import SignedIn, done, page, render

MOST = 100  # actions of a team offered: the newest


@page(Permission.LEARNING_VIEW)
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """What the team answered, or the form for those who answer for it."""
    asked = get_object_or_404(queries.answers_visible_to(request.user), pk=pk)
    user = request.user
    form = None
    if request.method == "POST" or queries.may_answer(user, asked):
        actions = queries.actions_at(asked.unit, user)[:MOST]
        form = AnswerForm.of(request, actions=actions, record=asked)
    if form is not None and request.method == "POST" and form.is_valid():
        incident = _incident(request, form)
        here = form.here(incident, f"Bulletin: {asked.bulletin.title}"[:120])
        if not form.errors and form.attempt(operations.answer_here, asked, here, by=user):
            return done(request, moves.ANSWER.done, "bulletins:one", asked.bulletin_id)
    items = list(asked.bulletin.items.all())
    context = {
        "asked": asked,
        "form": form,
        "items": items,
        "applies": Applies(asked.applies).label if asked.applies else "",
        "said": present.said(asked, queries.actions_opened([asked], user)),
    }
    if form is None:
        del context["form"]
    return render(request, "bulletins/answer.html", context)


def _incident(request: SignedIn, form: Any) -> Any:
    """The incident a new action is proposed on, or an error at the field."""
    reference = form.cleaned_data["incident"].strip()
    if not reference or form.cleaned_data["applies"] != Applies.ACTION:
        return None
    found = incidents_visible_to(request.user).filter(reference__iexact=reference).first()
    if found is None:
        form.add_error("incident", "There is no incident with this reference you may open")
    return found

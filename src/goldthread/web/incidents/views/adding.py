"""Adding to the account: later facts, files, people, steps, immediate actions, messages, themes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse

from goldthread.access.terms import Permission
from goldthread.domain.incidents import operations, queries
from goldthread.web.incidents.finding import incident_of, need
from goldthread.web.incidents.forms import small
from goldthread.web.incidents.presenters import account
from goldthread.web.incidents.views.asking import ask
from goldthread.web.pages import SignedIn, page

ADD = Permission.INCIDENT_ADD


def _open(request: SignedIn, reference: str) -> Any:
    incident = incident_of(request, reference)
    need(request.user, ADD, incident)
    return incident


@page(ADD)
def addendum(request: SignedIn, reference: str) -> HttpResponse:
    """Add what was learned later."""
    incident = _open(request, reference)
    return ask(
        request,
        incident,
        small.AddendumForm.of(request),
        partial(operations.add_addendum, incident),
        title="Add a later fact",
        button="Add it",
        said="Added. The first account stays as it was told.",
    )


@page(ADD)
def file(request: SignedIn, reference: str) -> HttpResponse:
    """Add a photograph or another file."""
    incident = _open(request, reference)
    return ask(
        request,
        incident,
        small.AddFileForm.of(request),
        partial(operations.add_file, incident),
        title="Add a photograph or file",
        button="Add it",
        said="The file is added.",
    )


@page(ADD)
def person(request: SignedIn, reference: str) -> HttpResponse:
    """Add someone affected."""
    incident = _open(request, reference)
    return ask(
        request,
        incident,
        small.PersonForm.of(request),
        partial(operations.add_person, incident),
        title="Add a person affected",
        button="Add the person",
        said="Added. The worst harm of the incident follows from the people affected.",
    )


@page(ADD)
def step(request: SignedIn, reference: str) -> HttpResponse:
    """Add a step of what happened."""
    incident = _open(request, reference)
    return ask(
        request,
        incident,
        small.StepForm.of(request),
        partial(operations.add_sequence_step, incident),
        title="Add a step of what happened",
        button="Add the step",
        said="The step is added.",
    )


@page(ADD)
def done_at_once(request: SignedIn, reference: str) -> HttpResponse:
    """Record something that was done straight away."""
    incident = _open(request, reference)
    return ask(
        request,
        incident,
        small.DoneAtOnceForm.of(request),
        partial(operations.record_immediate_action, incident),
        title="Record an immediate action",
        button="Record it",
        said="The immediate action is recorded.",
    )


@page(ADD)
def themes(request: SignedIn, reference: str) -> HttpResponse:
    """Say why this kind of thing happens; the words that suggest a theme are shown."""
    incident = _open(request, reference)
    offered = list(queries.themes(incident.organisation_id))
    chosen = list(queries.themes_of(incident))
    form = small.ThemesForm.of(
        request, offered=offered, initial={"themes": [str(row.pk) for row in chosen]}
    )
    form.redisplay("themes", hints=theme_hints(incident, offered))
    return ask(
        request,
        incident,
        form,
        partial(operations.set_themes, incident),
        title="Themes",
        button="Save the themes",
        said="The themes are saved.",
        lead="Themes find what repeats. Several may fit. The product only suggests.",
    )


def theme_hints(incident: Any, offered: list[Any]) -> dict[str, str]:
    """What each theme means, and the words of the narrative that suggest it."""
    found = {theme.pk: words for theme, words in queries.suggested_themes(incident)}
    return {
        str(row.pk): " ".join(
            part
            for part in (
                row.description,
                f"Suggested by the words “{found[row.pk]}”." if row.pk in found else "",
            )
            if part
        )
        for row in offered
    }


@page(ADD)
def messages(request: SignedIn, reference: str) -> HttpResponse:
    """The conversation with the reporter: tell or ask. An anonymous reporter reads it by code."""
    incident = _open(request, reference)

    def say(*, asks: str, text: str, by: Any) -> Any:
        call = operations.ask_reporter if asks == "ask" else operations.tell_reporter
        return call(incident, text, by=by)

    return ask(
        request,
        incident,
        small.MessageForm.of(request),
        say,
        title="Conversation with the reporter",
        button="Send",
        said="Sent. The reporter sees it on the page of their report.",
        template="incidents/messages.html",
        to="incidents:messages",
        more={
            "messages": account.conversation(queries.conversation(incident)),
            "reporter": account.reporter(incident, request.user),
        },
    )

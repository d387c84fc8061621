"""The incident page: the golden thread, the account it began with, and its history."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.incidents import queries
from goldthread.domain.incidents.terms import OPEN_STATUSES, Status
from goldthread.domain.insight.signals.queries import open_on_incident
from goldthread.domain.learning.scenarios.queries import may_make
from goldthread.evidence.queries import file_for, files_of, open_file
from goldthread.trail.queries import of_thread
from goldthread.web.components import Step
from goldthread.web.incidents.finding import incident_of, may, one_of
from goldthread.web.incidents.presenters import account
from goldthread.web.incidents.presenters.history import history as in_words
from goldthread.web.incidents.presenters.reading import read, whole, with_decisions
from goldthread.web.incidents.presenters.registers import on_registers
from goldthread.web.incidents.presenters.stages import spine
from goldthread.web.incidents.presenters.triage import decisions as decided
from goldthread.web.pages import SignedIn, page, render
from goldthread.web.signals.presenters import said

P = Permission
READ = ("GET", "HEAD")


@page(P.INCIDENT_VIEW, methods=READ)
def one(request: SignedIn, reference: str) -> HttpResponse:
    """The thread of one incident. A restricted one that may be opened in an emergency says so."""
    try:
        incident = incident_of(request, reference, whole)
    except Http404:
        locked = queries.restricted_but_in_scope(request.user)
        if one_of(locked, reference, request.user) is None:
            raise
        return redirect("incidents:emergency", reference)
    reading = read(incident, request.user)
    return render(
        request,
        "incidents/one.html",
        {
            "incident": incident,
            "title": account.title(incident),
            "tags": account.tags(incident),
            "stages": spine(reading),
            "facts": account.facts(incident, request.user),
            "people": account.people(incident, request.user),
            "origin": account.origin(incident, request.user),
            "sequence": account.sequence(incident),
            "done_at_once": account.done_at_once(incident),
            "none_needed": account.none_needed(reading.triage),
            "addenda": account.addenda(incident),
            "themes": account.themes(incident),
            "messages": account.conversation(reading.messages),
            "files": account.files(files_of(incident), incident),
            "clocks": account.clocks(reading),
            "adds": may(request.user, P.INCIDENT_ADD, incident)
            and incident.status != Status.WITHDRAWN,
            "makes_scenarios": may_make(request.user),
            "more": exceptional(request, incident),
            "registers": on_registers(incident, request.user),
            "signals": said(open_on_incident(request.user, incident)),
        },
    )


EXCEPTIONAL = (
    ("Place it with another team", "incidents:place", P.INCIDENT_PLACE, "open"),
    ("Restrict who sees this", "incidents:restrict", P.INCIDENT_RESTRICT, "unrestricted"),
    ("Name someone who may see it", "incidents:name_viewer", P.INCIDENT_RESTRICT, "restricted"),
    ("Lift the restriction", "incidents:lift", P.INCIDENT_RESTRICT, "restricted"),
    ("Withdraw as a duplicate", "incidents:withdraw", P.INCIDENT_CLOSE, "open"),
    ("Close with a reason", "incidents:close_with_reason", P.INCIDENT_CLOSE, "triaged"),
    ("Reopen", "incidents:reopen", P.INCIDENT_CLOSE, "closed"),
)


def exceptional(request: SignedIn, incident: Any) -> list[Step]:
    """The rare moves this person may make now."""
    is_open, withdrawn = incident.status in OPEN_STATUSES, incident.status == Status.WITHDRAWN
    now = {
        "open": is_open,
        "triaged": is_open and incident.status != Status.REPORTED,
        "closed": incident.status == Status.CLOSED,
        "restricted": incident.restricted and not withdrawn,
        "unrestricted": not incident.restricted and not withdrawn,
    }
    return [
        Step(words, reverse(name, args=[incident.reference]))
        for words, name, permission, when in EXCEPTIONAL
        if now[when] and may(request.user, permission, incident)
    ]


@page(P.INCIDENT_VIEW, methods=READ)
def history(request: SignedIn, reference: str) -> HttpResponse:
    """Everything that happened on the thread, newest first, from the trail."""
    incident = incident_of(request, reference)
    entries = of_thread(incident.pk)
    context = {"incident": incident, "entries": in_words(entries)}
    return render(request, "incidents/history.html", context)


@page(P.INCIDENT_VIEW, methods=READ)
def decisions(request: SignedIn, reference: str) -> HttpResponse:
    """Every triage decision with its reasons, for all who may read the incident."""
    incident = incident_of(request, reference, with_decisions)
    context = {"incident": incident, "decisions": decided(incident)}
    return render(request, "incidents/decisions.html", context)


@page(P.INCIDENT_VIEW, methods=READ)
def file(request: SignedIn, reference: str, pk: int) -> FileResponse:
    """A file of the report, for those who may open the incident."""
    incident = incident_of(request, reference)
    found = file_for(request.user, pk)
    if found is None or found.thread != incident.pk:
        raise Http404
    try:
        opened = open_file(found)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        opened, as_attachment=True, filename=found.name, content_type=found.media_type
    )

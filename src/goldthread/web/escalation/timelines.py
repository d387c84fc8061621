"""The escalation timeline of a person or an incident, for reading and printing (row 62)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.registers.escalation import queries
from goldthread.web.escalation import presenters
from goldthread.web.pages import SignedIn, page, render
from goldthread.web.people.finding import person_of

P = Permission
READ = ("GET", "HEAD")


@page(P.ESCALATION_SEE, methods=READ)
def of_person(request: SignedIn, reference: str) -> HttpResponse:
    """Every episode of a person in one timeline."""
    person = person_of(request, reference)
    found = queries.with_page(queries.of_person(person, request.user)).order_by("opened_at")
    back = (reverse("people:one", args=[person.reference]), person.reference)
    title = f"Escalation timeline of {person.reference}"
    return _timeline(request, list(found), title, back)


@page(P.ESCALATION_SEE, methods=READ)
def of_incident(request: SignedIn, reference: str) -> HttpResponse:
    """The episodes of an incident's thread in one timeline."""
    seen = incidents_visible_to(request.user)
    incident = seen.filter(reference=reference).first()
    if incident is None:
        raise Http404
    found = queries.with_page(queries.of_incident(incident, request.user))
    back = (reverse("incidents:one", args=[reference]), reference)
    return _timeline(request, list(found), f"Escalation timeline of {reference}", back)


def _timeline(
    request: SignedIn, episodes: list[Any], title: str, back: tuple[str, str]
) -> HttpResponse:
    now = timezone.now()
    found = presenters.step_ups(episodes, now)
    context = {
        "title": title,
        "back": back,
        "episodes": [(one.reference, reverse("escalation:one", args=[one.pk])) for one in episodes],
        "moments": presenters.shown(queries.timeline(episodes, now), request.user),
        "bars": presenters.bars(found, now),
        "rows": presenters.step_up_rows(found, now),
        "columns": presenters.COLUMNS,
        "at": now,
    }
    return render(request, "escalation/timeline.html", context)

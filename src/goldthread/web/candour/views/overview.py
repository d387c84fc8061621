"""The openness page of one incident."""

from __future__ import annotations

from django.http import HttpResponse

from goldthread.access.terms import Permission
from goldthread.domain.candour import queries
from goldthread.domain.candour.terms import UNDER_WAY, Status
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.queries import may
from goldthread.web.candour import presenters
from goldthread.web.candour.views.finding import incident_of
from goldthread.web.pages import SignedIn, page, render


@page(Permission.INCIDENT_VIEW)
def openness(request: SignedIn, reference: str) -> HttpResponse:
    """Where candour stands and what is next; letters; who was engaged and what they asked."""
    incident = incident_of(request, reference)
    if incident.restricted:
        incidents.opened_restricted(incident, by=request.user)
    candour = queries.candour_of(incident)
    manages = may(request.user, Permission.CANDOUR_MANAGE, incident)
    names = may(request.user, Permission.PERSON_SEE, incident)
    found = presenters.stages(incident, candour, may_manage=manages, names=names)
    context = {
        "incident": incident,
        "suggested": candour.suggested_because if candour else queries.why_suggested(incident),
        "undecided": candour is None or candour.status == Status.UNDECIDED,
        "stages": found,
        "next": presenters.next_step(found),
        "decisions": presenters.decisions(candour),
        "told": presenters.told_rows(candour, names),
        "under_way": candour is not None and candour.status in UNDER_WAY,
        "ended": candour is not None and bool(candour.contact_outcome),
        "manages": manages,
        "names": names,
        "adds": may(request.user, Permission.INCIDENT_ADD, incident),
        "entries": list(queries.engagement_of(incident)),
        "questions": list(queries.questions_of(incident)),
        "drafts": [one for one in queries.letters_of(incident) if not one.sent_at],
        "correspondence": presenters.correspondence_rows(incident, names),
        "missing": queries.missing(incident),
    }
    return render(request, "candour/openness.html", context)

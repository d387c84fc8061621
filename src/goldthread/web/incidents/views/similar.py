"""Incidents like this one, as stored, and like a sentence, as typed."""

from __future__ import annotations

from django.http import HttpResponse

from goldthread.access.terms import Permission
from goldthread.domain.insight.themes import queries as themes
from goldthread.web import forms
from goldthread.web.incidents.finding import incident_of
from goldthread.web.incidents.presenters.alike import found
from goldthread.web.pages import SignedIn, page, render

SHOWN = 10


class LikeForm(forms.Form):
    """A sentence to find incidents by."""

    text = forms.LongTextField(
        "What to look for",
        hint="A sentence in your own words, for example what went wrong and where.",
        rows=2,
        max_length=2_000,
        optional=True,
        unmarked=True,
    )


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def similar(request: SignedIn, reference: str) -> HttpResponse:
    """The incidents most like this one, or most like the sentence that was typed."""
    incident = incident_of(request, reference)
    form = LikeForm.filters(request)
    typed = str(form.given.get("text", "")).strip()
    if typed:
        alike = themes.similar_to_text(request.user, typed, SHOWN, leave_out=incident)
    else:
        reading = themes.reading_of(incident)
        alike = (
            themes.similar_to(request.user, incident, reading, SHOWN)
            if reading is not None
            else themes.similar_to_text(request.user, incident.narrative, SHOWN, leave_out=incident)
        )
    context = {
        "incident": incident,
        "search_form": form,
        "typed": typed,
        "rows": found(alike),
    }
    return render(request, "incidents/similar.html", context)

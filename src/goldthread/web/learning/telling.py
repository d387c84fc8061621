"""You said, we did: telling the reporter of an incident what changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.feedback import operations, queries
from goldthread.web.learning.forms import TellForm
from goldthread.web.pages import SignedIn, done, page, render


@page(Permission.INCIDENT_ADD)
def tell(request: SignedIn, reference: str) -> HttpResponse:
    """Tell the reporter, by account or by code, what changed because of their report."""
    incident = get_object_or_404(incidents_visible_to(request.user), reference=reference)
    items = {str(one.pk): one for one in queries.items_of(incident)}
    form = TellForm.of(request, items=items.values(), told_last=queries.told_last(incident))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if form.attempt(
            operations.tell_what_changed,
            incident,
            said["text"],
            final=said.get("final", False),
            item=items.get(said.get("item", "")),
            by=request.user,
        ):
            words = "The reporter is told. They read it on their page, or with their code."
            return done(request, words, "learning:of_incident", incident.reference)
    back = reverse("learning:of_incident", args=[incident.reference])
    lead = (
        "They read it on their own page, or with the code of their report, and in the "
        "conversation. It is checked for names first."
    )
    context = {"title": "You said, we did", "form": form, "button": "Tell the reporter"}
    return render(
        request, "layouts/form.html", {**context, "lead": lead, "back": back, "cancel": back}
    )

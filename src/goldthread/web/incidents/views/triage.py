"""Triage: the narrative beside the decision, what the tool proposes and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.domain.incidents import operations, queries
from goldthread.domain.incidents import transitions as moves
from goldthread.domain.incidents.terms import Status, TagKind, TriageQuestion
from goldthread.domain.insight.themes.queries import reading_of
from goldthread.web.components import Change
from goldthread.web.incidents.finding import incident_of, may
from goldthread.web.incidents.forms.triage import ROWS, Offered, TriageForm, by_code
from goldthread.web.incidents.presenters import account
from goldthread.web.incidents.presenters import triage as present
from goldthread.web.incidents.presenters.alike import suggested
from goldthread.web.incidents.presenters.reading import with_decisions
from goldthread.web.incidents.presenters.stages.parts import clock_of_triage
from goldthread.web.incidents.views.asking import possible
from goldthread.web.pages import SignedIn, done, page, render

P = Permission


@page(P.INCIDENT_TRIAGE)
def decide(request: SignedIn, reference: str) -> HttpResponse:
    """Record the decision, or show again what was typed with every refusal at its place."""
    incident = incident_of(request, reference, with_decisions)
    first = incident.status == Status.REPORTED
    possible(moves.TRIAGE if first else moves.TRIAGE_AGAIN, incident, request)
    before = queries.current_triage(incident)
    form = _form(request, incident, before, again=not first)
    call = operations.triage if first else operations.triage_again
    showing = "show" in request.POST
    sent = request.method == "POST" and form.is_valid() and not showing
    if sent and form.attempt(call, incident, form.decision(), by=request.user):
        move = moves.TRIAGE if first else moves.TRIAGE_AGAIN
        return done(request, move.done, "incidents:one", reference)
    context = _context(request, incident, form, before)
    return render(request, "incidents/triage.html", context, status=200 if showing else None)


@page(P.INCIDENT_TRIAGE, methods=("POST",))
def proposal(request: SignedIn, reference: str) -> HttpResponse:
    """What the tool proposes from the form as it stands; nothing is recorded."""
    incident = incident_of(request, reference)
    form = TriageForm.of(request, offered=_offered(incident), again=True)
    form.is_valid()
    context = {"proposal": present.proposed(incident, form.sketch())}
    return render(request, "incidents/proposal.html", context, status=200)


def _form(request: SignedIn, incident: Any, before: Any, *, again: bool) -> TriageForm:
    return TriageForm.of(
        request,
        record=incident,
        offered=_offered(incident),
        again=again,
        initial=present.beginning(incident, before),
    )


def _offered(incident: Any) -> Offered:
    suggested = {theme.pk: words for theme, words in queries.suggested_themes(incident)}
    themes = sorted(
        queries.themes(incident.organisation_id), key=lambda theme: theme.pk not in suggested
    )
    tags = {kind: list(queries.tags(incident.organisation_id, kind)) for kind in TagKind.values}
    return Offered(
        categories=by_code(queries.categories(incident.organisation_id)),
        themes=by_code(themes),
        pathways=by_code(tags[TagKind.PATHWAY]),
        service_models=by_code(tags[TagKind.SERVICE_MODEL]),
        clinicians=by_code(holders(P.INCIDENT_ADD, incident.unit)),
        theme_hints={
            str(pk): f"Suggested by the words “{words}”." for pk, words in suggested.items()
        },
    )


def _context(request: SignedIn, incident: Any, form: TriageForm, before: Any) -> dict[str, Any]:
    user = request.user
    reading = reading_of(incident)
    return {
        "incident": incident,
        "title": account.title(incident),
        "form": form,
        "again": incident.status != Status.REPORTED,
        "changes": _changes(before) if form.changed else [],
        "clock": clock_of_triage(incident),
        "suggestion": present.suggestion(incident),
        "suggested": suggested(reading),
        "facts": account.facts(incident, user),
        "people": account.people(incident, user),
        "sequence": account.sequence(incident),
        "done_at_once": account.done_at_once(incident),
        "addenda": account.addenda(incident),
        "rows": ROWS,
        "questions": [(f"answer_{question}", f"reason_{question}") for question in TriageQuestion],
        "proposal": present.first_proposal(incident, form),
        "nearby": present.nearby(
            incident, user, reading, sees_people=may(user, P.PERSON_SEE, incident)
        ),
        "decisions": present.decisions(incident),
        "back": reverse("incidents:one", args=[incident.reference]),
    }


def _changes(latest: Any) -> list[Change]:
    """What the other person decided meanwhile."""
    if latest is None:
        return []
    what = f"{latest.get_tier_display()}. {latest.category.name}: {latest.why}"
    return [Change(what, latest.decided_by.name, latest.decided_at)]

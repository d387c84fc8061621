"""Recording a session, what is sat and checked in it, private notes, and what it proves."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.domain.learning.coaching import queries as coaching
from goldthread.domain.learning.supervision import operations, queries
from goldthread.domain.learning.supervision import transitions as moves
from goldthread.domain.learning.supervision.drafts import Shown
from goldthread.instruments.queries import definition_of, in_words
from goldthread.web.coaching import presenters as coaching_present
from goldthread.web.coaching.sitting_forms import SittingForm
from goldthread.web.instruments.forms import AnswersForm
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.supervision import presenters as present
from goldthread.web.supervision.finding import (
    HOME,
    LEAD,
    READ,
    form_page,
    pair_of,
    sent,
    session_address,
    session_of,
)
from goldthread.web.supervision.forms import ActionForm, NoteForm, SessionForm
from goldthread.workflow.operations import permitted


@page(LEAD)
def record(request: SignedIn, pk: int) -> HttpResponse:
    """Record a session of the pair."""
    pair, today = pair_of(request, pk), timezone.localdate()
    form = SessionForm.of(
        request, prompts=queries.waiting_for(pair, today), initial={"held_on": today}
    )
    if sent(request, form) and form.attempt(
        operations.hold_session, pair, form.held, by=request.user
    ):
        return done(request, moves.HOLD.done, "supervision:session", form.outcome.pk)
    back = reverse("supervision:pair", args=[pk])
    lead = f"With {pair.supervisee.name}, {pair.unit.name}."
    return form_page(request, form, back, moves.HOLD.label, "Record the session", lead)


@page(HOME, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """What was discussed, sat and checked. Private notes for the two alone."""
    session, user = session_of(request, pk), request.user
    of_the_two = queries.is_of_the_two(user, session)
    leads = permitted(moves.SIT, session, user)
    names = coaching.vignette_names(session.organisation_id)
    checks = [
        (one.response.version.instrument.name, in_words(one.response))
        for one in queries.checks_of(session)
    ]
    context = {
        "session": session,
        "both": f"{session.supervisor.name} with {session.supervisee.name}",
        "facts": present.session_facts(session, of_the_two=of_the_two),
        "uses": queries.uses_of(session),
        "sittings": [
            coaching_present.sitting_shown(one, names)
            for one in session.sittings.select_related("unit", "staff")
        ],
        "checks": checks,
        "of_the_two": of_the_two,
        "notes": queries.private_notes(session, user),
        "proofs": list(queries.proofs_of(session)),
        "leads": leads,
        "vignettes": _offered(coaching.vignettes(session.organisation_id)) if leads else [],
        "competencies": _offered(queries.competency_checks(session.organisation_id))
        if leads
        else [],
    }
    return render(request, "supervision/session.html", context)


def _offered(versions: Any) -> list[tuple[str, str]]:
    return [(one.instrument.code, one.instrument.name) for one in versions]


@page(Permission.INCIDENT_REPORT)
def note(request: SignedIn, pk: int) -> HttpResponse:
    """Add a private note, as either of the two."""
    session = session_of(request, pk)
    if not queries.is_of_the_two(request.user, session):
        raise Http404
    form = NoteForm.of(request)
    if sent(request, form) and form.attempt(
        operations.add_note, session, form.cleaned_data["note"], by=request.user
    ):
        return done(request, moves.NOTE.done, "supervision:session", pk)
    lead = "Concerns about safety do not belong here: report them."
    back = session_address(pk)
    return form_page(request, form, back, moves.NOTE.label, "Keep the note", lead)


@page(LEAD)
def vignette(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """Sit a vignette with the supervisee, in this session."""
    session, user = session_of(request, pk), request.user
    version = _version(coaching.vignettes(session.organisation_id), code)
    definition = definition_of(version)
    staff = User.objects.filter(pk=session.supervisee_id)
    initial = {
        "staff": str(session.supervisee_id),
        "sat_on": timezone.localdate(session.held_at),
        "follow_up_by": coaching.usual_follow_up(session.organisation_id, timezone.now()),
    }
    form = SittingForm.of(
        request,
        definition=definition,
        unit=session.unit,
        staff=staff,
        version=version,
        initial=initial,
    )
    if sent(request, form) and form.attempt(operations.sit_in_session, session, form.sat, by=user):
        return done(request, moves.SIT.done, "supervision:session", pk)
    context = {
        "form": form,
        "definition": definition,
        "unit": session.unit,
        "first": None,
        "back": session_address(pk),
        "sections": [
            (part.title, [one.id for one in part.questions if one.id not in form.AFTER])
            for part in definition.sections
        ],
    }
    return render(request, "coaching/sit.html", context)


@page(LEAD)
def check(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """Do a competency check with the supervisee, in this session."""
    session = session_of(request, pk)
    version = _version(queries.competency_checks(session.organisation_id), code)
    definition = definition_of(version)
    form = AnswersForm.of(request, definition=definition)
    if sent(request, form) and form.attempt(
        operations.check_competency,
        session,
        Shown(version, form.answers, form.comments),
        by=request.user,
    ):
        return done(request, moves.CHECK.done, "supervision:session", pk)
    context = {
        "form": form,
        "definition": definition,
        "session": session,
        "sections": [
            (part.title, [one.id for one in part.questions]) for part in definition.sections
        ],
    }
    return render(request, "supervision/check.html", context)


def _version(versions: Any, code: str) -> Any:
    found = next((one for one in versions if one.instrument.code == code), None)
    if found is None:
        raise Http404
    return found


@page(LEAD)
def evidence(request: SignedIn, pk: int) -> HttpResponse:
    """Use the session as evidence of an action."""
    session, user = session_of(request, pk), request.user
    form = ActionForm.of(request, actions=coaching.actions_to_prove(user, session))
    if sent(request, form) and form.attempt(
        operations.use_as_evidence, session, form.chosen, by=user
    ):
        return done(request, moves.PROVE.done, "supervision:session", pk)
    lead = (
        "The evidence says which prompts were discussed and what was said of them. "
        "It does not name whom you met, and holds no private note."
    )
    back = session_address(pk)
    return form_page(request, form, back, moves.PROVE.label, "Use it as evidence", lead)

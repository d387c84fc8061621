"""The page of one episode, and what moves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.decision_tools.queries import runs_of
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.registers.escalation import operations, queries
from goldthread.domain.registers.escalation import transitions as moves
from goldthread.domain.registers.escalation.operations import Seen
from goldthread.domain.registers.escalation.terms import Finding, Status
from goldthread.web.components import link
from goldthread.web.escalation import presenters
from goldthread.web.escalation.finding import episode_of
from goldthread.web.escalation.forms import (
    DoneForm,
    IncidentForm,
    ReasonForm,
    RecheckForm,
    ReviewForm,
    WatchForm,
    now_in_fields,
)
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.words import when
from goldthread.workflow.operations import permitted

P = Permission
READS = (P.ESCALATION_RECORD, P.ESCALATION_SEE)


@page(READS, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """What was seen, what is due, and the timeline."""
    episode, user, now = episode_of(request, pk), request.user, timezone.now()
    waits = queries.unreviewed(episode, now)
    found = presenters.step_ups([episode], now)
    context = {
        "episode": episode,
        "status": Status(episode.status).label,
        "tone": presenters.TONES[Status(episode.status)],
        "facts": presenters.facts(episode, user, _incident(episode, user)),
        "moments": presenters.shown(queries.timeline([episode], now), user),
        "bars": presenters.bars(found, now),
        "rows": presenters.step_up_rows(found, now),
        "columns": presenters.COLUMNS,
        "open_step_up": next((up for up in found if up.done_at is None), None),
        "watching": next((w for w in episode.monitorings.all() if w.rechecked_at is None), None),
        "waits": waits,
        "may_review": waits is not None and permitted(moves.REVIEW, episode, user),
        "runs": list(runs_of(episode)[:5]),
        **_offered(episode, user),
    }
    return render(request, "escalation/one.html", context)


def _offered(episode: Any, user: Any) -> dict[str, bool]:
    """Which buttons the reader is shown."""
    offered = {
        "may_observe": moves.OBSERVE,
        "may_monitor": moves.MONITOR,
        "may_recheck": moves.RECHECK,
        "may_step_up": moves.STEP_UP,
        "may_link": moves.LINK,
        "may_close": moves.CLOSE,
        "may_withdraw": moves.WITHDRAW,
    }
    return {name: permitted(move, episode, user) for name, move in offered.items()}


def _incident(episode: Any, user: Any) -> Any:
    """A link to the incident, where the reader may open it."""
    if episode.incident is None:
        return ""
    if incidents_visible_to(user).filter(pk=episode.incident_id).exists():
        return link(f"/incidents/{episode.incident.reference}/", episode.incident.reference)
    return "An incident you cannot open"


@page(P.ESCALATION_RECORD)
def step_up_done(request: SignedIn, pk: int) -> HttpResponse:
    """Say that the step-up was done, and when."""
    episode = episode_of(request, pk)
    open_one = queries.open_step_up(episode)
    form = DoneForm.of(request, record=episode, initial=now_in_fields("done"))
    if form.is_valid() and form.attempt(
        operations.step_up_done,
        episode,
        form.cleaned_data["what"],
        form.at("done"),
        by=request.user,
    ):
        return done(request, moves.STEP_UP.done, "escalation:one", pk)
    lead = f"{open_one.action}. Due {when(open_one.due_at)}." if open_one else ""
    return _form_page(request, episode, form, "The step-up is done", "Save", lead)


@page(P.ESCALATION_RECORD)
def monitor(request: SignedIn, pk: int) -> HttpResponse:
    """Decide to watch on: at what point, who, and when."""
    episode = episode_of(request, pk)
    organisation = episode.organisation_id
    form = WatchForm.of(request, record=episode, organisation_id=organisation)
    if form.is_valid() and form.attempt(operations.monitor, episode, form.watch, by=request.user):
        return done(request, moves.MONITOR.done, "escalation:one", pk)
    lead = "Watching is a decision only with a threshold, one named person and a time."
    return _form_page(request, episode, form, "Monitor", "Decide to monitor", lead)


@page(P.ESCALATION_RECORD)
def recheck(request: SignedIn, pk: int) -> HttpResponse:
    """Say what was found on looking again."""
    episode = episode_of(request, pk)
    watched = queries.open_monitoring(episode)
    organisation = episode.organisation_id
    form = RecheckForm.of(request, record=episode, organisation_id=organisation)
    if form.is_valid():
        said = form.cleaned_data
        last = list(episode.observations.all())[-1]
        met = said["finding"] == Finding.MET
        seen = Seen(last.version, timezone.now(), met=True, note=said["result"]) if met else None
        if form.attempt(
            operations.recheck,
            episode,
            said["finding"],
            said["result"],
            watch=form.watch,
            seen=seen,
            by=request.user,
        ):
            return done(request, moves.RECHECK.done, "escalation:one", pk)
    lead = f"Step up when: {watched.threshold}" if watched else ""
    return _form_page(request, episode, form, "Look again", "Save", lead)


@page(P.ESCALATION_REVIEW)
def review(request: SignedIn, pk: int) -> HttpResponse:
    """A senior records why the step-up was late and what is learnt; both are needed."""
    episode, now = episode_of(request, pk), timezone.now()
    late = [up for up in episode.step_ups.all() if up.late(now)]
    form = ReviewForm.of(request)
    # The last delay when all are reviewed: the second of two seniors reads why, and keeps the text.
    step_up = queries.unreviewed(episode, now) or (late[-1] if late else None)
    if step_up is None:
        words = moves.REVIEW.rules[1].refusal
        return done(request, words, "escalation:one", pk)
    if form.is_valid() and form.attempt(
        operations.review_delay, step_up, by=request.user, **form.cleaned_data
    ):
        return done(request, moves.REVIEW.done, "escalation:one", pk)
    beyond = presenters.hours(step_up.late_by(now) or now - now)
    lead = f"{step_up.action}. Due {when(step_up.due_at)}; {beyond} beyond its time."
    return _form_page(request, episode, form, "Review the delay", "Save review", lead)


@page(P.ESCALATION_RECORD)
def link_incident(request: SignedIn, pk: int) -> HttpResponse:
    """Put the episode on an incident's thread."""
    episode = episode_of(request, pk)
    form = IncidentForm.of(request, record=episode)
    if form.is_valid():
        seen = incidents_visible_to(request.user)
        incident = seen.filter(reference__iexact=form.cleaned_data["incident"].strip()).first()
        if form.attempt(operations.link_incident, episode, incident, by=request.user):
            return done(request, moves.LINK.done, "escalation:one", pk)
    lead = "Its timeline can then be read from the incident too."
    return _form_page(request, episode, form, "Link to an incident", "Link", lead)


@page(P.ESCALATION_RECORD)
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Close an episode in which nothing more is due."""
    lead = "Say how the person is now, and why nothing more is due."
    return _end(request, pk, operations.close_episode, moves.CLOSE, "Close", lead)


@page(P.ESCALATION_RECORD)
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take back what was recorded in error."""
    lead = "For example, it was about someone else. It stays on the trail and is counted nowhere."
    return _end(request, pk, operations.withdraw_episode, moves.WITHDRAW, "Take back", lead)


def _end(
    request: SignedIn, pk: int, operation: Callable[..., Any], move: Any, button: str, lead: str
) -> HttpResponse:
    episode = episode_of(request, pk)
    form = ReasonForm.of(request, record=episode)
    if form.is_valid() and form.attempt(
        operation, episode, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, move.done, "escalation:one", pk)
    return _form_page(request, episode, form, move.label, button, lead)


def _form_page(
    request: SignedIn, episode: Any, form: Any, title: str, button: str, lead: str
) -> HttpResponse:
    back = reverse("escalation:one", args=[episode.pk])
    shown = {"title": f"{title}: {episode.reference}", "form": form, "button": button}
    return render(
        request, "layouts/form.html", {**shown, "lead": lead, "back": back, "cancel": back}
    )

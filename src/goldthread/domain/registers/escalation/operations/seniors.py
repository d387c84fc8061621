"""Tasking a senior when a step-up is late, and the senior's review."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from goldthread.access.models import Unit, User
from goldthread.access.queries import holders_of_roles, lineage, on_call_for, rota
from goldthread.clocks import operations as clocks
from goldthread.clocks.queries import of_subject
from goldthread.domain.registers.escalation import transitions as moves
from goldthread.domain.registers.escalation.models import Episode, SeniorReview, StepUp
from goldthread.domain.registers.escalation.queries import reviewed, unreviewed
from goldthread.domain.registers.escalation.queries.seeing import unreviewed_late
from goldthread.domain.registers.escalation.terms import REVIEW_CLOCK, SENIOR_ROLE
from goldthread.notices import operations as notices
from goldthread.workflow.operations import perform


def task_seniors(at: dt.datetime | None = None) -> int:
    """Task a senior for every step-up that is late and has none; returns how many."""
    at = at or timezone.now()
    late = unreviewed_late(at).filter(done_at__isnull=True)
    return sum(task_senior(step_up, at) for step_up in late.select_related("episode__unit"))


@transaction.atomic
def task_senior(step_up: StepUp, at: dt.datetime) -> bool:
    """Let the delay wait for a senior, and tell those in charge; False where one is tasked."""
    # Locked, so that two workers do not both find that nobody is tasked.
    episode = Episode.objects.select_for_update().select_related("unit").get(pk=step_up.episode_id)
    if of_subject(episode).filter(kind=REVIEW_CLOCK, ended_at__isnull=True).exists():
        return False
    clocks.start(
        REVIEW_CLOCK,
        episode,
        unit=episode.unit,
        at=max(step_up.due_at, step_up.recorded_at),
        owner_role=SENIOR_ROLE,
        label=f"Late step-up to review: {episode.reference}",
    )
    due = timezone.localtime(step_up.due_at)
    notices.send(
        _seniors(episode.unit, at),
        kind="escalation_late",
        subject=f"A step-up is late: {episode.reference}",
        body=f"It was due by {date_format(due, 'j F Y')} at {date_format(due, 'H:i')}. "
        f"Team: {episode.unit.name}. Record the rationale and the learning.",
        link=f"/escalation/{episode.pk}/",
        urgent=True,
        key=f"step_up_late:{step_up.pk}",
        cover=True,
        at=at,
    )
    return True


def _seniors(unit: Unit, at: dt.datetime) -> set[User]:
    """The team's managers and who is on call; without either, those who lead safety there."""
    on_call = {entry.user for entry in rota(lineage(unit), at).filter(starts_at__lte=at)}
    return {*holders_of_roles({SENIOR_ROLE}, unit), *on_call} or set(on_call_for(unit, at))


@transaction.atomic
def review_delay(
    step_up: StepUp,
    rationale: str,
    learning: str,
    *,
    by: User,
    at: dt.datetime | None = None,
) -> SeniorReview:
    """Record why a step-up was late and what is learnt; once, by someone who did not own it."""
    at = at or timezone.now()
    step_up = StepUp.objects.select_for_update().get(pk=step_up.pk)
    facts = {
        "step_up": step_up,
        "rationale": rationale,
        "learning": learning,
        "reviewed": reviewed(step_up),
        "by": by,
        "now": at,
    }
    episode = Episode.objects.get(pk=step_up.episode_id)
    perform(moves.REVIEW, episode, by=by, at=at, facts=facts, told={"step_up": step_up.pk})
    review = SeniorReview.objects.create(
        step_up=step_up,
        rationale=rationale.strip(),
        learning=learning.strip(),
        reviewed_at=at,
        reviewed_by=by,
    )
    if unreviewed(episode, at) is None:
        clocks.meet(episode, REVIEW_CLOCK, at=at)
    return review

"""Closing an episode, linking it to an incident, and taking back what was recorded in error."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.escalation import transitions as moves
from goldthread.domain.registers.escalation.models import Episode, Monitoring
from goldthread.domain.registers.escalation.queries import unreviewed
from goldthread.domain.registers.escalation.terms import (
    RECHECK_CLOCK,
    REVIEW_CLOCK,
    STEP_UP_CLOCK,
)
from goldthread.workflow.operations import perform


@transaction.atomic
def close_episode(
    episode: Episode, reason: str, *, by: User, at: dt.datetime | None = None
) -> Episode:
    """Close an episode in which nothing more is due; every delay was reviewed first."""
    at = at or timezone.now()
    facts = {"reason": reason, "unreviewed": unreviewed(episode, at)}
    changes = {"ended_because": reason.strip(), "ended_at": at, "ended_by": by}
    return perform(moves.CLOSE, episode, by=by, at=at, facts=facts, changes=changes, told={})


@transaction.atomic
def withdraw_episode(
    episode: Episode, reason: str, *, by: User, at: dt.datetime | None = None
) -> Episode:
    """Take back an episode recorded in error; it is counted nowhere and stays on the trail."""
    at = at or timezone.now()
    changes = {"ended_because": reason.strip(), "ended_at": at, "ended_by": by}
    perform(
        moves.WITHDRAW, episode, by=by, at=at, facts={"reason": reason}, changes=changes, told={}
    )
    Monitoring.objects.filter(episode=episode, rechecked_at__isnull=True).update(
        rechecked_at=at, rechecked_by=by, result="Recorded in error."
    )
    for kind in (STEP_UP_CLOCK, RECHECK_CLOCK, REVIEW_CLOCK):
        clocks.stop(episode, kind, "recorded in error", at=at)
    return episode


@transaction.atomic
def link_incident(
    episode: Episode, incident: Incident | None, *, by: User, at: dt.datetime | None = None
) -> Episode:
    """Put the episode on an incident's golden thread."""
    return perform(
        moves.LINK,
        episode,
        by=by,
        at=at,
        facts={"incident": incident},
        changes={"incident": incident},
        told={"incident": incident.pk if incident else None},
    )

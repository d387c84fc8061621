"""Accepting a signal, with what follows from it, and dismissing it with a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import DONE_STATUSES
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Tier
from goldthread.domain.insight.signals import transitions as moves
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.queries import incidents_behind
from goldthread.domain.insight.signals.terms import CLOCK, OF_ACTIONS, Kind, Way
from goldthread.domain.reviews import operations as reviews
from goldthread.domain.reviews.models import Review
from goldthread.domain.verification import operations as verification
from goldthread.domain.verification.terms import PracticeChanged, RepeatRisk
from goldthread.workflow.operations import perform

LINKED = 200  # incidents of a cluster that a review begins with; more can be added there


@dataclass(frozen=True)
class Answer:
    """What follows from an accepted signal (a `Way`), with what that way needs."""

    way: str
    reason: str = ""
    review: Review | None = None
    due_on: dt.date | None = None


@transaction.atomic
def accept(signal: Signal, answer: Answer, *, by: User, at: dt.datetime | None = None) -> Signal:
    """Accept a signal: a thematic review is opened or joined, or its action taken up again.

    Raises Refused (SIG-02 to SIG-07, or what stands in the way of what follows).
    """
    at = at or timezone.now()
    incidents = list(incidents_behind(by, signal)[:LINKED])
    if not incidents and signal.incident is not None:
        incidents = [signal.incident]
    perform(
        moves.ACCEPT,
        signal,
        by=by,
        at=at,
        facts={
            "way": answer.way,
            "reason": answer.reason,
            "review": answer.review,
            "due_on": answer.due_on,
            "incidents": incidents,
        },
        told={"way": answer.way, "reason": answer.reason, "review": answer.review},
        changes=_decided(answer.way, answer.reason, by, at),
    )
    clocks.meet(signal, CLOCK, at=at)
    if answer.way in OF_ACTIONS:
        _take_up_again(signal, answer, by, at)
    elif answer.way != Way.FOLLOW_UP:
        _review(signal, answer, incidents, by, at)
    return signal


@transaction.atomic
def dismiss(signal: Signal, reason: str, *, by: User, at: dt.datetime | None = None) -> Signal:
    """Dismiss a signal with the reason; it does not come back for the same evidence."""
    at = at or timezone.now()
    perform(
        moves.DISMISS,
        signal,
        by=by,
        at=at,
        facts={"reason": reason},
        changes=_decided("", reason, by, at),
    )
    clocks.meet(signal, CLOCK, at=at)
    return signal


def _decided(way: str, reason: str, by: User, at: dt.datetime) -> dict[str, object]:
    return {"way": way, "reason": reason.strip(), "decided_at": at, "decided_by": by}


def _review(
    signal: Signal, answer: Answer, incidents: list[Incident], by: User, at: dt.datetime
) -> None:
    review = answer.review
    if review is None or answer.way == Way.NEW_REVIEW:
        review = reviews.plan(incidents[0], tier=Tier.THEMATIC, by=by, at=at)
    reviews.join(review, incidents, by=by, at=at)
    Signal.objects.filter(pk=signal.pk).update(review=review)
    signal.review = review


def _take_up_again(signal: Signal, answer: Answer, by: User, at: dt.datetime) -> None:
    action = signal.action
    assert action is not None  # noqa: S101 - rule SIG-05 has held
    if action.status in DONE_STATUSES:
        verdict = {
            "practice_changed": (
                PracticeChanged.NO if signal.kind == Kind.RELAPSE else PracticeChanged.CANNOT_TELL
            ),
            "repeat_risk_fell": RepeatRisk.NOT_FALLEN,
            "signal": signal.pk,
            "reason": answer.reason.strip(),
        }
        action = actions.find_not_effective(action, verdict, concluded_by=by, by=by, at=at)
        verification.stop_for(action, "The action was found not effective", at=at)
    if answer.way == Way.REOPEN:
        actions.reopen(Action.objects.get(pk=action.pk), due_on=answer.due_on, by=by, at=at)

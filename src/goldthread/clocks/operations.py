"""Starting, moving and ending clocks, and claiming what must be said about them once."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.db import models
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.clocks.models import Clock
from goldthread.clocks.queries import after, of_subject, open_clocks, policy
from goldthread.clocks.terms import Source


def start(
    kind: str,
    subject: models.Model,
    *,
    unit: Unit,
    at: dt.datetime,
    owner: User | None = None,
    owner_role: str = "",
    thread: int | None = None,
    label: str = "",
    save: bool = True,
) -> Clock:
    """Start a clock under the organisation's policy of `kind`; `save=False` for bulk work."""
    rules = policy(unit.organisation_id, kind)
    clock = Clock(
        organisation_id=unit.organisation_id,
        unit=unit,
        kind=kind,
        label=label or rules.label,
        due_at=after(at, rules.due_after, rules.counting),
        breach_at=after(at, rules.breach_after, rules.counting) if rules.breach_after else None,
        source=rules.source,
        source_text=rules.source_text,
        **_common(subject, at, owner, owner_role, thread),
    )
    if save:
        clock.save(force_insert=True)
    return clock


def start_due(
    kind: str,
    subject: models.Model,
    *,
    unit: Unit,
    at: dt.datetime,
    due_at: dt.datetime,
    label: str,
    owner: User | None = None,
    owner_role: str = "",
    thread: int | None = None,
    source: Source = Source.LOCAL_POLICY,
    source_text: str = "",
) -> Clock:
    """Start a clock whose due time a person chose, for example an action's due date."""
    return Clock.objects.create(
        organisation_id=unit.organisation_id,
        unit=unit,
        kind=kind,
        label=label,
        due_at=due_at,
        source=source,
        source_text=source_text,
        **_common(subject, at, owner, owner_role, thread),
    )


def _common(
    subject: models.Model,
    at: dt.datetime,
    owner: User | None,
    owner_role: str,
    thread: int | None,
) -> dict[str, Any]:
    return {
        "subject_type": subject._meta.label_lower,
        "subject_id": subject.pk,
        "thread": thread,
        "owner": owner,
        "owner_role": owner_role,
        "starts_at": at,
    }


def meet(subject: models.Model, kind: str, *, at: dt.datetime | None = None) -> int:
    """End the running clocks of `kind` as met; returns how many there were."""
    running = of_subject(subject).filter(kind=kind, ended_at__isnull=True)
    return running.update(ended_at=at or timezone.now(), met=True)


def stop(subject: models.Model, kind: str, reason: str, *, at: dt.datetime | None = None) -> int:
    """End the running clocks of `kind` because they are no longer needed, and say why."""
    running = of_subject(subject).filter(kind=kind, ended_at__isnull=True)
    return running.update(ended_at=at or timezone.now(), met=False, end_reason=reason[:200])


def stop_all(thread: int, reason: str, *, at: dt.datetime | None = None) -> int:
    """End every running clock of a golden thread, for example when it is withdrawn."""
    return (
        open_clocks()
        .filter(thread=thread)
        .update(ended_at=at or timezone.now(), met=False, end_reason=reason[:200])
    )


def move(subject: models.Model, kind: str, due_at: dt.datetime) -> int:
    """Give the running clocks of `kind` a later (or earlier) due time."""
    running = of_subject(subject).filter(kind=kind, ended_at__isnull=True)
    return running.update(
        due_at=due_at,
        breach_at=None,
        reminded_at=None,
        escalated_at=None,
        breach_told_at=None,
    )


def reassign(subject: models.Model, kind: str, owner: User) -> int:
    """Let the running clocks of `kind` wait for another person."""
    running = of_subject(subject).filter(kind=kind, ended_at__isnull=True)
    return running.update(owner=owner)


Stamp = Literal["reminded_at", "escalated_at", "breach_told_at"]


def claim(clock: Clock, stamp: Stamp, at: dt.datetime) -> bool:
    """Take it upon the caller to say this once; False when another process already has.

    Call it in the transaction that sends the message, so that both happen or neither does.
    """
    free = Clock.objects.filter(pk=clock.pk, ended_at__isnull=True, **{f"{stamp}__isnull": True})
    return bool(free.update(**{stamp: at}))

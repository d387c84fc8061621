"""Starting, moving and ending clocks, and claiming what must be said about them once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from django.db import models
from django.utils import timezone

from goldthread import defaults
from goldthread.access.models import Unit, User
from goldthread.access.queries import organisation_id_of
from goldthread.clocks.models import Clock, ClockPolicy
from goldthread.clocks.queries import after, of_subject, open_clocks, policy
from goldthread.clocks.terms import Source
from goldthread.trail.bulk import insert_like


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
    rules = _rules(unit, kind)
    clock = Clock(
        organisation_id=organisation_id_of(unit),
        unit=unit,
        kind=kind,
        label=label or rules.label,
        due_at=_limit(at, rules.due_amount, rules.due_unit),
        breach_at=_limit(at, rules.breach_amount, rules.breach_unit),
        source=rules.source,
        source_text=rules.source_text,
        **_common(subject, at, owner, owner_role, thread),
    )
    clock.next_rung_at = rung_at(clock, rules)
    if save:
        clock.save(force_insert=True)
    return clock


def _rules(unit: Unit, kind: str) -> ClockPolicy:
    """The policy in force. One that came with a newer release is installed on its first use."""
    organisation_id = organisation_id_of(unit)
    try:
        return policy(organisation_id, kind)
    except ClockPolicy.DoesNotExist:
        install_defaults(Unit.objects.get(pk=organisation_id))
        return policy(organisation_id, kind)


def start_many(
    kind: str,
    subjects: Sequence[tuple[models.Model, Unit, int]],
    *,
    at: dt.datetime,
    owner_role: str,
) -> None:
    """Start the same clock at the same time for many records of one organisation.

    :param subjects: each record with the unit it waits at and its golden thread.
    """
    if not subjects:
        return
    like = start(
        kind, subjects[0][0], unit=subjects[0][1], at=at, owner_role=owner_role, save=False
    )
    insert_like(
        like,
        [
            {"subject_id": subject.pk, "unit_id": unit.pk, "thread": thread}
            for subject, unit, thread in subjects
        ],
    )


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
    clock = Clock(
        organisation_id=organisation_id_of(unit),
        unit=unit,
        kind=kind,
        label=label,
        due_at=due_at,
        source=source,
        source_text=source_text,
        **_common(subject, at, owner, owner_role, thread),
    )
    clock.next_rung_at = _first_rung(clock)
    clock.save(force_insert=True)
    return clock


def _limit(at: dt.datetime, amount: int | None, unit: str) -> dt.datetime | None:
    return None if amount is None else after(at, amount, unit)


def rung_at(clock: Clock, rules: ClockPolicy) -> dt.datetime | None:
    """When the clock's next rung is to be told, or None when the ladder ends or has no time."""
    if clock.due_at is None or clock.rungs_told >= len(rules.ladder):
        return None
    wait = rules.ladder[clock.rungs_told]["after"]
    if wait["amount"] < 0:
        return clock.due_at - (after(clock.due_at, -wait["amount"], wait["unit"]) - clock.due_at)
    return after(clock.due_at, wait["amount"], wait["unit"])


def climb(clock: Clock, rules: ClockPolicy | None) -> str:
    """Take the clock's next rung upon the caller; returns its role, or "" when another did.

    Call it in the transaction that sends the message, so that both happen or neither does.
    """
    rung, told = clock.next_rung_at, clock.rungs_told
    clock.rungs_told = told + 1
    clock.next_rung_at = rung_at(clock, rules) if rules else None
    free = Clock.objects.filter(pk=clock.pk, ended_at__isnull=True, next_rung_at=rung)
    if not free.update(rungs_told=clock.rungs_told, next_rung_at=clock.next_rung_at):
        return ""
    return str(rules.ladder[told]["role"]) if rules and told < len(rules.ladder) else ""


def install_defaults(organisation: Unit) -> None:
    """Give an organisation the shipped policies it does not have yet and that apply to it."""
    provider = organisation.profile.provider_type
    ClockPolicy.objects.bulk_create(
        [
            _from_default(organisation, row)
            for row in defaults.clock_policies()
            if not row["applies_to"] or provider in row["applies_to"]
        ],
        ignore_conflicts=True,
    )


def _from_default(organisation: Unit, row: dict[str, Any]) -> ClockPolicy:
    due, breach = row["due"] or {}, row["breach"] or {}
    return ClockPolicy(
        organisation=organisation,
        kind=row["code"],
        label=row["label"],
        due_amount=due.get("amount"),
        due_unit=due.get("unit", ""),
        breach_amount=breach.get("amount"),
        breach_unit=breach.get("unit", ""),
        words=row.get("words", ""),
        source=row["source_kind"],
        source_text=row["source"],
        needs_checking=row["check"],
        ladder=row["ladder"],
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


# Only these: the clock may be ended by another person between the reading and the writing.
MOVED = (
    "due_at",
    "breach_at",
    "rungs_told",
    "reminded_at",
    "escalated_at",
    "breach_told_at",
    "next_rung_at",
)


def move(subject: models.Model, kind: str, due_at: dt.datetime) -> int:
    """Give the running clocks of `kind` a later (or earlier) due time; what was said is unsaid."""
    running = list(of_subject(subject).filter(kind=kind, ended_at__isnull=True))
    for clock in running:
        clock.due_at, clock.breach_at, clock.rungs_told = due_at, None, 0
        clock.reminded_at = clock.escalated_at = clock.breach_told_at = None
        clock.next_rung_at = _first_rung(clock)
        clock.save(update_fields=MOVED)
    return len(running)


def _first_rung(clock: Clock) -> dt.datetime | None:
    rules = ClockPolicy.objects.filter(
        organisation_id=clock.organisation_id, kind=clock.kind
    ).first()
    return rung_at(clock, rules) if rules else None


def reassign(subject: models.Model, kind: str, owner: User) -> int:
    """Let the running clocks of `kind` wait for another person."""
    running = of_subject(subject).filter(kind=kind, ended_at__isnull=True)
    return running.update(owner=owner)


def move_subject(subject: models.Model, kind: str, unit: Unit) -> int:
    """Let the running clocks of `kind` of one record wait at another unit."""
    return of_subject(subject).filter(kind=kind, ended_at__isnull=True).update(unit=unit)


def move_unit(thread: int, unit: Unit) -> int:
    """Let the running clocks of a golden thread wait at another unit."""
    return open_clocks().filter(thread=thread).update(unit=unit)


def stand_at(subject: models.Model, unit: Unit) -> int:
    """Let the running clocks of one record wait at another unit."""
    return of_subject(subject).filter(ended_at__isnull=True).update(unit=unit)


Stamp = Literal["reminded_at", "escalated_at", "breach_told_at"]


def claim(clock: Clock, stamp: Stamp, at: dt.datetime) -> bool:
    """Take it upon the caller to say this once; False when another process already has.

    Call it in the transaction that sends the message, so that both happen or neither does.
    """
    free = Clock.objects.filter(pk=clock.pk, ended_at__isnull=True, **{f"{stamp}__isnull": True})
    return bool(free.update(**{stamp: at}))

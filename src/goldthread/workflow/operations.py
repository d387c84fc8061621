"""The only place where a status changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from goldthread.access.scope import allows, scope_of
from goldthread.trail.bulk import insert_many
from goldthread.trail.operations import Actor, First, record_first
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.models import Lifecycle
from goldthread.workflow.refusals import (
    CHANGED_MEANWHILE,
    NOT_ALLOWED,
    WRONG_STATE,
    Refusal,
    Refused,
    refuse,
)
from goldthread.workflow.rules import Facts, broken
from goldthread.workflow.transitions import Transition, key

R = TypeVar("R", bound=Lifecycle)


@dataclass(frozen=True)
class Event:
    """A transition that has just happened, inside its transaction."""

    transition: Transition
    record: Any
    by: Actor
    at: dt.datetime
    facts: Facts


Subscriber = Callable[[Event], None]
_subscribers: dict[str, list[Subscriber]] = {}


def subscribe(code: str) -> Callable[[Subscriber], Subscriber]:
    """Run the decorated function, in the same transaction, whenever the transition happens."""

    def register(handler: Subscriber) -> Subscriber:
        handlers = _subscribers.setdefault(code, [])
        if handler not in handlers:
            handlers.append(handler)
        return handler

    return register


def publish(event: Event) -> None:
    """Tell later apps; a subscriber that raises undoes the whole transition."""
    for handler in _subscribers.get(event.transition.code, []):
        handler(event)


@transaction.atomic
def start(
    record: R,
    first: Transition,
    *,
    by: Actor,
    at: dt.datetime | None = None,
    facts: Mapping[str, Any] | None = None,
    told: Mapping[str, Any] | None = None,
    thread: int | None = None,
    before_save: Callable[[R], None] | None = None,
) -> R:
    """Save a new record in the first status of its life, with its first trail entry.

    `facts` are what rules and subscribers see; `told` is what the trail keeps (`facts` when None).
    `before_save` runs once the rules have allowed the record, for numbers that must not be wasted.
    """
    at, facts = at or timezone.now(), facts or {}
    refusals = broken(first.rules, record, facts)
    if refusals:
        raise Refused(refusals)
    if before_save is not None:
        before_save(record)
    record.status = first.target
    record.save(force_insert=True)
    _write(record, first, by, at, facts if told is None else told, thread)
    publish(Event(first, record, by, at, facts))
    return record


@transaction.atomic
def start_many(
    records: Sequence[R],
    first: Transition,
    *,
    by: Actor,
    at: dt.datetime | None = None,
    told: Callable[[R], Mapping[str, Any]],
) -> list[R]:
    """Save many new records in the first status of their lives, each with its trail entry.

    The rules are the caller's to have asked (`broken`), so that one bad record of thousands need
    not refuse the others. Subscribers hear of each record, with no facts.
    """
    at = at or timezone.now()
    for record in records:
        record.status = first.target
    insert_many(records)
    record_first(
        First(
            record,
            first.code,
            by,
            dict(told(record)),
            at,
            thread_of(record),
            getattr(record, "organisation_id", None),
        )
        for record in records
    )
    if first.code in _subscribers:
        for record in records:
            publish(Event(first, record, by, at, {}))
    return list(records)


@transaction.atomic
def perform(
    move: Transition,
    record: R,
    *,
    by: Actor,
    at: dt.datetime | None = None,
    facts: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    told: Mapping[str, Any] | None = None,
    thread: int | None = None,
) -> R:
    """Move `record`, or raise `Refused` and change nothing.

    In one transaction: permission, source state, rules, a guarded UPDATE that only matches the
    status and version that were read, the trail entry, and the subscribers. `changes` are columns
    written with the move. A person (`User`) is checked for permission; the product itself
    (`system`) and protected reporters are not.
    """
    at, facts = at or timezone.now(), facts or {}
    refusals = hindrances(move, record, by=by, facts=facts)
    if refusals:
        raise Refused(refusals)
    target = move.target or record.status
    updated = (
        type(record)
        ._default_manager.filter(pk=record.pk, status=record.status, version=record.version)
        .update(status=target, version=F("version") + 1, **(changes or {}))
    )
    if not updated:
        raise refuse(
            CHANGED_MEANWHILE,
            "Someone else changed this while you were working. Nothing you typed is lost: "
            "read what changed, then send it again.",
        )
    before = record.status
    record.refresh_from_db()
    facts_told = dict(facts if told is None else told)
    _write(record, move, by, at, {"from": before, "to": target, **facts_told}, thread)
    publish(Event(move, record, by, at, facts))
    return record


def hindrances(
    move: Transition, record: Lifecycle, *, by: Actor, facts: Mapping[str, Any] | None = None
) -> list[Refusal]:
    """What stands in the way now: permission, then state, then every broken rule."""
    if (
        by is not None
        and not isinstance(by, str)
        and not allows(record, move.allowed(scope_of(by)))
    ):
        return [Refusal(NOT_ALLOWED, f"You cannot do this here: {move.label.lower()}.")]
    if key(record.status) not in move.sources:
        return [
            Refusal(
                WRONG_STATE,
                f"“{move.label}” is not possible now: this is already "
                f"{_status_words(record)}. Reload the page to see what changed.",
            )
        ]
    return broken(move.rules, record, facts or {})


def permitted(move: Transition, record: Lifecycle, by: Any) -> bool:
    """Whether the person may make this move and the record is in a state for it; rules aside."""
    return key(record.status) in move.sources and allows(record, move.allowed(scope_of(by)))


def _status_words(record: Any) -> str:
    words = getattr(record, "get_status_display", None)
    return str(words() if words else record.status).lower()


def _write(
    record: Any,
    move: Transition,
    by: Actor,
    at: dt.datetime,
    facts: Mapping[str, Any],
    thread: int | None,
) -> None:
    write_trail(
        record,
        move.code,
        by=by,
        at=at,
        facts=dict(facts),
        thread=thread if thread is not None else thread_of(record),
        organisation_id=getattr(record, "organisation_id", None),
    )


def thread_of(record: Any) -> int | None:
    """The golden thread a record belongs to: its own `thread` property, or its incident."""
    own = getattr(record, "thread", None)
    return own if own is not None else getattr(record, "incident_id", None)

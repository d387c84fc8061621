"""The one writer of the trail."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.trail.bulk import insert_like, insert_many
from goldthread.trail.models import Entry, Head

GENESIS = "0" * 64

Actor = User | str | None


@dataclass(frozen=True)
class First:
    """The first entry of a new record, for bulk work."""

    record: models.Model
    kind: str
    actor: Actor
    facts: dict[str, Any] = field(default_factory=dict)
    at: dt.datetime | None = None
    thread: int | None = None
    organisation_id: int | None = None


def actor_code(actor: Actor) -> str:
    """`user:12` for a person, `system` for the product itself, else the words given.

    The words are for people without an account or whose identity is protected, for example
    `reporter:anonymous`: the trail must not undo what the route promised.
    """
    if actor is None:
        return "system"
    return actor if isinstance(actor, str) else f"user:{actor.pk}"


def record_type_of(record: models.Model) -> str:
    """`incidents.incident` for an incident."""
    return record._meta.label_lower


@transaction.atomic
def record(
    about: models.Model,
    kind: str,
    *,
    by: Actor,
    facts: dict[str, Any] | None = None,
    at: dt.datetime | None = None,
    thread: int | None = None,
    organisation_id: int | None = None,
) -> Entry:
    """Append one entry to the chain of `about`, inside the caller's transaction."""
    label = record_type_of(about)
    head = Head.objects.select_for_update().filter(record_type=label, record_id=about.pk).first()
    first = First(about, kind, by, facts or {}, at, thread, organisation_id)
    entry = _entry(first, head.sequence + 1 if head else 1, head.hash if head else GENESIS)
    entry.save(force_insert=True)
    if head is None:
        Head.objects.create(record_type=label, record_id=about.pk, sequence=1, hash=entry.hash)
    else:
        head.sequence, head.hash = entry.sequence, entry.hash
        head.save(update_fields=["sequence", "hash"])
    return entry


@transaction.atomic
def record_first(entries: Iterable[First]) -> None:
    """Begin the chains of many new records at once; each record must have no chain yet."""
    rows = [_entry(first, 1, GENESIS) for first in entries]
    insert_many(rows)
    insert_like(
        Head(sequence=1),
        [
            {"record_type": row.record_type, "record_id": row.record_id, "hash": row.hash}
            for row in rows
        ],
    )


def _entry(first: First, sequence: int, previous: str) -> Entry:
    at = first.at or timezone.now()
    entry = Entry(
        record_type=record_type_of(first.record),
        record_id=first.record.pk,
        sequence=sequence,
        kind=first.kind,
        at=at,
        actor=actor_code(first.actor),
        organisation_id=first.organisation_id,
        thread=first.thread,
    )
    entry.body = body_text(entry, first.facts, previous)
    entry.hash = digest(entry.body)
    return entry


def body_text(entry: Entry, facts: dict[str, Any], previous: str) -> str:
    """The canonical JSON of an entry: sorted keys, no spaces, UTC times to the microsecond."""
    return json.dumps(
        {
            "record": f"{entry.record_type}:{entry.record_id}",
            "sequence": entry.sequence,
            "kind": entry.kind,
            "at": iso(entry.at),
            "actor": entry.actor,
            "organisation": entry.organisation_id,
            "thread": entry.thread,
            "facts": facts,
            "previous": previous,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=plain,
    )


def digest(body: str) -> str:
    """SHA-256 of the body as UTF-8, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


def iso(at: dt.datetime) -> str:
    """The one spelling of a time in the trail."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def plain(value: Any) -> Any:
    """JSON for the values facts are made of: times, days, records (by number) and sets."""
    if isinstance(value, dt.datetime):
        return iso(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return f"{record_type_of(value)}:{value.pk}"
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    return str(value)

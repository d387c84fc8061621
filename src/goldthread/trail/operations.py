"""The one writer of the trail."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.trail.bulk import insert_like
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
    following = (head.sequence + 1, head.hash) if head else (1, GENESIS)
    entry = Entry(**_columns(first, *following))
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
    rows = [_columns(first, 1, GENESIS) for first in entries]
    insert_like(Entry(sequence=1), rows)
    named = ("record_type", "record_id", "hash")
    insert_like(Head(sequence=1), [{name: row[name] for name in named} for row in rows])


def _columns(first: First, sequence: int, previous: str) -> dict[str, Any]:
    """Every column of an entry, the text that is hashed included."""
    columns = {
        "record_type": record_type_of(first.record),
        "record_id": first.record.pk,
        "sequence": sequence,
        "kind": first.kind,
        "at": first.at or timezone.now(),
        "actor": actor_code(first.actor),
        "organisation_id": first.organisation_id,
        "thread": first.thread,
    }
    body = body_text(columns, first.facts, previous)
    return {**columns, "body": body, "hash": digest(body)}


def body_text(columns: Mapping[str, Any], facts: dict[str, Any], previous: str) -> str:
    """The canonical JSON of an entry: sorted keys, no spaces, UTC times to the microsecond."""
    return json.dumps(
        {
            "record": f"{columns['record_type']}:{columns['record_id']}",
            "sequence": columns["sequence"],
            "kind": columns["kind"],
            "at": iso(columns["at"]),
            "actor": columns["actor"],
            "organisation": columns["organisation_id"],
            "thread": columns["thread"],
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

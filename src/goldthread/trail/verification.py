"""Checking the trail: finds a changed, removed, reordered or inserted entry and a removed record."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from goldthread.trail.models import Checkpoint, Entry, Head
from goldthread.trail.operations import GENESIS, digest, iso

CHUNK = 2000


@dataclass(frozen=True)
class Problem:
    """Something in the trail that cannot be as it was written."""

    record: str
    sequence: int | None
    what: str

    def __str__(self) -> str:
        place = f"{self.record} entry {self.sequence}" if self.sequence else self.record
        return f"{place}: {self.what}"


def verify() -> Iterator[Problem]:
    """Every problem in the trail as it stands, chain by chain, then heads, then records."""
    entries = Entry.objects.order_by("record_type", "record_id", "sequence").iterator(CHUNK)
    heads = {
        (h.record_type, h.record_id): (h.sequence, h.hash) for h in Head.objects.iterator(CHUNK)
    }
    for key, chain in groupby(entries, key=lambda e: (e.record_type, e.record_id)):
        yield from _verify_chain(key, chain, heads.pop(key, None))
    for (record_type, record_id), _ in sorted(heads.items()):
        yield Problem(f"{record_type}:{record_id}", None, "the whole chain was removed")
    yield from _removed_records()


def _verify_chain(
    key: tuple[str, int], chain: Iterator[Entry], head: tuple[int, str] | None
) -> Iterator[Problem]:
    name = f"{key[0]}:{key[1]}"
    previous, expected, last = GENESIS, 1, (0, GENESIS)
    for entry in chain:
        if entry.sequence != expected:
            yield Problem(name, expected, "an entry was removed or reordered here")
            expected = entry.sequence
        yield from _verify_entry(name, entry, previous)
        previous, expected, last = entry.hash, expected + 1, (entry.sequence, entry.hash)
    if head is None:
        yield Problem(name, None, "entries were inserted without a head")
    elif head != last:
        yield Problem(name, last[0], "the last entries were removed, inserted or changed")


def _verify_entry(name: str, entry: Entry, previous: str) -> Iterator[Problem]:
    if digest(entry.body) != entry.hash:
        yield Problem(name, entry.sequence, "the entry was changed after it was written")
        return
    body = json.loads(entry.body)
    if body["previous"] != previous:
        yield Problem(name, entry.sequence, "it does not follow the entry before it")
    columns = {
        "record": name,
        "sequence": entry.sequence,
        "kind": entry.kind,
        "at": iso(entry.at),
        "actor": entry.actor,
        "organisation": entry.organisation_id,
        "thread": entry.thread,
    }
    for column, value in columns.items():
        if body[column] != value:
            yield Problem(name, entry.sequence, f"its {column} was changed after it was written")


def _removed_records() -> Iterator[Problem]:
    """Records that have a chain but are no longer in their table, and that no entry says ended."""
    for record_type in Head.objects.values_list("record_type", flat=True).distinct().order_by():
        try:
            model = apps.get_model(record_type)
        except LookupError:
            yield Problem(record_type, None, "the trail names a kind of record that is unknown")
            continue
        gone = (
            Head.objects.filter(record_type=record_type)
            .exclude(Exists(model._default_manager.filter(pk=OuterRef("record_id"))))
            .values_list("record_id", flat=True)
        )
        for record_id in gone:
            yield Problem(f"{record_type}:{record_id}", None, "the record was removed")


def heads_digest() -> tuple[int, str]:
    """How many chains there are, and one SHA-256 over all their heads in order."""
    running, count = hashlib.sha256(), 0
    heads = Head.objects.order_by("record_type", "record_id").iterator(CHUNK)
    for head in heads:
        running.update(
            f"{head.record_type}:{head.record_id}:{head.sequence}:{head.hash}\n".encode()
        )
        count += 1
    return count, running.hexdigest()


def checkpoint() -> Checkpoint:
    """Store and return a signed digest over all heads as they are now."""
    count, value = heads_digest()
    at = timezone.now()
    return Checkpoint.objects.create(
        at=at, heads=count, digest=value, signature=signature(iso(at), count, value)
    )


def signature(at: str, heads: int, value: str) -> str:
    """HMAC-SHA-256 of a checkpoint under the deployment's secret key."""
    text = f"goldthread-checkpoint\n{at}\n{heads}\n{value}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), "sha256").hexdigest()

"""Checking the trail: finds a changed, removed, reordered or inserted entry and a removed record.

Entries are read as one stream in the order of their chains, so memory does not grow with the
trail. What whoever owns the database can rewrite consistently is found against a checkpoint file
kept elsewhere (`checkpoints`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from goldthread.trail.models import Entry, Head
from goldthread.trail.operations import GENESIS, digest, iso
from goldthread.trail.streams import CHUNK, streaming

EVERYTHING = Q()
COLUMNS = (
    "record_type",
    "record_id",
    "sequence",
    "kind",
    "at",
    "actor",
    "organisation_id",
    "thread",
    "body",
    "hash",
    "head_hash",
)


@dataclass(frozen=True)
class Problem:
    """Something in the trail that cannot be as it was written."""

    record: str
    sequence: int | None
    what: str

    def __str__(self) -> str:
        place = f"{self.record} entry {self.sequence}" if self.sequence else self.record
        return f"{place}: {self.what}"


@dataclass
class Tally:
    """How much was read."""

    entries: int = 0
    chains: int = 0


def verify(tally: Tally | None = None) -> Iterator[Problem]:
    """Every problem in the trail as it stands: chains, then heads, then records."""
    with streaming():
        yield from _verify_chains(tally or Tally())
        yield from _verify_heads()
        yield from _removed_records()


def verify_thread(thread: int, incident_type: str, tally: Tally | None = None) -> Iterator[Problem]:
    """Every problem in the chains of one golden thread.

    :param thread: the number of its incident, whose own chain is looked for even when it is gone.
    :param incident_type: the record type of incidents, for example `incidents.incident`.
    """
    on_thread = Entry.objects.filter(thread=thread).values_list("record_type", "record_id")
    chains = {(incident_type, thread), *on_thread.distinct()}
    alike: dict[str, set[int]] = defaultdict(set)
    for record_type, record_id in chains:
        alike[record_type].add(record_id)
    several = [Q(record_type=kind, record_id__in=ids) for kind, ids in sorted(alike.items())]
    which = reduce(or_, several)
    with streaming():
        yield from _verify_chains(tally or Tally(), which)
        yield from _verify_heads(which)


def _rows(which: Q) -> Iterator[tuple[Any, ...]]:
    """The entries in the order of their chains, with the hash each head names: one snapshot."""
    head = Head.objects.filter(record_type=OuterRef("record_type"), record_id=OuterRef("record_id"))
    return (
        Entry.objects.filter(which)
        .annotate(head_hash=Subquery(head.values("hash")[:1]))
        .order_by("record_type", "record_id", "sequence")
        .values_list(*COLUMNS)
        .iterator(CHUNK)
    )


def _verify_chains(tally: Tally, which: Q = EVERYTHING) -> Iterator[Problem]:
    chain: tuple[str, int] | None = None
    name, previous, expected, head_hash = "", GENESIS, 1, None
    for row in _rows(which):
        if row[:2] != chain:
            if chain is not None:
                yield from _verify_end(name, expected - 1, previous, head_hash)
            chain, name, previous, expected = row[:2], f"{row[0]}:{row[1]}", GENESIS, 1
            tally.chains += 1
        if row[2] != expected:
            yield Problem(name, expected, "an entry was removed or reordered here")
        yield from _verify_entry(name, row, previous)
        previous, expected, head_hash = row[9], row[2] + 1, row[10]
        tally.entries += 1
    if chain is not None:
        yield from _verify_end(name, expected - 1, previous, head_hash)


def _verify_end(
    name: str, sequence: int, last_hash: str, head_hash: str | None
) -> Iterator[Problem]:
    if head_hash is None:
        yield Problem(name, None, "entries were inserted without a head")
    elif head_hash != last_hash:
        yield Problem(name, sequence, "the last entries were removed, inserted or changed")


def _verify_entry(name: str, row: tuple[Any, ...], previous: str) -> Iterator[Problem]:
    _, _, sequence, kind, at, actor, organisation, thread, body_text, hashed, _ = row
    if digest(body_text) != hashed:
        yield Problem(name, sequence, "the entry was changed after it was written")
        return
    body = json.loads(body_text)
    if body["previous"] != previous:
        yield Problem(name, sequence, "it does not follow the entry before it")
    columns = {
        "record": name,
        "sequence": sequence,
        "kind": kind,
        "at": iso(at),
        "actor": actor,
        "organisation": organisation,
        "thread": thread,
    }
    for column, value in columns.items():
        if body[column] != value:
            yield Problem(name, sequence, f"its {column} was changed after it was written")


def _verify_heads(which: Q = EVERYTHING) -> Iterator[Problem]:
    """Heads that name no entry: the chain is gone, or the head was changed by itself."""
    chain = Entry.objects.filter(
        record_type=OuterRef("record_type"), record_id=OuterRef("record_id")
    )
    named = chain.filter(sequence=OuterRef("sequence"))
    lost = Head.objects.filter(which).exclude(Exists(named)).annotate(has_chain=Exists(chain))
    for head in lost.order_by("record_type", "record_id").iterator(CHUNK):
        what = "its head was changed" if head.has_chain else "the whole chain was removed"
        yield Problem(f"{head.record_type}:{head.record_id}", None, what)


def _removed_records() -> Iterator[Problem]:
    """Records that have a chain but are no longer in their table."""
    kinds = Head.objects.values_list("record_type", flat=True).distinct().order_by("record_type")
    for record_type in kinds:
        try:
            model = apps.get_model(record_type)
        except LookupError:
            yield Problem(record_type, None, "the trail names a kind of record that is unknown")
            continue
        for record_id in _gone(record_type, model).iterator(CHUNK):
            yield Problem(f"{record_type}:{record_id}", None, "the record was removed")


def _gone(record_type: str, model: Any) -> QuerySet[Any, Any]:
    there = model._base_manager.filter(pk=OuterRef("record_id"))
    heads = Head.objects.filter(record_type=record_type).exclude(Exists(there))
    return heads.order_by("record_id").values_list("record_id", flat=True)

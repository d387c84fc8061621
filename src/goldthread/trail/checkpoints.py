"""Checkpoints: every chain's head at a moment, signed, to be kept where the database is not.

Whoever owns the database can rewrite a chain with all its hashes. They cannot rewrite a
checkpoint file that has left the machine: it names, for every record, how far its chain had got
and the hash it had there, and a chain that only ever grows still holds that entry.

The file is gzipped JSON lines: a first line with the time, one line a record, and a last line with
the count, a SHA-256 over the lines between and a signature under the deployment's secret key.
Anyone can check the digest and compare the hashes; only the deployment can check the signature.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import hmac
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from goldthread.trail.models import Checkpoint, Entry, Head
from goldthread.trail.operations import iso
from goldthread.trail.streams import CHUNK, streaming
from goldthread.trail.verification import Problem

FORMAT = 1
BATCH = 500


class UnreadableCheckpoint(ValueError):
    """The file is not a whole checkpoint; the message says what to do."""


@dataclass(frozen=True)
class Summary:
    """What a checkpoint file says of itself."""

    at: str
    heads: int
    digest: str
    signature: str


def checkpoint(at: dt.datetime | None = None) -> Checkpoint:
    """Store and return a signed digest over all heads as they are now."""
    at = at or timezone.now()
    running, count = hashlib.sha256(), 0
    with streaming():
        for line in _head_lines():
            running.update(line)
            count += 1
    return _store(at, count, running.hexdigest())


def latest() -> Checkpoint | None:
    """The last checkpoint that was stored."""
    return Checkpoint.objects.order_by("-at", "-pk").first()


def export_checkpoint(path: Path, at: dt.datetime | None = None) -> Checkpoint:
    """Write a checkpoint file with every head, and store its digest; the file appears whole."""
    at = at or timezone.now()
    running, count = hashlib.sha256(), 0
    temporary = path.with_name(f".{path.name}.part")
    try:
        with gzip.open(temporary, "wb", compresslevel=6) as file, streaming():
            file.write(_line({"goldthread_checkpoint": FORMAT, "at": iso(at)}))
            for line in _head_lines():
                file.write(line)
                running.update(line)
                count += 1
            made = _store(at, count, running.hexdigest())
            file.write(_line({"heads": count, "digest": made.digest, "signature": made.signature}))
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return made


def _store(at: dt.datetime, heads: int, digest: str) -> Checkpoint:
    signed = signature(iso(at), heads, digest)
    return Checkpoint.objects.create(at=at, heads=heads, digest=digest, signature=signed)


def _head_lines() -> Iterator[bytes]:
    """One line a record: its name, how far its chain has got, and the hash there."""
    heads = Head.objects.order_by("record_type", "record_id")
    for record_type, record_id, sequence, value in heads.values_list(
        "record_type", "record_id", "sequence", "hash"
    ).iterator(CHUNK):
        yield _line({"record": f"{record_type}:{record_id}", "sequence": sequence, "hash": value})


def _line(held: dict[str, Any]) -> bytes:
    return json.dumps(held, separators=(",", ":")).encode() + b"\n"


def signature(at: str, heads: int, digest: str) -> str:
    """HMAC-SHA-256 of a checkpoint under the deployment's secret key."""
    text = f"goldthread-checkpoint\n{at}\n{heads}\n{digest}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), "sha256").hexdigest()


def verify_stored() -> Iterator[Problem]:
    """Checkpoints in the database whose signature is not this deployment's."""
    for made in Checkpoint.objects.order_by("pk").iterator(CHUNK):
        if not hmac.compare_digest(
            made.signature, signature(iso(made.at), made.heads, made.digest)
        ):
            yield Problem(
                f"checkpoint {made.pk}", None, "it was changed, or signed under another secret key"
            )


def verify_against(path: Path) -> Iterator[Problem]:
    """What a checkpoint file remembers and the trail no longer holds.

    Raises UnreadableCheckpoint when the file is not a whole, unchanged checkpoint.
    """
    summary = read_summary(path)
    if not hmac.compare_digest(
        summary.signature, signature(summary.at, summary.heads, summary.digest)
    ):
        yield Problem("checkpoint file", None, "it was not signed by this deployment's secret key")
    for record_type, group in groupby(_heads_in(path), key=lambda head: head[0]):
        batch: list[tuple[str, int, int, str]] = []
        for head in group:
            batch.append(head)
            if len(batch) == BATCH:
                yield from _compare(record_type, batch)
                batch = []
        yield from _compare(record_type, batch)


def _compare(record_type: str, batch: list[tuple[str, int, int, str]]) -> Iterator[Problem]:
    rows = Entry.objects.filter(
        record_type=record_type,
        record_id__in=[head[1] for head in batch],
        sequence__in={head[2] for head in batch},
    ).values_list("record_id", "sequence", "hash")
    held = {(record_id, sequence): value for record_id, sequence, value in rows}
    for _, record_id, sequence, value in batch:
        found = held.get((record_id, sequence))
        if found is None:
            yield Problem(
                f"{record_type}:{record_id}",
                sequence,
                "the checkpoint holds it, the trail does not",
            )
        elif found != value:
            yield Problem(
                f"{record_type}:{record_id}",
                sequence,
                "the chain was rewritten since the checkpoint",
            )


def read_summary(path: Path) -> Summary:
    """Read a checkpoint file through, check that it is whole, and say what it says of itself."""
    running, count = hashlib.sha256(), 0
    first, last = _ends(path)
    for line in _lines(path):
        held = json.loads(line)
        if "record" in held:
            running.update(line)
            count += 1
    if (count, running.hexdigest()) != (last.get("heads"), last.get("digest")):
        raise UnreadableCheckpoint(
            f"“{path.name}” was changed after it was written. Use another copy."
        )
    return Summary(first["at"], count, last["digest"], str(last.get("signature", "")))


def _ends(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    first = last = b"{}"
    for number, line in enumerate(_lines(path)):
        first, last = (line if number == 0 else first), line
    try:
        opening, closing = json.loads(first), json.loads(last)
        whole = opening["goldthread_checkpoint"] == FORMAT and "digest" in closing
    except (ValueError, KeyError, TypeError) as fault:
        raise UnreadableCheckpoint(f"“{path.name}” is not a checkpoint of the trail.") from fault
    if not whole:
        raise UnreadableCheckpoint(f"“{path.name}” is cut off. Use another copy.")
    return opening, closing


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
        raise UnreadableCheckpoint(
            f"“{path.name}” is not a whole checkpoint file. Use another copy."
        ) from fault


def _heads_in(path: Path) -> Iterator[tuple[str, int, int, str]]:
    for line in _lines(path):
        held = json.loads(line)
        if "record" in held:
            record_type, _, record_id = held["record"].rpartition(":")
            yield record_type, int(record_id), held["sequence"], held["hash"]

"""Adding and withdrawing evidence, and keeping files. The caller has checked that it may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.evidence.models import Item, StoredFile
from goldthread.evidence.rules import not_yet_withdrawn, refusals_of, withdrawal_has_reason
from goldthread.evidence.storing import Kept, Upload, keep
from goldthread.evidence.terms import TYPES, FieldKind
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.operations import thread_of
from goldthread.workflow.refusals import Refused
from goldthread.workflow.rules import broken

Incoming = Upload | Kept | Any


def add_item(
    subject: models.Model,
    type_code: str,
    fields: Mapping[str, Any],
    *,
    by: User,
    unit: Unit | None = None,
    summary: str = "",
    cqc_category: str = "",
    files: Iterable[Incoming] = (),
    at: dt.datetime | None = None,
    thread: int | None = None,
) -> Item:
    """Add a piece of evidence about `subject`, with its files. Raises Refused, field by field.

    `fields` are as typed or as values; days as `2026-11-21`. `unit` is the subject's own where
    it has one; `thread` the subject's incident. Without a summary the type gives one.
    """
    files = list(files)
    values = {code: _typed(value) for code, value in fields.items()}
    refusals = list(refusals_of(type_code, values, has_file=bool(files)))
    if refusals:
        raise Refused(refusals)
    kept = [_kept(file) for file in files]
    kind, at = TYPES[type_code], at or timezone.now()
    stored = {f.code: _stored(f.kind, values.get(f.code, "")) for f in kind.fields}
    with transaction.atomic():
        item = Item.objects.create(
            **_place(subject, unit, thread),
            type=type_code,
            fields=stored,
            summary=(summary.strip() or kind.line(stored))[:400],
            cqc_category=cqc_category or kind.cqc_category,
            added_at=at,
            added_by=by,
        )
        facts = {"type": type_code, "fields": stored, "about": subject}
        _write(item, "evidence.add", by, at, facts)
        for file in kept:
            attach(file, subject, by=by, item=item, unit=unit, at=at, thread=thread)
    return item


def withdraw_item(item: Item, reason: str, *, by: User, at: dt.datetime | None = None) -> Item:
    """Mark evidence as withdrawn, with the reason; it stays readable and is never deleted."""
    facts = {"reason": reason}
    refusals = broken((not_yet_withdrawn, withdrawal_has_reason), item, facts)
    if refusals:
        raise Refused(refusals)
    at = at or timezone.now()
    with transaction.atomic():
        updated = Item.objects.filter(pk=item.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=at, withdrawn_by=by, withdrawn_reason=reason.strip()
        )
        item.refresh_from_db()
        if not updated:
            raise Refused(broken((not_yet_withdrawn,), item, facts))
        _write(item, "evidence.withdraw", by, at, facts)
    return item


def store_file(
    upload: Incoming,
    *,
    by: Actor,
    subject: models.Model,
    item: Item | None = None,
    unit: Unit | None = None,
    at: dt.datetime | None = None,
    thread: int | None = None,
) -> StoredFile:
    """Check, clean and keep one file about `subject`. Raises Refused at the field `file`.

    Where the subject does not exist yet, call `storing.keep` first, outside the transaction,
    and `attach` inside it: a file nobody names does no harm, a row without its file does.
    """
    return attach(_kept(upload), subject, by=by, item=item, unit=unit, at=at, thread=thread)


@transaction.atomic
def attach(
    kept: Kept,
    subject: models.Model,
    *,
    by: Actor,
    item: Item | None = None,
    unit: Unit | None = None,
    at: dt.datetime | None = None,
    thread: int | None = None,
) -> StoredFile:
    """Name a kept file in a row about `subject`."""
    at = at or timezone.now()
    file = StoredFile.objects.create(
        **_place(subject, unit, thread),
        item=item,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        metadata_removed=kept.metadata_removed,
        uploaded_at=at,
        uploaded_by=by if isinstance(by, User) else None,
    )
    facts = {"about": subject, "sha256": file.sha256, "media_type": file.media_type}
    _write(file, "evidence.store_file", by, at, {**facts, "size": file.size})
    return file


def _kept(file: Incoming) -> Kept:
    return file if isinstance(file, Kept) else keep(file)


def _place(subject: Any, unit: Unit | None, thread: int | None) -> dict[str, Any]:
    unit = unit or subject.unit
    return {
        "organisation_id": unit.organisation_id,
        "unit": unit,
        "subject_type": subject._meta.label_lower,
        "subject_id": subject.pk,
        "thread": thread if thread is not None else thread_of(subject),
    }


def _typed(value: Any) -> str:
    """A value as a person would have typed it, so that one set of rules reads all."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value).strip()


def _stored(kind: FieldKind, text: str) -> str | int:
    return int(text) if kind == FieldKind.NUMBER and text else text


def _write(record: Any, kind: str, by: Actor, at: dt.datetime, facts: dict[str, Any]) -> None:
    write_trail(
        record,
        kind,
        by=by,
        at=at,
        facts=facts,
        thread=record.thread,
        organisation_id=record.organisation_id,
    )

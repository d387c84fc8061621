"""Evidence and files of a record, and who may open a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import IO, Any

from django.db import models
from django.db.models import QuerySet

from goldthread.evidence.models import Item, StoredFile
from goldthread.evidence.storing import read

Visible = Callable[[Any], QuerySet[Any]]
_visible: dict[str, Visible] = {}


def readable_with(subject_type: str, visible_to: Visible) -> None:
    """Let whoever sees a record of this type open its files.

    Each app that attaches files says once, in its `apps.ready`, which query gives the records a
    person sees. Files of a type nobody spoke for are opened by no one.
    """
    _visible[subject_type] = visible_to


def items_of(subject: models.Model) -> QuerySet[Item]:
    """The evidence of one record that still stands, oldest first."""
    return _of(Item, subject).filter(withdrawn_at__isnull=True).order_by("added_at", "pk")


def items_of_each(subjects: Iterable[models.Model]) -> QuerySet[Item]:
    """The evidence of several records of one kind that still stands, oldest first."""
    rows = list(subjects)
    if not rows:
        return Item.objects.none()
    found = Item.objects.filter(
        subject_type=rows[0]._meta.label_lower,
        subject_id__in=[row.pk for row in rows],
        withdrawn_at__isnull=True,
    )
    return found.order_by("added_at", "pk")


def withdrawn_items_of(subject: models.Model) -> QuerySet[Item]:
    """The evidence of one record that was withdrawn, with its reasons."""
    return _of(Item, subject).filter(withdrawn_at__isnull=False).order_by("withdrawn_at", "pk")


def items_of_thread(thread: int) -> QuerySet[Item]:
    """Everything that proves anything on one golden thread, oldest first."""
    return Item.objects.filter(thread=thread).order_by("added_at", "pk")


def files_of(subject: models.Model) -> QuerySet[StoredFile]:
    """The files of one record, oldest first."""
    return _of(StoredFile, subject).order_by("uploaded_at", "pk")


def has_item(subject: models.Model, *types: str) -> bool:
    """Whether standing evidence of any of the types (of any type when none is named) is there."""
    items = items_of(subject)
    return (items.filter(type__in=types) if types else items).exists()


def file_for(user: Any, pk: int) -> StoredFile | None:
    """The file, when the person sees the record it belongs to, else None.

    A file of a withdrawn item stays readable: withdrawing is saying it proves nothing.
    """
    file = StoredFile.objects.filter(pk=pk).first()
    if file is None or file.subject_type not in _visible:
        return None
    seen = _visible[file.subject_type](user).filter(pk=file.subject_id).exists()
    return file if seen else None


def open_file(file: StoredFile) -> IO[bytes]:
    """The bytes of a file, open for reading. Serve as an attachment, with `nosniff`.

    Raises FileNotFoundError when the disk lost it; `goldthread doctor` finds those.
    """
    return read(file.sha256)


def _of(model: type[Any], subject: models.Model) -> QuerySet[Any]:
    return model.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

"""Reading the trail."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet

from goldthread.trail.models import Checkpoint, Entry, Head
from goldthread.trail.operations import record_type_of


def of_thread(thread: int) -> QuerySet[Entry]:
    """Everything that happened on one golden thread, oldest first."""
    return Entry.objects.filter(thread=thread).order_by("at", "pk")


def of_record(record_type: str, record_id: int) -> QuerySet[Entry]:
    """The chain of one record, oldest first."""
    return Entry.objects.filter(record_type=record_type, record_id=record_id).order_by("sequence")


def version_of(record: models.Model) -> int:
    """How many changes of the record the trail holds; a form made before another one is stale."""
    head = Head.objects.filter(record_type=record_type_of(record), record_id=record.pk)
    return head.values_list("sequence", flat=True).first() or 0


def latest_checkpoint() -> Checkpoint | None:
    """The last checkpoint made of the whole deployment, or None."""
    return Checkpoint.objects.order_by("-at", "-pk").first()

"""Reading the trail."""

from __future__ import annotations

from django.db.models import QuerySet

from goldthread.trail.models import Entry


def of_thread(thread: int) -> QuerySet[Entry]:
    """Everything that happened on one golden thread, oldest first."""
    return Entry.objects.filter(thread=thread).order_by("at", "pk")


def of_record(record_type: str, record_id: int) -> QuerySet[Entry]:
    """The chain of one record, oldest first."""
    return Entry.objects.filter(record_type=record_type, record_id=record_id).order_by("sequence")

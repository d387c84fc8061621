"""Pieces of evidence and the files kept with them. Nothing here is deleted: items are withdrawn."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.evidence.terms import TYPE_CHOICES, TYPES, CqcCategory


class Item(models.Model):
    """A typed proof about one record.

    `fields` holds what the type asks for, as JSON: texts, whole numbers, days as `2026-11-21`.
    `thread` is the number of the incident whose golden thread it belongs to.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    thread = models.BigIntegerField(null=True)
    type = models.CharField(max_length=40, choices=TYPE_CHOICES)
    fields = models.JSONField(default=dict)
    summary = models.CharField(max_length=400)
    cqc_category = models.CharField(max_length=30, choices=CqcCategory.choices)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["thread"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="evidence_withdrawn_with_reason",
                condition=Q(withdrawn_at__isnull=True)
                | (Q(withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
            )
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def kind_label(self) -> str:
        """The words for its type."""
        return TYPES[self.type].label


class StoredFile(models.Model):
    """A file kept under the name of its hash, so that the same bytes are kept once.

    `sha256` and `size` are of the bytes as kept: an image is encoded anew without its metadata,
    and `metadata_removed` says so. `name` is the cleaned name it came with. `uploaded_by` is
    empty for a reporter without an account.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="files")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    thread = models.BigIntegerField(null=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="files")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    metadata_removed = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["thread"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def storage_name(self) -> str:
        """Where the bytes are, below the folder of files."""
        return storage_name(self.sha256)


def storage_name(sha256: str) -> str:
    """`ab/abcdef…`: two letters a folder keep any one folder small."""
    return f"{sha256[:2]}/{sha256}"
